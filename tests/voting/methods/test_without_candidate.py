"""Election without candidate: nominations and who made them; nobody is elected by the count."""

import pytest

from tests.voting.methods.elections import document, elect
from voting.fields import ReadingError
from voting.tally import tally

MEMBERS = {"electorate": [{"id": "bob"}, {"id": "alice"}, {"id": "chloe"}]}


def test_nominations_name_their_nominators_in_order() -> None:
    ballots = [
        {"voter": "chloe", "nominee": "alice", "reason": "She listens"},
        {"voter": "bob", "nominee": "alice", "reason": "Elle écoute"},
        {"voter": "alice", "nominee": "bob"},
    ]
    result = elect("without-candidate", ["alice", "bob", "chloe"], ballots, file=MEMBERS)
    assert result["nominations"] == {"alice": ["bob", "chloe"], "bob": ["alice"]}
    assert result["totals"] == {"alice": 2, "bob": 1}
    assert (result["outcome"], result["reason"], result["elected"]) == ("postponed", "nominations", [])
    assert result["sentence"]["en"] == (
        "To be continued: 2 people nominated by 3 members; the circle decides by consent"
    )


def test_equal_nominations_by_several_members_all_name_their_nominator() -> None:
    ballots = [{"voter": voter, "nominee": "alice"} for voter in ("chloe", "alice", "bob")]
    result = elect("without-candidate", ["alice"], ballots, file=MEMBERS)
    assert result["nominations"] == {"alice": ["alice", "bob", "chloe"]}
    assert result["totals"] == {"alice": 3}


def test_without_names_of_voters_only_numbers_remain() -> None:
    result = elect("without-candidate", ["alice"], [{"nominee": "alice", "reason": "", "count": 2}])
    assert (result["nominations"], result["totals"]) == ({"alice": []}, {"alice": 2})


def test_anybody_may_be_named_where_the_file_lists_no_options() -> None:
    file = document("without-candidate", [], [{"nominee": "zoe"}])
    del file["options"]
    assert tally(file)["nominations"] == {"zoe": []}


@pytest.mark.parametrize(
    ("ballot", "message"),
    [
        ({"nominee": "eve"}, "ballots[0].nominee: eve is not an option"),
        ({"nominee": ""}, "ballots[0].nominee: must be a person"),
        ({"nominee": 4}, "ballots[0].nominee: must be a person"),
        ({"reason": "?"}, "ballots[0].nominee: is missing from this ballot"),
        ({"nominee": "alice", "reason": 3}, "ballots[0].reason: must be a text"),
        ({"nominee": "alice", "voter": "bob"}, "ballots[0].voter: this file lists no voters"),
    ],
)
def test_a_malformed_paper_is_named(ballot: dict[str, object], message: str) -> None:
    with pytest.raises(ReadingError) as refused:
        elect("without-candidate", ["alice", "bob"], [ballot])
    assert str(refused.value) == message

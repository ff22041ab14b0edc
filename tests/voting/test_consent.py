"""Consent: an objection stops, a concern does not, silence counts only where the rule says so."""

from typing import Any

import pytest

from voting.count_file import CountError
from voting.tally import tally


def consent(*positions: tuple[str, str, int], **settings: Any) -> dict[str, Any]:
    """A consent round in three colleges of five, three and nobody: (college, choice, number)…."""
    return {
        "format": "count/1",
        "rule": {"method": "consent", **settings},
        "colleges": [
            {"id": "places", "name": "Lieux", "registered": 5},
            {"id": "coops", "registered": 3},
            {"id": "public", "registered": 0},
        ],
        "ballots": [
            {"college": college, "choice": choice, "count": number} for college, choice, number in positions
        ],
    }


def lifted(document: dict[str, Any], status: str) -> dict[str, Any]:
    for ballot in document["ballots"]:
        if ballot["choice"] == "objection":
            ballot |= {"status": status, "nature": "purpose", "reason": "It costs us the workshop."}
    return document


@pytest.mark.parametrize(
    ("positions", "settings", "expected"),
    [
        ([("places", "consent", 1)], {}, ("adopted", None)),
        ([("places", "concern", 1)], {}, ("adopted", None)),
        ([("places", "consent", 5), ("coops", "objection", 1)], {}, ("rejected", "objection")),
        ([("places", "objection", 1)], {}, ("rejected", "objection")),
        ([("places", "stand-aside", 2)], {}, ("void", "no-consent")),
        ([], {}, ("void", "no-ballot")),
        ([], {"silence": "consents"}, ("adopted", None)),
        (
            [("places", "stand-aside", 5), ("coops", "stand-aside", 3)],
            {"silence": "consents"},
            ("void", "no-consent"),
        ),
        ([("coops", "objection", 1)], {"silence": "consents"}, ("rejected", "objection")),
        ([("places", "consent", 5)], {"per_college": True}, ("postponed", "college")),
        ([("places", "consent", 5), ("coops", "stand-aside", 1)], {"per_college": True}, ("adopted", None)),
        ([("places", "objection", 5)], {"per_college": True}, ("rejected", "objection")),
        ([("places", "consent", 2)], {"quorum": [{"at_least": "1/4"}]}, ("adopted", None)),
        ([("places", "consent", 1)], {"quorum": [{"at_least": "1/4"}]}, ("no-quorum", None)),
        ([("places", "objection", 1)], {"quorum": [{"at_least": "1/4"}]}, ("no-quorum", None)),
        (
            [("places", "stand-aside", 3)],
            {"quorum": [{"counted": "for", "at_least": "1/4"}]},
            ("no-quorum", None),
        ),
        (
            [("places", "consent", 1)],
            {"quorum": [{"of": "coops", "at_least": {"heads": 1}}]},
            ("no-quorum", None),
        ),
    ],
)
def test_outcome(positions: list[Any], settings: dict[str, Any], expected: tuple[str, str | None]) -> None:
    result = tally(consent(*positions, **settings))
    assert (result["outcome"], result.get("reason")) == expected


@pytest.mark.parametrize("status", ["withdrawn", "integrated", "set-aside"])
def test_an_objection_that_was_lifted_stops_nothing(status: str) -> None:
    result = tally(lifted(consent(("places", "consent", 3), ("coops", "objection", 1)), status))
    assert result["outcome"] == "adopted"
    assert result["objections"][status] == 1


def test_a_lifted_objection_is_no_consent() -> None:
    result = tally(lifted(consent(("coops", "objection", 1)), "withdrawn"))
    assert (result["outcome"], result["reason"]) == ("void", "no-consent")


def test_an_objection_stands_unless_it_is_said_otherwise() -> None:
    plain = tally(consent(("places", "consent", 3), ("coops", "objection", 1)))
    said = tally(lifted(consent(("places", "consent", 3), ("coops", "objection", 1)), "standing"))
    assert plain == said


def test_positions_are_shown_by_college() -> None:
    result = tally(consent(("places", "consent", 3), ("places", "concern", 1), ("coops", "stand-aside", 2)))
    assert result["totals"] == {
        "registered": 8, "cast": 6, "consent": 3, "concern": 1, "objection": 0, "stand-aside": 2,
    }  # fmt: skip
    assert result["colleges"][0] == {
        "id": "places", "name": "Lieux", "registered": 5, "cast": 4,
        "consent": 3, "concern": 1, "objection": 0, "stand-aside": 0, "standing": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("ballot", "path"),
    [
        ({"choice": "for"}, "ballots[0].choice"),
        ({}, "ballots[0].choice"),
        ({"choice": "consent", "status": "withdrawn"}, "ballots[0].status"),
        ({"choice": "objection", "status": "gone"}, "ballots[0].status"),
        ({"choice": "objection", "status": None}, "ballots[0].status"),
        ({"choice": "objection", "natures": "purpose"}, "ballots[0].natures"),
    ],
)
def test_a_wrong_position_is_refused_where_it_is(ballot: dict[str, Any], path: str) -> None:
    document = consent()
    document["ballots"] = [{"college": "places", **ballot}]
    with pytest.raises(CountError) as refusal:
        tally(document)
    assert refusal.value.path == path

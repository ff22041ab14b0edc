"""The short way to the urn: when answers may take it, and when the page looks at them first."""

import pytest

from governance.web.visitor import Visitor, Voice
from voting.answers import Answer
from voting.confirmed import answers

BOB = Visitor(person_id=1, speaks_for=(Voice(5, "La Filature", "places", "Lieux", "L", 1),))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"m5-choice": "for", "sure": "y", "csrf_token": "x"}, [Answer(5, "for")]),
        (
            {"m5-choice": "objection", "m5-nature": "harm", "m5-reason": "Non", "sure": "y"},
            [Answer(5, "objection", "Non", "harm")],
        ),
        ({"m5-choice": "for"}, []),  # not confirmed
        ({"m5-choice": "for", "sure": ""}, []),
        ({"m5-choice": "", "sure": "y"}, []),
        ({"m5-reason": "Non", "sure": "y"}, []),
        ({"m5-choice": "for", "sure": "y", "correct": "y"}, []),  # back to the papers
        ({"m7-choice": "for", "sure": "y"}, []),  # a proxy, or somebody else's member
        ({"m5-choice": "for", "m7-choice": "for", "sure": "y"}, []),
        ({"m5-choice": "a", "m5-blank": "y", "sure": "y"}, []),  # a choice among options
        ({"m5-rank-a": "1", "sure": "y"}, []),
        ({"m99999999999-choice": "for", "sure": "y"}, []),
        ({"sure": "y"}, []),
        ({}, []),
    ],
)
def test_only_confirmed_papers_of_ones_own_members_take_it(
    given: dict[str, str], expected: list[Answer]
) -> None:
    assert answers(given, BOB) == expected


def test_somebody_who_represents_nobody_never_takes_it() -> None:
    assert answers({"m5-choice": "for", "sure": "y"}, Visitor()) == []

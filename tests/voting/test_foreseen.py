"""What a rule says beforehand of the ends that a round of consent may have."""

import pytest

from voting import rule
from voting.foreseen import Case, cases

CONSENT = {"method": "consent"}
QUORUM = {"quorum": [{"of": "all", "counted": "cast", "at_least": "1/4"}]}


@pytest.mark.parametrize(
    ("more", "round", "expected"),
    [
        ({}, 1, [Case("silence-not-counted"), Case("another-round", 2), Case("nobody-consents")]),
        ({"silence": "consents"}, 1, [Case("silence-consents")]),
        (QUORUM, 1, [Case("quorum")]),
        (QUORUM | {"second_call": {"after_days": 15, "quorum": []}}, 1, [Case("quorum", 15)]),
        ({"per_college": True}, 1, [Case("college")]),
        ({"rounds_max": 2}, 1, [Case("another-round", 2)]),
        ({"rounds_max": 2}, 2, [Case("last-round", 2)]),
        ({"rounds_max": 1, "fallback": "rejected"}, 1, [Case("last-round", 1)]),
    ],
)
def test_each_end_is_foreseen(more: dict[str, object], round: int, expected: list[Case]) -> None:
    found = cases(rule.read(CONSENT | more), round)
    assert all(case in found for case in expected)
    kinds = [case.kind for case in found]
    assert ("last-round" in kinds) != ("another-round" in kinds)

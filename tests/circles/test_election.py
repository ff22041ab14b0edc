"""The steps of a succession: each can be left, a mandate comes from adoption and acceptance alone."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.circles import election
from governance.circles.election import Choice, Facts, Named

STATES = ("debate", "decision", "adopted", "rejected", "postponed", "withdrawn", "expired")
choices = st.builds(
    Choice,
    proposal=st.sampled_from(STATES),
    answer=st.sampled_from(("", "accepted", "refused", "dropped")),
    held=st.just(False),
    asks=st.booleans(),
    stuck=st.booleans(),
)
facts = st.builds(
    Facts,
    kind=st.sampled_from((election.FREE, election.ELECTION, election.LOT)),
    question=st.sampled_from(STATES),
    choices=st.lists(choices, max_size=3).map(tuple),
    named=st.integers(0, 3),
    concluded=st.booleans(),
)


@given(facts)
def test_every_step_can_be_left(found: Facts) -> None:
    """By an act, by the vote that is open, or it ends by itself."""
    at = election.step(found)
    assert at in {*election.STEPS[found.kind]} | {election.HEARING, election.OBJECTIONS}
    if at == election.ENDED:
        assert not election.possible(found)
        return
    vote_open = found.question == "decision" or any(each.proposal == "decision" for each in found.going_on)
    assert "abandon" in election.possible(found) or vote_open


@given(facts)
def test_only_what_is_adopted_and_accepted_is_entrusted(found: Facts) -> None:
    for each in found.choices:
        if each.ready:
            assert each.proposal == "adopted"
            assert each.answer == "accepted" or (not each.asks and each.answer == "")
    if "entrust" in election.possible(found):
        assert any(each.ready for each in found.choices)


@given(facts.filter(lambda found: found.kind != election.FREE and not found.concluded))
def test_nobody_who_was_called_is_left_without_an_act(found: Facts) -> None:
    """Who is asked may answer, and what cannot be entrusted is tried again or left."""
    possible = election.possible(found)
    for each in found.going_on:
        if each.awaited:
            assert {"accept", "refuse"} <= possible
        if each.ready:
            assert "entrust" in possible
        assert not (each.awaited and each.ready)


class Circle:
    """A circle at work: what its acts and votes do to the facts, and nothing else."""

    def __init__(self, asks: bool, people: int) -> None:
        self.facts = Facts(election.FREE, "debate", named=0)
        self.asks, self.people, self.mandates = asks, people, 0

    def do(self, what: str) -> None:
        facts, last = self.facts, self.facts.choices[-1] if self.facts.choices else None
        allowed = election.possible(facts)
        if what == "open" and facts.question == "debate" and not facts.going_on:
            self.facts = replace(facts, question="decision")
        elif what == "close" and facts.question == "decision":
            self.facts = replace(facts, question="postponed", named=self.people)
        elif what == "reopen" and facts.question == "postponed" and election.step(facts) == election.HEARING:
            self.facts = replace(facts, question="debate")
        elif what == "propose" and "propose" in allowed:
            kept = tuple(replace(c, answer="dropped") if not c.over else c for c in facts.choices)
            self.facts = replace(
                facts, choices=(*kept, Choice("debate", asks=self.asks)), named=facts.named - 1
            )
        elif last and what in ("vote", "adopted", "rejected"):
            self._vote(last, what)
        elif last and what in ("accept", "refuse") and what in allowed:
            self._last(replace(last, answer={"accept": "accepted", "refuse": "refused"}[what]))
        elif last and what == "entrust" and "entrust" in allowed:
            assert last.proposal == "adopted"
            assert last.answer == "accepted" or not self.asks
            self.mandates += 1
            self._last(replace(last, held=True))
        elif what == "abandon" and "abandon" in allowed:
            self.facts = replace(facts, concluded=True)

    def _vote(self, last: Choice, what: str) -> None:
        if what == "vote" and last.proposal in ("debate", "postponed") and not last.over:
            self._last(replace(last, proposal="decision"))
        elif what != "vote" and last.proposal == "decision":
            self._last(replace(last, proposal=what))

    def _last(self, choice: Choice) -> None:
        self.facts = replace(self.facts, choices=(*self.facts.choices[:-1], choice))


DEEDS = ("open", "close", "reopen", "propose", "vote", "adopted", "rejected", "accept", "refuse", "entrust")


@given(st.booleans(), st.integers(0, 3), st.lists(st.sampled_from((*DEEDS, *DEEDS, "abandon")), max_size=40))
@settings(max_examples=200)
def test_a_circle_at_random_entrusts_a_role_once_at_the_most(
    asks: bool, people: int, deeds: list[str]
) -> None:
    circle = Circle(asks, people)
    for deed in deeds:
        circle.do(deed)
        assert circle.mandates <= 1
    circle.do("close")
    circle.do("rejected")
    if election.step(circle.facts) != election.ENDED:
        assert "abandon" in election.possible(circle.facts)


def test_steps_without_candidates() -> None:
    asked = Facts(election.FREE, "debate")
    assert election.step(asked) == election.CRITERIA
    assert election.step(replace(asked, question="decision")) == election.NOMINATIONS
    heard = replace(asked, question="postponed", named=2)
    assert election.step(heard) == election.HEARING
    assert election.refusal("propose", replace(heard, named=0)) == "nobody-named"
    proposed = replace(heard, choices=(Choice("decision"),))
    assert election.step(proposed) == election.OBJECTIONS
    assert election.refusal("propose", proposed) == "vote-open"
    assert election.step(replace(heard, choices=(Choice("adopted"),))) == election.ACCEPTANCE
    assert election.step(replace(heard, choices=(Choice("adopted", "accepted"),))) == election.ENTRUSTING
    assert election.step(replace(heard, choices=(Choice("adopted", "refused"),))) == election.HEARING
    held = Choice("adopted", "accepted", held=True)
    assert election.step(replace(heard, choices=(held,))) == election.ENDED


@pytest.mark.parametrize(
    ("proposes", "already", "expected"),
    [
        (election.ARGUMENTS, (), ("b", "a", "c")),
        (election.ARGUMENTS, ("b",), ("a", "c")),
        (election.MOST_NAMED, (), ("b",)),
        (election.MOST_NAMED, ("b",), ("a", "c")),
        (election.MOST_NAMED, ("a", "b", "c"), ()),
    ],
)
def test_whom_a_facilitator_may_propose(
    proposes: str, already: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    named = [Named(1, "b", ""), Named(2, "a", ""), Named(3, "b", ""), Named(4, "c", "")]
    assert election.may_be_proposed(named, already, proposes) == expected


def test_a_change_is_one_when_the_name_changes() -> None:
    assert Named(1, "a", "", before="b", why="entendu").changed
    assert not Named(1, "a", "", before="", why="entendu").changed
    assert election.may_name(False, {"a"}, "b")
    assert not election.may_name(False, {"a"}, "a")
    assert election.may_name(True, {"a"}, "a")

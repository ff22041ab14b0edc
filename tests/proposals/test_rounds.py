"""The rounds of a consent: phases of the clock, what may be said, and no phase that nobody can leave."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals import lifecycle as life
from proposals import rounds
from proposals.rounds import (
    AMENDING,
    ENDED,
    INTEGRATION,
    OBJECTIONS,
    PHASES,
    QUESTIONS,
    REACTIONS,
    Facts,
    Plan,
    Situation,
)

T0 = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)
TIMED = Plan(T0, T0 + 2 * DAY, T0 + 4 * DAY, T0 + 7 * DAY)
FREE = Plan(T0, T0, T0, T0 + 7 * DAY)
PURPOSES = ("question", "reaction", "for", "against", "objection", "answer")


@pytest.mark.parametrize(
    ("plan", "after", "phase"),
    [
        (TIMED, timedelta(0), QUESTIONS),
        (TIMED, 2 * DAY - timedelta(microseconds=1), QUESTIONS),
        (TIMED, 2 * DAY, REACTIONS),
        (TIMED, 4 * DAY - timedelta(microseconds=1), REACTIONS),
        (TIMED, 4 * DAY, AMENDING),
        (TIMED, 400 * DAY, AMENDING),
        (FREE, timedelta(0), AMENDING),
        (FREE, 9 * DAY, AMENDING),
    ],
)
def test_phases_of_a_debate_are_facts_of_the_clock(plan: Plan, after: timedelta, phase: str) -> None:
    assert rounds.phase_at(plan, T0 + after) == phase


def test_only_a_plan_with_times_is_timed() -> None:
    assert TIMED.timed
    assert not FREE.timed


@pytest.mark.parametrize(
    ("state", "opening", "moved", "phase"),
    [
        (life.DEBATE, life.FIRST, T0, QUESTIONS),
        (life.DECISION, "", T0, OBJECTIONS),
        (life.DEBATE, life.ROUND, T0 + 15 * DAY, INTEGRATION),
        (life.DEBATE, life.ROUND, T0, QUESTIONS),  # reopened: the debate has its times again
        (life.DEBATE, life.FALLBACK, T0 + 15 * DAY, ENDED),
        (life.POSTPONED, "", T0 + 15 * DAY, ENDED),
        (life.ADOPTED, "", T0 + 15 * DAY, ENDED),
    ],
)
def test_online_the_phase_is_read_from_what_happened(
    state: str, opening: str, moved: datetime, phase: str
) -> None:
    assert rounds.current(Situation(state, opening, moved), TIMED, T0 + DAY) == phase


@pytest.mark.parametrize(
    ("phase", "purpose", "has_reacted", "is_author", "refusal"),
    [
        (QUESTIONS, "question", False, False, None),
        (QUESTIONS, "reaction", False, False, "questions-only"),
        (QUESTIONS, "for", False, False, "questions-only"),
        (QUESTIONS, "answer", False, False, "author-answers"),
        (QUESTIONS, "answer", False, True, None),
        (REACTIONS, "reaction", False, False, None),
        (REACTIONS, "reaction", True, False, "one-reaction"),
        (REACTIONS, "reaction", False, True, "author-listens"),
        (REACTIONS, "question", False, False, "reactions-only"),
        (REACTIONS, "answer", False, True, "nobody-answers"),
    ],
)
def test_each_phase_has_its_speech(
    phase: str, purpose: str, has_reacted: bool, is_author: bool, refusal: str | None
) -> None:
    assert rounds.may_say(phase, purpose, has_reacted=has_reacted, is_author=is_author) == refusal


@pytest.mark.parametrize("phase", [AMENDING, OBJECTIONS, INTEGRATION, ENDED])
@pytest.mark.parametrize("purpose", PURPOSES)
def test_the_other_phases_let_everything_be_said(phase: str, purpose: str) -> None:
    assert rounds.may_say(phase, purpose, has_reacted=True, is_author=False) is None


def test_a_round_with_an_objection_leads_to_its_integration() -> None:
    assert rounds.next_phase(OBJECTIONS, Facts(standing=1, unanswered=1)) == INTEGRATION
    assert rounds.next_phase(OBJECTIONS, Facts()) == ENDED
    assert rounds.next_phase(OBJECTIONS, Facts(standing=1, rounds=2, rounds_max=2)) == ENDED


def test_integration_is_left_once_nothing_stands_against_the_present_text() -> None:
    assert rounds.next_phase(INTEGRATION, Facts(standing=1, unanswered=1)) == INTEGRATION
    assert rounds.next_phase(INTEGRATION, Facts(standing=1, unanswered=0)) == OBJECTIONS
    assert rounds.next_phase(ENDED, Facts()) == ENDED


def test_a_contested_objection_is_not_set_aside_by_a_facilitator_alone() -> None:
    out = rounds.exits(INTEGRATION, Facts(standing=1, unanswered=1, contested=1), live=False)
    who_sets_aside = [each.who for each in out if each.act == "set-aside"]
    assert who_sets_aside == [rounds.CIRCLE]


facts = st.builds(
    lambda standing, unanswered, contested, held, most, consents: Facts(
        standing, min(unanswered, standing), min(contested, unanswered, standing), held, most, consents
    ),
    st.integers(0, 4),
    st.integers(0, 4),
    st.integers(0, 4),
    st.integers(1, 5),
    st.none() | st.integers(1, 5),
    st.booleans(),
)


@given(st.sampled_from(PHASES), facts, st.booleans())
def test_there_is_always_somebody_who_can_leave_a_phase(phase: str, known: Facts, live: bool) -> None:
    out = rounds.exits(phase, known, live=live)
    assert bool(out) == (phase != ENDED)
    assert all(each.to in PHASES for each in out)
    if phase not in (ENDED, INTEGRATION):
        assert all(each.to != phase for each in out)


@given(facts)
def test_nothing_is_adopted_over_a_standing_objection(known: Facts) -> None:
    assert not (rounds.adopts(known) and known.standing)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9)), max_size=60), st.none() | st.integers(1, 4))
def test_random_walks_never_get_stuck_and_never_adopt_over_an_objection(
    acts: list[tuple[int, int]], most: int | None
) -> None:
    """A whole consent by random people: each act is one of the exits of the phase they are in."""
    phase, known = QUESTIONS, Facts(rounds=0, rounds_max=most)
    for raised, choice in acts:
        if phase == ENDED:
            assert rounds.adopts(known) or known.standing or not known.consents
            return
        if phase == OBJECTIONS:
            known = replace(known, standing=raised, unanswered=raised, contested=0, rounds=known.rounds + 1)
        out = rounds.exits(phase, known, live=True)
        taken = out[choice % len(out)]
        known = _after(known, taken.act, taken.who)
        assert known.standing >= known.unanswered >= known.contested >= 0
        assert taken.to in (phase, rounds.next_phase(phase, known)) or phase != INTEGRATION
        phase = taken.to
    assert most is None or known.rounds <= most


def _after(known: Facts, act: str, who: str) -> Facts:
    if act == "amend":
        return replace(known, unanswered=0, contested=0)
    if act == "move-on":
        return known
    contested = known.contested - (who == rounds.CIRCLE or known.contested == known.unanswered)
    return replace(
        known, standing=known.standing - 1, unanswered=known.unanswered - 1, contested=max(0, contested)
    )

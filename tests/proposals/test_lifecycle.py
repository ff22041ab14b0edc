"""The life of a proposal: every refusal, every way on, and what can never happen."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals import lifecycle as life
from proposals.lifecycle import Facts, Verdict, after, possible, refusal
from proposals.rounds import Plan
from proposals.steps import Course, Held, Waits, expected, steps

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
AUTHOR = frozenset({life.AUTHOR, life.MEMBER})
FACILITATOR = frozenset({life.FACILITATOR})
STEWARD = frozenset({life.STEWARD})
COAUTHOR = frozenset({life.COAUTHOR})
MEMBER = frozenset({life.MEMBER})
NOBODY: frozenset[str] = frozenset()
PREPARING = {"attach", "options", "terms"}
AMENDING = {"amend", "answer_amendment", "join"}
SPEAKING = {"comment", "resolve", "declare"}
OPENING = {"open", "open_live", "revise_live", "live", "ask_circle", "answer_meeting"}
OBJECTING = {"lift", "contest"}
OUTCOMES = ("adopted", "rejected", "tied", "no-quorum", "postponed", "void")


@pytest.mark.parametrize("act", life.ACTS)
def test_nobody_without_a_part_does_anything(act: str) -> None:
    for state in life.STATES:
        assert refusal(act, Facts(state, NOBODY, life.FIRST), NOW) == "not-yours"


def test_the_page_about_it_says_what_the_code_does() -> None:
    page = (Path(__file__).parents[2] / "docs" / "lifecycle.md").read_text(encoding="utf-8")
    rows = [
        line.split(" | ") for line in page.splitlines() if line.startswith("| `") and line.count(" | ") == 4
    ]
    written = {}
    for act, states, people, to, _condition in rows:
        who, _, more = people.partition("; on the agenda: ")
        written[act.strip("| `")] = (
            set(states.split(", ")), set(who.split(", ")), set(more.split(", ")) - {""}, to.strip() or None,
        )  # fmt: skip
    assert written == {
        act: (set(move.states), set(move.who), set(move.on_the_agenda), move.to)
        for act, move in life.ACTS.items()
    }
    assert all(f"│ {state} " in page for state in life.STATES)


@pytest.mark.parametrize(
    ("state", "who", "acts"),
    [
        ("draft", AUTHOR, {"edit", "delete", "submit", "embargo", "join", "coauthors"} | PREPARING),
        ("draft", COAUTHOR, {"edit", "join"} | PREPARING),
        ("draft", FACILITATOR, set()),
        ("embargoed", AUTHOR, {"revise", "coauthors", "withdraw"} | AMENDING | PREPARING | SPEAKING),
        ("embargoed", COAUTHOR, {"revise"} | AMENDING | PREPARING | SPEAKING),
        ("embargoed", MEMBER, {"amend", "join"} | SPEAKING),
        ("embargoed", FACILITATOR, {"arbitrate", "ask_circle", "resolve", "summarise"}),
        ("embargoed", STEWARD, set()),
        ("debate", AUTHOR, {"revise", "coauthors", "withdraw", "stand", "unstand"} | AMENDING | PREPARING
         | SPEAKING | OBJECTING | {"double", "petition", "ask_meeting", "revise_live"}),
        ("debate", MEMBER, {"stand", "unstand", "amend", "join"} | SPEAKING | OBJECTING
         | {"double", "petition", "ask_meeting"}),
        ("debate", FACILITATOR, {"stand", "unstand", "resolve", "summarise", "lift"} | OPENING),
        ("decision", AUTHOR, {"join", "ask_meeting"} | SPEAKING | OBJECTING),
        ("decision", FACILITATOR, {"lift", "close", "live", "resolve", "summarise", "answer_meeting"}),
        ("postponed", AUTHOR, {"unstand", "reopen", "withdraw", "petition", "ask_meeting", "join"}
         | SPEAKING | OBJECTING),
        ("postponed", FACILITATOR, {"unstand", "reopen", "lift", "resolve", "summarise"}
         | (OPENING - {"revise_live"})),
        ("debate", STEWARD, {"stand", "unstand"}),
        ("postponed", STEWARD, {"unstand"}),
        ("draft", STEWARD, set()),
        ("adopted", AUTHOR | FACILITATOR, set()),
        ("rejected", AUTHOR | FACILITATOR, set()),
        ("withdrawn", AUTHOR | FACILITATOR, set()),
        ("expired", AUTHOR | FACILITATOR, set()),
    ],
)  # fmt: skip
def test_who_may_do_what_where(state: str, who: frozenset[str], acts: set[str]) -> None:
    assert possible(Facts(state, who, life.FIRST), NOW) == acts


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ("decision", "vote-open"),
        ("adopted", "finished"),
        ("withdrawn", "finished"),
        ("draft", "not-submitted"),
        ("postponed", "not-now"),
    ],
)
def test_a_text_is_revised_in_debate_only(state: str, reason: str) -> None:
    assert refusal("revise", Facts(state, AUTHOR), NOW) == reason


def test_a_proposal_is_not_withdrawn_while_its_vote_is_open() -> None:
    assert refusal("withdraw", Facts("decision", AUTHOR), NOW) == "vote-open"


def test_a_vote_opens_from_the_moment_the_debate_ends() -> None:
    facts = Facts("debate", FACILITATOR, life.FIRST, opens_from=NOW)
    assert refusal("open", facts, NOW - timedelta(seconds=1)) == "too-early"
    assert refusal("open", facts, NOW) is None


def test_no_vote_opens_where_none_is_due() -> None:
    assert refusal("open", Facts("postponed", FACILITATOR), NOW) == "no-vote-to-open"


def test_a_question_before_the_circle_holds_the_vote_and_the_withdrawal() -> None:
    facts = Facts("debate", FACILITATOR | AUTHOR, life.FIRST, NOW, questions=1)
    assert refusal("open", facts, NOW) == refusal("withdraw", facts, NOW) == "question-pending"
    assert refusal("revise", facts, NOW) is None


@pytest.mark.parametrize("act", sorted(life.ARBITRATED))
def test_what_an_arbitration_is_about_stays_as_it_is(act: str) -> None:
    facts = Facts("embargoed", FACILITATOR | AUTHOR, questions=1)
    assert refusal(act, facts, NOW) == "question-pending"
    assert refusal(act, replace(facts, questions=0), NOW) is None


@pytest.mark.parametrize("who", [AUTHOR, MEMBER | {life.SIGNATORY}])
def test_on_the_agenda_the_author_and_who_signed_open_the_vote_and_nobody_else_does(
    who: frozenset[str],
) -> None:
    facts = Facts("debate", who, life.FIRST, NOW, petitioned=True)
    assert refusal("open", facts, NOW) is None
    assert refusal("open", facts, NOW - timedelta(seconds=1)) == "too-early"
    assert refusal("open", replace(facts, petitioned=False), NOW) == "not-yours"
    assert refusal("open_live", facts, NOW) == "not-yours"
    assert refusal("open", replace(facts, who=MEMBER | COAUTHOR | STEWARD), NOW) == "not-yours"
    assert refusal("open", replace(facts, questions=1), NOW) == "question-pending"
    assert refusal("open", replace(facts, opening=life.ROUND, unanswered=1), NOW) == "objection-unanswered"


@pytest.mark.parametrize("state", sorted(life.EXPIRING))
def test_it_expires_at_the_second(state: str) -> None:
    facts = Facts(state, AUTHOR, expires_at=NOW)
    assert refusal("withdraw", facts, NOW - timedelta(seconds=1)) is None
    assert refusal("withdraw", facts, NOW) == "expired"


@pytest.mark.parametrize("state", sorted(set(life.STATES) - life.EXPIRING))
def test_other_states_do_not_expire(state: str) -> None:
    assert life.at(state, NOW, NOW + DAY) == state


def test_an_embargoed_text_is_not_put_to_the_vote() -> None:
    assert refusal("open", Facts("embargoed", FACILITATOR, life.FIRST, NOW), NOW) == "embargoed"


def test_another_round_needs_an_answer_to_each_objection() -> None:
    facts = Facts("debate", FACILITATOR, life.ROUND, NOW, unanswered=1)
    assert refusal("open", facts, NOW) == "objection-unanswered"


@pytest.mark.parametrize(
    ("verdict", "state", "opening", "recorded"),
    [
        (Verdict("adopted", consent=False), "adopted", "", "adopted"),
        (Verdict("rejected", consent=False), "rejected", "", "rejected"),
        (Verdict("adopted", consent=True), "adopted", "", "adopted"),
        (Verdict("rejected", True, standing=1, rounds=1, rounds_max=2), "debate", "round", None),
        (Verdict("rejected", True, standing=1, rounds=9), "debate", "round", None),
        (Verdict("rejected", True, 1, rounds=2, rounds_max=2, fallback=True), "debate", "fallback", None),
        (Verdict("rejected", True, 1, rounds=2, rounds_max=2), "rejected", "", "rejected"),
        (Verdict("rejected", True, 1, rounds=2, rounds_max=2, postpones=True), "postponed", "", "postponed"),
        (Verdict("rejected", True, 1, rounds=1, rounds_max=2, postpones=True), "debate", "round", None),
        (Verdict("adopted", True, standing=1, rounds=1, rounds_max=2), "debate", "round", None),
        (Verdict("adopted", True, 1, rounds=2, rounds_max=2, fallback=True), "debate", "fallback", None),
        (Verdict("adopted", False, standing=1, by_fallback=True), "adopted", "", "adopted"),
        (Verdict("adopted", False, standing=1), "debate", "round", None),
        (Verdict("no-quorum", False, second_call=True), "postponed", "second-call", "no-quorum"),
        (Verdict("no-quorum", False, second_call=True, is_second_call=True), "postponed", "", "no-quorum"),
        (Verdict("no-quorum", False), "postponed", "", "no-quorum"),
        (Verdict("tied", False), "postponed", "revote", "tied"),
        (Verdict("postponed", True), "postponed", "", "postponed"),
        (Verdict("void", True), "postponed", "", "void"),
    ],
)  # fmt: skip
def test_what_follows_a_vote(verdict: Verdict, state: str, opening: str, recorded: str | None) -> None:
    assert after(verdict) == life.Next(state, opening, recorded)


VERDICTS = st.builds(
    Verdict,
    outcome=st.sampled_from(OUTCOMES),
    consent=st.booleans(),
    standing=st.integers(0, 3),
    rounds=st.integers(1, 4),
    rounds_max=st.none() | st.integers(1, 3),
    fallback=st.booleans(),
    postpones=st.booleans(),
    by_fallback=st.booleans(),
    second_call=st.booleans(),
    is_second_call=st.booleans(),
)


@given(VERDICTS)
def test_no_objection_is_passed_over_but_by_fallback(verdict: Verdict) -> None:
    following = after(verdict)
    assert following.state in life.STATES
    if following.state == life.ADOPTED:
        assert verdict.outcome == life.ADOPTED
        assert verdict.standing == 0 or verdict.by_fallback
        assert following.recorded == life.ADOPTED


@given(VERDICTS)
def test_after_any_vote_the_proposal_is_finished_or_somebody_can_move_it(verdict: Verdict) -> None:
    following = after(verdict)
    if following.state in life.FINAL:
        return
    facts = Facts(following.state, AUTHOR | FACILITATOR, following.opening)
    assert possible(facts, NOW) & {"open", "reopen"}
    assert "withdraw" in possible(facts, NOW)


ACTS = st.sampled_from([*life.ACTS, "settle"])
WHO = st.sampled_from([AUTHOR, FACILITATOR, MEMBER, NOBODY])


@given(st.lists(st.tuples(ACTS, WHO, VERDICTS, st.integers(0, 3)), max_size=40))
def test_random_acts_by_random_people_never_adopt_without_a_vote(
    acts: list[tuple[str, frozenset[str], Verdict, int]],
) -> None:
    state, opening, opens_from, votes, now = life.DRAFT, "", NOW, 0, NOW
    for act, who, verdict, days in acts:
        now += days * DAY
        if act == "settle":
            if state == life.DECISION:
                following = after(verdict)
                state, opening, opens_from = following.state, following.opening, now + DAY
        elif refusal(act, Facts(state, who, opening, opens_from), now) is None:
            votes += act == "open"
            if act in ("submit", "reopen"):
                opening, opens_from = life.FIRST, now + 7 * DAY
            state = life.ACTS[act].to or state
        if state == life.ADOPTED:
            assert votes
        everybody = Facts(state, AUTHOR | FACILITATOR, opening, opens_from)
        leaving = [a for a in possible(everybody, now + 30 * DAY) if life.ACTS[a].to]
        assert leaving or state in life.FINAL or state == life.DECISION


def course(state: str, *held: Held, consent: bool = True, opening: str = "", standing: int = 0) -> Course:
    return Course(state, consent, opening, NOW, NOW + 7 * DAY, NOW + 7 * DAY, standing, NOW, held)


PLAN = Plan(NOW, NOW + 2 * DAY, NOW + 4 * DAY, NOW + 7 * DAY)
HELD = Held(4, True, 1, NOW + 8 * DAY, NOW + 15 * DAY, "rejected", 1)


@pytest.mark.parametrize(
    ("drawn", "line"),
    [
        (course("draft"), "draft:here debate:ahead round:ahead end:ahead"),
        (course("debate", opening="first"), "draft:done debate:here round:ahead end:ahead"),
        (course("debate", opening="first", consent=False), "draft:done debate:here vote:ahead end:ahead"),
        (course("decision", HELD), "draft:done debate:done round:here end:ahead"),
        (course("debate", HELD, opening="round", standing=1),
         "draft:done debate:done round:done debate:here round:ahead end:ahead"),
        (course("debate", HELD, opening="fallback"),
         "draft:done debate:done round:done debate:here vote:ahead end:ahead"),
        (course("adopted", HELD), "draft:done debate:done round:done end:here"),
        (course("withdrawn"), "draft:done debate:done end:here"),
        (course("expired"), "draft:done debate:done end:here"),
        (course("embargoed"), "draft:done embargo:here debate:ahead round:ahead end:ahead"),
        (replace(course("debate", opening="first"), published_at=NOW),
         "draft:done embargo:done debate:here round:ahead end:ahead"),
        (replace(course("withdrawn"), debate_ends_at=None), "draft:done embargo:done end:here"),
        (replace(course("debate", opening="first"), expires_at=NOW), "draft:done debate:done end:here"),
        (replace(course("debate", opening="first"), live=True), "draft:done debate:done live:here end:ahead"),
        (replace(course("debate", opening="first"), plan=PLAN),
         "draft:done questions:here reactions:ahead amending:ahead round:ahead end:ahead"),
        (replace(course("debate", HELD, opening="round"), plan=PLAN),
         "draft:done debate:done round:done debate:here round:ahead end:ahead"),
    ],
)  # fmt: skip
def test_the_line_of_steps(drawn: Course, line: str) -> None:
    assert " ".join(f"{step.kind}:{step.mark}" for step in steps(drawn, NOW)) == line


AMENDED, WRITTEN = Waits("facilitator", "amendment", 1), Waits("author", "write-in", 1)
STANDS = course("debate", HELD, opening="round", standing=1)
CONTEST, OWED = Waits("facilitator", "contest", 1), Waits("circle", "opinion", 0, "Bureau", NOW + 14 * DAY)


@pytest.mark.parametrize(
    ("drawn", "after_days", "who", "what"),
    [
        (course("draft"), 0, "author", "submit"),
        (course("debate", opening="first"), 0, "members", "debate"),
        (course("debate", opening="first"), 7, "facilitator", "first"),
        (course("decision", HELD), 8, "voters", "position"),
        (course("decision", HELD), 15, "nobody", "count"),
        (course("debate", HELD, opening="round", standing=1), 16, "both", "lift"),
        (course("debate", HELD, opening="round"), 16, "facilitator", "round"),
        (course("debate", HELD, opening="fallback", standing=1), 16, "facilitator", "fallback"),
        (course("postponed", HELD, opening="second-call"), 16, "facilitator", "second-call"),
        (course("postponed", HELD), 16, "both", "reopen"),
        (course("rejected", HELD), 16, "nobody", "rejected"),
        (course("embargoed"), 0, "facilitator", "arbitrate"),
        (replace(course("embargoed"), asked=(NOW + DAY,)), 0, "voters", "question"),
        (replace(course("debate", opening="first"), asked=(NOW + DAY,)), 8, "voters", "question"),
        (replace(course("debate", opening="first"), expires_at=NOW + 9 * DAY), 9, "nobody", "expired"),
        (replace(course("debate", opening="first"), live=True), 8, "members", "live"),
        (replace(course("debate", opening="first"), agenda="petition"), 6, "members", "debate"),
        (replace(course("debate", opening="first"), agenda="petition"), 7, "signatories", "agenda"),
        (replace(course("debate", opening="first"), agenda="referral"), 8, "both", "agenda"),
        (replace(course("postponed", opening="revote"), agenda="petition"), 8, "signatories", "revote"),
        (replace(course("postponed", opening="revote"), agenda="referral"), 8, "both", "revote"),
        (
            replace(course("debate", opening="first"), agenda="petition", waits=(AMENDED,)),
            8,
            "facilitator",
            "waits",
        ),
        (replace(course("debate", opening="first"), plan=PLAN), 1, "members", "questions"),
        (replace(course("debate", opening="first"), plan=PLAN), 2, "members", "reactions"),
        (replace(course("debate", opening="first"), plan=PLAN), 4, "members", "amending"),
        (replace(course("debate", opening="first"), plan=PLAN), 7, "facilitator", "first"),
        (course("expired"), 16, "nobody", "expired"),
        (replace(course("debate", opening="first"), waits=(AMENDED,)), 6, "members", "debate"),
        (replace(course("debate", opening="first"), waits=(AMENDED, OWED)), 8, "facilitator", "waits"),
        (replace(course("debate", opening="first"), waits=(OWED,)), 8, "circle", "waits"),
        (replace(course("debate", opening="first"), waits=(OWED,)), 14, "facilitator", "first"),
        (replace(course("debate", opening="first"), waits=(OWED,), live=True), 8, "members", "live"),
        (replace(course("postponed", opening="revote"), waits=(WRITTEN,)), 8, "author", "waits"),
        (replace(course("postponed"), waits=(OWED,)), 8, "both", "reopen"),
        (replace(STANDS, waits=(CONTEST,)), 16, "facilitator", "waits"),
        (replace(STANDS, waits=(AMENDED,)), 16, "both", "lift"),
        (replace(STANDS, answered=True), 16, "facilitator", "answered"),
        (replace(STANDS, answered=True, waits=(AMENDED,)), 16, "facilitator", "waits"),
        (replace(course("withdrawn"), waits=(OWED,)), 8, "nobody", "withdrawn"),
    ],
)
def test_somebody_is_expected_until_the_end(drawn: Course, after_days: int, who: str, what: str) -> None:
    due = expected(drawn, NOW + after_days * DAY)
    assert (due.who, due.what) == (who, what)


@pytest.mark.parametrize("days", [0, 7, 8])
def test_who_else_opens_the_vote_is_said_from_the_moment_it_is_on_the_agenda(days: int) -> None:
    drawn = replace(course("debate", opening="first"), agenda="petition")
    assert expected(drawn, NOW + days * DAY).agenda == "petition"
    assert expected(replace(drawn, state="withdrawn", opening=""), NOW).agenda == ""
    assert expected(replace(drawn, live=True), NOW).agenda == ""


def test_what_comes_before_the_vote_is_said_beside_the_debate_and_no_longer_than_it_lasts() -> None:
    drawn = replace(course("debate", opening="first"), waits=(AMENDED, OWED))
    assert expected(drawn, NOW).waits == (AMENDED, OWED)
    assert expected(drawn, NOW + 14 * DAY).waits == (AMENDED,)
    assert expected(drawn, NOW + 13 * DAY).until is None
    assert expected(replace(drawn, waits=(OWED,)), NOW + 13 * DAY).until == NOW + 14 * DAY


@given(
    st.sampled_from(life.STATES), st.booleans(), st.integers(0, 2), st.sampled_from(["", "first", "round"])
)
def test_exactly_one_step_is_here(state: str, consent: bool, votes: int, opening: str) -> None:
    held = (HELD,) * max(votes, state == "decision")
    line = steps(course(state, *held, consent=consent, opening=opening), NOW)
    assert [step.mark for step in line].count("here") == 1

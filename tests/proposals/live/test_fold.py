"""What the steps of a live session make of it, whatever they are."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals import rounds
from proposals.live.fold import fold, undoable
from proposals.live.next import Facts, following
from proposals.live.refusing import refusal
from proposals.live.steps import HERE, KINDS, OUTSIDE, State, Step

NOW = datetime(2026, 5, 26, 18, 30, tzinfo=UTC)
NAMES = {1: "La Filature", 2: "Coop Semailles", 3: "Ville de Montreval"}
ROSTER = [{"id": id_, "name": name, "college": "places", "people": ["Inès"]} for id_, name in NAMES.items()]


class Room:
    """Steps one after the other, a second apart."""

    def __init__(self, phase: str = rounds.QUESTIONS) -> None:
        self.steps: list[Step] = []
        self.take("begin", phase=phase, version=1, round=0, roster=ROSTER)

    def take(self, kind: str, *, own: bool = False, **body: Any) -> State:
        seq = len(self.steps) + 1
        self.steps.append(Step(seq, kind, body, NOW + timedelta(seconds=seq), "Alice", 1, own))
        return self.state

    def try_(self, kind: str, *, own: bool = False, **body: Any) -> str | None:
        why = refusal(self.state, kind, body, own=own)
        if why is None:
            self.take(kind, own=own, **body)
        return why

    def here(self, *members: int) -> State:
        return self.take("presence", marks={str(each): "present" for each in members})

    def opened(self, vote: int = 1, version: int = 1) -> State:
        return self.take("open", vote=vote, version=version, round=1, roster=ROSTER)

    @property
    def state(self) -> State:
        return fold(self.steps)


def test_nobody_has_the_floor_until_somebody_is_here_then_the_first_of_the_roster() -> None:
    room = Room()
    assert room.state.turn is None
    assert room.here(2, 3).turn == 2
    assert room.here(1).turn == 2  # who has the floor keeps it
    assert [each.member_id for each in room.state.awaited] == [2, 3, 1]


def test_each_is_heard_once_in_a_round_and_the_floor_goes_on() -> None:
    room = Room()
    room.here(1, 2, 3)
    assert room.take("spoke", member=1).turn == 2
    assert room.try_("spoke", member=1) == "heard"
    assert room.try_("turn", member=1) == "heard"
    assert room.take("turn", member=3).turn == 3
    assert room.take("passed", member=3).turn == 2
    assert room.take("spoke", member=2).turn is None
    assert room.try_("turn", member=3) is None, "who passed may speak after all"
    assert room.state.turn == 3
    assert (room.state.heard, room.state.here) == (2, 3)


def test_an_absent_member_gets_no_floor_but_may_answer_from_afar() -> None:
    room = Room(rounds.AMENDING)
    room.here(1)
    room.opened()
    assert room.try_("turn", member=2) == "absent"
    assert room.try_("position", member=2, choice="consent") == "absent"
    assert room.try_("position", member=2, choice="consent", own=True) is None
    line = room.state.line(2)
    assert line is not None
    assert (line.presence, line.heard) == ("remote", True)
    assert line.position is not None
    assert not line.position.entered


def test_a_position_can_be_taken_again_until_the_round_closes_and_counts_once() -> None:
    room = Room(rounds.AMENDING)
    room.here(1, 2)
    room.opened()
    room.take("position", member=1, choice="objection", reason="non", nature="harm")
    assert room.try_("position", member=1, choice="consent") is None
    assert (room.state.heard, room.state.positions("consent"), room.state.positions("objection")) == (1, 1, 0)
    assert room.try_("position", member=1, choice="veto") == "unknown-choice"
    assert room.try_("close") == "to-hear"
    room.take("passed", member=2)
    assert room.try_("close", to="ended", outcome="adopted", proposal="adopted") is None
    assert room.try_("position", member=1, choice="objection") == "no-positions"


def test_positions_exist_in_the_objection_round_alone_and_speaking_elsewhere() -> None:
    room = Room()
    room.here(1)
    assert room.try_("position", member=1, choice="consent") == "no-positions"
    room = Room(rounds.AMENDING)
    room.here(1)
    assert room.try_("spoke", member=1) == "no-turns"
    room.opened()
    assert room.try_("spoke", member=1) == "position-wanted"


def test_the_timer_stands_still_while_the_session_is_paused() -> None:
    room = Room()
    assert room.take("timer", seconds=120).timer_ends == NOW + timedelta(seconds=122)
    paused = room.take("pause")
    assert (paused.remaining, paused.timer_ends) == (119, None)
    assert room.try_("phase", to=rounds.REACTIONS) == "paused"
    assert following(paused, Facts(), NOW).kind == "resume"
    assert room.take("resume").timer_ends == NOW + timedelta(seconds=4 + 119)
    assert room.try_("resume") == "not-paused"
    assert room.take("timer", seconds=0).timer_ends is None
    assert room.try_("timer", seconds=5 * 3600) == "unknown-time"


def test_what_left_the_table_is_not_undone_nor_what_members_say_themselves() -> None:
    room = Room()
    assert undoable(room.steps) is None
    room.here(1)
    assert undoable(room.steps) == room.steps[1]
    room.take("phase", to=rounds.REACTIONS)
    room.steps[2] = replace(room.steps[2], undone=True)
    assert undoable(room.steps) == room.steps[1], "undone once, the one before follows"
    room.opened()
    room.take("position", member=1, choice="consent", own=True)
    assert undoable(room.steps) is None


def test_one_objection_is_integrated_at_a_time_then_another_round() -> None:
    room = Room(rounds.INTEGRATION)
    two = Facts(standing=(3, 4), unanswered=(3, 4))
    first = following(room.state, two, NOW)
    assert (first.kind, first.objection, first.ready) == ("integrate", 3, True)
    room.take("integrate", objection=3)
    blocked = following(room.state, two, NOW)
    assert (blocked.kind, blocked.ready, blocked.missing) == ("open", False, (("objections", 2),))
    room.take("lifted", objection=3, how="withdrawn")
    assert room.state.integrating is None
    assert following(room.state, Facts((4,), (4,)), NOW).objection == 4
    assert following(room.state, Facts((4,), ()), NOW).ready, "a later version answers it"
    early = following(room.state, Facts(opens_from=NOW + timedelta(1)), NOW)
    assert (early.ready, early.missing) == (False, (("too-early", 1),))
    assert following(room.state, Facts(opens_from=NOW), NOW).ready


BODIES: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "begin": st.just({"phase": rounds.QUESTIONS, "version": 1, "round": 0, "roster": ROSTER}),
    "presence": st.fixed_dictionaries(
        {"marks": st.dictionaries(st.sampled_from("1234"), st.sampled_from(("present", "remote", "absent")))}
    ),
    "phase": st.fixed_dictionaries({"to": st.sampled_from(rounds.PHASES)}),
    "turn": st.fixed_dictionaries({"member": st.integers(1, 4)}),
    "spoke": st.fixed_dictionaries({"member": st.integers(1, 4)}),
    "passed": st.fixed_dictionaries({"member": st.integers(1, 4)}),
    "position": st.fixed_dictionaries(
        {"member": st.integers(1, 4), "choice": st.sampled_from(("consent", "objection", "veto"))}
    ),
    "timer": st.fixed_dictionaries({"seconds": st.integers(-1, 20_000)}),
    "open": st.fixed_dictionaries(
        {"vote": st.just(1), "version": st.just(1), "round": st.just(1), "roster": st.just(ROSTER)}
    ),
    "amend": st.fixed_dictionaries({"version": st.integers(1, 9)}),
    "integrate": st.fixed_dictionaries({"objection": st.integers(1, 3)}),
    "lifted": st.fixed_dictionaries({"objection": st.integers(1, 3)}),
    "close": st.fixed_dictionaries(
        {"to": st.sampled_from((rounds.INTEGRATION, rounds.ENDED)), "outcome": st.just("rejected")}
        | {"proposal": st.just("debate")}
    ),
}
ACTS = st.sampled_from(KINDS[1:]).flatmap(
    lambda kind: st.tuples(st.just(kind), BODIES.get(kind, st.just({})), st.booleans())
)


def session_of(acts: list[tuple[str, dict[str, Any], bool]]) -> Room:
    """A room in which these acts were tried, one after the other."""
    room = Room()
    for kind, body, own in acts:
        room.try_(kind, own=own and kind == "position", **body)
    return room


@given(st.lists(ACTS, max_size=40))
def test_undoing_anything_gives_the_state_before(acts: list[tuple[str, dict[str, Any], bool]]) -> None:
    room = session_of(acts)
    while (last := undoable(room.steps)) is not None:
        index = room.steps.index(last)
        without = fold(room.steps[:index] + room.steps[index + 1 :])
        room.steps[index] = replace(last, undone=True)
        assert room.state == without
        assert last.kind not in OUTSIDE


@given(st.lists(ACTS, max_size=40))
def test_nobody_is_heard_twice_in_a_round_and_the_floor_is_always_somebodys_who_waits(
    acts: list[tuple[str, dict[str, Any], bool]],
) -> None:
    room, heard = Room(), set[int]()
    for kind, body, own in acts:
        before = room.state
        if room.try_(kind, own=own and kind == "position", **body) is not None:
            assert room.state == before
            continue
        if kind in ("phase", "open"):
            heard = set()
        if kind == "spoke":
            assert body["member"] not in heard
        now = {each.member_id for each in room.state.roster if each.heard}
        assert heard <= now, "who was heard stays heard until the round is over"
        heard = now
        waiting = {each.member_id for each in room.state.awaited}
        assert room.state.turn in waiting if waiting and room.state.speaking else room.state.turn is None


@given(st.lists(ACTS, max_size=40), st.lists(st.integers(1, 9), max_size=3, unique=True))
def test_there_is_no_phase_that_a_facilitator_cannot_leave(
    acts: list[tuple[str, dict[str, Any], bool]], objections: list[int]
) -> None:
    room = session_of(acts)
    if room.state.ended_at is not None:
        return
    assert refusal(room.state, "end", {}) is None
    for _ in range(3 * len(ROSTER) + 9):
        state = room.state
        if state.phase == rounds.ENDED:
            return
        facts = Facts(tuple(objections), tuple(objections)) if state.phase == rounds.INTEGRATION else Facts()
        step = following(state, facts, NOW)
        if not step.ready and state.phase == rounds.OBJECTIONS:
            assert room.try_("passed", member=state.turn) is None
        elif not step.ready:
            objections.pop()  # withdrawn, integrated or set aside: each is somebody's to do
        else:
            assert _taken(room, step.kind, step, state) is None
    assert room.state.phase in (rounds.ENDED, rounds.INTEGRATION)


def _taken(room: Room, kind: str, step: Any, state: State) -> str | None:
    body = {
        "presence": lambda: ("presence", {"marks": {"1": "present"}}),
        "turn": lambda: ("passed", {"member": state.turn}),
        "spoke": lambda: ("spoke", {"member": state.turn}),
        "phase": lambda: ("phase", {"to": step.to}),
        "resume": lambda: ("resume", {}),
        "integrate": lambda: ("integrate", {"objection": step.objection}),
        "open": lambda: ("open", {"vote": 2, "version": 2, "round": 2, "roster": ROSTER}),
        "close": lambda: ("close", {"to": step.to, "outcome": "rejected", "proposal": "debate"}),
    }[kind]()
    return room.try_(body[0], **body[1])


@pytest.mark.parametrize("kind", KINDS[1:])
def test_nothing_is_done_in_a_session_that_has_ended(kind: str) -> None:
    room = Room()
    room.take("end")
    assert refusal(room.state, kind, {"member": 1, "to": rounds.REACTIONS}) == "ended"
    assert following(room.state, Facts(), NOW).kind in KINDS
    assert {"present", "remote"} == HERE


def test_nobody_writes_over_what_a_member_said_from_its_own_phone() -> None:
    room = Room(rounds.AMENDING)
    room.opened()
    room.here(1, 2)
    assert room.try_("position", member=1, choice="consent") is None
    assert room.try_("position", member=1, choice="objection", own=True) is None
    assert room.try_("position", member=1, choice="consent") == "own-position"
    assert room.state.positions("objection") == 1
    assert room.try_("position", member=1, choice="concern", own=True) is None
    assert room.try_("position", member=2, choice="consent") is None
    assert room.try_("position", member=2, choice="concern") is None

"""What the steps of an election without candidate make of it: names are nowhere before all are revealed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals import rounds
from proposals.live.fold import fold, sealed, undoable
from proposals.live.next import Facts, Next, following
from proposals.live.refusing import refusal
from proposals.live.steps import CHANGES, CRITERIA, KINDS, NOMINATIONS, REASONS, ROLE, State, Step

NOW = datetime(2026, 5, 26, 18, 30, tzinfo=UTC)
MEMBERS = (1, 2, 3)
ROSTER = [{"id": id_, "name": f"Lieu {id_}", "college": "places", "people": ["Inès"]} for id_ in MEMBERS]
SECRET = ("SECRET-nominee", "SECRET-reason")
NAMED = [{"member": 1, "nominee": "ines", "label": "Inès", "reason": "Elle écoute."}]


class Room:
    """Steps one after the other, a second apart."""

    def __init__(self, *, goes_on: bool = True, silent_stays: bool = True, phase: str = ROLE) -> None:
        self.steps: list[Step] = []
        body = {"phase": phase, "goes_on": goes_on, "silent_stays": silent_stays}
        self.take("begin", version=1, round=0, roster=ROSTER, **body)

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

    def opened(self) -> State:
        return self.take("open", vote=1, version=1, round=0, roster=ROSTER)

    def name(self, member: int, *, own: bool = False) -> str | None:
        return self.try_("nominate", own=own, member=member, nominee=SECRET[0], reason=SECRET[1])

    def revealed(self, named: list[dict[str, Any]]) -> State:
        to = REASONS if named else rounds.ENDED
        return self.take("close", to=to, outcome="postponed", proposal="postponed", nominations=named)

    @property
    def state(self) -> State:
        return fold(self.steps)


def next_of(room: Room, facts: Facts = Facts()) -> Next:  # noqa: B008
    return following(room.state, facts, NOW)


def test_it_goes_from_the_role_to_the_criteria_to_the_nominations() -> None:
    room = Room()
    assert next_of(room).kind == "presence", "nobody is here yet"
    room.here(1, 2)
    assert (next_of(room).kind, next_of(room).to) == ("phase", CRITERIA)
    assert room.try_("open") == "not-next", "criteria are heard before"
    assert room.try_("phase", to=NOMINATIONS) == "not-next"
    room.take("phase", to=CRITERIA)
    assert room.state.turn == 1
    room.take("spoke", member=1)
    room.take("passed", member=2)
    early = next_of(room, Facts(opens_from=NOW + timedelta(days=1)))
    assert (early.kind, early.ready, early.missing) == ("open", False, (("too-early", 1),))
    assert (next_of(room).kind, next_of(room).ready, next_of(room).to) == ("open", True, NOMINATIONS)


def test_everybody_names_or_passes_in_any_order_and_again_until_it_is_revealed() -> None:
    room = Room()
    room.here(1, 2)
    assert room.name(1) == "no-nominations"
    room.take("phase", to=CRITERIA)
    assert room.opened().turn is None, "nobody has the floor"
    assert [each.member_id for each in room.state.awaited] == [1, 2]
    assert room.name(3) == "absent"
    assert room.name(4) == "unknown-member"
    assert room.try_("turn", member=1) == "no-turns"
    assert room.try_("spoke", member=1) == "no-turns"
    assert room.try_("close") == "to-hear"
    assert room.name(2) is None
    assert next_of(room).member == room.state.line(1)
    assert room.try_("passed", member=1) is None
    assert room.name(1, own=True) is None, "who passed may name somebody after all"
    assert room.name(1) == room.try_("passed", member=1) == "own-position"
    assert room.try_("passed", own=True, member=1) is None
    assert set(sealed(room.steps)) == {2}, "who passes takes its name back"
    assert room.name(3, own=True) is None
    line = room.state.line(3)
    assert line is not None
    assert (line.presence, line.heard, line.written_by) == ("remote", True, "")
    assert next_of(room) == Next("close", to=REASONS)


def test_nothing_is_revealed_where_nobody_is_named() -> None:
    room = Room()
    room.here(1)
    room.take("phase", to=CRITERIA)
    room.opened()
    room.take("passed", member=1)
    assert room.try_("close") == "nobody-named"
    assert (next_of(room).kind, next_of(room).missing) == ("end", (("nobody-named", 1),)), "it goes on online"
    assert refusal(room.state, "end", {}) is None


def test_undoing_what_was_written_down_takes_it_out_of_what_will_be_counted() -> None:
    room = Room()
    room.here(1, 2)
    room.take("phase", to=CRITERIA)
    room.opened()
    room.name(1)
    room.take("nominate", member=1, nominee="other", reason="mieux")
    last = undoable(room.steps)
    assert last == room.steps[-1]
    room.steps[-1] = replace(room.steps[-1], undone=True)
    assert sealed(room.steps)[1].nominee == SECRET[0]
    room.name(2, own=True)
    assert undoable(room.steps) == room.steps[-3], "a member's own is not the facilitator's to undo"


def test_who_named_nobody_gives_no_reason_and_changes_only_where_the_election_lets_it() -> None:
    for silent_stays in (True, False):
        room = Room(silent_stays=silent_stays)
        room.here(1, 2)
        room.take("phase", to=CRITERIA)
        room.opened()
        assert room.revealed(NAMED).phase == REASONS
        assert [each.member_id for each in room.state.awaited] == [1]
        assert room.try_("changed", member=1, nominee="x", label="X", why="y") == "no-changes"
        room.take("spoke", member=1)
        assert next_of(room).to == CHANGES
        assert len(room.take("phase", to=CHANGES).awaited) == (1 if silent_stays else 2)


def test_a_nomination_is_kept_or_changed_once_aloud_or_from_ones_phone() -> None:
    room = Room()
    room.here(1, 2)
    room.take("phase", to=CRITERIA)
    room.opened()
    room.revealed([*NAMED, {"member": 3, "nominee": "bob", "label": "Bob", "reason": "Il sait."}])
    room.take("phase", to=CHANGES)
    other = {"nominee": "bob", "label": "Bob", "why": "Entendu."}
    assert room.try_("changed", member=3, **other) == "absent"
    assert room.try_("changed", member=9, **other) == "unknown-member"
    assert room.try_("changed", member=1, **other) is None
    assert room.try_("changed", member=1, **other) == "changed"
    assert room.try_("changed", own=True, member=3, nominee="ines", label="Inès", why="Non.") is None
    found = room.state.nomination(1)
    assert found is not None
    assert (found.before, found.label, found.reason, found.why) == ("Inès", "Bob", "Elle écoute.", "Entendu.")
    assert [(label, len(each)) for label, each in room.state.named] == [("Bob", 1), ("Inès", 1)]
    assert undoable(room.steps) is None, "it has left the table"
    assert next_of(room).kind == "propose"


def test_without_a_succession_it_ends_with_the_reasons() -> None:
    room = Room(goes_on=False)
    room.here(1)
    room.take("phase", to=CRITERIA)
    room.opened()
    room.revealed(NAMED)
    room.take("spoke", member=1)
    assert room.try_("phase", to=CHANGES) == "not-next"
    assert next_of(room).kind == "end"


def test_nominations_counted_before_are_heard_in_a_session_of_their_own() -> None:
    room = Room(phase=REASONS)
    room.steps[0] = replace(room.steps[0], body={**room.steps[0].body, "nominations": NAMED})
    assert [each.label for each in room.state.nominations] == ["Inès"]
    assert room.here(1, 2).turn == 1


MEMBER = st.fixed_dictionaries({"member": st.integers(1, 4)})
BODIES: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "presence": st.fixed_dictionaries(
        {"marks": st.dictionaries(st.sampled_from("1234"), st.sampled_from(("present", "remote", "absent")))}
    ),
    "phase": st.fixed_dictionaries({"to": st.sampled_from((CRITERIA, NOMINATIONS, REASONS, CHANGES))}),
    "turn": MEMBER,
    "spoke": MEMBER,
    "passed": MEMBER,
    "position": MEMBER.map(lambda body: body | {"choice": "consent"}),
    "nominate": MEMBER.map(lambda body: body | {"nominee": SECRET[0], "reason": SECRET[1]}),
    "changed": MEMBER.map(lambda body: body | {"nominee": "bob", "label": "Bob", "why": "Entendu."}),
    "timer": st.fixed_dictionaries({"seconds": st.integers(-1, 20_000)}),
    "open": st.just({"vote": 1, "version": 1, "round": 0, "roster": ROSTER}),
    "amend": st.just({"version": 2}),
    "integrate": st.just({"objection": 1}),
    "lifted": st.just({"objection": 1}),
    "close": st.just({"to": REASONS, "outcome": "postponed", "proposal": "postponed", "nominations": NAMED}),
}
OWN = ("nominate", "passed", "changed", "position")
ACTS = st.sampled_from(KINDS[1:]).flatmap(
    lambda kind: st.tuples(st.just(kind), BODIES.get(kind, st.just({})), st.booleans())
)
Acts = list[tuple[str, dict[str, Any], bool]]


def held(acts: Acts, *, far: bool) -> Room:
    """A room in which these acts were tried, one after the other; ``far``: from the nominations on."""
    room = Room()
    if far:
        room.here(1, 2)
        room.take("phase", to=CRITERIA)
        room.opened()
    for kind, body, own in acts:
        room.try_(kind, own=own and kind in OWN, **body)
    return room


@given(st.lists(ACTS, max_size=40), st.booleans())
def test_a_name_is_nowhere_in_the_state_before_all_are_revealed_nor_after(acts: Acts, far: bool) -> None:
    room = held([], far=far)
    for kind, body, own in acts:
        room.try_(kind, own=own and kind in OWN, **body)
        assert not any(secret in repr(room.state) for secret in SECRET)
        if not any(each.kind == "close" for each in room.steps):
            assert room.state.nominations == ()


@given(st.lists(ACTS, max_size=40), st.booleans())
def test_the_state_is_the_same_whoever_is_named(acts: Acts, far: bool) -> None:
    room = held(acts, far=far)
    others = [
        replace(each, body=each.body | {"nominee": "other", "reason": "autre"})
        if each.kind == "nominate"
        else each
        for each in room.steps
    ]
    assert fold(others) == room.state


@given(st.lists(ACTS, max_size=40))
def test_what_is_sealed_is_what_each_has_said_last(acts: Acts) -> None:
    room = held(acts, far=True)
    if room.state.phase == NOMINATIONS:
        assert set(sealed(room.steps)) == {each.member_id for each in room.state.roster if each.heard}
    elif room.state.phase != ROLE:
        assert not sealed(room.steps)


@given(st.lists(ACTS, max_size=40), st.booleans())
def test_undoing_anything_gives_the_state_before(acts: Acts, far: bool) -> None:
    room = held(acts, far=far)
    while (last := undoable(room.steps)) is not None:
        index = room.steps.index(last)
        without = fold(room.steps[:index] + room.steps[index + 1 :])
        room.steps[index] = replace(last, undone=True)
        assert room.state == without


@given(st.lists(ACTS, max_size=30), st.booleans())
def test_there_is_no_phase_that_a_facilitator_cannot_leave(acts: Acts, far: bool) -> None:
    room = held(acts, far=far)
    if room.state.ended_at is not None:
        return
    assert refusal(room.state, "end", {}) is None
    for _ in range(60):
        step = next_of(room)
        if step.kind in ("propose", "end"):
            return
        if not step.ready:  # nobody here has named anybody: who passed may still
            assert step.missing == (("nobody-named", 1),)
            assert room.state.heard == 0
            room.here(*MEMBERS)
            assert room.name(1) is None
        else:
            assert _taken(room, step) is None
    pytest.fail(room.state.phase)


def _taken(room: Room, step: Next) -> str | None:
    if step.kind == "presence":
        return room.try_("presence", marks={"1": "present"})
    if step.kind == "nominate" and step.member is not None:
        return room.name(step.member.member_id)
    if step.kind in ("spoke", "turn"):
        return room.try_("spoke", member=room.state.turn)
    if step.kind == "close":
        why = refusal(room.state, "close", {})
        room.revealed(NAMED)
        return why
    opening = {"vote": 1, "version": 1, "round": 0, "roster": ROSTER}
    body: dict[str, dict[str, Any]] = {"phase": {"to": step.to}, "open": opening}
    return room.try_(step.kind, **body.get(step.kind, {}))

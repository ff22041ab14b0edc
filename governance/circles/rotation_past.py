"""What happened beside what the rule calls: swaps, who held a turn, what was missed, who resigned. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date

from governance.circles.rotation_facts import REFUSED, REPORT, RESIGNED, Fact
from governance.circles.rotation_file import COUNTS, Rotation
from governance.circles.rotation_line import AWAITED, HELD, MISSED, PUBLISHED, Line
from governance.circles.rotation_state import State, Waiting
from governance.circles.rotation_steps import Reason, excluded, refuses, report_awaited
from governance.circles.rotation_turns import Slot


class Past:
    """The facts of a file, and which of them a turn has used."""

    def __init__(self, file: Rotation) -> None:
        self.file = file
        self.used: set[str] = set()
        self.swapped: dict[str, Waiting] = {}

    def swap(self, line: Line, still_to_have: Mapping[str, Waiting]) -> None:
        """Honour a swap of this turn: both confirmed, one is called, the other may have this very turn."""
        fact = self.file.facts.swaps.get((line.slot.start, line.slot.seat.id))
        self.swapped = {}
        if fact is None:
            return
        self.used.add(fact.path)
        names = {each.id: each.name for each in self.file.candidates}
        one, two = (names[who] for who in fact.between)
        code = _swap(fact, line.called, still_to_have)
        line.swap = Reason(code, {"one": one, "two": two, "day": fact.on, "why": fact.why})
        if code == "swap":
            line.who = next(who for who in fact.between if who != line.called)
            self.swapped = {who: still_to_have[who] for who in fact.between}

    def tell(self, state: State, line: Line) -> None:
        """Put what the file says happened in place of what the rule gives, and say how it departs from it."""
        key = line.slot.start, line.slot.seat.id
        for who in state.by_id:
            self._use(fact for fact in self.file.facts.refusals.get(who, ()) if refuses(fact, line.slot))
        if (missed := self.file.facts.missed.get(key)) is not None:
            self._use([missed])
            line.status, line.why = MISSED, missed.why
        if (held := self.file.facts.held.get(key)) is not None:
            self._use([held])
            line.status, line.why = HELD, held.why
            if held.who != line.who:
                line.departs = _departs(state, line, held.who)
                line.who = held.who

    def remember(self, state: State, line: Line) -> None:
        """Move in the queue whoever had the turn, note until when they hold it, and the report of it."""
        if line.who in self.swapped and line.who != line.called:
            _exchange(state, self.swapped)
        if line.who is None:
            return
        if line.status == MISSED:
            state.places[line.who].missed = line.slot.start
            if self.file.missed == COUNTS:
                state.charge(line.who, line.slot.start, line.round)
            return
        state.charge(line.who, line.slot.start, line.round)
        line.ended, line.end = self._ended(state, line.who, line.slot)
        held = state.hold(line.who, line.slot, line.ended)
        report = self.file.facts.reports.get((line.slot.start, line.who))
        if self.file.report and report is not None:
            self._use([report])
            line.report, line.reported = PUBLISHED, report.on
        elif self.file.as_of and report_awaited(state, held, self.file.as_of):
            line.report = AWAITED

    def unused(self) -> list[tuple[Fact, Reason]]:
        """The facts that no turn of the calendar could use."""
        return [(fact, _why_unused(fact)) for fact in self.file.facts.every if fact.path not in self.used]

    def _ended(self, state: State, who: str, slot: Slot) -> tuple[date, str]:
        """When a turn of months ends and how: "" at its term; an event lasts its day."""
        ends = [(slot.until, "")]
        if self.file.term.months:
            left = state.by_id[who].left
            ends += [(left, "left")] if left and slot.start < left < slot.until else []
            facts = self.file.facts.resigned.get(who, ())
            resigned = [fact for fact in facts if fact.on and slot.start < fact.on < slot.until][:1]
            self._use(resigned)
            ends += [(fact.on, "resigned") for fact in resigned if fact.on]
        return min(ends)

    def _use(self, facts: Iterable[Fact]) -> None:
        self.used |= {fact.path for fact in facts}


def _swap(fact: Fact, called: str | None, still_to_have: Mapping[str, Waiting]) -> str:
    if not fact.both_confirmed:
        return "swap-unconfirmed"
    if called not in fact.between:
        return "swap-not-called"
    return "swap" if all(who in still_to_have for who in fact.between) else "swap-not-possible"


def _exchange(state: State, swapped: Mapping[str, Waiting]) -> None:
    """Each takes the other's place in the queue."""
    one, two = swapped
    state.places[one].taken, state.places[two].taken = swapped[two], swapped[one]


def _departs(state: State, line: Line, who: str) -> list[Reason]:
    """Why the rule does not give a turn to whom the file says had it."""
    name = state.by_id[who].name
    called = Reason("vacant-by-rule", {"name": name})
    if line.who is not None:
        called = Reason("another-by-rule", {"name": name, "called": state.by_id[line.who].name})
    why = excluded(state, line.slot, state.by_id[who]) or dict(line.passed).get(who)
    return [called, why or Reason("not-first", {"name": name})]


def _why_unused(fact: Fact) -> Reason:
    if fact.kind == RESIGNED:
        return Reason("held-nothing", {"day": fact.on})
    if fact.kind == REPORT:
        return Reason("no-such-turn", {"day": fact.turn})
    if fact.kind == REFUSED and fact.until:
        return Reason("no-turn-then")
    return Reason("no-turn", {"day": fact.turn})

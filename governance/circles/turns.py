"""Acts upon the turns of a role: refusals, swaps, reports, the days of meetings, taking one's turn."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.circles import checks, election, mandates, rotation, rotation_file, swaps_awaited
from governance.circles import errors_succession as errors
from governance.circles import succession_ground as ground
from governance.circles.models import Succession, TurnDay, TurnRefusal, TurnReport, TurnSwap
from governance.circles.rotation_line import Calendar, Line
from governance.circles.turns_file import Asked, candidate, document, goes_round
from governance.errors import NotFound
from governance.members import queries as members
from governance.members.models import Member
from governance.members.models_roles import Role, RoleVersion
from governance.web.public import touch
from governance.web.richtext import render
from proposals import texts
from proposals.standing import check_voice, person_name

TITLE, REPORT, LINK = 200, 20_000, 500


@dataclass(frozen=True)
class Turns:
    """A role that goes round, held, with its calendar; None while there is none."""

    role: Role
    what: RoleVersion
    today: date
    calendar: Calendar | None

    def line(self, turn: date, seat: int | None = None) -> Line | None:
        """The turn that begins on a day."""
        lines = self.calendar.lines if self.calendar else []
        found = [each for each in lines if each.slot.start == turn]
        return next((each for each in found if seat is None or each.slot.seat.id == str(seat)), None)

    def check_member(self, member_id: int) -> None:
        """Raises NotInTheTurn."""
        people = self.calendar.file.candidates if self.calendar else ()
        if candidate(member_id) not in {each.id for each in people}:
            raise errors.NotInTheTurn


def held(session: Session, role_id: int, *, now: datetime) -> Turns:
    """The turns of a role. Raises NotFound, RoleEnded, NoTurns."""
    role, what = checks.held_role(session, role_id)
    if not goes_round(what):
        raise errors.NoTurns
    today = checks.today(session, now)
    found = document(session, Asked(role, what, today, lambda member: member.name))
    made = rotation.calendar(rotation_file.read(found)) if found else None
    return Turns(role, what, today, made)


def refuse(
    session: Session,
    role_id: int,
    *,
    member_id: int,
    turn: date | None,
    until: date | None,
    why: str,
    by: int,
    now: datetime,
) -> int:
    """A member refuses one turn to come, or all until a day, and says why; it keeps its place.

    Raises NotYourVoice, NotInTheTurn, NoSuchTurn, RefusalEnds, ReasonNeeded.
    """
    turns = held(session, role_id, now=now)
    check_voice(session, member_id, by=by, now=now)
    turns.check_member(member_id)
    if (turn is None) == (until is None) or (until is not None and until <= turns.today):
        raise errors.RefusalEnds
    if turn is not None and (turn < turns.today or turns.line(turn) is None):
        raise errors.NoSuchTurn
    row = TurnRefusal(
        role_id=role_id, member_id=member_id, turn=turn, on=turns.today, until=until,
        why=ground.reason(why), person_id=by, at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    touch(session, "circles")
    return row.id


def take_back(session: Session, refusal: int, *, by: int, now: datetime) -> str:
    """A member takes its refusal back, while the turn is to come; returns the short name of the role."""
    row = session.get(TurnRefusal, refusal)
    if row is None or row.withdrawn_at is not None:
        raise NotFound
    turns = held(session, row.role_id, now=now)
    check_voice(session, row.member_id, by=by, now=now)
    if (row.turn or row.until or turns.today) < turns.today:
        raise errors.NoSuchTurn
    row.withdrawn_at = now
    session.flush()
    touch(session, "circles")
    return turns.role.slug


def swap(
    session: Session,
    role_id: int,
    *,
    turn: date,
    seat: int,
    member_id: int,
    other_id: int,
    why: str,
    by: int,
    now: datetime,
) -> int:
    """A member asks another to exchange their places for a turn; it counts once the other confirms.

    Raises NotYourVoice, NotInTheTurn, NoSuchTurn, NotTheOneCalled, SwapThere.
    """
    turns = held(session, role_id, now=now)
    check_voice(session, member_id, by=by, now=now)
    _check_swap(turns, turn, seat, member_id, other_id)
    if _swapped(session, role_id, turn, seat):
        raise errors.SwapThere
    row = TurnSwap(
        role_id=role_id, turn=turn, seat=seat, member_id=member_id, other_id=other_id,
        why=texts.paragraph(why)[: ground.LONGEST], person_id=by, asked_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    swaps_awaited.tell(session, row, by=by, now=now)
    touch(session, "circles")
    return row.id


def _check_swap(turns: Turns, turn: date, seat: int, member_id: int, other_id: int) -> None:
    """Two members take turns, and one of them is called for this one, which is to come."""
    turns.check_member(member_id)
    turns.check_member(other_id)
    line = turns.line(turn, seat)
    if line is None or turn < turns.today:
        raise errors.NoSuchTurn
    if member_id == other_id:
        raise errors.NotInTheTurn
    if line.called not in (candidate(member_id), candidate(other_id)):
        raise errors.NotTheOneCalled


def _swapped(session: Session, role_id: int, turn: date, seat: int) -> bool:
    """Whether a swap of this turn counts, or waits to be confirmed."""
    there = select(TurnSwap.id).where(
        TurnSwap.role_id == role_id, TurnSwap.turn == turn, TurnSwap.seat == seat, TurnSwap.ended_at.is_(None)
    )
    return session.scalar(there) is not None


def answer_swap(session: Session, swap_id: int, *, agreed: bool, by: int, now: datetime) -> str:
    """The other side confirms or declines; who asked takes it back (``agreed`` False) until then.

    Returns the short name of the role. Raises NotYourVoice, SwapSettled, NoSuchTurn.
    """
    row = session.get(TurnSwap, swap_id)
    if row is None:
        raise NotFound
    turns = held(session, row.role_id, now=now)
    if row.confirmed_at is not None or row.ended_at is not None:
        raise errors.SwapSettled
    if agreed and row.turn < turns.today:
        raise errors.NoSuchTurn
    asks = (row.member_id, by) in members.representatives(session, [row.member_id], on=turns.today)
    if agreed or not asks:
        check_voice(session, row.other_id, by=by, now=now)
    if agreed:
        row.confirmed_at, row.confirmed_by = now, by
    else:
        row.ended_at = now
    session.flush()
    touch(session, "circles")
    return turns.role.slug


def report(
    session: Session,
    role_id: int,
    *,
    turn: date,
    member_id: int,
    title: str,
    text: str,
    link: str,
    by: int,
    now: datetime,
) -> int:
    """Whoever had a turn publishes its report, which ends it.

    Raises NotYourVoice, NoReportAwaited, ReportEmpty, LinkUnusable, TextTooLong.
    """
    turns = held(session, role_id, now=now)
    check_voice(session, member_id, by=by, now=now)
    line = turns.line(turn)
    had = line is not None and line.who == candidate(member_id) and turn <= turns.today
    told = select(TurnReport.id).where(
        TurnReport.role_id == role_id, TurnReport.turn == turn, TurnReport.member_id == member_id
    )
    if not turns.what.report or not had or session.scalar(told) is not None:
        raise errors.NoReportAwaited
    kept, address = texts.paragraph(text)[:REPORT], texts.line(link, LINK)
    if not (kept or address):
        raise errors.ReportEmpty
    if address and not address.startswith(("https://", "http://")):
        raise errors.LinkUnusable
    row = TurnReport(
        role_id=role_id, turn=turn, member_id=member_id, title=texts.line(title, TITLE) or turns.what.name,
        member_name=session.get_one(Member, member_id).name, text=kept, text_html=render(kept), link=address,
        person_id=by, person_name=person_name(session, by), published_on=turns.today, at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    touch(session, "circles")
    return row.id


def add_day(session: Session, role_id: int, *, on: date, by: int, now: datetime) -> int:
    """A facilitator says on which day a meeting is hosted. Raises NotYourCircle, DayThere."""
    turns = held(session, role_id, now=now)
    ground.led(session, turns.role, by=by, now=now)
    row = session.scalar(select(TurnDay).where(TurnDay.role_id == role_id, TurnDay.on == on))
    if row is not None and row.cancelled_at is None:
        raise errors.DayThere
    if row is None:
        row = TurnDay(role_id=role_id, on=on, person_id=by, at=now)
        session.add(row)
    row.cancelled_at = None
    session.flush()
    touch(session, "circles")
    return row.id


def end_day(
    session: Session, day: int, *, why: str, host_id: int | None = None, by: int, now: datetime
) -> None:
    """A meeting to come is taken off the list; one of the past did not take place, or ``host_id`` hosted it
    in place of whom the turn called, and why.

    Raises NotYourCircle, NotInTheTurn, ReasonNeeded.
    """
    row = session.get(TurnDay, day)
    if row is None or row.cancelled_at is not None:
        raise NotFound
    turns = held(session, row.role_id, now=now)
    ground.led(session, turns.role, by=by, now=now)
    if row.on > turns.today:
        row.cancelled_at = now
    elif host_id is not None:
        turns.check_member(host_id)
        row.why, row.member_id, row.missed_at = ground.reason(why), host_id, None
    else:
        row.why, row.missed_at, row.member_id = ground.reason(why), now, None
    session.flush()
    touch(session, "circles")


def take(
    session: Session,
    role_id: int,
    *,
    turn: date,
    seat: int,
    person_id: int,
    decision: str,
    by: int,
    now: datetime,
) -> int:
    """The role is entrusted to whom the turn calls, by a decision; returns the number of the mandate.

    Raises NotYourCircle, NoSuchTurn, and what entrusting raises.
    """
    turns = held(session, role_id, now=now)
    ground.led(session, turns.role, by=by, now=now)
    line = turns.line(turn, seat)
    if line is None or line.who is None or line.slot.until <= turns.today:
        raise errors.NoSuchTurn
    mandate = mandates.entrust(
        session, role_id=role_id, person_id=person_id, member_id=int(line.who[1:]), seat=seat,
        starts_on=max(turn, turns.today), ends_on=line.slot.until, how=election.ROTATION, decision=decision,
        by=by, now=now,
    )  # fmt: skip
    session.add(
        Succession(
            role_id=role_id, seat=seat, kind=election.ROTATION, member_id=int(line.who[1:]), starts_on=turn,
            begun_at=now, begun_by=by, concluded_at=now, outcome="held", mandate_id=mandate,
        )
    )  # fmt: skip
    session.flush()
    return mandate

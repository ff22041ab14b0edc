"""Undoing a swap that both have confirmed, before the turn begins: one side asks, the other confirms."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.circles import errors_succession as errors
from governance.circles import succession_ground as ground
from governance.circles import swaps_awaited, turns
from governance.circles.models import TurnSwap, TurnSwapUndoing
from governance.circles.rotation_line import HELD
from governance.errors import NotFound
from governance.members import queries as members
from governance.web.public import touch
from proposals import texts
from proposals.standing import check_voice


def ask(session: Session, swap_id: int, *, member_id: int, why: str, by: int, now: datetime) -> str:
    """One side asks the other to undo their swap, which counts until both have confirmed that.

    Returns the short name of the role. Raises NotYourVoice, SwapSettled, NotInTheTurn, NoSuchTurn,
    TurnEntrusted, UndoingThere.
    """
    row, found = _standing(session, swap_id, now=now)
    if member_id not in (row.member_id, row.other_id):
        raise errors.NotInTheTurn
    check_voice(session, member_id, by=by, now=now)
    _check_time(row, found)
    if _open(session, swap_id) is not None:
        raise errors.UndoingThere
    kept = texts.paragraph(why)[: ground.LONGEST]
    asked = TurnSwapUndoing(swap_id=swap_id, member_id=member_id, why=kept, person_id=by, asked_at=now)
    session.add(asked)
    session.flush()
    swaps_awaited.tell(session, row, asked, by=by, now=now)
    touch(session, "circles")
    return found.role.slug


def answer(session: Session, undoing_id: int, *, agreed: bool, by: int, now: datetime) -> str:
    """The other side confirms or declines; who asked takes it back (``agreed`` False) until then.

    Confirmed, the swap counts no more: each has the place it had before. Returns the short name of the role.
    Raises NotYourVoice, SwapSettled, NoSuchTurn, TurnEntrusted.
    """
    asked = session.get(TurnSwapUndoing, undoing_id)
    if asked is None:
        raise NotFound
    row, found = _standing(session, asked.swap_id, now=now)
    session.refresh(asked)
    if asked.confirmed_at is not None or asked.ended_at is not None:
        raise errors.SwapSettled
    other = row.other_id if asked.member_id == row.member_id else row.member_id
    mine = (asked.member_id, by) in members.representatives(session, [asked.member_id], on=found.today)
    if agreed or not mine:
        check_voice(session, other, by=by, now=now)
    if agreed:
        _check_time(row, found)
        asked.confirmed_at, asked.confirmed_by, row.ended_at = now, by, now
    else:
        asked.ended_at = now
    session.flush()
    touch(session, "circles")
    return found.role.slug


def _standing(session: Session, swap_id: int, *, now: datetime) -> tuple[TurnSwap, turns.Turns]:
    """A swap that counts, its role held against other writers. Raises NotFound, SwapSettled."""
    role_id = session.scalar(select(TurnSwap.role_id).where(TurnSwap.id == swap_id))
    if role_id is None:
        raise NotFound
    found = turns.held(session, role_id, now=now)
    row = session.get_one(TurnSwap, swap_id, populate_existing=True)
    if row.confirmed_at is None or row.ended_at is not None:
        raise errors.SwapSettled
    return row, found


def _check_time(row: TurnSwap, found: turns.Turns) -> None:
    if row.turn <= found.today:
        raise errors.NoSuchTurn
    line = found.line(row.turn, row.seat)
    if line is not None and line.status == HELD:
        raise errors.TurnEntrusted


def _open(session: Session, swap_id: int) -> int | None:
    """The request to undo a swap that has no answer yet."""
    query = select(TurnSwapUndoing.id).where(
        TurnSwapUndoing.swap_id == swap_id,
        TurnSwapUndoing.confirmed_at.is_(None),
        TurnSwapUndoing.ended_at.is_(None),
    )
    return session.scalar(query.limit(1))

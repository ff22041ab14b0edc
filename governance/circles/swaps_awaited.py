"""Swaps of turns that wait for a member: to confirm one, or its undoing. Its people are written to, once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.circles import checks
from governance.circles.models import TurnSwap, TurnSwapUndoing
from governance.mail import service as mail
from governance.members import queries as members
from governance.members.models import Circle, Member
from governance.members.models_roles import Role
from governance.members.roles import described
from governance.web.visitor import Visitor

SWAP, UNDOING = KINDS = ("swap", "undo-swap")
KIND = "swap-asked"


@dataclass(frozen=True)
class Awaited:
    """One answer that is awaited. ``member``: who is asked; ``asks``: the other side; ``turn``: its day."""

    kind: str
    slug: str
    role: str
    member: str
    asks: str
    turn: date


def of(session: Session, visitor: Visitor, now: datetime) -> list[Awaited]:
    """What is asked of the members for whom the visitor speaks, of turns to come; the first turn first."""
    if not visitor.members:
        return []
    on = checks.today(session, now)
    open_ones = [(SWAP, swap, swap.member_id) for swap in _swaps(session, on)]
    open_ones += [(UNDOING, swap, undoing.member_id) for swap, undoing in _undoings(session, on)]
    found = [
        _awaited(session, kind, swap, asks)
        for kind, swap, asks in open_ones
        if _other(swap, asks) in visitor.members
    ]
    return sorted(found, key=lambda each: (each.turn, each.slug))


def _swaps(session: Session, on: date) -> Iterable[TurnSwap]:
    query = select(TurnSwap).join(Role, Role.id == TurnSwap.role_id)
    query = query.where(TurnSwap.confirmed_at.is_(None), TurnSwap.ended_at.is_(None), TurnSwap.turn >= on)
    return session.scalars(query.where(Role.ended_at.is_(None)).order_by(TurnSwap.id))


def _undoings(session: Session, on: date) -> Iterator[tuple[TurnSwap, TurnSwapUndoing]]:
    query = (
        select(TurnSwap, TurnSwapUndoing)
        .join(TurnSwapUndoing, TurnSwapUndoing.swap_id == TurnSwap.id)
        .join(Role, Role.id == TurnSwap.role_id)
        .where(TurnSwapUndoing.confirmed_at.is_(None), TurnSwapUndoing.ended_at.is_(None))
        .where(TurnSwap.ended_at.is_(None), TurnSwap.turn > on, Role.ended_at.is_(None))
        .order_by(TurnSwapUndoing.id)
    )
    yield from ((swap, undoing) for swap, undoing in session.execute(query))


def _other(swap: TurnSwap, asks: int) -> int:
    return swap.other_id if asks == swap.member_id else swap.member_id


def _awaited(session: Session, kind: str, swap: TurnSwap, asks: int) -> Awaited:
    asked, asking = session.get_one(Member, _other(swap, asks)), session.get_one(Member, asks)
    slug, name = session.get_one(Role, swap.role_id).slug, described(session, swap.role_id).name
    return Awaited(kind, slug, name, asked.name, asking.name, swap.turn)


def tell(
    session: Session, swap: TurnSwap, undoing: TurnSwapUndoing | None = None, *, by: int, now: datetime
) -> None:
    """Write to those who speak for the side that is asked, but to who asks."""
    asks = undoing.member_id if undoing else swap.member_id
    one = _awaited(session, UNDOING if undoing else SWAP, swap, asks)
    midnight = datetime.combine(swap.turn, time(), checks.zone(session)).astimezone(UTC)
    facts = {
        "role": one.role,
        "circle": session.get_one(Circle, session.get_one(Role, swap.role_id).circle_id).name,
        "member": one.member,
        "asks": one.asks,
        "undo": "yes" if undoing else "",
        "why": undoing.why if undoing else swap.why,
        "turn_at": midnight.isoformat(),
        "path": f"/roles/{one.slug}/rotation#swaps",
    }
    said = f"undoing:{undoing.id}" if undoing else f"swap:{swap.id}"
    pairs = members.representatives(session, [_other(swap, asks)], on=checks.today(session, now))
    for person in sorted({person for _member, person in pairs} - {by}):
        mail.queue(session, person_id=person, kind=KIND, key=f"{KIND}:{said}:{person}", facts=facts, now=now)

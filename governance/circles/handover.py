"""What stays with a role from holder to holder: things to do when it is handed over, and notes. Private."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from governance.circles import checks
from governance.circles.models_calendar import HandoverItem, HandoverNote, HandoverTick
from governance.errors import N_, NotAllowed, NotFound, Refusal
from governance.members import queries as members
from governance.members.models import Mandate
from governance.members.models_roles import Role, RoleVersion
from governance.members.names import clean
from governance.members.queries import mandate_holds
from governance.web.richtext import render
from proposals import texts

AFTER = timedelta(days=30)  # who held it may still hand it over
LONGEST = 5000  # characters of a note
LONGEST_ITEM = 300
MOST = 50  # items and notes shown


class NotYourRole(NotAllowed):
    sentence = N_(
        "Only who holds the role, held it until lately or will hold it, its facilitators and stewards."
    )


class NothingWritten(Refusal):
    status = 422
    field = "text"
    sentence = N_("Write a few words.")


class TooManyItems(Refusal):
    status = 422
    field = "text"
    sentence = N_("The list holds fifty things already: take one away first.")


@dataclass(frozen=True)
class Item:
    id: int
    text: str
    done: bool


@dataclass(frozen=True)
class ToRead:
    """What was left with a role for who begins to hold it; shown until the day ``until``."""

    slug: str
    name: str
    until: date


@dataclass(frozen=True)
class Page:
    """The hand-over of a role; ``writes``: the reader holds it, or held it until lately."""

    slug: str
    name: str
    items: tuple[Item, ...]
    notes: tuple[HandoverNote, ...]
    writes: bool


@dataclass(frozen=True)
class _Part:
    """What somebody is to a role: the mandates that let them write, and whether they may read."""

    role: Role
    mine: tuple[int, ...]
    lately: tuple[int, ...]
    reads: bool


def page(session: Session, slug: str, *, by: int, now: datetime) -> Page:
    """What the next holder finds. Raises NotFound, NotYourRole."""
    part = _part(session, slug, by=by, now=now)
    if not part.reads:
        raise NotYourRole
    name = session.scalar(
        select(RoleVersion.name)
        .where(RoleVersion.role_id == part.role.id)
        .order_by(RoleVersion.number.desc())
        .limit(1)
    )
    notes = session.scalars(
        select(HandoverNote)
        .where(HandoverNote.role_id == part.role.id)
        .order_by(HandoverNote.id.desc())
        .limit(MOST)
    )
    return Page(slug, name or "", _items(session, part), tuple(notes), bool(part.mine))


def to_read(session: Session, person_id: int, now: datetime) -> list[ToRead]:
    """The roles that a person began to hold within 30 days, with something left for them. One query.

    Until they tick a thing of the list, or leave a note of their own; who held it already has read it.
    """
    on, before = checks.today(session, now), aliased(Mandate)
    held = exists().where(
        before.role_id == Mandate.role_id, before.person_id == person_id, before.id != Mandate.id,
        before.starts_on < Mandate.starts_on,
        func.coalesce(before.ended_on, before.ends_on) >= Mandate.starts_on,
    )  # fmt: skip
    listed = exists().where(HandoverItem.role_id == Role.id, HandoverItem.removed_at.is_(None))
    noted = exists().where(HandoverNote.role_id == Role.id)
    ticked = exists().where(HandoverTick.mandate_id == Mandate.id, HandoverTick.by == person_id)
    mine = HandoverNote.person_id == person_id, HandoverNote.at > now - AFTER
    answered = exists().where(HandoverNote.role_id == Role.id, *mine)
    name = (
        select(RoleVersion.name)
        .where(RoleVersion.role_id == Role.id)
        .order_by(RoleVersion.number.desc())
        .limit(1)
    )
    rows = session.execute(
        select(Role.slug, name.scalar_subquery(), Mandate.starts_on)
        .join(Mandate, Mandate.role_id == Role.id)
        .where(Mandate.person_id == person_id, mandate_holds(on, now), Mandate.starts_on > on - AFTER)
        .where(or_(listed, noted), ~ticked, ~answered, ~held)
        .order_by(Mandate.starts_on, Mandate.id)
    )
    return [ToRead(slug, name or "", starts_on + AFTER) for slug, name, starts_on in rows]


def add_item(session: Session, slug: str, text: str, *, by: int, now: datetime) -> None:
    """One more thing to do at each hand-over. Raises NotYourRole, NothingWritten, TooManyItems."""
    part, kept = _writer(session, slug, by=by, now=now), clean(text)[:LONGEST_ITEM]
    if not kept:
        raise NothingWritten
    if len(_items(session, part)) >= MOST:
        raise TooManyItems
    session.add(HandoverItem(role_id=part.role.id, text=kept, written_by=by, written_at=now))
    session.flush()


def remove_item(session: Session, slug: str, item: int, *, by: int, now: datetime) -> None:
    """A thing nobody does any more at a hand-over. Raises NotYourRole, NotFound."""
    _item(session, _writer(session, slug, by=by, now=now), item).removed_at = now
    session.flush()


def tick(session: Session, slug: str, item: int, *, done: bool, by: int, now: datetime) -> None:
    """Say that a thing is done in this hand-over, or not. Raises NotYourRole, NotFound. Twice is once."""
    part = _writer(session, slug, by=by, now=now)
    found = _item(session, part, item)
    ticks = session.scalars(
        select(HandoverTick).where(HandoverTick.item_id == found.id, HandoverTick.mandate_id.in_(part.lately))
    ).all()
    if done and not ticks:
        session.add(HandoverTick(item_id=found.id, mandate_id=part.mine[-1], by=by, at=now))
    for each in [] if done else ticks:
        session.delete(each)
    session.flush()


def add_note(session: Session, slug: str, text: str, *, by: int, now: datetime) -> None:
    """A note for whoever comes next; it is never changed. Raises NotYourRole, NothingWritten."""
    part, kept = _writer(session, slug, by=by, now=now), texts.paragraph(text)[:LONGEST]
    if not kept:
        raise NothingWritten
    session.add(
        HandoverNote(
            role_id=part.role.id, text=kept, text_html=render(kept), person_id=by,
            person_name=checks.name(session, by), at=now,
        )
    )  # fmt: skip
    session.flush()


def _part(session: Session, slug: str, *, by: int, now: datetime) -> _Part:
    role = session.scalars(select(Role).where(Role.slug == slug)).one_or_none()
    if role is None:
        raise NotFound
    on = checks.today(session, now)
    since = on - AFTER
    rows = session.execute(
        select(Mandate.id, Mandate.person_id, Mandate.deputy_id, Mandate.starts_on)
        .where(Mandate.role_id == role.id)
        .where(or_(Mandate.ends_on.is_(None), Mandate.ends_on > since))
        .where(or_(Mandate.ended_on.is_(None), Mandate.ended_on > since))
        .order_by(Mandate.starts_on, Mandate.id)
    ).all()
    lately = tuple(row.id for row in rows if row.starts_on <= on)
    mine = tuple(row.id for row in rows if row.id in lately and by in (row.person_id, row.deputy_id))
    coming = any(by == row.person_id for row in rows)
    return _Part(role, mine, lately, bool(mine) or coming or _watches(session, role, by=by, now=now))


def _watches(session: Session, role: Role, *, by: int, now: datetime) -> bool:
    on = checks.today(session, now)
    if by in members.holders(session, "facilitator", on=on, circle_id=role.circle_id, at=now):
        return True
    return by in members.holders(session, "steward", on=on, at=now)


def _writer(session: Session, slug: str, *, by: int, now: datetime) -> _Part:
    part = _part(session, slug, by=by, now=now)
    if not part.mine:
        raise NotYourRole
    return part


def _items(session: Session, part: _Part) -> tuple[Item, ...]:
    there: Iterable[HandoverItem] = session.scalars(
        select(HandoverItem)
        .where(HandoverItem.role_id == part.role.id, HandoverItem.removed_at.is_(None))
        .order_by(HandoverItem.id)
    ).all()
    ticked = select(HandoverTick.item_id).where(HandoverTick.mandate_id.in_(part.lately))
    done = set(session.scalars(ticked))
    return tuple(Item(each.id, each.text, each.id in done) for each in there)


def _item(session: Session, part: _Part, item: int) -> HandoverItem:
    found = session.get(HandoverItem, item)
    if found is None or found.role_id != part.role.id or found.removed_at is not None:
        raise NotFound
    return found

"""Acts upon members: who joins, changes college, leaves; who speaks for them."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from governance.errors import NotFound
from governance.members.errors import (
    AlreadyLeft,
    AlreadyRepresents,
    BadDates,
    BeforeAdmission,
    NameTaken,
    NoSuchCollege,
    SameCollege,
)
from governance.members.founding import found, set_colleges, show_members
from governance.members.models import College, CollegeMembership, Member, Person, Representation
from governance.members.names import clean, fold
from governance.members.offices import end_mandate, end_with_member, end_with_voice, entrust
from governance.members.people import add_person, invite
from governance.web.public import touch

__all__ = [
    "add_person",
    "admit",
    "change_college",
    "describe",
    "end_mandate",
    "end_representation",
    "entrust",
    "found",
    "invite",
    "leave",
    "represent",
    "set_colleges",
    "show_members",
]


def admit(
    session: Session,
    *,
    name: str,
    kind: str,
    college_id: str,
    place: str,
    joined_on: date,
    by: int | None,
    now: datetime,
) -> int:
    """A member joins a college; one that had left comes back. Raises NameTaken, NoSuchCollege, BadDates."""
    name, place = clean(name), clean(place)
    _college(session, college_id)
    member = session.scalar(select(Member).where(Member.key == fold(name)))
    if member is None:
        member = Member(key=fold(name), name=name, kind=kind, place=place, joined_on=joined_on)
        session.add(member)
    else:
        _readmit(session, member, joined_on)
        member.name, member.kind, member.place = name, kind, place
    session.flush()
    session.add(
        CollegeMembership(member_id=member.id, college_id=college_id, starts_on=joined_on, recorded_by=by)
    )
    session.flush()
    touch(session, "members")
    return member.id


def _readmit(session: Session, member: Member, on: date) -> None:
    """Its years of absence stay visible: it has no college during them."""
    if member.left_on is None:
        raise NameTaken(name=member.name)
    if on < member.left_on:
        raise BadDates(starts=member.left_on)
    member.left_on = None


def describe(
    session: Session, *, member_id: int, name: str, kind: str, place: str, by: int | None, now: datetime
) -> None:
    """Correct the name, kind or place of a member. Raises NameTaken."""
    member = _member(session, member_id)
    name = clean(name)
    taken = session.scalar(select(Member.name).where(Member.key == fold(name), Member.id != member_id))
    if taken is not None:
        raise NameTaken(name=taken)
    member.key, member.name, member.kind, member.place = fold(name), name, kind, clean(place)
    session.flush()
    touch(session, "members")


def change_college(
    session: Session, *, member_id: int, college_id: str, on: date, by: int | None, now: datetime
) -> None:
    """A member changes college from that day; on the day it entered the former one, that is corrected.

    The seats that were held for it in the former college end. Votes already open keep their electorate.
    Raises NoSuchCollege, SameCollege, BadDates, AlreadyLeft.
    """
    member = _member(session, member_id)
    _college(session, college_id)
    former = _membership(session, member)
    left = former.college_id
    if left == college_id:
        raise SameCollege
    if on < former.starts_on:
        raise BadDates(starts=former.starts_on)
    if on == former.starts_on:
        former.college_id, former.recorded_by = college_id, by
    else:
        former.ends_on = on
        session.flush()
        session.add(
            CollegeMembership(member_id=member_id, college_id=college_id, starts_on=on, recorded_by=by)
        )
    session.flush()
    end_with_member(session, member_id, on=on, of_college=left, by=by, now=now)
    touch(session, "members")


def leave(session: Session, *, member_id: int, on: date, by: int | None, now: datetime) -> None:
    """A member leaves; ``on`` is its first day outside. Nobody speaks for it from then on, nor holds a role.

    Raises AlreadyLeft, BadDates, LastSteward.
    """
    member = _member(session, member_id)
    membership = _membership(session, member)
    if on <= membership.starts_on:
        raise BadDates(starts=membership.starts_on)
    member.left_on = membership.ends_on = on
    session.execute(
        update(Representation)
        .where(
            Representation.member_id == member_id,
            or_(Representation.ends_on.is_(None), Representation.ends_on > on),
        )
        .values(ends_on=on)
    )
    session.flush()
    end_with_member(session, member_id, on=on, by=by, now=now)
    touch(session, "members")


def represent(
    session: Session,
    *,
    person_id: int,
    member_id: int,
    starts_on: date,
    ends_on: date | None,
    now: datetime,
    by: int | None = None,
) -> int:
    """A person speaks and votes for a member on these dates; returns the number of the representation.

    Raises BadDates, BeforeAdmission, AlreadyLeft, AlreadyRepresents.
    """
    member = _member(session, member_id)
    if ends_on is not None and ends_on <= starts_on:
        raise BadDates(starts=starts_on)
    if starts_on < member.joined_on:
        raise BeforeAdmission(starts=member.joined_on)
    if member.left_on is not None and starts_on >= member.left_on:
        raise AlreadyLeft
    ends_on = min((day for day in (ends_on, member.left_on) if day is not None), default=None)
    if session.scalar(_overlapping(person_id, member_id, starts_on, ends_on).limit(1)) is not None:
        raise AlreadyRepresents(person=session.scalar(select(Person.name).where(Person.id == person_id)))
    representation = Representation(
        person_id=person_id, member_id=member_id, starts_on=starts_on, ends_on=ends_on, recorded_by=by
    )
    session.add(representation)
    session.flush()
    return representation.id


def end_representation(
    session: Session, *, representation_id: int, member_id: int, on: date, by: int | None, now: datetime
) -> None:
    """A person stops speaking for a member; ``on`` is the first day without. What they hold for it ends with
    it, to the second. Raises BadDates, LastSteward.
    """
    representation = session.get(Representation, representation_id)
    if representation is None or representation.member_id != member_id:
        raise NotFound
    if on < representation.starts_on or (representation.ends_on is not None and on > representation.ends_on):
        raise BadDates(starts=representation.starts_on)
    representation.ends_on = on
    session.flush()
    end_with_voice(session, member_id, representation.person_id, on=on, by=by, now=now)


def _overlapping(person_id: int, member_id: int, starts_on: date, ends_on: date | None):  # type: ignore[no-untyped-def]
    before_the_end: list[ColumnElement[bool]] = (
        [] if ends_on is None else [Representation.starts_on < ends_on]
    )
    return select(Representation.id).where(
        Representation.person_id == person_id,
        Representation.member_id == member_id,
        or_(Representation.ends_on.is_(None), Representation.ends_on > starts_on),
        *before_the_end,
    )


def _member(session: Session, member_id: int) -> Member:
    """The member, held until the act is done. Raises NotFound."""
    member = session.scalar(select(Member).where(Member.id == member_id).with_for_update())
    if member is None:
        raise NotFound
    return member


def _membership(session: Session, member: Member) -> CollegeMembership:
    membership = session.scalar(
        select(CollegeMembership).where(
            CollegeMembership.member_id == member.id, CollegeMembership.ends_on.is_(None)
        )
    )
    if membership is None:
        raise AlreadyLeft
    return membership


def _college(session: Session, college_id: str) -> None:
    known = select(College.id).where(College.id == college_id, College.retired.is_(False))
    if session.scalar(known) is None:
        raise NoSuchCollege

"""The network itself, and the colleges and circles that its social code names."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Protocol

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from governance.members.errors import CollegeInUse
from governance.members.models import Circle, CircleCollege, College, CollegeMembership
from governance.members.names import clean
from governance.register import log
from governance.web.models import Network
from governance.web.public import touch

EVERYBODY = "network"  # the circle of the whole network


class NewCollege(Protocol):
    """A college as a social code describes it; ``weight`` reads as an exact number."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def letter(self) -> str: ...
    @property
    def weight(self) -> object: ...


class NewCircle(Protocol):
    """A circle as a social code describes it; ``colleges`` are the ids of those that sit in it.

    ``whole``: those of which every member sits there, others only while they hold a seat.
    """

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def purpose(self) -> str: ...
    @property
    def colleges(self) -> Sequence[str]: ...
    @property
    def whole(self) -> Sequence[str]: ...


def found(session: Session, *, slug: str, name: str, time_zone: str, locale: str, now: datetime) -> None:
    """Make the network, the circle of everybody, and the first entry of the log."""
    session.add(
        Network(id=1, slug=slug, name=clean(name), time_zone=time_zone, locale=locale, created_at=now)
    )
    session.add(Circle(id=EVERYBODY, name=clean(name), position=0))
    session.flush()
    log.append(session, "genesis", {"name": clean(name)}, now=now)
    touch(session, "site", "members")


def show_members(session: Session, *, public: bool) -> None:
    """Show the list of member organisations to everybody, or to who has signed in only."""
    session.execute(update(Network).values(members_public=public))
    touch(session, "members", "site", "proposals", "votes", "register", "circles", "live")


def set_colleges(
    session: Session, colleges: Iterable[NewCollege], circles: Iterable[NewCircle], *, on: date | None = None
) -> None:
    """Make the colleges and circles those of a social code; the others are retired, never erased.

    ``on``: the day from which they are.

    A college keeps its position for ever, since it chooses its colour and shape. Raises CollegeInUse when a
    college that still has members would disappear.
    """
    colleges = list(colleges)
    _set_colleges(session, colleges)
    _set_circles(session, list(circles), everyone=[college.id for college in colleges], on=on)
    touch(session, "members", "rules", "circles")


def _set_colleges(session: Session, wanted: list[NewCollege]) -> None:
    known = {college.id: college for college in session.scalars(select(College))}
    position = max((college.position for college in known.values()), default=0)
    for new in wanted:
        college = known.get(new.id)
        if college is None:
            position += 1
            college = College(id=new.id, position=position)
            session.add(college)
        college.name, college.letter, college.weight = new.name, new.letter, str(new.weight)
        college.retired = False
    for id_ in set(known) - {new.id for new in wanted}:
        _retire(session, known[id_])
    session.flush()


def _retire(session: Session, college: College) -> None:
    current = select(CollegeMembership.id).where(
        CollegeMembership.college_id == college.id, CollegeMembership.ends_on.is_(None)
    )
    if session.scalar(current.limit(1)) is not None:
        raise CollegeInUse(college=college.name)
    college.retired = True


def _set_circles(session: Session, wanted: list[NewCircle], *, everyone: list[str], on: date | None) -> None:
    known = {circle.id: circle for circle in session.scalars(select(Circle))}
    session.execute(delete(CircleCollege))
    for position, new in enumerate(wanted):
        circle = known.get(new.id)
        if circle is None:
            circle = Circle(id=new.id, starts_on=on)
            session.add(circle)
        circle.name, circle.purpose, circle.position, circle.retired = new.name, new.purpose, position, False
        circle.ends_on = None
        session.flush()
        if set(new.whole) != set(everyone):
            session.add_all(
                CircleCollege(circle_id=new.id, college_id=id_, whole=id_ in new.whole)
                for id_ in new.colleges
            )
    for id_ in set(known) - {new.id for new in wanted} - {EVERYBODY}:
        if not known[id_].retired:
            known[id_].retired, known[id_].ends_on = True, on
    session.flush()

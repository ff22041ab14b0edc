"""What the form of an act needs of one role or one mandate."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from governance.errors import NotFound
from governance.members.models import Mandate, Person
from governance.members.models_roles import CircleSeat, Role, RoleVersion
from governance.members.roles import described


@dataclass(frozen=True)
class Held:
    """A mandate, with the role it is of."""

    slug: str
    name: str
    person: str
    ends_on: date | None
    deputy_id: int | None


def mandate(session: Session, number: int) -> Held:
    """One mandate of a role. Raises NotFound."""
    row = session.execute(
        select(Role.id, Role.slug, Person.name, Mandate.ends_on, Mandate.deputy_id)
        .join(Mandate, Mandate.role_id == Role.id)
        .join(Person, Person.id == Mandate.person_id)
        .where(Mandate.id == number)
    ).one_or_none()
    if row is None:
        raise NotFound
    return Held(row.slug, described(session, row.id).name, row.name, row.ends_on, row.deputy_id)


def seats_members(session: Session, role_id: int) -> bool:
    """Whether a role is always held for a member: it seats one in a circle, or belongs to colleges."""
    sits = select(CircleSeat.role_id).where(CircleSeat.role_id == role_id).limit(1)
    if session.scalar(sits) is not None:
        return True
    of_college = or_(RoleVersion.college_id.is_not(None), RoleVersion.alternates.is_(True))
    last = select(RoleVersion.id).where(RoleVersion.role_id == role_id, of_college)
    number = described(session, role_id).number
    return session.scalar(last.where(RoleVersion.number == number)) is not None

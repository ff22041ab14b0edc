"""What the forms of roles offer: decisions, people and for whom they speak, circles, colleges."""

from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from governance.members.models import Circle, College, CollegeMembership, Member, Person, Representation
from governance.members.models_roles import Role, RoleVersion
from governance.members.names import fold
from governance.members.queries import in_force
from governance.register.models import Decision
from governance.rules import queries as rules

MOST_DECISIONS = 200
Choice = tuple[str, str]


def decisions(session: Session) -> list[Choice]:
    """The adopted decisions, the last first."""
    rows = session.execute(
        select(Decision.number, Decision.title)
        .where(Decision.outcome == "adopted")
        .order_by(Decision.year.desc(), Decision.rank.desc())
        .limit(MOST_DECISIONS)
    )
    return [(number, f"{number} · {title}") for number, title in rows]


def holders(session: Session, *, on: date, for_members_only: bool) -> list[Choice]:
    """Who may hold a role, and for whom: "12.7" is person 12 for member 7, "12" for themselves."""
    spoken = session.execute(
        select(Person.id, Person.name, Member.id, Member.name, College.letter)
        .join(Representation, Representation.person_id == Person.id)
        .join(Member, Member.id == Representation.member_id)
        .join(CollegeMembership, CollegeMembership.member_id == Member.id)
        .join(College, College.id == CollegeMembership.college_id)
        .where(
            in_force(Representation.starts_on, Representation.ends_on, on),
            in_force(CollegeMembership.starts_on, CollegeMembership.ends_on, on),
            in_force(Member.joined_on, Member.left_on, on),
        )
        .distinct()
    )
    found = [
        (f"{person}.{member}", f"{name}, {of} ({letter})") for person, name, member, of, letter in spoken
    ]
    if not for_members_only:
        found += [(str(id_), name) for id_, name in session.execute(select(Person.id, Person.name))]
    return sorted(found, key=lambda choice: fold(choice[1]))


def people(session: Session) -> list[Choice]:
    """Everybody who has an account, by name."""
    rows = [(str(id_), name) for id_, name in session.execute(select(Person.id, Person.name))]
    return sorted(rows, key=lambda choice: fold(choice[1]))


def kinds(session: Session) -> list[Choice]:
    """The kinds of decision of the code in force."""
    return [(each.id, each.name) for each in rules.in_force(session).code.decisions]


def circles(session: Session) -> list[Choice]:
    """The circles of the code in force, in its order."""
    query = select(Circle.id, Circle.name).where(Circle.retired.is_(False)).order_by(Circle.position)
    return [(id_, name) for id_, name in session.execute(query)]


def colleges(session: Session) -> list[Choice]:
    """The colleges of the code in force."""
    query = select(College.id, College.name).where(College.retired.is_(False)).order_by(College.position)
    return [(id_, name) for id_, name in session.execute(query)]


def roles(session: Session, *, but: int = 0) -> list[Choice]:
    """The roles that have not ended, by short name, except one."""
    later = aliased(RoleVersion)
    query = (
        select(Role.slug, RoleVersion.name)
        .join(RoleVersion, RoleVersion.role_id == Role.id)
        .outerjoin(later, and_(later.role_id == Role.id, later.number > RoleVersion.number))
        .where(later.id.is_(None), Role.ended_at.is_(None), Role.id != but)
        .order_by(Role.slug)
    )
    return [(slug, name) for slug, name in session.execute(query)]

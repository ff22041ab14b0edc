"""Telling whoever may stand, or name somebody, that a succession has begun: once, in that very act."""

from datetime import UTC, date, datetime, time

from sqlalchemy.orm import Session

from governance.circles import checks, election
from governance.circles.models import Succession
from governance.mail import service as mail
from governance.members import queries as members
from governance.members.models import Circle
from governance.members.roles import described
from proposals import of_role
from proposals.models import Proposal

KIND = "succession-begun"


def tell(session: Session, row: Succession, circle_id: str, *, now: datetime) -> None:
    """Write to those who speak for a member of the circle that is asked, but to whom the role is closed."""
    on = checks.today(session, now)
    midnight = datetime.combine(row.starts_on, time(), checks.zone(session)).astimezone(UTC)
    ends_at = session.get_one(Proposal, row.proposal).debate_ends_at or now
    facts = {
        "role": described(session, row.role_id).name,
        "circle": session.get_one(Circle, circle_id).name,
        "how": row.kind,
        "starts_at": midnight.isoformat(),
        "debates": "yes" if ends_at > now else "",
        "ends_at": ends_at.isoformat(),
        "path": f"/successions/{row.id}",
    }
    for person_id in _people(session, row, circle_id, on):
        key = f"{KIND}:{row.id}:{person_id}"
        mail.queue(session, person_id=person_id, kind=KIND, key=key, now=now, facts=facts)


def _people(session: Session, row: Succession, circle_id: str, on: date) -> list[int]:
    there = members.electorate(session, circle_id=circle_id, on=on)
    rights = {each.member_id: each.college_id for each in there}
    known = of_role.barred(session, row.proposal or 0) if row.kind != election.FREE else []
    return sorted(
        {
            person
            for member, person in members.representatives(session, rights, on=on)
            if not of_role.why_not(known, person, rights[member])
        }
    )

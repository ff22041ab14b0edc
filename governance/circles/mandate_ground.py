"""What acts upon mandates stand on: a mandate held against other writers, its end, what is noted of it."""

from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.circles import bars, checks, errors, revoking
from governance.errors import NotFound
from governance.members import offices
from governance.members.errors import AlreadyEnded
from governance.members.models import Mandate
from governance.members.models_roles import MandateEvent, Role, RoleVersion
from governance.members.names import clean
from governance.web.public import touch

LONGEST = 1000  # characters of a reason


def held(session: Session, mandate_id: int, *, now: datetime) -> Mandate:
    """A mandate in force or to come, held with its role. Raises NotFound, AlreadyEnded."""
    role_id = session.scalar(select(Mandate.role_id).where(Mandate.id == mandate_id))
    if role_id is not None:
        session.execute(select(Role.id).where(Role.id == role_id).with_for_update())
    query = select(Mandate).where(Mandate.id == mandate_id).with_for_update()
    mandate = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if mandate is None or mandate.role_id is None:
        raise NotFound
    over = mandate.ends_on is not None and mandate.ends_on <= checks.today(session, now)
    if over or (mandate.ended_at is not None and mandate.ended_at <= now):
        raise AlreadyEnded
    return mandate


def role_of(session: Session, mandate: Mandate) -> tuple[Role, RoleVersion]:
    """The role of a mandate, held. Raises NotFound, RoleEnded."""
    if mandate.role_id is None:
        raise NotFound
    return checks.held_role(session, mandate.role_id)


def may_act(session: Session, mandate: Mandate, *, decision: str, by: int | None, now: datetime) -> None:
    """By a decision of the register. Raises NotAllowed, DecisionNeeded, UnknownDecision."""
    role, what = role_of(session, mandate)
    office = mandate.office or what.office
    checks.may_record(session, role.circle_id, office, decision=decision, by=by, now=now)
    if not decision:
        raise errors.DecisionNeeded
    checks.adopted(session, decision)


def end(
    session: Session,
    mandate: Mandate,
    kind: str,
    *,
    on: date | None,
    why: str,
    decision: str,
    by: int | None,
    now: datetime,
) -> None:
    """End it this second, or when the day ``on`` begins for the network."""
    today = checks.today(session, now)
    day = max(on, today) if on is not None else today
    if mandate.ends_on is not None and day >= mandate.ends_on:
        raise errors.NotInTime
    if mandate.ended_on is not None and day > mandate.ended_on:
        raise AlreadyEnded
    offices.keep_a_steward(session, mandate, on=day)
    mandate.ended_at = now if day == today else datetime.combine(day, time(), checks.zone(session))
    mandate.ended_on, mandate.end_kind, mandate.end_decision = day, kind, decision
    session.flush()
    note(session, mandate, kind, on=day, text=clean(why)[:LONGEST], decision=decision, by=by, now=now)


def note(
    session: Session,
    mandate: Mandate,
    kind: str,
    *,
    on: date | None = None,
    text: str = "",
    decision: str = "",
    by: int | None,
    now: datetime,
) -> None:
    """Keep what happened to a mandate; in the log too where it changes who holds what."""
    session.add(
        MandateEvent(mandate_id=mandate.id, kind=kind, on=on, text=text, decision=decision, at=now, by=by)
    )
    session.flush()
    if kind not in ("deputy", *revoking.RECORDED):
        slug = session.scalar(select(Role.slug).where(Role.id == mandate.role_id)) or ""
        offices.record(session, mandate, role=slug, kind=kind, decision=decision, now=now)
        bars.refresh(session, now=now)
    touch(session, "circles", "members")

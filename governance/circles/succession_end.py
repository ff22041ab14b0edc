"""What follows in a succession: from its votes, from an acceptance or a refusal; giving it up."""

import logging
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.circles import checks, election, mandates, standing_in, succession_next, succession_words
from governance.circles import errors_succession as errors
from governance.circles import succession_ground as ground
from governance.circles.models import Chosen, Succession
from governance.errors import Refusal, kept
from governance.members.models import Mandate
from governance.members.models_roles import Role, RoleVersion
from governance.web.public import touch
from proposals import appointing, wording
from proposals import lifecycle as life
from proposals.models import Proposal

log = logging.getLogger("tiersvoix.successions")


def due(session: Session, now: datetime) -> list[int]:
    """The successions that a vote, an acceptance or the clock lets go on: the worker follows them."""
    rows = session.scalars(
        select(Succession).where(Succession.concluded_at.is_(None)).order_by(Succession.id)
    )
    over = set(session.scalars(select(Role.id).where(Role.ended_at.is_not(None))))
    return [row.id for row in rows if row.role_id in over or _awaits(session, row, now)]


def _awaits(session: Session, row: Succession, now: datetime) -> bool:
    facts = ground.facts(session, row, now)
    elected = row.kind != election.FREE and facts.question == life.ADOPTED and not facts.choices
    return bool(
        elected or election.finished(facts) or any(each.ready and not each.stuck for each in facts.choices)
    )


def follow(session: Session, id: int, *, now: datetime) -> None:
    """Draw what follows from what was decided and accepted. Twice changes nothing."""
    if _ended_with_role(session, id, now):
        return
    row, role, what = ground.held(session, id)
    elected = row.kind != election.FREE and ground.facts(session, row, now).question == life.ADOPTED
    _entrust_ready(session, row, now)
    while elected and succession_next.ask(session, row, role, what, now):
        _entrust_ready(session, row, now)
    if elected and not ground.chosen(session, id):  # nobody elected has an account: it is entrusted by hand
        row.outcome, row.concluded_at = "abandoned", now
    how = election.finished(ground.facts(session, row, now))
    if how and row.concluded_at is None:
        _conclude(session, row, how, now)
    touch(session, "circles", "proposals")


def _entrust_ready(session: Session, row: Succession, now: datetime) -> None:
    facts = ground.facts(session, row, now)
    for each, choice in zip(ground.chosen(session, row.id), facts.choices, strict=True):
        if choice.ready and not choice.stuck:
            _entrust(session, row, each, now)


def _ended_with_role(session: Session, id: int, now: datetime) -> bool:
    """A role that has ended is entrusted to nobody: its succession ends with it, whatever a vote says."""
    row = session.get_one(Succession, id, with_for_update=True)
    if session.get_one(Role, row.role_id).ended_at is None:
        return False
    if row.concluded_at is None:
        row.why = succession_words.ended(wording.network_language(session))
        row.outcome, row.concluded_at = "abandoned", now
        session.flush()
        touch(session, "circles", "proposals")
    return True


def try_again(session: Session, id: int, *, by: int, now: datetime) -> None:
    """Entrust what could not be entrusted before; raises the refusal that still stands in the way."""
    row, role, _what = ground.held(session, id)
    ground.led(session, role, by=by, now=now)
    facts = ground.facts(session, row, now)
    ground.check("entrust", facts)
    for each, choice in zip(ground.chosen(session, id), facts.choices, strict=True):
        if choice.ready:
            each.mandate_id = _mandate(session, row, each, now)
            each.stuck_at, each.stuck_why = None, ""
    session.flush()
    follow(session, id, now=now)


def go_on_without(session: Session, id: int, chosen: int, *, by: int, now: datetime) -> None:
    """A facilitator goes on without somebody to whom the role cannot be entrusted as things are; the next is
    asked where the way says so. Raises NotYourCircle, NotAtThisStep, NotAsked, NotStuck.
    """
    row, role, _what = ground.held(session, id)
    ground.led(session, role, by=by, now=now)
    facts = ground.facts(session, row, now)
    ground.check("entrust", facts)
    each, choice = _one(session, id, chosen, facts)
    if not (choice.ready and choice.stuck):
        raise errors.NotStuck
    each.answer, each.answered_at = election.DROPPED, now
    session.flush()
    follow(session, id, now=now)


def _one(session: Session, id: int, chosen: int, facts: election.Facts) -> tuple[Chosen, election.Choice]:
    for each, choice in zip(ground.chosen(session, id), facts.choices, strict=True):
        if each.id == chosen:
            return each, choice
    raise errors.NotAsked


def _entrust(session: Session, row: Succession, each: Chosen, now: datetime) -> None:
    try:
        each.mandate_id = _mandate(session, row, each, now)
    except Refusal as refusal:
        log.warning("succession %s: %s", row.id, refusal)
        each.stuck_at, each.stuck_why = now, kept(refusal)
    session.flush()


def _mandate(session: Session, row: Succession, each: Chosen, now: datetime) -> int:
    asked = each.proposal or row.proposal
    decision = session.scalar(select(Proposal.decision).where(Proposal.number == asked)) or ""
    starts = max(each.starts_on, checks.today(session, now))
    role, what = checks.held_role(session, row.role_id)
    together = [(role, what)]
    if row.kind != election.FREE:
        together = succession_next.filled(session, row, role, what)
    found = succession_next.role_of(session, together, each.member_id, row) or together[0]
    said = each.ends_on > starts and (row.kind == election.FREE or _is_kept(session, found[1], each, starts))
    number = mandates.entrust(
        session, role_id=found[0].id, person_id=each.person_id, member_id=each.member_id,
        seat=row.seat if len(together) == 1 else None,
        starts_on=starts, ends_on=each.ends_on if said else None, how=row.kind,
        decision=decision, by=None, now=now,
    )  # fmt: skip
    each.ends_on = session.get_one(Mandate, number).ends_on or each.ends_on
    return number


def _is_kept(session: Session, what: RoleVersion, each: Chosen, starts: date) -> bool:
    """Whether the end that was said is still that of a seat which is free: renewed in parts, they differ."""
    terms = checks.terms(session, what.role_id)
    return what.renewal == 1 or each.ends_on in standing_in.free_ends(what, terms, starts)


def _conclude(session: Session, row: Succession, how: str, now: datetime) -> None:
    held = [each for each in ground.chosen(session, row.id) if each.mandate_id is not None]
    row.outcome, row.concluded_at = how, now
    row.mandate_id = held[-1].mandate_id if held else None
    if held and row.kind == election.FREE and held[-1].proposal:
        decided = session.scalar(select(Proposal.decision).where(Proposal.number == held[-1].proposal))
        appointing.answered(session, row.proposal or 0, decided or "", now=now)
    session.flush()


def accept(session: Session, id: int, chosen: int, *, by: int, now: datetime) -> None:
    """Who was chosen accepts; the role is theirs at once. Raises NotAsked, NotAtThisStep."""
    each = _answering(session, id, chosen, "accept", by=by, now=now)
    each.answer, each.answered_at = election.ACCEPTED, now
    session.flush()
    follow(session, id, now=now)


def refuse(session: Session, id: int, chosen: int, *, why: str, by: int, now: datetime) -> None:
    """Who was chosen refuses, with a reason; the succession goes on. Raises NotAsked, ReasonNeeded."""
    each = _answering(session, id, chosen, "refuse", by=by, now=now)
    each.why = ground.reason(why)
    each.answer, each.answered_at = election.REFUSED, now
    session.flush()
    follow(session, id, now=now)


def _answering(session: Session, id: int, chosen: int, act: str, *, by: int, now: datetime) -> Chosen:
    row, _role, _what = ground.held(session, id)
    facts = ground.facts(session, row, now)
    ground.check(act, facts)
    each, choice = _one(session, id, chosen, facts)
    if each.person_id != by:
        raise errors.NotAsked
    if not choice.awaited:
        raise errors.NotAtThisStep
    return each


def abandon(session: Session, id: int, *, why: str, by: int, now: datetime) -> None:
    """A facilitator gives a succession up, with a reason; another may begin.

    Raises NotYourCircle, SuccessionEnded, CircleIsAsked, ReasonNeeded.
    """
    row, role, _what = ground.held(session, id)
    ground.led(session, role, by=by, now=now)
    ground.check("abandon", ground.facts(session, row, now))
    row.why = ground.reason(why)
    for each in ground.chosen(session, id):
        if each.proposal:
            appointing.drop(session, each.proposal, by=by, now=now)
    if row.proposal:
        appointing.drop(session, row.proposal, by=by, now=now)
    row.outcome, row.concluded_at = "abandoned", now
    session.flush()
    touch(session, "circles")

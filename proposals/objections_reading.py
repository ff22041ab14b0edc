"""What the page of a proposal says of its objections beside their cards, and of the end of a round."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import get_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.rules import conduct
from governance.rules import queries as rules
from governance.rules.references import REJECTED
from governance.web.visitor import Visitor
from proposals import history, there
from proposals import lifecycle as life
from proposals.heads import Head
from proposals.standing import found_decision
from voting import foreseen
from voting import rule as frozen
from voting.models import Vote


@dataclass(frozen=True)
class Foreseen:
    """What the rule in force will do at the end of the next round: cases, and what follows the last one."""

    cases: list[foreseen.Case]
    way_out: str
    rule_name: str
    code_version: int


@dataclass(frozen=True)
class OnPage:
    """``history``: the acts on each objection, by its number. ``foreseen``: None if no round comes next.
    ``applied``: the rule whose way out is taken, once its rounds are used up.
    """

    history: Mapping[int, list[history.Line]]
    foreseen: Foreseen | None
    applied: Foreseen | None


def of(session: Session, head: Head, visitor: Visitor, now: datetime) -> OnPage:
    """A query where objections were raised, two more where the rounds are used up."""
    raised = "objections" in there.of(session, head.number)
    past = history.of(session, head.number) if raised else {}
    return OnPage(past, _foreseen(session, head), _applied(session, head))


def _applied(session: Session, head: Head) -> Foreseen | None:
    """The way out of the last consent, by its rule as it was frozen."""
    used_up = head.standing and (
        head.opening == life.FALLBACK or head.state in (life.POSTPONED, life.REJECTED)
    )
    if not used_up:
        return None
    query = select(Vote.rule, Vote.rule_name, Vote.code_version).where(
        Vote.subject == f"proposal:{head.number}", Vote.method == "consent"
    )
    row = session.execute(query.order_by(Vote.number.desc()).limit(1)).first()
    if row is None:
        return None
    code = rules.version(session, row.code_version).code
    target = frozen.read(json.loads(row.rule)).fallback or REJECTED
    return Foreseen([], conduct.way_out(target, code, str(get_locale())), row.rule_name, row.code_version)


def _foreseen(session: Session, head: Head) -> Foreseen | None:
    version = rules.in_force(session)
    decision = found_decision(version.code, head.circle_id, head.rule_id)
    coming = head.state in (life.DRAFT, life.EMBARGOED, life.DEBATE) and head.opening != life.FALLBACK
    if decision is None or decision.method != "consent" or not coming:
        return None
    return Foreseen(
        foreseen.cases(decision.rule, head.rounds + 1),
        conduct.way_out(decision.fallback or REJECTED, version.code, str(get_locale())),
        decision.name,
        version.number,
    )

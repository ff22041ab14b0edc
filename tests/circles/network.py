"""A network with circles and roles: a programme, a board by seats, a president who alternates."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.circles import service
from governance.db import Database
from governance.members.models import Mandate
from governance.members.models_roles import Role
from governance.register.models import Decision, LogEntry
from governance.rules import service as rules
from tests import cast

DAY = date(2026, 3, 2)
NOW = cast.NOW
SOON = NOW + timedelta(days=1)
DECISION = "2026-001"
REFUSED = "2026-002"

CODE = (
    cast.CODE
    + """
[[circles]]
id = "machines"
name = "Machines partagées"
parent = "network"
links = true
domain = "Les machines et leur entretien"

[[circles]]
id = "board"
name = "Bureau"
decisions = ["quick"]
members = [{ seats = { places = 2, coops = 1 } }]
opinions = [{ before = ["orientation"], days = 14 }]

[[circles]]
id = "users"
name = "Comité des usagers"
parent = "machines"
members = [{ all_of = "places" }, { lot = 2 }]

[[roles]]
id = "board-places"
name = "Siège des lieux"
term_months = 12
max_consecutive = 2
selection = "election"

[[roles]]
id = "president"
name = "Présidence"
term_months = 12
max_consecutive = 1
selection = "rotation"
alternates = true
deputy = true
incompatible = ["treasurer"]

[[roles]]
id = "treasurer"
name = "Trésorerie"
term_months = 12
selection = "election"

[[roles]]
id = "machines-facilitator"
name = "Facilitation des machines"
circle = "machines"
term_months = 6
selection = "without-candidate"
office = "facilitator"

[[roles]]
id = "secretary"
name = "Intendance"
term_months = 12
selection = "election"
office = "steward"
"""
)


def found(session: Session) -> None:
    """Adopt the code, and keep two decisions: one adopted, one that was not."""
    rules.adopt(session, CODE, by=None, now=NOW)
    for rank, outcome in ((1, "adopted"), (2, "rejected")):
        session.add(decision(session, rank, outcome))
    session.flush()


def decision(session: Session, rank: int, outcome: str = "adopted") -> Decision:
    """A decision of the register, as short as the table allows."""
    log_seq = session.scalar(select(LogEntry.seq).limit(1))
    return Decision(
        year=2026, rank=rank, number=f"2026-{rank:03}", title="Une décision", summary="Elle décide.",
        circle_id="network", circle_name="Réseau", rule_id="quick", rule_name="Rapide", method="majority",
        outcome=outcome, seal="[]", digest="{}", decided_at=NOW, licence="CC-BY-SA-4.0", log_seq=log_seq,
        text="Texte", text_html="<p>Texte</p>", rule_words="{}", result="{}", colleges="[]", story="[]",
        openings="{}",
    )  # fmt: skip


def role_id(session: Session, slug: str) -> int:
    return session.scalars(select(Role.id).where(Role.slug == slug)).one()


def entrust(
    database: Database, slug: str, who: str, member: str | None = None, *, now: datetime = NOW, **facts: Any
) -> int:
    """A steward entrusts a role, from today unless said otherwise."""

    def act(session: Session) -> int:
        known = {"starts_on": DAY, "by": cast.person_id(session, "alice")} | facts
        return service.entrust(
            session,
            role_id=role_id(session, slug),
            person_id=cast.person_id(session, who),
            member_id=cast.member_id(session, member) if member else None,
            now=now,
            **known,
        )

    return database.transact(act)


def mandate(session: Session, number: int) -> Mandate:
    return session.scalars(select(Mandate).where(Mandate.id == number)).one()

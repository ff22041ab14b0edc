"""Mails to queue."""

from datetime import datetime, timedelta

from sqlalchemy import select

from governance.db import Database
from governance.mail import service
from governance.mail.models import Outgoing
from tests import cast

CLOSING = cast.NOW + timedelta(days=7, hours=9)
VOTE = {
    "vote": 3,
    "question": "Un fonds d’entraide entre lieux",
    "rule": "Décision d’orientation",
    "closes_at": CLOSING.isoformat(),
    "members": ["L’Établi", "Scop Rouages"],
    "path": "/votes/3",
}
OUTCOME = {
    "title": "Un fonds d’entraide entre lieux",
    "outcome": "adopted",
    "sentence": {"fr": "Adoptée\u00a0: 61/100", "en": "Adopted: 61/100"},
    "path": "/register/2026-001",
}
PROXY = {
    "question": "Un fonds d’entraide entre lieux",
    "principal": "L’Établi",
    "holder": "La Filature",
    "how": "",
    "path": "/votes/3",
}
TERM = {
    "role": "Trésorerie", "office": "", "circle": "Réseau", "person": "Bob Lefèvre", "mine": "", "next": "",
    "ends_at": CLOSING.isoformat(), "days": 7, "path": "/roles/treasurer",
}  # fmt: skip
ASKED = {
    "role": "Trésorerie", "circle": "Réseau", "member": "La Filature", "starts_at": CLOSING.isoformat(),
    "path": "/successions/1",
}  # fmt: skip
OWED = {
    "title": "Un fonds d’entraide entre lieux", "circle": "Bureau", "soon": "",
    "closes_at": CLOSING.isoformat(), "path": "/proposals/3/opinions/board",
}  # fmt: skip
BEGUN = {
    "role": "Trésorerie", "circle": "Réseau", "how": "election", "starts_at": CLOSING.isoformat(),
    "debates": "yes", "ends_at": CLOSING.isoformat(), "path": "/successions/1",
}  # fmt: skip
SWAP = {
    "role": "Accueil du comité", "circle": "Réseau", "member": "L’Établi", "asks": "Coop Semailles",
    "undo": "", "why": "Une naissance.", "turn_at": CLOSING.isoformat(),
    "path": "/roles/committee-host/rotation#swaps",
}  # fmt: skip
NEWS = {"events": [1, 2]}
FACTS = {
    "invitation": {},
    "reset": {},
    "vote-opened": VOTE,
    "vote-reminder": VOTE,
    "outcome": OUTCOME,
    "proxy-given": PROXY,
    "proxy-accepted": PROXY,
    "proxy-revoked": PROXY,
    "term-ending": TERM,
    "role-asked": ASKED,
    "opinion-owed": OWED,
    "succession-begun": BEGUN,
    "swap-asked": SWAP,
    "news": NEWS,
}


def put(
    database: Database,
    kind: str,
    who: str = "fanny",
    *,
    key: str = "",
    at: datetime = cast.NOW,
    **changes: object,
) -> None:
    """Queue a mail of this kind to one of the cast."""

    def work(session: object) -> None:
        service.queue(
            session,
            person_id=cast.person_id(session, who),
            kind=kind,
            key=key or f"{kind}:{who}",
            facts=FACTS[kind] | changes,
            now=cast.NOW,
            due_at=at,
        )

    database.transact(work)


def mails(database: Database) -> list[Outgoing]:
    with database.reading() as session:
        return list(session.scalars(select(Outgoing).order_by(Outgoing.id)))

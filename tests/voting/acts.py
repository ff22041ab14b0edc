"""Votes of the tests: opened, cast and sealed in one line each."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from governance.config import Settings
from governance.db import Database
from governance.register import keys
from tests import cast
from voting import service
from voting.receipts import Receipt

TEXT = "Chaque lieu verse **un centième** de son budget."
WEEK = timedelta(days=7)
CLOSES = cast.NOW + WEEK

BALLOTS = (  # who casts, for which member, what
    ("bob", "La Filature", "for"),
    ("fanny", "L’Établi", "for"),
    ("fanny", "Scop Rouages", "against"),
    ("chloe", "Coop Semailles", "for"),
    ("david", "Ville de Montreval", "abstain"),
)


def opened(
    session: Session,
    rule: str = "orientation",
    *,
    closes_at: datetime = CLOSES,
    public: bool = True,
    now: datetime = cast.NOW,
    round: int = 1,
    previous: int | None = None,
) -> int:
    """A vote on the fund, opened by Alice."""
    return service.open_vote(
        session,
        subject="proposal:31",
        subject_version=2,
        round=round,
        question="Créer un fonds d’entraide",
        text=TEXT,
        text_html="<p>Chaque lieu verse <strong>un centième</strong> de son budget.</p>",
        circle_id="network",
        rule_id=rule,
        public=public,
        closes_at=closes_at,
        by=cast.person_id(session, "alice"),
        now=now,
        previous=previous,
    )


def open_vote(database: Database, rule: str = "orientation", **changes: object) -> int:
    return database.transact(lambda session: opened(session, rule, **changes))  # type: ignore[arg-type]


def cast_one(
    database: Database, settings: Settings, vote: int, who: str, member: str, choice: str, **words: object
) -> Receipt:
    """A ballot cast an hour after opening, unless ``now`` says otherwise."""
    given: dict[str, object] = {"now": cast.NOW + timedelta(hours=1)} | words

    def act(session: Session) -> Receipt:
        return service.cast(
            session,
            vote=vote,
            member_id=cast.member_id(session, member),
            choice=choice,
            by=cast.person_id(session, who),
            key=keys.load(settings.signing_key_file),
            **given,  # type: ignore[arg-type]
        )

    return database.transact(act)


def cast_all(database: Database, settings: Settings, vote: int) -> list[Receipt]:
    return [cast_one(database, settings, vote, *ballot) for ballot in BALLOTS]


def seal(database: Database, vote: int, now: datetime = CLOSES) -> None:
    database.transact(lambda session: service.seal(session, vote, now=now))

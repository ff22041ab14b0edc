"""What the tests of proposals do again and again: propose, debate, vote, close."""

from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from governance.db import Database
from proposals import service
from proposals.texts import Terms, Text
from tests.cast import NOW, member_id, person_id
from voting import service as voting
from voting.models import Vote
from voting.service import Answer

DAY = timedelta(days=1)
TEXT = Text(
    "Ouvrir les machines un samedi par mois",
    "Chaque lieu équipé ouvre son atelier un samedi par mois.",
    "## L’ouverture\n\nChaque lieu ouvre son atelier tous les samedis.",
)
BETTER = Text(TEXT.title, TEXT.summary, "## L’ouverture\n\nChaque lieu ouvre son atelier un samedi par mois.")
MEMBERS = {"bob": "La Filature", "chloe": "Coop Semailles", "david": "Ville de Montreval"}


def draft(session: Session, rule: str = "ordinary", *, who: str = "bob", public: bool = True) -> int:
    return service.draft(
        session,
        TEXT,
        Terms("network", rule, public, "La Filature"),
        member_id=member_id(session, MEMBERS[who]),
        by=person_id(session, who),
        now=NOW,
    )


def submitted(session: Session, rule: str = "ordinary", *, public: bool = True) -> int:
    number = draft(session, rule, public=public)
    service.submit(session, number, by=person_id(session, "bob"), now=NOW)
    return number


def opened(session: Session, number: int, *, now: datetime = NOW + 7 * DAY, way: str | None = None) -> int:
    return service.put_to_vote(session, number, way=way, by=person_id(session, "alice"), now=now)


def say(
    session: Session, vote: int, who: str, choice: str, reason: str = "", nature: str = "", *, now: datetime
) -> None:
    answer = Answer(member_id(session, MEMBERS[who]), choice, reason, nature)
    voting.cast_all(session, vote=vote, answers=[answer], by=person_id(session, who), now=now)


def closes_at(session: Session, vote: int) -> datetime:
    return session.get_one(Vote, vote).closes_at


def close(session: Session, vote: int) -> datetime:
    """Seal and settle a vote at its closing; returns that moment."""
    at = closes_at(session, vote)
    voting.seal(session, vote, now=at)
    service.settle(session, vote, now=at)
    return at


def count(database: Database, table: str) -> int:
    with database.reading() as session:
        return int(session.execute(text(f"select count(*) from {table}")).scalar_one())

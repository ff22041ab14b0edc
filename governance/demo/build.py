"""Building the demonstration: a year of acts played one after the other, in a single transaction."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import update
from sqlalchemy.orm import Session

from governance import founding as beginnings
from governance.config import Settings
from governance.demo import deciding, following, founding, meeting, succeeding
from governance.demo.content import load
from governance.demo.stage import ZONE, Stage
from governance.mail.models import Outgoing
from proposals import news

Progress: TypeAlias = Callable[[int], None]  # told how many hundredths of the story are played
TELLING = 10  # hundredths


def build(settings: Settings, *, now: datetime, progress: Progress) -> None:
    """Make the demonstration network of ``settings``, whole or not at all. Raises NetworkThere."""
    database = beginnings.empty_database(settings)
    try:
        database.transact(lambda session: play(session, now=now, progress=progress))
    finally:
        database.dispose()


def play(session: Session, *, now: datetime, progress: Progress) -> None:
    """Every act of the story at its moment, in the order of time; nothing after ``now``."""
    content = load()
    today = now.astimezone(ZONE).date()
    stage = Stage(session, content, today)
    story = [
        *founding.events(content, today),
        *deciding.events(content, today, now),
        *following.events(content, today),
        *meeting.events(content, now),
        *succeeding.events(content, today),
    ]
    story.sort(key=lambda event: event.at)
    told = 0
    for order, event in enumerate(story, 1):
        event.play(stage, event.at.replace(microsecond=0))
        if (done := order * 100 // len(story)) >= told + TELLING:
            told = done - done % TELLING
            progress(told)
    consider_sent(session, now)


def consider_sent(session: Session, now: datetime) -> None:
    """The mails of the past are not written again: nobody reads the addresses of invented people."""
    session.execute(
        update(Outgoing)
        .where(Outgoing.sent_at.is_(None), Outgoing.due_at <= now)
        .values(sent_at=Outgoing.due_at)
    )
    news.pass_over(session)

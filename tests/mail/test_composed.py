"""Mails that say what is true when they leave: written by the composer that sending was given."""

from governance.config import Settings
from governance.db import Database
from governance.mail.sending import send_due
from tests import cast
from tests.mail.conftest import Mailbox
from tests.mail.samples import mails, put

TOLD = {"proposals": [], "titles": "Un fonds d’entraide", "path": "/proposals/4"}


def test_it_waits_where_nobody_can_write_it(database: Database, by_smtp: Settings, mailbox: Mailbox) -> None:
    put(database, "news")
    assert send_due(database, by_smtp, now=cast.NOW) == 0
    (mail,) = mails(database)
    assert (mail.attempts, mail.dropped_at, mail.given_up_at) == (0, None, None)


def test_the_composer_is_asked_for_this_person_when_it_leaves(
    database: Database, by_smtp: Settings, mailbox: Mailbox
) -> None:
    put(database, "news", "chloe")
    asked = []

    def compose(session, person_id, facts, now):  # type: ignore[no-untyped-def]
        asked.append((person_id == cast.person_id(session, "chloe"), facts, now))
        return TOLD

    assert send_due(database, by_smtp, now=cast.NOW, composers={"news": compose}) == 1
    assert asked == [(True, {"events": [1, 2]}, cast.NOW)]
    assert mailbox.subjects == ["Nouvelles\u00a0: Un fonds d’entraide"]


def test_it_is_dropped_when_nothing_is_left_to_say(
    database: Database, by_smtp: Settings, mailbox: Mailbox
) -> None:
    put(database, "news")
    assert send_due(database, by_smtp, now=cast.NOW, composers={"news": lambda *_asked: None}) == 0
    (mail,) = mails(database)
    assert mail.dropped_at == cast.NOW
    assert mailbox.received == []
    assert send_due(database, by_smtp, now=cast.NOW, composers={"news": lambda *_asked: TOLD}) == 0

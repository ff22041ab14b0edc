"""Sending: once, again after a failure, never for ever; to a real server or to a folder."""

import socket
import threading
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from governance.config import Settings
from governance.db import Database
from governance.mail import delivery, queries, service
from governance.mail.sending import RETRIES, send_due
from governance.members.models import MailedToken, Person
from tests import cast
from tests.mail.conftest import Mailbox
from tests.mail.samples import CLOSING, mails, put

NOW = cast.NOW


def state(database: Database) -> tuple[bool, bool, bool, int]:
    """(sent, given up, dropped, attempts) of the only mail."""
    (mail,) = mails(database)
    return bool(mail.sent_at), bool(mail.given_up_at), bool(mail.dropped_at), mail.attempts


def tokens_made(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(MailedToken)) or 0


def unreachable(settings: Settings) -> Settings:
    """A server that is down: a port nobody listens to."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return replace(settings, smtp_port=free.getsockname()[1])


def test_a_mail_is_sent_once(database: Database, by_smtp: Settings, mailbox: Mailbox) -> None:
    put(database, "vote-opened")
    assert send_due(database, by_smtp, now=NOW) == 1
    assert send_due(database, by_smtp, now=NOW + timedelta(days=3)) == 0
    ((sender, recipients, message),) = mailbox.received
    assert (sender, recipients) == ("reseau@example.org", ["fanny@example.org"])
    assert message["Subject"].startswith("Vote ouvert")
    assert state(database) == (True, False, False, 1)


def test_nothing_is_sent_before_it_is_due(database: Database, by_smtp: Settings, mailbox: Mailbox) -> None:
    put(database, "outcome", at=NOW + timedelta(hours=1))
    assert send_due(database, by_smtp, now=NOW + timedelta(minutes=59)) == 0
    assert send_due(database, by_smtp, now=NOW + timedelta(hours=1)) == 1


def test_several_mails_pass_by_one_connection(
    sqlite_database: Database, by_smtp: Settings, mailbox: Mailbox
) -> None:
    for who in ("alice", "bob", "chloe"):
        put(sqlite_database, "outcome", who)
    assert send_due(sqlite_database, by_smtp, now=NOW) == 3
    assert [recipients[0] for _, recipients, _ in mailbox.received] == [
        cast.email(who) for who in ("alice", "bob", "chloe")
    ]


def test_a_server_that_is_down_is_tried_later_and_later_then_given_up(
    database: Database, by_smtp: Settings
) -> None:
    put(database, "vote-opened", closes_at=(NOW + timedelta(days=30)).isoformat())
    down, now = unreachable(by_smtp), NOW
    for attempt, pause in enumerate(RETRIES, 1):
        assert send_due(database, down, now=now) == 0
        assert state(database) == (False, False, False, attempt)
        assert send_due(database, down, now=now + pause - timedelta(seconds=1)) == 0
        assert state(database)[3] == attempt
        now += pause
    assert send_due(database, down, now=now) == 0
    assert state(database) == (False, True, False, 6)
    assert send_due(database, by_smtp, now=now + timedelta(days=1)) == 0
    with database.reading() as session:
        assert queries.waiting(session) == 0
        (lost,) = queries.given_up(session)
    assert (lost.kind, lost.attempts) == ("vote-opened", 6)
    assert "Connection refused" in lost.last_error


def test_what_failed_passes_when_the_server_is_back(
    database: Database, by_smtp: Settings, mailbox: Mailbox
) -> None:
    put(database, "invitation")
    assert send_due(database, unreachable(by_smtp), now=NOW) == 0
    assert send_due(database, by_smtp, now=NOW + timedelta(minutes=1)) == 1
    assert state(database) == (True, False, False, 2)
    (mail,) = mails(database)
    assert mail.last_error == ""


def test_a_server_that_is_down_does_not_wear_out_the_other_mails(
    sqlite_database: Database, by_smtp: Settings
) -> None:
    for who in ("alice", "bob"):
        put(sqlite_database, "outcome", who)
    send_due(sqlite_database, unreachable(by_smtp), now=NOW)
    assert [mail.attempts for mail in mails(sqlite_database)] == [1, 0]


def test_an_address_refused_for_good_is_given_up_at_once_and_the_others_are_sent(
    database: Database, by_smtp: Settings, mailbox: Mailbox
) -> None:
    mailbox.refused["bob@example.org"] = "550 No such user"
    for who in ("alice", "bob", "chloe"):
        put(database, "outcome", who)
    assert send_due(database, by_smtp, now=NOW) == 2
    with database.reading() as session:
        (lost,) = queries.given_up(session)
    assert (lost.last_error, lost.attempts) == ("550 No such user", 1)


@pytest.mark.parametrize("answer", ["450 Greylisted", "451 Try again"])
def test_an_address_refused_for_now_is_tried_again(
    database: Database, by_smtp: Settings, mailbox: Mailbox, answer: str
) -> None:
    mailbox.refused["fanny@example.org"] = answer
    put(database, "outcome")
    assert send_due(database, by_smtp, now=NOW) == 0
    assert state(database) == (False, False, False, 1)
    mailbox.refused.clear()
    assert send_due(database, by_smtp, now=NOW + timedelta(minutes=1)) == 1


def test_a_message_the_server_refuses_is_tried_again(
    sqlite_database: Database, by_smtp: Settings, mailbox: Mailbox
) -> None:
    mailbox.data_answer = "452 Full"
    put(sqlite_database, "outcome")
    assert send_due(sqlite_database, by_smtp, now=NOW) == 0
    assert mails(sqlite_database)[0].last_error == "452 Full"


def test_the_same_mail_keeps_its_message_id(
    sqlite_database: Database, settings: Settings, by_smtp: Settings, mailbox: Mailbox
) -> None:
    put(sqlite_database, "outcome")
    mailbox.data_answer = "452 Full"
    send_due(sqlite_database, by_smtp, now=NOW)
    mailbox.data_answer = "250 OK"
    send_due(sqlite_database, by_smtp, now=NOW + timedelta(minutes=1))
    assert mailbox.received[0][2]["Message-ID"].startswith("<1.")


def test_starttls_that_the_server_does_not_know_is_never_skipped(
    sqlite_database: Database, by_smtp: Settings, mailbox: Mailbox
) -> None:
    put(sqlite_database, "reset")
    assert send_due(sqlite_database, replace(by_smtp, smtp_tls="starttls"), now=NOW) == 0
    assert mailbox.received == []
    assert "STARTTLS" in mails(sqlite_database)[0].last_error


def test_two_workers_send_each_mail_once(database: Database, by_smtp: Settings, mailbox: Mailbox) -> None:
    for number in range(12):
        put(database, "outcome", key=f"outcome:{number}")
    sent: list[int] = []
    start = threading.Barrier(3)

    def work() -> None:
        start.wait()
        sent.append(send_due(database, by_smtp, now=NOW))

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(sent) == len(mailbox.received) == 12
    assert len({message["Message-ID"] for _, _, message in mailbox.received}) == 12


def test_a_worker_that_dies_while_sending_loses_nothing(
    database: Database, by_smtp: Settings, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*arguments: object) -> None:
        raise KeyboardInterrupt

    put(database, "invitation")
    with monkeypatch.context() as patched:
        patched.setattr(delivery.Server, "carry", die)
        with pytest.raises(KeyboardInterrupt):
            send_due(database, by_smtp, now=NOW)
    assert send_due(database, by_smtp, now=NOW) == 0
    assert send_due(database, by_smtp, now=NOW + timedelta(minutes=1)) == 1


def test_who_wants_convocations_only_gets_them_and_nothing_else(
    database: Database, by_smtp: Settings, mailbox: Mailbox
) -> None:
    database.transact(lambda session: session.execute(update(Person).values(mails="convocations")))
    for kind in ("invitation", "reset", "vote-opened", "vote-reminder", "outcome"):
        put(database, kind)
    assert send_due(database, by_smtp, now=NOW) == 3
    assert [mail.kind for mail in mails(database) if mail.dropped_at] == ["vote-reminder", "outcome"]
    assert send_due(database, by_smtp, now=NOW + timedelta(days=1)) == 0


@pytest.mark.parametrize("late", [timedelta(0), timedelta(days=1)])
def test_nobody_is_called_to_a_vote_that_is_closed(
    database: Database, by_smtp: Settings, mailbox: Mailbox, late: timedelta
) -> None:
    put(database, "vote-reminder")
    assert send_due(database, by_smtp, now=CLOSING + late) == 0
    assert state(database) == (False, False, True, 0)
    assert mailbox.received == []


def test_a_secret_link_is_made_when_sending_only(
    database: Database, by_smtp: Settings, mailbox: Mailbox
) -> None:
    put(database, "invitation")
    assert tokens_made(database) == 0
    send_due(database, by_smtp, now=NOW)
    assert tokens_made(database) == 1
    put(database, "vote-opened")
    send_due(database, by_smtp, now=NOW)
    assert tokens_made(database) == 1


def test_without_a_server_mails_are_kept_as_files_for_the_host_alone(
    sqlite_database: Database, settings: Settings
) -> None:
    put(sqlite_database, "invitation", "bob")
    assert send_due(sqlite_database, settings, now=NOW) == 1
    (file,) = settings.mail_dir.iterdir()
    assert file.name == "20260302-090000-1-invitation-bob@example.org.eml"
    assert file.stat().st_mode & 0o777 == 0o600
    assert settings.mail_dir.stat().st_mode & 0o777 == 0o700
    assert state(sqlite_database) == (True, False, False, 1)


def test_an_address_cannot_choose_where_its_file_goes(sqlite_database: Database, settings: Settings) -> None:
    sqlite_database.transact(
        lambda session: session.execute(
            update(Person).where(Person.email == cast.email("bob")).values(email="../../b/o\\b@example.org")
        )
    )
    with sqlite_database.reading() as session:
        bob = session.scalar(select(Person.id).where(Person.name.startswith("Bob")))

    sqlite_database.transact(
        lambda session: service.queue(session, person_id=bob, kind="reset", key="k", facts={}, now=NOW)
    )
    send_due(sqlite_database, settings, now=NOW)
    files = list(settings.mail_dir.iterdir()) if settings.mail_dir.exists() else []
    assert all(file.parent == settings.mail_dir and ".." not in file.name for file in files)
    assert sorted(path.name for path in settings.data_dir.iterdir() if path.suffix == ".eml") == []


def test_a_folder_that_cannot_be_written_is_a_failure_like_another(
    sqlite_database: Database, settings: Settings
) -> None:
    settings.mail_dir.write_text("a file where the folder should be")
    put(sqlite_database, "reset")
    assert send_due(sqlite_database, settings, now=NOW) == 0
    assert state(sqlite_database) == (False, False, False, 1)


def test_the_moment_of_sending_is_kept(database: Database, by_smtp: Settings) -> None:
    put(database, "reset")
    at: datetime = NOW + timedelta(minutes=7)
    send_due(database, by_smtp, now=at)
    assert mails(database)[0].sent_at == at

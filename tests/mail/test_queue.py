"""A mail is queued with the act it tells of, once."""

import pytest

from governance.db import Database
from governance.mail import queries, service
from governance.mail.kinds import KINDS
from tests import cast
from tests.mail.samples import FACTS, mails, put


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_mail_waits(database: Database, kind: str) -> None:
    put(database, kind)
    with database.reading() as session:
        assert queries.waiting(session) == 1
        assert queries.given_up(session) == []


def test_the_same_key_twice_is_one_mail(database: Database) -> None:
    put(database, "vote-opened", key="vote-opened:3:1")
    put(database, "vote-opened", key="vote-opened:3:1", question="Autre chose")
    (mail,) = mails(database)
    assert "fonds" in mail.facts


def test_an_act_that_fails_takes_its_mail_with_it(database: Database) -> None:
    def fail(session: object) -> None:
        service.queue(session, person_id=1, kind="reset", key="k", facts={}, now=cast.NOW)
        raise LookupError

    with pytest.raises(LookupError):
        database.transact(fail)
    assert mails(database) == []


@pytest.mark.parametrize(
    ("kind", "facts"), [("newsletter", {}), ("vote-opened", {"question": "?"}), ("outcome", {})]
)
def test_a_mail_that_could_not_be_written_is_refused_at_once(
    sqlite_database: Database, kind: str, facts: dict[str, str]
) -> None:
    with pytest.raises(service.UnknownMail):
        sqlite_database.transact(
            lambda session: service.queue(session, person_id=1, kind=kind, key="k", facts=facts, now=cast.NOW)
        )


def test_every_kind_has_facts_in_these_tests() -> None:
    assert {kind: set(facts) for kind, facts in FACTS.items()} == {
        kind: set(each.facts) for kind, each in KINDS.items()
    }

"""News of proposals: each event once, to who asked for it and may see it, however often the worker wakes."""

import json
import random
import threading
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from governance import worker
from governance.config import Settings
from governance.db import Database
from governance.mail.models import Outgoing
from governance.members import founding
from governance.members.models import Person, Representation
from proposals import debate, events, follows, news, notices
from proposals.models import Proposal
from proposals.models_events import ProposalEvent
from proposals.models_notices import NoticeCursor, WaitingNotice
from tests import cast
from tests.cast import NOW, member_id, person_id
from tests.proposals.steps import DAY, MEMBERS, close, opened, submitted
from tests.proposals.test_settlement import objected

HOUR = timedelta(hours=1)


def choose(database: Database, who: str, **chosen: str) -> None:
    database.transact(
        lambda s: s.execute(update(Person).where(Person.email == cast.email(who)).values(**chosen))
    )


def everybody(database: Database, level: str) -> None:
    database.transact(lambda s: s.execute(update(Person).values(notices=level)))


def tell(database: Database, settings: Settings, now: datetime) -> None:
    worker.tell(database, settings, now)


def queued(database: Database) -> dict[str, list[int]]:
    """Who is told which events, in the mails that are waiting or gone."""
    told: dict[str, list[int]] = {}
    with database.reading() as session:
        rows = session.execute(
            select(Person.email, Outgoing.facts)
            .join(Person, Person.id == Outgoing.person_id)
            .where(Outgoing.kind == news.KIND)
            .order_by(Outgoing.id)
        )
        for email, facts in rows:
            told.setdefault(email.partition("@")[0], []).extend(json.loads(facts)["events"])
    return told


def kinds(database: Database, numbers: list[int]) -> list[str]:
    with database.reading() as session:
        query = select(ProposalEvent.kind).where(ProposalEvent.id.in_(numbers))
        return list(session.scalars(query.order_by(ProposalEvent.id)))


def said(
    session: Session, number: int, who: str, words: str = "Un mot", *, at: datetime = NOW, **more
) -> int:  # type: ignore[no-untyped-def]
    member = member_id(session, MEMBERS[who])
    return debate.comment(
        session, number, text=words, member_id=member, by=person_id(session, who), now=at, **more
    )


def letters(database: Database, settings: Settings, now: datetime) -> list[EmailMessage]:
    worker.send(database, settings, now)
    folder = settings.mail_dir
    files = sorted(folder.iterdir()) if folder.exists() else []
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


def text_of(message: EmailMessage) -> str:
    return str(message.get_body(("plain",)).get_content())  # type: ignore[union-attr]


def test_what_concerns_me_is_told_at_once_and_the_rest_is_not(database: Database, settings: Settings) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        first = said(session, number, "chloe", purpose="question")
        said(session, number, "bob", answers=first)
        said(session, number, "david", "Un autre fil", purpose="for")

    database.transact(work)
    tell(database, settings, NOW)
    told = {who: kinds(database, numbers) for who, numbers in queued(database).items()}
    assert told == {
        "alice": ["submitted"],  # she facilitates
        "bob": ["comment", "comment"],  # his member proposes
        "chloe": ["submitted", "comment"],  # her circle is called; she is answered
        "david": ["submitted"],
        "fanny": ["submitted"],
    }


def test_one_mail_a_person_and_none_again(database: Database, settings: Settings) -> None:
    everybody(database, "all")
    database.transact(lambda s: [said(s, submitted(s), "chloe") for _ in range(3)])
    for at in (NOW, NOW + HOUR, NOW + 8 * DAY):
        tell(database, settings, at)
    with database.reading() as session:
        mails = session.scalars(select(Outgoing.person_id).where(Outgoing.kind == news.KIND)).all()
        assert len(mails) == len(set(mails)) == 6
        assert session.scalar(select(WaitingNotice.person_id).limit(1)) is None


@pytest.mark.parametrize("seed", range(3))
def test_each_event_of_a_followed_proposal_reaches_each_person_once(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Random events, levels and wakings of the worker, in small batches; then a week without anything."""
    chance = random.Random(seed)
    monkeypatch.setattr(news, "PEOPLE", chance.choice((1, 2, 100)))
    monkeypatch.setattr(news, "EVENTS", chance.choice((2, 3, 200)))
    monkeypatch.setattr(news, "LOOKED", chance.choice((2, 3, 50)))
    asked = {who: chance.choice(("all", "daily", "weekly")) for who in cast.PEOPLE}
    for who, level in asked.items():
        choose(database, who, notices=level)
    numbers = database.transact(lambda s: [submitted(s, "quick"), submitted(s, "ordinary")])
    now, actors = NOW, [*MEMBERS, "alice", None]
    for _ in range(30):
        now += timedelta(minutes=chance.choice((0, 7, 400, 3000)))
        number, who = chance.choice(numbers), chance.choice(actors)
        if chance.random() < 0.7:
            by = (lambda s, who=who: person_id(s, who)) if who else (lambda s: None)
            kind = chance.choice(("version", "summary", "objection-raised", "doubled"))
            database.transact(lambda s: events.note(s, number, kind, now=now, by=by(s), version=2))  # noqa: B023
        if chance.random() < 0.3:
            reader, level = chance.choice([*cast.PEOPLE]), chance.choice(("", "all", "daily", "weekly"))
            database.transact(
                lambda s: follows.follow(s, number, level, by=person_id(s, reader), now=now)  # noqa: B023
            )
        for _wake in range(chance.choice((0, 1, 3))):
            tell(database, settings, now)
    for _wake in range(40):
        now += DAY
        tell(database, settings, now)
    told = queued(database)
    with database.reading() as session:
        rows = session.execute(select(ProposalEvent.id, ProposalEvent.person_id)).all()
        for who in cast.PEOPLE:
            mine = person_id(session, who)
            assert sorted(told.get(who, [])) == sorted(id_ for id_, by in rows if by != mine), who


def test_two_workers_tell_once(database: Database, settings: Settings) -> None:
    """One worker stands still in the middle of its work; the other does its own."""
    everybody(database, "all")
    database.transact(submitted)
    upto = database.transact(news.horizon)

    def work(session: Session) -> None:
        news.fan_out(session, upto=upto, now=NOW)
        if session.get_bind().dialect.name == "postgresql":
            database.transact(lambda other: news.fan_out(other, upto=upto, now=NOW))

    database.transact(news.welcome)
    database.transact(work)
    tell(database, settings, NOW)
    tell(database, settings, NOW)
    assert sorted(queued(database)) == ["alice", "chloe", "david", "eve", "fanny"]
    assert all(len(numbers) == 1 for numbers in queued(database).values())


def test_an_event_that_is_still_being_written_is_not_passed_over(
    database: Database, settings: Settings
) -> None:
    """PostgreSQL numbers an event before it commits it; a later one may be there first."""
    everybody(database, "all")
    number = database.transact(submitted)
    tell(database, settings, NOW)
    telling = threading.Thread(target=tell, args=(database, settings, NOW))

    def slow(session: Session) -> None:
        events.note(session, number, "doubled", now=NOW)
        if session.get_bind().dialect.name == "postgresql":
            database.transact(lambda other: events.note(other, number, "reopened", now=NOW))
            telling.start()
            waits = text("select count(*) from pg_locks where not granted")
            while telling.is_alive() and not session.scalar(waits):
                pass

    database.transact(slow)
    if telling.ident is not None:
        telling.join()
    tell(database, settings, NOW)
    expected = 3 if telling.ident is not None else 2
    assert len(set(queued(database)["eve"])) == len(queued(database)["eve"]) == expected


def test_a_digest_waits_for_the_morning_and_holds_everything(database: Database, settings: Settings) -> None:
    choose(database, "david", notices="daily")
    choose(database, "fanny", notices="weekly")
    number = database.transact(submitted)
    tell(database, settings, NOW)
    database.transact(lambda s: said(s, number, "chloe", at=NOW + HOUR))
    tell(database, settings, NOW + HOUR)
    assert not {"david", "fanny"} & set(queued(database))
    morning = datetime(2026, 3, 3, 6, tzinfo=NOW.tzinfo)
    tell(database, settings, morning - timedelta(seconds=1))
    assert "david" not in queued(database)
    tell(database, settings, morning)
    assert kinds(database, queued(database)["david"]) == ["submitted", "comment"]
    tell(database, settings, datetime(2026, 3, 9, 6, tzinfo=NOW.tzinfo))
    assert kinds(database, queued(database)["fanny"]) == ["submitted", "comment"]


def test_another_level_takes_along_what_waits_and_none_forgets_it(
    sqlite_database: Database, settings: Settings
) -> None:
    choose(sqlite_database, "david", notices="weekly")
    choose(sqlite_database, "chloe", notices="weekly")
    number = sqlite_database.transact(submitted)
    tell(sqlite_database, settings, NOW)
    sqlite_database.transact(lambda s: follows.follow(s, number, "all", by=person_id(s, "david"), now=NOW))
    sqlite_database.transact(lambda s: follows.follow(s, number, "none", by=person_id(s, "chloe"), now=NOW))
    tell(sqlite_database, settings, NOW)
    assert len(queued(sqlite_database)["david"]) == 1
    tell(sqlite_database, settings, NOW + 30 * DAY)
    assert "chloe" not in queued(sqlite_database)
    assert len(queued(sqlite_database)["david"]) == 1


def test_convocations_and_outcomes_are_not_sent_twice(database: Database, settings: Settings) -> None:
    everybody(database, "all")

    def work(session: Session) -> None:
        close(session, opened(session, submitted(session, "quick"), now=NOW))

    database.transact(work)
    tell(database, settings, NOW + DAY)
    told = {who: set(kinds(database, numbers)) for who, numbers in queued(database).items()}
    assert {"vote-opened", "recorded"} <= told["eve"]
    assert "recorded" in told["alice"]  # she opened the vote
    for who in ("bob", "chloe", "david", "fanny"):
        assert not {"vote-opened", "recorded"} & told.get(who, set()), who


def test_convocations_only_means_no_news(sqlite_database: Database, settings: Settings) -> None:
    everybody(sqlite_database, "all")
    choose(sqlite_database, "david", mails="convocations")
    sqlite_database.transact(submitted)
    tell(sqlite_database, settings, NOW)
    assert "david" not in queued(sqlite_database)


def test_the_past_of_a_new_account_is_not_told(database: Database, settings: Settings) -> None:
    number = database.transact(submitted)

    def join(session: Session) -> None:
        newcomer = Person(name="Gaël", email="gael@example.org", created_at=NOW + HOUR, notices="all")
        session.add(newcomer)

    database.transact(join)
    database.transact(lambda s: said(s, number, "chloe", at=NOW + 2 * HOUR))
    tell(database, settings, NOW + 2 * HOUR)
    assert kinds(database, queued(database)["gael"]) == ["comment"]


def test_the_past_of_a_demonstration_is_told_to_nobody(sqlite_database: Database, settings: Settings) -> None:
    everybody(sqlite_database, "all")
    number = sqlite_database.transact(submitted)
    sqlite_database.transact(news.pass_over)
    tell(sqlite_database, settings, NOW)
    assert queued(sqlite_database) == {}
    sqlite_database.transact(lambda s: said(s, number, "chloe"))
    tell(sqlite_database, settings, NOW)
    assert kinds(sqlite_database, queued(sqlite_database)["bob"]) == ["comment"]


@pytest.mark.parametrize(
    ("hidden", "told"),
    [
        ({"public": False}, {"alice", "bob", "chloe", "david", "fanny"}),
        ({"public": True}, {"alice", "bob", "chloe", "david", "eve", "fanny"}),
        ({"state": "draft"}, {"bob"}),
        ({"state": "embargoed"}, {"alice", "bob"}),
    ],
)
def test_only_who_may_see_it_is_told(
    sqlite_database: Database, settings: Settings, hidden: dict[str, object], told: set[str]
) -> None:
    """Written down while it was public, sent once it no longer is."""
    everybody(sqlite_database, "all")

    def work(session: Session) -> int:
        number = submitted(session)
        events.note(session, number, "expired", now=NOW)
        return number

    number = sqlite_database.transact(work)
    tell(sqlite_database, settings, NOW)
    sqlite_database.transact(lambda s: s.execute(update(Proposal).values(**hidden)))
    sent = letters(sqlite_database, settings, NOW)
    assert {message["To"].addresses[0].username for message in sent} == told
    assert all(f"http://localhost/proposals/{number}" in text_of(message) for message in sent)
    with sqlite_database.reading() as session:
        dropped = session.scalars(select(Outgoing.dropped_at).where(Outgoing.kind == news.KIND)).all()
        assert sum(at is not None for at in dropped) == 6 - len(told)


def test_who_no_longer_represents_a_member_is_told_nothing_among_members(
    sqlite_database: Database, settings: Settings
) -> None:
    everybody(sqlite_database, "all")
    sqlite_database.transact(lambda s: submitted(s, public=False))
    tell(sqlite_database, settings, NOW)
    sqlite_database.transact(
        lambda s: s.execute(delete(Representation).where(Representation.person_id == person_id(s, "david")))
    )
    names = {message["To"].addresses[0].username for message in letters(sqlite_database, settings, NOW)}
    assert "david" not in names
    assert "chloe" in names


def test_the_mail_says_who_did_what_where(sqlite_database: Database, settings: Settings) -> None:
    choose(sqlite_database, "bob", notices="all", locale="fr")

    def work(session: Session) -> tuple[int, int]:
        number = submitted(session)
        question = said(session, number, "chloe", "Combien d’ateliers <b>?", purpose="question")
        taken_back = said(session, number, "david", "Trop vite", purpose="against")
        debate.remove(session, number, taken_back, by=person_id(session, "david"), now=NOW)
        return number, question

    number, question = sqlite_database.transact(work)
    tell(sqlite_database, settings, NOW)
    (message,) = [
        each for each in letters(sqlite_database, settings, NOW) if each["To"].addresses[0].username == "bob"
    ]
    assert message["Subject"] == "Nouvelles\u00a0: Ouvrir les machines un samedi par mois"
    assert message["List-Unsubscribe"].strip().startswith("<http://localhost/mails/")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    html = str(message.get_body(("html",)).get_content())  # type: ignore[union-attr]
    for body in (text_of(message), html):
        assert f"http://localhost/proposals/{number}?before={question + 1}#m{question}" in body
        assert "Question" in body
        assert "Chloé Garnier, Coop Semailles" in body
        assert "Trop vite" not in body
    assert "Combien d’ateliers <b>?" in text_of(message)
    assert "Combien d’ateliers &lt;b&gt;?" in html


def test_in_english_where_the_person_reads_english(sqlite_database: Database, settings: Settings) -> None:
    choose(sqlite_database, "chloe", notices="all", locale="en")
    sqlite_database.transact(submitted)
    tell(sqlite_database, settings, NOW)
    (message,) = [
        each
        for each in letters(sqlite_database, settings, NOW)
        if each["To"].addresses[0].username == "chloe"
    ]
    assert message["Content-Language"] == "en"
    assert "Submitted to debate, Bob Lefèvre" in text_of(message)


def test_the_objection_of_my_member_concerns_me(sqlite_database: Database, settings: Settings) -> None:
    def work(session: Session) -> None:
        number, _vote = objected(session)
        news.pass_over(session)
        events.note(
            session, number, "objection-set-aside", now=NOW, by=person_id(session, "alice"), objection=1
        )

    sqlite_database.transact(work)
    tell(sqlite_database, settings, NOW)
    assert sorted(queued(sqlite_database)) == ["bob", "chloe"]


def test_a_long_absence_is_told_in_several_mails_one_a_waking(
    sqlite_database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "EVENTS", 10)
    choose(sqlite_database, "david", notices="weekly")
    number = sqlite_database.transact(submitted)
    sqlite_database.transact(lambda s: [events.note(s, number, "doubled", now=NOW) for _ in range(24)])
    late = NOW + 30 * DAY
    for mails in (1, 2, 3, 3):
        tell(sqlite_database, settings, late)
        with sqlite_database.reading() as session:
            query = select(Outgoing.id).where(
                Outgoing.kind == news.KIND, Outgoing.person_id == person_id(session, "david")
            )
            assert len(session.scalars(query).all()) == mails
    assert len(queued(sqlite_database)["david"]) == 25


def test_nothing_to_tell_writes_nothing(sqlite_database: Database, settings: Settings) -> None:
    tell(sqlite_database, settings, NOW)
    with sqlite_database.reading() as session:
        before = session.scalar(text("select total_changes()"))
        cursors = session.scalars(select(NoticeCursor.event)).all()
    assert cursors in ([], [0] * 6)
    with sqlite_database.reading() as session:
        assert not news.is_behind(session) or not cursors
        assert not news.is_due(session, NOW)
        assert session.scalar(text("select total_changes()")) >= (before or 0)


def test_a_level_that_does_not_exist_is_refused(sqlite_database: Database) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        with pytest.raises(follows.NotFollowable):
            follows.follow(session, number, "hourly", by=person_id(session, "bob"), now=NOW)

    sqlite_database.transact(work)
    assert "hourly" not in notices.LEVELS


def test_where_members_are_kept_from_the_public_mails_name_nobody(
    sqlite_database: Database, settings: Settings
) -> None:
    sqlite_database.transact(lambda s: founding.show_members(s, public=False))
    everybody(sqlite_database, "all")
    number = sqlite_database.transact(submitted)
    sqlite_database.transact(lambda s: said(s, number, "chloe", "Une idée"))
    tell(sqlite_database, settings, NOW)
    found = [text_of(each) for each in letters(sqlite_database, settings, NOW)]
    assert any("Une idée" in each for each in found)
    for each in found:
        assert "Chloé Garnier" not in each.replace("Bonjour Chloé Garnier", "")
        assert "Coop Semailles" not in each

"""A tie that something is to break: the proposal waits, then is settled once; nothing is recorded twice."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from governance import worker
from governance.config import Settings
from governance.db import Database
from governance.register.models import Decision
from governance.rules.models import CodeVersion
from governance.web.visitor import Visitor
from proposals import queries, service, sheet
from proposals.models import Proposal
from tests import cast
from tests.cast import NOW, person_id
from tests.proposals.steps import DAY, closes_at, count, opened, say, submitted
from voting import service as voting


def tied(database: Database, tie: str) -> tuple[int, int, datetime]:
    """A proposal whose vote is sealed on a tie: its number, its vote, when."""
    code = cast.CODE.replace('by = "heads"\ntime', f'by = "heads"\n{tie}\ntime')

    def work(session: Session) -> tuple[int, int, datetime]:
        session.execute(update(CodeVersion).values(toml=code))
        number = submitted(session, "quick")
        vote = opened(session, number, now=NOW)
        say(session, vote, "bob", "for", now=NOW)
        say(session, vote, "chloe", "against", now=NOW)
        at = closes_at(session, vote)
        voting.seal(session, vote, now=at)
        return number, vote, at

    return database.transact(work)


CASTING = 'tie = "casting-vote"\ncasting_role = "facilitator"'


def test_it_waits_then_is_settled_once(database: Database, settings: Settings) -> None:
    number, vote, at = tied(database, CASTING)
    for _ in range(2):
        database.transact(lambda session: service.settle(session, vote, now=at))
        worker.settle(database, settings, at + DAY)
    assert count(database, "decisions") == 0
    with database.reading() as session:
        assert session.get_one(Proposal, number).state == "decision"

    def give(session: Session) -> None:
        by = person_id(session, "alice")
        voting.give_casting_vote(session, vote=vote, choice="for", by=by, now=at + 2 * DAY)

    database.transact(give)
    for _ in range(2):
        worker.settle(database, settings, at + 2 * DAY)
    with database.reading() as session:
        decision = session.scalars(select(Decision)).one()
        kept = session.get_one(Proposal, number)
        assert (decision.outcome, kept.state, kept.decision) == ("adopted", "adopted", decision.number)
    assert count(database, "outgoing_mails where kind = 'outcome'") == 4


def test_a_tie_that_asks_to_vote_again_is_settled_at_once(database: Database, settings: Settings) -> None:
    number, _vote, at = tied(database, 'tie = "revote"')
    worker.settle(database, settings, at)
    with database.reading() as session:
        kept = session.get_one(Proposal, number)
        assert (kept.state, kept.opening) == ("postponed", "revote")
        assert session.scalars(select(Decision)).one().outcome == "tied"


def test_pages_say_what_is_awaited(sqlite_database: Database) -> None:
    number, _vote, at = tied(sqlite_database, CASTING)
    with sqlite_database.reading() as session:
        line = queries.page(session, tab="decision", visitor=Visitor(), now=NOW)[0]
        shown = sheet.read(session, number, visitor=Visitor(), now=at)
    assert line.condition(at) == shown.condition == "tied"

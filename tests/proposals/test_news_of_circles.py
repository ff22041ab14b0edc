"""Who facilitates one circle is called where that circle is concerned, and nowhere else."""

import pytest
from sqlalchemy.orm import Session

from governance.config import Settings
from governance.db import Database
from governance.members.models import Mandate
from governance.members.models_roles import Role
from proposals import meetings
from proposals.models import Proposal
from tests.cast import NOW, START, member_id, person_id
from tests.proposals.processes import prepare
from tests.proposals.steps import submitted
from tests.proposals.test_news import kinds, queued, tell


@pytest.mark.parametrize("circle", ["board", "network"])
def test_a_meeting_asked_for_calls_who_facilitates_its_circle(
    sqlite_database: Database, settings: Settings, circle: str
) -> None:
    def work(session: Session) -> None:
        prepare(session)
        role = Role(slug="animation", circle_id="board", created_at=NOW)
        session.add(role)
        session.flush()
        eve = person_id(session, "eve")
        session.add(Mandate(person_id=eve, office="facilitator", role_id=role.id, seat=1, starts_on=START))
        number = submitted(session, "prepared")
        session.get_one(Proposal, number).circle_id = circle
        filature, bob = member_id(session, "La Filature"), person_id(session, "bob")
        meetings.ask(session, number, member_id=filature, by=bob, now=NOW)

    sqlite_database.transact(work)
    tell(sqlite_database, settings, NOW)
    told = {who: kinds(sqlite_database, numbers) for who, numbers in queued(sqlite_database).items()}
    assert told["alice"] == ["submitted", "meeting-asked"]
    assert told.get("eve", []) == (told["alice"] if circle == "board" else [])

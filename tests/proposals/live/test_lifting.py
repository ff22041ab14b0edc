"""What is said aloud of an objection is said by who is there."""

import pytest
from sqlalchemy.orm import Session

from governance.db import Database
from proposals.live import lifting
from proposals.live.errors import IsAbsent
from proposals.models import Objection, Proposal
from tests.cast import member_id, person_id
from tests.proposals.live.room import (
    MEETING,
    REASON,
    acts,
    all_consent,
    begun,
    close,
    opened,
    said,
    take,
)


@pytest.mark.parametrize("absent", ["Coop Semailles", "La Filature"])
def test_an_objection_is_not_lifted_without_who_objects_and_who_proposes(
    database: Database, absent: str
) -> None:
    def work(session: Session) -> None:
        number, by = begun(session), person_id(session, "alice")
        opened(session, number)
        all_consent(session, number, "Coop Semailles")
        said(session, number, "Coop Semailles", "objection", REASON)
        close(session, number)
        words = {"note": "", "based_on": 1, "by": by, "now": MEETING}
        lifting.amend(session, number, 2, "Chaque lieu ouvre un samedi.", **words)  # type: ignore[arg-type]
        member = str(member_id(session, absent))
        take(session, number, "presence", marks={member: "absent"})
        with pytest.raises(IsAbsent):
            lifting.agreed(session, number, 1, after=acts(session, number), by=by, now=MEETING)
        if absent == "Coop Semailles":
            with pytest.raises(IsAbsent):
                lifting.withdrawn(session, number, 1, after=acts(session, number), by=by, now=MEETING)
        assert session.get_one(Proposal, number).standing == 1
        take(session, number, "presence", marks={member: "remote"})
        lifting.agreed(session, number, 1, after=acts(session, number), by=by, now=MEETING)
        assert session.get_one(Objection, 1).status == "integrated"

    database.transact(work)

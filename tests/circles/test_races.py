"""Real processes give one seat at the same time: one of them has it."""

from collections import Counter
from multiprocessing.synchronize import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select

from governance.circles import errors, service
from governance.db import Database
from governance.members.models import Mandate
from tests import cast
from tests.circles import network
from tests.voting.test_races import at_once

WHO = ("bob", "chloe", "david", "fanny")


def entrust_in_process(barrier: Barrier, queue: Any, index: int, url: str, role_id: int, by: int) -> None:
    database = Database(url)
    with database.reading() as session:
        person = cast.person_id(session, WHO[index])
    barrier.wait(60)
    try:
        database.transact(
            lambda session: service.entrust(
                session, role_id=role_id, person_id=person, member_id=None, starts_on=network.DAY, by=by,
                now=network.NOW,
            )
        )  # fmt: skip
        queue.put("held")
    except errors.NoFreeSeat:
        queue.put("no seat")


@pytest.mark.slow
def test_a_seat_is_given_once(founded: Database) -> None:
    with founded.reading() as session:
        role_id, by = network.role_id(session, "treasurer"), cast.person_id(session, "alice")
    answers = at_once(len(WHO), entrust_in_process, founded.url, role_id, by)
    assert Counter(answers) == {"held": 1, "no seat": 3}
    with founded.reading() as session:
        assert session.scalar(select(func.count()).where(Mandate.role_id == role_id)) == 1

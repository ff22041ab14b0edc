"""Adopting a social code, on both databases: a version, its colleges and circles, an entry of the log."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.db import Database
from governance.errors import NotFound
from governance.members.errors import CollegeInUse
from governance.members.models import Circle, CircleCollege, College
from governance.register.models import LogEntry
from governance.rules import queries, service
from governance.rules.errors import AlreadyInForce, BadCode
from governance.rules.models import CodeVersion
from governance.web.models import Network
from tests import cast

LATER = cast.NOW + timedelta(days=30)
LONGER = cast.CODE.replace("term_months = 6", "term_months = 9")


def adopt(database: Database, text: str, *, now: datetime = LATER, decision: str | None = None) -> int:
    return database.transact(lambda s: service.adopt(s, text, by=None, now=now, decision=decision))


def log_of(session: Session) -> list[dict[str, object]]:
    rows = session.scalars(
        select(LogEntry.entry).where(LogEntry.type == "code-adopted").order_by(LogEntry.seq)
    )
    return [json.loads(row)["body"] for row in rows]


def test_a_code_is_a_numbered_version_with_the_decision_behind_it(database: Database) -> None:
    assert adopt(database, LONGER, decision="2026-014") == 2
    with database.reading() as session:
        found = queries.in_force(session)
    assert (found.number, found.toml, found.adopted_at, found.decision) == (2, LONGER, LATER, "2026-014")
    assert found.sha256 == hashlib.sha256(LONGER.encode()).hexdigest()
    assert found.code.role("facilitator").term_months == 9


def test_the_log_has_its_hash_and_its_decision(database: Database) -> None:
    adopt(database, LONGER, decision="2026-014")
    sha256 = hashlib.sha256(LONGER.encode()).hexdigest()
    with database.reading() as session:
        assert log_of(session) == [
            {"number": 2, "sha256": sha256, "licence": "CC-BY-SA-4.0", "decision": "2026-014"}
        ]


def test_the_first_code_of_a_network_follows_no_decision(database: Database) -> None:
    adopt(database, LONGER)
    with database.reading() as session:
        assert "decision" not in log_of(session)[0]
        assert queries.in_force(session).decision is None


def test_windows_line_ends_and_marks_make_no_other_code(database: Database) -> None:
    adopt(database, "\ufeff" + LONGER.replace("\n", "\r\n"))
    with database.reading() as session:
        assert queries.in_force(session).toml == LONGER


@pytest.mark.parametrize("text", ["", "format = ", LONGER.replace("term_months = 9", "term_months = 0")])
def test_a_file_with_errors_is_refused_and_leaves_nothing(database: Database, text: str) -> None:
    with pytest.raises(BadCode) as caught:
        adopt(database, text)
    assert caught.value.problems
    assert all(problem.severity == "error" for problem in caught.value.problems)
    assert caught.value.facts["line"] == caught.value.problems[0].line
    with database.reading() as session:
        assert queries.in_force(session).number == 1
        assert log_of(session) == []


def test_doubts_do_not_refuse(database: Database) -> None:
    assert adopt(database, LONGER.replace("association-1901", "gip")) == 2


def test_the_code_in_force_is_not_adopted_again_but_an_older_one_may_be(database: Database) -> None:
    with pytest.raises(AlreadyInForce):
        adopt(database, cast.CODE)
    assert adopt(database, LONGER) == 2
    assert adopt(database, cast.CODE, now=LATER + timedelta(days=1)) == 3


def test_colleges_become_those_of_the_code_and_keep_their_places(database: Database) -> None:
    text = cast.CODE.replace('name = "Acteurs publics"', 'name = "Collectivités"').replace('"20"', '"2/5"')
    text = text.replace(
        "[[decisions]]",
        '[[colleges]]\nid = "friends"\nname = "Amis"\nletter = "A"\nweight = 1\n\n[[decisions]]',
        1,
    )
    adopt(database, text)
    with database.reading() as session:
        rows = session.execute(
            select(College.id, College.name, College.weight, College.position).order_by(College.position)
        )
        assert [tuple(row) for row in rows] == [
            ("places", "Lieux et porteurs de projet", "40", 1),
            ("coops", "Coopératives et entreprises", "40", 2),
            ("public", "Collectivités", "2/5", 3),
            ("friends", "Amis", "1", 4),
        ]


def test_a_college_that_still_has_members_does_not_disappear(database: Database) -> None:
    start = cast.CODE.index('[[colleges]]\nid = "public"')
    text = cast.CODE[:start] + cast.CODE[cast.CODE.index("[[decisions]]") :]
    with pytest.raises(CollegeInUse):
        adopt(database, text)
    with database.reading() as session:
        assert queries.in_force(session).number == 1


def test_circles_seat_the_colleges_they_name(database: Database) -> None:
    circles = (
        '\n[[circles]]\nid = "steering"\nname = "Pilotage"\npurpose = "Tenir le cap"\ncolleges = ["coops"]\n'
    )
    adopt(database, cast.CODE + circles)
    with database.reading() as session:
        steering = session.get(Circle, "steering")
        assert steering is not None
        assert (steering.name, steering.purpose, steering.retired) == ("Pilotage", "Tenir le cap", False)
        seats = session.execute(select(CircleCollege.circle_id, CircleCollege.college_id))
        assert [tuple(row) for row in seats] == [("steering", "coops")]
    adopt(database, cast.CODE, now=LATER + timedelta(days=1))
    with database.reading() as session:
        gone = session.get(Circle, "steering")
        assert gone is not None
        assert gone.retired


def test_the_network_takes_its_name_and_time_zone_from_the_code(database: Database) -> None:
    adopt(
        database,
        cast.CODE.replace("Réseau d’essai", "Réseau nouveau").replace("Europe/Paris", "Indian/Reunion"),
    )
    with database.reading() as session:
        network = session.scalars(select(Network)).one()
        assert (network.name, network.time_zone, network.slug) == (
            "Réseau nouveau",
            "Indian/Reunion",
            "essai",
        )


def test_the_code_of_any_moment_is_found(database: Database) -> None:
    adopt(database, LONGER)
    with database.reading() as session:
        second = timedelta(seconds=1)
        assert queries.in_force(session, cast.NOW).number == 1
        assert queries.in_force(session, LATER - second).number == 1
        assert queries.in_force(session, LATER).number == 2
        with pytest.raises(NotFound):
            queries.in_force(session, cast.NOW - second)


def test_a_network_without_any_code_says_so(database: Database) -> None:
    def forget(session: Session) -> None:
        session.query(CodeVersion).delete()

    database.transact(forget)
    with database.reading() as session, pytest.raises(NotFound):
        queries.in_force(session)


def test_versions_are_found_by_number(database: Database) -> None:
    adopt(database, LONGER)
    with database.reading() as session:
        assert queries.version(session, 1).toml == cast.CODE
        with pytest.raises(NotFound):
            queries.version(session, 3)


def test_the_history_says_until_when_each_was_in_force(database: Database) -> None:
    adopt(database, LONGER, decision="2026-014")
    with database.reading() as session:
        lines = [
            (line.number, line.adopted_at, line.until, line.decision) for line in queries.history(session)
        ]
    assert lines == [(2, LATER, None, "2026-014"), (1, cast.NOW, LATER, None)]


def test_positions_are_those_of_every_college_there_ever_was(database: Database) -> None:
    with database.reading() as session:
        assert queries.positions(session) == {"places": 1, "coops": 2, "public": 3}


def test_a_moment_is_in_utc(database: Database) -> None:
    with database.reading() as session:
        assert queries.in_force(session).adopted_at.tzinfo is UTC

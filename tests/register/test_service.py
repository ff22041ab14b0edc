"""Recording a decision: its number, its entry, its links, what it is found by."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from governance.db import Database
from governance.register import log, queries, service
from governance.register.entries import COMMITTED, Link, NewDecision
from governance.register.errors import UnknownDecision
from governance.register.facts import Filters, Whole
from governance.register.models import Decision, LogEntry
from tests import cast
from tests.register.samples import FUND, ROOMS, SAW, SECRET


def record(database: Database, *decisions: NewDecision) -> list[str]:
    return [
        database.transact(lambda session, one=one: service.record(session, one, now=cast.NOW))
        for one in decisions
    ]


def read(database: Database, number: str) -> Whole:
    with database.reading() as session:
        return queries.one(session, number)


def entry_of(database: Database, decision: Whole) -> dict[str, object]:
    with database.reading() as session:
        return json.loads(session.scalar(select(LogEntry.entry).where(LogEntry.seq == decision.log_seq)))


def test_numbers_follow_each_other_in_each_year(database: Database) -> None:
    assert record(database, FUND, SECRET, ROOMS, SECRET) == ["2026-001", "2025-001", "2026-002", "2025-002"]


@pytest.mark.parametrize(
    ("decided_at", "number"),
    [
        (datetime(2025, 12, 31, 22, 59, tzinfo=UTC), "2025-001"),  # 23:59 in Paris
        (datetime(2025, 12, 31, 23, 0, tzinfo=UTC), "2026-001"),  # midnight in Paris
    ],
)
def test_the_year_is_that_of_the_network_s_time_zone(
    sqlite_database: Database, decided_at: datetime, number: str
) -> None:
    assert record(sqlite_database, replace(FUND, decided_at=decided_at)) == [number]


def test_decisions_recorded_at_once_leave_no_hole(database: Database) -> None:
    with ThreadPoolExecutor(6) as pool:
        numbers = list(pool.map(lambda _: record(database, FUND)[0], range(12)))
    assert sorted(numbers) == [f"2026-{rank:03}" for rank in range(1, 13)]


def test_an_act_that_fails_after_recording_gives_the_number_back(database: Database) -> None:
    def fail(session: object) -> None:
        service.record(session, FUND, now=cast.NOW)
        raise LookupError

    with pytest.raises(LookupError):
        database.transact(fail)
    assert record(database, ROOMS) == ["2026-001"]
    assert read(database, "2026-001").log_seq == 1


def test_the_entry_holds_identifiers_and_commitments_and_no_word(database: Database) -> None:
    record(database, replace(SAW, proposal=7, vote=3))
    decision = read(database, "2026-001")
    entry = entry_of(database, decision)
    body = entry["body"]
    assert entry["type"] == "decision"
    assert (body["number"], body["outcome"], body["proposal"], body["vote"]) == ("2026-001", "adopted", 7, 3)
    assert body["decided_at"] == "2026-04-21T18:00:00Z"
    assert set(body["commitments"]) == set(COMMITTED)
    written = json.dumps(entry, ensure_ascii=False)
    for word in (SAW.title, "Semailles", "Quai", "banc", "trésorerie"):
        assert word not in written


def test_what_is_published_opens_every_commitment(database: Database) -> None:
    record(database, SAW)
    decision = read(database, "2026-001")
    commitments = entry_of(database, decision)["body"]["commitments"]
    for name in COMMITTED:
        assert log.opens(commitments[name], decision.openings[name], getattr(decision, name)), name
    assert not log.opens(commitments["title"], decision.openings["title"], "Un autre titre")


def test_a_decision_is_read_as_it_was_recorded(database: Database) -> None:
    record(database, FUND)
    decision = read(database, "2026-001")
    assert decision.result == FUND.result
    assert decision.seal == [[1, "L", True], [2, "C", False], [3, "P", True]]
    assert decision.decided_at == FUND.decided_at
    assert "<h3>Article 1</h3>" in decision.text_html
    assert decision.carried_by == "la trésorerie du réseau"


def test_a_text_rendered_elsewhere_is_kept(sqlite_database: Database) -> None:
    record(sqlite_database, replace(FUND, text_html="<p>figé</p>"))
    assert read(sqlite_database, "2026-001").text_html == "<p>figé</p>"


def test_a_vote_reported_overall_only_has_no_seal_and_no_college(database: Database) -> None:
    record(database, SECRET)
    assert read(database, "2025-001").seal == []
    with database.reading() as session:
        assert queries.page(session, Filters(college="places")).decisions == []


def test_links_are_seen_from_both_sides(database: Database) -> None:
    record(
        database,
        FUND,
        replace(
            SAW,
            links=[
                Link("amends", "2026-001"),
            ],
        ),
        replace(ROOMS, links=[Link("repeals", "2026-001"), Link("follows", "2026-002")]),
    )
    first, last = read(database, "2026-001"), read(database, "2026-003")
    assert [(link.kind, link.number) for link in first.later] == [
        ("repeals", "2026-003"),
        ("amends", "2026-002"),
    ]
    assert [(link.kind, link.number) for link in last.earlier] == [
        ("follows", "2026-002"),
        ("repeals", "2026-001"),
    ]
    assert entry_of(database, last)["body"]["links"] == [
        {"kind": "repeals", "number": "2026-001"},
        {"kind": "follows", "number": "2026-002"},
    ]


def test_a_link_to_nothing_is_refused_and_leaves_nothing(database: Database) -> None:
    with pytest.raises(UnknownDecision, match="2024-007"):
        record(database, replace(FUND, links=[Link("amends", "2024-007")]))
    assert record(database, FUND) == ["2026-001"]


@pytest.mark.parametrize("changes", [{"outcome": "approved"}, {"circle_id": "nowhere"}])
def test_the_database_refuses_what_cannot_be(database: Database, changes: dict[str, str]) -> None:
    with pytest.raises(IntegrityError):
        record(database, replace(FUND, **changes))


def test_recording_changes_the_pages_of_the_register(database: Database) -> None:
    def version() -> int:
        with database.reading() as session:
            return session.scalar(text("select number from page_versions where subject = 'register'")) or 0

    before = version()
    record(database, FUND)
    assert version() == before + 1


def test_a_decision_is_never_changed_by_a_later_one(database: Database) -> None:
    record(database, FUND)
    with database.reading() as session:
        before = session.execute(select(Decision.__table__)).one()
    record(database, replace(SAW, links=[Link("replaces", "2026-001")]))
    with database.reading() as session:
        assert session.execute(select(Decision.__table__).where(Decision.rank == 1)).one() == before

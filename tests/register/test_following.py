"""What becomes of a decision: steps, lateness, closing word, observations, last days."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from governance import worker
from governance.config import Settings
from governance.db import Database
from governance.register import bounds, execution, following, log, queries, queries_following
from governance.register.errors import UnknownDecision
from governance.register.execution import Entry
from governance.register.models import Decision, LogEntry
from governance.register.models_following import ExecutionEntry
from proposals import concluding, executing
from proposals.errors_following import (
    NoSuchStep,
    NotAdoptedHere,
    NothingToCarryOut,
    NotYoursToCarryOut,
    ReasonWanted,
    StepNotOpen,
    StepsStillOpen,
    UnknownMember,
    WhatMissing,
    WordMissing,
)
from proposals.executing import Planned
from tests.cast import member_id, person_id
from tests.proposals import steps

NUMBER = "2026-001"
LATER = datetime(2026, 3, 20, 9, 0, tzinfo=UTC)
TODAY = LATER.date()
INSURANCE = Planned("Signer l’assurance des samedis", "Le bureau", None, date(2026, 4, 1))


def decide(session: Session, choice: str = "for") -> None:
    """Decision 2026-001, proposed by La Filature (Bob), adopted or rejected by a quick vote."""
    number = steps.submitted(session, "quick")
    vote = steps.opened(session, number)
    for who in ("bob", "chloe"):
        steps.say(session, vote, who, choice, now=steps.closes_at(session, vote) - timedelta(minutes=5))
    steps.close(session, vote)


@pytest.fixture
def decided(database: Database) -> Database:
    database.transact(decide)
    return database


def plan(database: Database, planned: Planned = INSURANCE, who: str = "bob") -> int:
    return database.transact(lambda s: executing.plan(s, NUMBER, planned, by=person_id(s, who), now=LATER))


def finish(database: Database, step: int, who: str = "bob", *, done: bool = True, note: str = "") -> None:
    database.transact(
        lambda s: executing.finish(s, NUMBER, step, done=done, note=note, by=person_id(s, who), now=LATER)
    )


def close(database: Database, word: str = "Tout est en place.", who: str = "bob") -> None:
    database.transact(lambda s: executing.close(s, NUMBER, word=word, by=person_id(s, who), now=LATER))


def followed(database: Database, today: date = TODAY) -> queries_following.Followed:
    with database.reading() as session:
        return queries_following.of(session, queries.one(session, NUMBER), today)


def entries(database: Database, type_: str) -> list[dict[str, object]]:
    with database.reading() as session:
        rows = session.scalars(select(LogEntry.entry).where(LogEntry.type == type_).order_by(LogEntry.seq))
        return [json.loads(row)["body"] for row in rows]


def test_a_step_is_planned_changed_and_done_and_nothing_is_lost(decided: Database) -> None:
    step = plan(decided)
    decided.transact(
        lambda s: executing.change(
            s,
            NUMBER,
            step,
            Planned("Signer l’assurance", "", member_id(s, "Coop Semailles"), date(2026, 5, 1)),
            why="L’assureur demande un mois.",
            by=person_id(s, "bob"),
            now=LATER,
        )
    )
    finish(decided, step, note="Signée.")
    found = followed(decided).execution.steps[0]
    assert (found.what, found.who, found.due_on, found.state) == (
        "Signer l’assurance", "Coop Semailles", date(2026, 5, 1), "done",
    )  # fmt: skip
    assert [each.kind for each in found.history] == ["planned", "changed", "done"]
    assert found.history[1].note == "L’assureur demande un mois."


def test_each_thing_said_is_an_entry_of_the_log_without_a_word_in_clear(decided: Database) -> None:
    plan(decided)
    finish(decided, 1, note="Signée.")
    planned, done = entries(decided, "execution")
    assert planned["kind"] == "planned"
    assert (done["decision"], done["step"], done["rank"]) == (NUMBER, 1, 2)
    assert "Signée" not in json.dumps(done)
    with decided.reading() as session:
        row = session.scalars(select(ExecutionEntry).where(ExecutionEntry.rank == 2)).one()
    assert log.opens(done["commitments"]["note"], json.loads(row.openings)["note"], "Signée.")  # type: ignore[index]


def test_an_open_step_is_late_the_day_after_its_date_and_no_sooner(decided: Database) -> None:
    plan(decided)
    assert followed(decided, date(2026, 4, 1)).execution.state(date(2026, 4, 1)) == "under-way"
    assert followed(decided).execution.state(date(2026, 4, 2)) == "late"
    finish(decided, 1)
    assert followed(decided).execution.state(date(2026, 4, 2)) == "under-way"


def test_a_closing_word_comes_when_no_step_is_open_and_a_new_step_opens_again(decided: Database) -> None:
    plan(decided)
    with pytest.raises(StepsStillOpen):
        close(decided)
    finish(decided, 1, done=False, note="Le bureau s’en charge autrement.")
    close(decided)
    assert followed(decided).execution.state(TODAY) == "closed"
    with pytest.raises(NothingToCarryOut):
        close(decided)
    plan(decided)
    assert followed(decided).execution.state(TODAY) == "under-way"


@pytest.mark.parametrize(("who", "may"), [("alice", True), ("bob", True), ("chloe", False), ("david", False),
                                          ("fanny", False), ("eve", False)])  # fmt: skip
def test_who_proposed_and_the_offices_plan_steps_nobody_else(decided: Database, who: str, may: bool) -> None:
    if may:
        assert plan(decided, who=who) == 1
        return
    with pytest.raises(NotYoursToCarryOut):
        plan(decided, who=who)
    assert entries(decided, "execution") == []


def test_who_carries_a_step_says_how_it_goes_and_nothing_else(decided: Database) -> None:
    with decided.reading() as session:
        coop = member_id(session, "Coop Semailles")
    plan(decided, Planned("Former les référents", "", coop, None))
    plan(decided)
    finish(decided, 1, who="chloe")
    with pytest.raises(NotYoursToCarryOut):
        finish(decided, 2, who="chloe")
    with pytest.raises(NotYoursToCarryOut):
        close(decided, who="chloe")


@pytest.mark.parametrize(
    ("act", "refused"),
    [
        (lambda d: plan(d, Planned("  ")), WhatMissing),
        (lambda d: plan(d, Planned("Signer", member_id=999)), UnknownMember),
        (lambda d: finish(d, 7), NoSuchStep),
        (lambda d: (plan(d), finish(d, 1), finish(d, 1)), StepNotOpen),
        (lambda d: (plan(d), finish(d, 1, done=False, note=" ")), ReasonWanted),
        (lambda d: close(d, word="\n"), WordMissing),
    ],
)
def test_what_is_incomplete_is_refused(
    decided: Database, act: Callable[[Database], object], refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        act(decided)


def test_a_question_that_was_not_adopted_is_not_carried_out(database: Database) -> None:
    database.transact(lambda s: decide(s, "against"))
    with pytest.raises(NotAdoptedHere):
        plan(database)


def test_there_is_nothing_to_carry_out_of_a_decision_that_is_not_there(decided: Database) -> None:
    with pytest.raises(UnknownDecision):
        decided.transact(
            lambda s: executing.plan(s, "2026-099", INSURANCE, by=person_id(s, "alice"), now=LATER)
        )


def test_steps_still_to_be_done_come_by_date_then_those_without_one(decided: Database) -> None:
    for what, due in (("c", None), ("b", date(2026, 5, 1)), ("a", date(2026, 4, 1)), ("d", date(2026, 6, 1))):
        plan(decided, Planned(what, "", None, due))
    finish(decided, 4)
    with decided.reading() as session:
        found = queries_following.open_steps(session)
        assert [step.what for _, step in found] == ["a", "b", "c"]
        cursor, last = found[0]
        assert last.due_on is not None
        after = queries_following.open_steps(session, after=(last.due_on, cursor))
    assert [step.what for _, step in after] == ["b", "c"]


def bound(database: Database, kind: str, until: date, unreviewed: str = "ends") -> None:
    """The decision is made a trial or a derogation, as its proposal would have made it."""

    def work(session: Session) -> None:
        session.execute(update(Decision).values(kind=kind, until=until, unreviewed=unreviewed))

    database.transact(work)


@pytest.mark.parametrize(
    ("kind", "unreviewed", "written"),
    [("trial", "ends", "lapsed"), ("trial", "continues", "continued"), ("derogation", "", "lapsed")],
)
def test_the_day_after_its_last_day_the_register_says_what_became_of_it_once(
    decided: Database, settings: Settings, kind: str, unreviewed: str, written: str
) -> None:
    bound(decided, kind, date(2026, 6, 30), unreviewed)
    worker.conclude(decided, settings, datetime(2026, 6, 30, 21, 59, tzinfo=UTC))  # 23 h 59 in Paris
    assert entries(decided, "review") == []
    for _twice in range(2):
        worker.conclude(decided, settings, datetime(2026, 6, 30, 22, 0, tzinfo=UTC))
    assert [each["kind"] for each in entries(decided, "review")] == [written]


def test_the_page_knows_it_by_the_clock_whether_or_not_a_worker_ran(decided: Database) -> None:
    bound(decided, "trial", date(2026, 6, 30))
    assert followed(decided, date(2026, 6, 30)).ended == ""
    assert followed(decided, date(2026, 7, 1)).ended == "lapsed"


def test_a_later_decision_concludes_a_trial(decided: Database) -> None:
    bound(decided, "trial", date(2026, 6, 30))
    decided.transact(lambda s: following.review(s, NUMBER, "confirmed", decision="2026-002", now=LATER))
    assert followed(decided, date(2026, 7, 1)).ended == ""
    with decided.reading() as session:
        assert concluding.over(session, datetime(2026, 8, 1, tzinfo=UTC)) == []


def test_a_review_that_comes_near_is_announced_once(decided: Database, settings: Settings) -> None:
    bound(decided, "trial", date(2026, 6, 30))
    for at in (
        datetime(2026, 5, 30, tzinfo=UTC),
        datetime(2026, 6, 2, tzinfo=UTC),
        datetime(2026, 6, 3, tzinfo=UTC),
    ):
        worker.conclude(decided, settings, at)
    with decided.reading() as session:
        told = session.execute(text("select at from proposal_events where kind = 'review-due'")).all()
    assert len(told) == 1
    assert str(told[0][0]).startswith("2026-06-02")


def test_what_is_observed_stays_on_the_page(decided: Database) -> None:
    decided.transact(
        lambda s: executing.observe(
            s, NUMBER, note="Douze habitants par samedi.", by=person_id(s, "alice"), now=LATER
        )
    )
    (review,) = followed(decided).reviews
    assert (review.kind, review.by, review.note) == (
        "observed",
        "Alice Martin",
        "Douze habitants par samedi.",
    )


@given(
    kind=st.sampled_from(["decision", "trial", "derogation"]),
    days=st.integers(-3, 3),
    unreviewed=st.sampled_from(["", "ends", "continues"]),
    reviews=st.lists(st.sampled_from(["observed", "confirmed", "changed", "ended"])),
)
def test_nothing_ends_before_its_last_day_is_over_nor_against_a_later_decision(
    kind: str, days: int, unreviewed: str, reviews: list[str]
) -> None:
    found = bounds.ended(kind, TODAY, unreviewed, reviews, TODAY + timedelta(days=days))
    if days <= 0 or kind == "decision" or set(reviews) & bounds.CONCLUSIONS:
        assert found == ""
    else:
        assert found == ("continued" if (kind, unreviewed) == ("trial", "continues") else "lapsed")


@given(acts=st.lists(st.tuples(st.sampled_from(execution.KINDS), st.integers(1, 4)), max_size=25))
def test_whatever_is_written_the_fold_keeps_every_entry_and_closes_only_when_all_is_ended(
    acts: list[tuple[str, int]],
) -> None:
    kept: list[Entry] = []
    for kind, number in acts:
        step = None if kind in ("planned", "closed") else number
        if execution.refusal(execution.fold(kept), kind, step) is None:
            kept.append(Entry(kind, step, "what", "who", None, TODAY, "note", LATER, "by"))
        found = execution.fold(kept)
        assert sum(len(each.history) for each in found.steps) == sum(each.kind != "closed" for each in kept)
        if found.closing is not None:
            assert all(each.state != "open" for each in found.steps)


Sign = Callable[[str], FlaskClient]
Clock = Callable[[datetime], None]
ROUTES = ("execution/new", "execution/1", "execution/close", "observations/new")


@pytest.fixture
def site(sqlite_database: Database) -> Database:
    sqlite_database.transact(decide)
    plan(sqlite_database)
    return sqlite_database


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(
    ("who", "status"), [("alice", 200), ("bob", 200), ("chloe", 200), ("eve", 403), ("nobody", 303)]
)
def test_the_forms_are_for_those_who_take_part(
    as_: Sign, site: Database, route: str, who: str, status: int
) -> None:
    assert as_(who).get(f"/register/{NUMBER}/{route}").status_code == status


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("who", ["chloe", "david", "fanny"])
def test_the_act_is_for_those_it_is_entrusted_to(as_: Sign, site: Database, route: str, who: str) -> None:
    data = {"what": "Autre chose", "note": "Mot", "kind": "done"}
    assert as_(who).post(f"/register/{NUMBER}/{route}", data=data).status_code == 403


@pytest.mark.parametrize("who", ["nobody", "eve", "chloe", "alice"])
def test_everybody_sees_what_is_late(
    as_: Sign, site: Database, moment: Callable[[datetime], None], who: str
) -> None:
    moment(datetime(2026, 5, 1, tzinfo=UTC))
    client = as_(who)
    for page in ("/register/execution", f"/register/{NUMBER}"):
        shown = client.get(page).get_data(as_text=True)
        assert "Signer l’assurance des samedis" in shown
        assert "En retard" in shown or "Exécution en retard" in shown


def test_a_step_is_written_from_the_page_and_errors_lose_nothing(as_: Sign, site: Database) -> None:
    bob = as_("bob")
    wrong = bob.post(
        f"/register/{NUMBER}/execution/new", data={"what": "", "who": "Le bureau", "due_on": "demain"}
    )
    page = wrong.get_data(as_text=True)
    assert wrong.status_code == 422
    assert "Dites ce qui est à faire." in page
    assert 'value="demain"' in page
    assert 'value="Le bureau"' in page
    done = bob.post(f"/register/{NUMBER}/execution/1", data={"kind": "done", "note": "Signée.", "what": ""})
    assert done.status_code == 303
    assert followed(site).execution.steps[0].state == "done"
    closed = bob.post(f"/register/{NUMBER}/execution/close", data={"note": "Tout est prêt."})
    assert closed.status_code == 303
    shown = bob.get(f"/register/{NUMBER}").get_data(as_text=True)
    assert "Tout est prêt." in shown
    assert "Exécutée" in shown


def test_a_dropped_step_wants_its_reason_beside_the_field(as_: Sign, site: Database) -> None:
    answer = as_("bob").post(f"/register/{NUMBER}/execution/1", data={"kind": "dropped", "what": "x"})
    assert answer.status_code == 422
    assert "Dites pourquoi" in answer.get_data(as_text=True)


def test_the_data_of_a_decision_says_how_far_it_is(client: FlaskClient, site: Database) -> None:
    document = client.get(f"/register/{NUMBER}.json").get_json()
    assert document["execution"]["steps"][0]["what"] == "Signer l’assurance des samedis"
    assert document["reviews"] == []


@pytest.mark.parametrize("path", ["2026-009/execution/new", "2026-001/execution/9", "abc/execution/new"])
def test_what_is_not_there_is_not_found(as_: Sign, site: Database, path: str) -> None:
    assert as_("alice").get(f"/register/{path}").status_code == 404


def test_who_carries_a_step_finds_it_at_home(
    as_: Sign, site: Database, moment: Callable[[datetime], None]
) -> None:
    with site.reading() as session:
        coop = member_id(session, "Coop Semailles")
    plan(site, Planned("Former les référents", "", coop, date(2026, 4, 10)))
    moment(LATER)
    assert "Former les référents" in as_("chloe").get("/").get_data(as_text=True)
    assert "Former les référents" not in as_("david").get("/").get_data(as_text=True)

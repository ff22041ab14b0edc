"""Turns of a role from what the network knows: the file, refusals, swaps, reports, meetings."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.circles import errors_succession as errors
from governance.circles import rotation, rotation_file, turns, turns_reading
from governance.circles.models import Succession, TurnSwap
from governance.db import Database
from governance.members.models import Mandate
from governance.members.models_roles import RoleVersion
from governance.members.queries import representatives
from governance.web.visitor import Visitor
from proposals.errors import NotYourVoice
from tests import cast
from tests.circles import network, succeeding

NOW = cast.NOW


@pytest.fixture
def known(sqlite_database: Database) -> Database:
    sqlite_database.transact(succeeding.found)
    return sqlite_database


def act(database: Database, work: Callable[..., object], slug: str, *, by: str, **facts: object) -> object:
    """One act upon the turns of a role; members are said by name."""

    def do(session: Session) -> object:
        said = {
            key: cast.member_id(session, str(value)) if key in ("member_id", "other_id") else value
            for key, value in facts.items()
        }
        by_id = cast.person_id(session, by)
        return work(session, network.role_id(session, slug), by=by_id, **{"now": NOW} | said)

    return database.transact(do)


def calendar(database: Database, slug: str, now: datetime = NOW) -> list[tuple[str, str, str]]:
    """(day, who, status) of each turn, from the file alone."""
    with database.reading() as session:
        found = turns_reading.file(session, slug, lambda member: member.name, now)
    made = rotation.calendar(rotation_file.load(turns_reading.dumps(found)))
    names = {each.id: each.name for each in made.file.candidates}
    return [(line.slot.start.isoformat(), names.get(line.who or "", ""), line.status) for line in made.lines]


def held(database: Database, slug: str, who: str, member: str, starts: date, **facts: object) -> int:
    return network.entrust(database, slug, who, member, starts_on=starts, **facts)


def test_an_annual_presidency_goes_round(known: Database) -> None:
    held(known, "president", "bob", "La Filature", date(2025, 3, 1))
    held(known, "president", "chloe", "Coop Semailles", date(2026, 3, 1))
    lines = calendar(known, "president")
    assert lines[0] == ("2025-03-01", "La Filature", "held")
    assert lines[1] == ("2026-03-01", "Coop Semailles", "held")
    assert lines[2][1:] == ("Ville de Montreval", "planned")
    assert len(lines) == 12
    of = dict(cast.MEMBERS)
    colleges = [of[name] for _day, name, _status in lines]
    assert all(one != after for one, after in pairwise(colleges))
    assert len(set(colleges[:3])) == 3


def test_a_turn_is_refused_and_taken_back(known: Database) -> None:
    held(known, "minutes", "bob", "La Filature", date(2025, 3, 1))
    turn = date(2027, 3, 1)
    asked = {"member_id": "L’Établi", "turn": turn, "until": None, "why": "Des travaux."}
    with pytest.raises(NotYourVoice):
        act(known, turns.refuse, "minutes", by="bob", **asked)
    with pytest.raises(errors.RefusalEnds):
        act(known, turns.refuse, "minutes", by="fanny", **asked | {"turn": None})
    with pytest.raises(errors.RefusalEnds):
        act(known, turns.refuse, "minutes", by="fanny", **asked | {"turn": None, "until": network.DAY})
    with pytest.raises(errors.NoSuchTurn):
        act(known, turns.refuse, "minutes", by="fanny", **asked | {"turn": date(2027, 3, 2)})
    with pytest.raises(errors.ReasonNeeded):
        act(known, turns.refuse, "minutes", by="fanny", **asked | {"why": " "})
    with pytest.raises(errors.NoTurns):
        act(known, turns.refuse, "treasurer", by="fanny", **asked)
    before = calendar(known, "minutes")
    number = act(
        known, turns.refuse, "minutes", by="fanny", **asked | {"turn": None, "until": date(2040, 1, 1)}
    )
    assert "L’Établi" not in {
        name for _day, name, status in calendar(known, "minutes") if status == "planned"
    }
    known.transact(lambda s: turns.take_back(s, int(str(number)), by=cast.person_id(s, "fanny"), now=NOW))
    assert calendar(known, "minutes") == before


def test_a_swap_counts_once_both_have_confirmed(known: Database) -> None:
    held(known, "committee-host", "bob", "La Filature", date(2026, 1, 1))
    before = calendar(known, "committee-host")
    day, first = before[1][:2]
    second = next(
        name for _day, name, _status in before[2:] if name in ("Coop Semailles", "Ville de Montreval")
    )
    speaks = {
        "L’Établi": "fanny",
        "Scop Rouages": "fanny",
        "Coop Semailles": "chloe",
        "Ville de Montreval": "david",
    }
    facts = {"turn": date.fromisoformat(day), "seat": 1, "member_id": second, "other_id": first, "why": ""}
    asks = speaks[second]
    with pytest.raises(errors.NotTheOneCalled):
        act(known, turns.swap, "committee-host", by=asks, **facts | {"other_id": "La Filature"})
    with pytest.raises(errors.NotInTheTurn):
        act(known, turns.swap, "committee-host", by=asks, **facts | {"other_id": second})
    number = int(str(act(known, turns.swap, "committee-host", by=asks, **facts)))
    with pytest.raises(errors.SwapThere):
        act(known, turns.swap, "committee-host", by=asks, **facts)
    assert calendar(known, "committee-host")[1][1] == first
    with pytest.raises(NotYourVoice):
        known.transact(
            lambda s: turns.answer_swap(s, number, agreed=True, by=cast.person_id(s, asks), now=NOW)
        )
    with known.reading() as session:
        row = session.get_one(TurnSwap, number)
        assert row.confirmed_at is None
        pairs = representatives(session, [row.other_id], on=network.DAY)
    assert pairs
    other = pairs[0][1]
    known.transact(lambda s: turns.answer_swap(s, number, agreed=True, by=other, now=NOW))
    assert calendar(known, "committee-host")[1][1] == second
    with pytest.raises(errors.SwapSettled):
        known.transact(lambda s: turns.answer_swap(s, number, agreed=False, by=other, now=NOW))


def test_a_turn_ends_when_its_report_is_published(known: Database) -> None:
    held(known, "minutes", "bob", "La Filature", date(2025, 1, 1))
    later = NOW + timedelta(days=30)
    facts = {"member_id": "La Filature", "turn": date(2025, 1, 1), "title": "", "link": ""}
    facts["text"] = "Dix réunions."

    def awaited() -> list[str]:
        with known.reading() as session:
            page = turns_reading.page(session, "minutes", Visitor(), lambda member: member.name, NOW)
            return [str(each.said["name"]) for each in page.late]

    assert awaited() == ["La Filature"]
    for change, refusal in (
        ({"text": " "}, errors.ReportEmpty),
        ({"text": "", "link": "ftp://example.org"}, errors.LinkUnusable),
        ({"turn": date(2026, 1, 1)}, errors.NoReportAwaited),
    ):
        with pytest.raises(refusal):
            act(known, turns.report, "minutes", by="bob", **facts | change)
    with pytest.raises(NotYourVoice):
        act(known, turns.report, "minutes", by="chloe", **facts)
    act(known, turns.report, "minutes", by="bob", **facts)
    assert awaited() == []
    with pytest.raises(errors.NoReportAwaited):
        act(known, turns.report, "minutes", by="bob", **facts | {"now": later})


def test_a_past_turn_without_anybody_is_vacant(known: Database) -> None:
    held(known, "committee-host", "bob", "La Filature", date(2025, 3, 1))
    lines = calendar(known, "committee-host", datetime(2027, 6, 1, tzinfo=UTC))
    assert lines[:2] == [("2025-03-01", "La Filature", "held"), ("2026-03-01", "", "vacant")]
    assert (lines[2][0], lines[2][2]) == ("2027-03-01", "planned")
    assert lines[2][1] != "La Filature"


def test_the_role_is_entrusted_to_whom_the_turn_calls(known: Database) -> None:
    held(known, "president", "bob", "La Filature", date(2025, 3, 1))
    day, name, status = calendar(known, "president")[1]
    assert (day, status) == ("2026-03-01", "planned")
    assert name == "Coop Semailles"
    facts = {"turn": date(2026, 3, 1), "seat": 1, "decision": network.DECISION}

    def take(session: Session, who: str, by: str) -> int:
        return turns.take(
            session, network.role_id(session, "president"), person_id=cast.person_id(session, who),
            by=cast.person_id(session, by), now=NOW, **facts,  # type: ignore[arg-type]
        )  # fmt: skip

    with pytest.raises(errors.NotYourCircle):
        known.transact(lambda s: take(s, "chloe", "bob"))
    mandate = known.transact(lambda s: take(s, "chloe", "alice"))
    with known.reading() as session:
        row = session.get_one(Mandate, mandate)
        assert (row.starts_on, row.ends_on, row.how) == (network.DAY, date(2027, 3, 1), "rotation")
        assert session.scalar(select(Succession.mandate_id)) == mandate
    assert calendar(known, "president")[1][2] == "held"
    with pytest.raises(Exception, match="holds"):
        known.transact(lambda s: take(s, "chloe", "alice"))


def test_places_host_meetings_in_turn(known: Database) -> None:
    def host(session: Session) -> None:
        role = network.role_id(session, "committee-host")
        session.scalars(select(RoleVersion).where(RoleVersion.role_id == role)).one().hosts = True

    known.transact(host)
    with pytest.raises(errors.NotYourCircle):
        act(known, turns.add_day, "committee-host", by="bob", on=date(2026, 2, 1))
    days = [
        act(known, turns.add_day, "committee-host", by="alice", on=day)
        for day in (date(2026, 2, 1), date(2026, 6, 1), date(2026, 10, 1))
    ]
    with pytest.raises(errors.DayThere):
        act(known, turns.add_day, "committee-host", by="alice", on=date(2026, 6, 1))
    lines = calendar(known, "committee-host")
    assert len({name for _day, name, _status in lines}) == 3
    alice = {"by": "alice"}
    end = lambda day, why: known.transact(  # noqa: E731
        lambda s: turns.end_day(s, int(str(day)), why=why, by=cast.person_id(s, alice["by"]), now=NOW)
    )
    with pytest.raises(errors.ReasonNeeded):
        end(days[0], " ")
    end(days[0], "La neige.")
    end(days[2], "")
    missed, following = calendar(known, "committee-host")
    assert missed[2] == "missed"
    assert following[1] == missed[1]
    known.transact(
        lambda s: turns.end_day(
            s, int(str(days[0])), why="Elle avait la salle.", host_id=cast.member_id(s, "Scop Rouages"),
            by=cast.person_id(s, "alice"), now=NOW,
        )
    )  # fmt: skip
    assert calendar(known, "committee-host")[0] == ("2026-02-01", "Scop Rouages", "held")

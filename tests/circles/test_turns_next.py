"""Who comes next in the roles that go round: as their own pages have it, many as cheaply as one."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, event, select
from sqlalchemy.orm import Session

from governance.circles import queries, turns, turns_inputs, turns_next, turns_reading
from governance.circles.turns_file import Asked, document, goes_round, written
from governance.circles.turns_reading import TurnLine
from governance.db import Database
from governance.members import queries as members
from governance.members.models import Circle, Mandate, Member
from governance.members.models_roles import MandateEvent, Role, RoleVersion
from governance.members.roles import described
from governance.rules import service as rules
from governance.web.visitor import Visitor
from tests import cast
from tests.circles import network, succeeding

Clients = Callable[[str], FlaskClient]
NOW, DAY = network.NOW, network.DAY
ROLE = """
[[roles]]
id = "turn-{0}"
name = "Tour numéro {0}"
term_months = 6
selection = "rotation"
"""


def named(member: Member) -> str:
    return member.name


@pytest.fixture
def known(database: Database) -> Database:
    """Turns of every kind: two colleges, a report, two seats, places, a refusal, a vacant seat."""
    database.transact(succeeding.found)
    return given(database)


@pytest.fixture
def town(sqlite_database: Database, moment: Callable[..., None]) -> Database:
    moment(NOW)
    sqlite_database.transact(succeeding.found)
    return given(sqlite_database)


def given(database: Database) -> Database:
    def kinds(session: Session) -> None:
        by_slug = {role.slug: role.id for role in session.scalars(select(Role))}
        for slug, change in (("host", {"hosts": True}), ("minutes", {"seats": 2})):
            query = select(RoleVersion).where(RoleVersion.role_id == by_slug[slug])
            for name, value in change.items():
                setattr(session.scalars(query).one(), name, value)

    database.transact(kinds)
    network.entrust(database, "president", "bob", "La Filature", starts_on=date(2025, 3, 1))
    network.entrust(database, "president", "chloe", "Coop Semailles", starts_on=date(2026, 3, 1))
    network.entrust(database, "minutes", "bob", "La Filature", starts_on=date(2025, 9, 1), seat=2)
    network.entrust(database, "treasurer", "david", "Ville de Montreval", starts_on=date(2025, 9, 1))

    def said(session: Session) -> None:
        alice, fanny = cast.person_id(session, "alice"), cast.person_id(session, "fanny")
        host, president = network.role_id(session, "host"), network.role_id(session, "president")
        for days in (10, 40, 70, 100, 130, 160):
            turns.add_day(session, host, on=DAY + timedelta(days=days), by=alice, now=NOW)
        turns.refuse(
            session, president, member_id=cast.member_id(session, "Scop Rouages"), turn=None,
            until=date(2030, 1, 1), why="Des travaux.", by=fanny, now=NOW,
        )  # fmt: skip

    database.transact(said)
    return database


def rounds(session: Session) -> dict[int, turns_next.Round]:
    return turns_next.of_roles(session, queries.roles_at(session, DAY), Visitor(), named, NOW)


def said(lines: Iterable[TurnLine]) -> list[tuple[object, ...]]:
    return [(each.begins, each.until, each.member, each.said["status"]) for each in lines]


def test_the_names_are_those_of_the_page_of_the_role(known: Database) -> None:
    with known.reading() as session:
        found = rounds(session)
        assert {each.slug for each in found.values()} == {"president", "minutes", "committee-host", "host"}
        for each in found.values():
            page = turns_reading.page(session, each.slug, Visitor(), named, NOW)
            for seat in range(1, each.seats + 1):
                names = [line.said["name"] for line in each.after(seat)]
                coming = [
                    line.said["name"]
                    for line in page.lines
                    if line.seat == seat and not line.is_over
                    if not line.is_now or (line.said["status"] != "held" and not line.day)
                ]
                assert names == coming[:2]
                assert len(names) == 2
            assert not each.steps or said(each.steps) == said(page.shown)


def test_a_turn_that_has_begun_and_nobody_took_up_comes_next(known: Database) -> None:
    with known.reading() as session:
        found = {each.slug: each for each in rounds(session).values()}
    assert found["committee-host"].after(1)[0].is_now
    assert not found["president"].after(1)[0].is_now
    assert found["president"].steps[1].said["name"] == "Coop Semailles"
    assert found["minutes"].steps == ()  # of two seats


def test_the_file_is_the_same_read_alone_or_with_the_others(known: Database) -> None:
    with known.reading() as session:
        roles = [role for role in session.scalars(select(Role)) if goes_round(described(session, role.id))]
        together = turns_inputs.read(session, [role.id for role in roles], DAY)
        for role in roles:
            asked = Asked(role, described(session, role.id), DAY, named)
            assert written(together, asked) == document(session, asked) is not None


def test_those_seated_in_circles_are_the_electorate_of_each(founded: Database) -> None:
    network.entrust(founded, "board-places", "bob", "La Filature")
    with founded.reading() as session:
        circles = list(session.scalars(select(Circle.id)))
        found = members.seated(session, circles, on=DAY)
        assert found == {
            id_: {each.member_id for each in members.electorate(session, circle_id=id_, on=DAY)}
            for id_ in circles
        }
        assert len(set(map(frozenset, found.values()))) > 1
        assert members.seated(session, [], on=DAY) == {}


def counted(database: Database, work: Callable[[], object]) -> int:
    statements: list[str] = []
    listener = lambda *args: statements.append(args[2])  # noqa: E731
    event.listen(database.read_engine, "before_cursor_execute", listener)
    work()
    event.remove(database.read_engine, "before_cursor_execute", listener)
    return len(statements)


@pytest.mark.parametrize("path", ["/roles/", "/circles/network"])
def test_twelve_roles_cost_as_many_queries_as_one(
    as_: Clients, sqlite_database: Database, path: str, moment: Callable[..., None]
) -> None:
    moment(NOW)
    client = as_("bob")

    def with_roles(number: int) -> int:
        code = cast.CODE + "".join(ROLE.format(each) for each in range(number))
        sqlite_database.transact(lambda session: rules.adopt(session, code, by=None, now=NOW))
        for each in range(number):
            network.entrust(sqlite_database, f"turn-{each}", "bob", "La Filature", starts_on=DAY)
            network.entrust(sqlite_database, f"turn-{each}", "fanny", "L’Établi", starts_on=date(2026, 9, 2))
        try:
            page = client.get(path).text
            assert page.count(", puis ") == number
            assert page.count('<ol class="steps"') == min(number, turns_next.STRIPS)
            return counted(sqlite_database, lambda: client.get(path))
        finally:
            sqlite_database.transact(forget)

    assert with_roles(1) == with_roles(12) <= 40


def forget(session: Session) -> None:
    """No role is held any more, so that others can be adopted."""
    session.execute(delete(MandateEvent))
    session.execute(delete(Mandate).where(Mandate.role_id.is_not(None)))


@pytest.mark.parametrize("who", ["nobody", "eve", "bob", "chloe", "david", "fanny", "alice"])
@pytest.mark.parametrize("path", ["/roles/", "/circles/network"])
def test_everybody_reads_who_comes_next(as_: Clients, town: Database, path: str, who: str) -> None:
    page = as_(who).get(path).text
    assert "À tour de rôle\N{NO-BREAK SPACE}: <b>Ville de Montreval</b>, puis L’Établi" in page
    assert "Prochain accueil\N{NO-BREAK SPACE}: <b>" in page
    assert "À confier maintenant" in page


@pytest.mark.parametrize("path", ["/roles/", "/circles/network"])
def test_names_are_hidden_where_the_list_of_members_is(as_: Clients, town: Database, path: str) -> None:
    as_("alice").post("/members/publish", data={"public": "no"})
    with town.reading() as session:
        number = cast.member_id(session, "Ville de Montreval")
    page = as_("nobody").get(path).text
    assert not [name for name, _college in cast.MEMBERS if name in page]
    assert f"<b>Membre nº {number}</b>" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "<b>Ville de Montreval</b>" in as_("bob").get(path).text


def test_a_person_who_is_a_member_is_named_to_who_has_signed_in_only(as_: Clients, town: Database) -> None:
    def individual(session: Session) -> None:
        session.get_one(Member, cast.member_id(session, "Ville de Montreval")).kind = "individual"

    town.transact(individual)
    assert "<b>Ville de Montreval</b>" not in as_("nobody").get("/roles/").text
    assert "<b>Ville de Montreval</b>" in as_("bob").get("/roles/").text


@pytest.mark.parametrize("path", ["/roles/", "/circles/network"])
@pytest.mark.parametrize("on", [DAY - timedelta(days=1), DAY + timedelta(days=1)])
def test_of_another_day_nothing_is_said_of_what_comes_next(
    as_: Clients, town: Database, path: str, on: date
) -> None:
    page = as_("bob").get(f"{path}?on={on}").text
    assert ", puis " not in page
    assert 'class="steps"' not in page
    assert "Prochain accueil" not in page
    assert "À tour de rôle" in page


def test_who_is_known_to_hold_it_next_is_followed_by_the_one_after(as_: Clients, town: Database) -> None:
    network.entrust(town, "president", "david", "Ville de Montreval", starts_on=date(2027, 3, 1))
    page = as_("bob").get("/roles/").text
    assert '<b>David Morel</b> <span class="muted small">(Ville de Montreval)</span>, puis ' in page


def test_a_search_shows_the_strips_of_what_it_finds(as_: Clients, town: Database) -> None:
    nobody = as_("nobody")
    assert nobody.get("/roles/?q=accueil+du+comité").text.count('<ol class="steps"') == 1
    assert 'class="steps"' not in nobody.get("/roles/?q=treasurer-of-nothing").text

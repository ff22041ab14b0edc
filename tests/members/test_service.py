"""Members, representations and offices over time, on both databases."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from governance.db import Database
from governance.errors import NotFound, Refusal
from governance.members import errors, names, offices, people, queries, service, sessions
from governance.members.models import Circle, CircleCollege, College, Mandate, Member, Person
from governance.register.models import LogEntry
from governance.web.models import Network
from tests import cast

DAY = date(2026, 3, 2)
EVE = DAY - timedelta(days=1)


def act(database: Database, verb: Callable[..., Any], **facts: Any) -> Any:
    return database.transact(lambda session: verb(session, **facts, now=cast.NOW))


def refused(database: Database, refusal: type[Refusal], verb: Callable[..., Any], **facts: Any) -> None:
    with pytest.raises(refusal):
        act(database, verb, **facts)


def electorate(database: Database, on: date = DAY, circle: str = "network") -> dict[str, str]:
    with database.reading() as session:
        return {r.member_name: r.college_id for r in queries.electorate(session, circle_id=circle, on=on)}


def ids(database: Database) -> dict[str, int]:
    with database.reading() as session:
        found = {name: id_ for id_, name in session.execute(select(Member.id, Member.name))}
        return found | {who: cast.person_id(session, who) for who in cast.PEOPLE}


NEW = {
    "name": "Le Hangar",
    "kind": "organisation",
    "college_id": "places",
    "place": "Évry",
    "joined_on": DAY,
    "by": None,
}


class TestMembers:
    def test_one_belongs_from_the_first_day(self, database: Database) -> None:
        act(database, service.admit, **NEW)
        assert "Le Hangar" not in electorate(database, EVE)
        assert electorate(database)["Le Hangar"] == "places"

    def test_the_electorate_is_ordered_by_college_then_by_name(self, database: Database) -> None:
        act(database, service.admit, **{**NEW, "name": "Écluse"})
        assert list(electorate(database)) == [
            "Écluse", "L’Établi", "La Filature", "Le Quai 9", "Coop Semailles", "Scop Rouages",
            "Ville de Montreval",
        ]  # fmt: skip

    def test_a_name_is_taken_whatever_its_accents(self, database: Database) -> None:
        refused(database, errors.NameTaken, service.admit, **{**NEW, "name": " l'ETABLI"})

    def test_a_college_has_to_exist(self, database: Database) -> None:
        refused(database, errors.NoSuchCollege, service.admit, **{**NEW, "college_id": "habitants"})

    def test_a_member_may_leave_and_come_back(self, database: Database) -> None:
        filature = ids(database)["La Filature"]
        act(database, service.leave, member_id=filature, on=DAY, by=None)
        assert "La Filature" in electorate(database, EVE)
        assert "La Filature" not in electorate(database)
        back = {**NEW, "name": "La Filature"}
        refused(database, errors.BadDates, service.admit, **{**back, "joined_on": EVE})
        later = DAY + timedelta(days=30)
        assert act(database, service.admit, **{**back, "joined_on": later, "college_id": "coops"}) == filature
        assert "La Filature" not in electorate(database, later - timedelta(days=1))
        assert electorate(database, later)["La Filature"] == "coops"
        assert electorate(database, EVE)["La Filature"] == "places"

    def test_leaving_ends_what_was_said_for_it(self, database: Database) -> None:
        known = ids(database)
        act(database, service.leave, member_id=known["La Filature"], on=DAY, by=None)
        with database.reading() as session:
            for day, number in ((EVE, 1), (DAY, 0)):
                assert len(queries.representatives(session, [known["La Filature"]], on=day)) == number
                assert len(sessions.voices(session.connection(), known["bob"], on=day)) == number

    def test_a_departure_needs_a_stay(self, database: Database) -> None:
        filature = ids(database)["La Filature"]
        refused(database, errors.BadDates, service.leave, member_id=filature, on=cast.START, by=None)
        act(database, service.leave, member_id=filature, on=DAY, by=None)
        refused(database, errors.AlreadyLeft, service.leave, member_id=filature, on=DAY, by=None)
        refused(database, NotFound, service.leave, member_id=999, on=DAY, by=None)

    def test_a_change_of_college(self, database: Database) -> None:
        change: dict[str, Any] = {"member_id": ids(database)["La Filature"], "by": None}
        to = {**change, "college_id": "public", "on": DAY}
        refused(database, errors.SameCollege, service.change_college, **{**to, "college_id": "places"})
        refused(database, errors.NoSuchCollege, service.change_college, **{**to, "college_id": "x"})
        refused(database, errors.BadDates, service.change_college, **{**to, "on": date(2020, 1, 1)})
        act(database, service.change_college, **to)
        assert (electorate(database, EVE)["La Filature"], electorate(database)["La Filature"]) == (
            "places",
            "public",
        )
        act(database, service.change_college, **{**to, "college_id": "coops"})
        assert (electorate(database, EVE)["La Filature"], electorate(database)["La Filature"]) == (
            "places",
            "coops",
        )

    def test_a_correction(self, database: Database) -> None:
        known = ids(database)
        facts = {"kind": "individual", "place": "", "by": None}
        act(database, service.describe, member_id=known["La Filature"], name="Filature", **facts)
        assert "Filature" in electorate(database)
        taken = {"member_id": known["L’Établi"], "name": "FILATURE", **facts}
        refused(database, errors.NameTaken, service.describe, **taken)


class TestRepresentations:
    def test_several_members_for_one_person(self, database: Database) -> None:
        with database.reading() as session:
            fanny = sessions.voices(session.connection(), cast.person_id(session, "fanny"), on=DAY)
        assert [(voice.member_name, voice.college_id) for voice in fanny] == [
            ("L’Établi", "places"),
            ("Scop Rouages", "coops"),
        ]

    def test_dates(self, database: Database) -> None:
        known = ids(database)
        facts: dict[str, Any] = {"person_id": known["eve"], "member_id": known["La Filature"]}
        end = DAY + timedelta(days=10)
        act(database, service.represent, **facts, starts_on=DAY, ends_on=end)
        with database.reading() as session:
            for day, number in ((EVE, 0), (DAY, 1), (end - timedelta(days=1), 1), (end, 0)):
                assert len(sessions.voices(session.connection(), known["eve"], on=day)) == number
        again = {**facts, "ends_on": None}
        refused(database, errors.AlreadyRepresents, service.represent, **again, starts_on=EVE)
        refused(
            database, errors.AlreadyRepresents, service.represent, **again, starts_on=end - timedelta(days=1)
        )
        act(database, service.represent, **again, starts_on=end)
        before = {**facts, "starts_on": EVE, "ends_on": DAY}
        act(database, service.represent, **before)

    @pytest.mark.parametrize(
        ("starts_on", "ends_on", "refusal"),
        [
            (DAY, DAY, errors.BadDates),
            (DAY, EVE, errors.BadDates),
            (cast.START - timedelta(days=1), None, errors.BeforeAdmission),
        ],
    )
    def test_dates_that_cannot_be(
        self, database: Database, starts_on: date, ends_on: date | None, refusal: type[Refusal]
    ) -> None:
        known = ids(database)
        facts = {"person_id": known["eve"], "member_id": known["La Filature"]}
        refused(database, refusal, service.represent, **facts, starts_on=starts_on, ends_on=ends_on)

    def test_nobody_speaks_for_who_has_left(self, database: Database) -> None:
        known = ids(database)
        act(database, service.leave, member_id=known["La Filature"], on=DAY, by=None)
        facts = {"person_id": known["eve"], "member_id": known["La Filature"], "ends_on": None}
        refused(database, errors.AlreadyLeft, service.represent, **facts, starts_on=DAY)
        act(database, service.represent, **facts, starts_on=EVE)
        with database.reading() as session:
            assert sessions.voices(session.connection(), known["eve"], on=DAY) == ()

    def test_an_end(self, database: Database) -> None:
        known = ids(database)
        facts: dict[str, Any] = {"representation_id": 1, "member_id": known["La Filature"], "by": None}
        act(database, service.end_representation, **facts, on=DAY)
        refused(database, errors.BadDates, service.end_representation, **facts, on=DAY + timedelta(days=1))
        refused(database, errors.BadDates, service.end_representation, **facts, on=date(2020, 1, 1))
        act(database, service.end_representation, **facts, on=EVE)
        other = {**facts, "member_id": known["L’Établi"]}
        refused(database, NotFound, service.end_representation, **other, on=DAY)


class TestPeople:
    def test_an_address_is_one_person(self, database: Database) -> None:
        known = ids(database)
        assert act(database, service.add_person, name="B.", email=" BOB@example.org") == known["bob"]
        made = act(database, service.add_person, name="Zoé", email="zoe@example.org")
        assert made not in known.values()

    @pytest.mark.parametrize(
        "email", ["", "zoe", "zoe@", "@example.org", "a b@example.org", "x" * 250 + "@a.fr"]
    )
    def test_what_is_no_address(self, database: Database, email: str) -> None:
        refused(database, errors.BadEmail, service.add_person, name="Zoé", email=email)

    def test_who_has_joined_is_not_invited(self, database: Database) -> None:
        refused(database, errors.AlreadyJoined, service.invite, person_id=ids(database)["bob"])
        refused(database, NotFound, service.invite, person_id=999)

    def test_an_address_belongs_to_one(self, database: Database) -> None:
        facts = {"person_id": ids(database)["bob"], "name": "Bob"}
        refused(database, errors.EmailTaken, people.correct_person, **facts, email="eve@example.org")
        act(database, people.correct_person, **facts, email="bob@example.org")


class TestOffices:
    def entries(self, session: Session) -> list[dict[str, Any]]:
        rows = session.scalars(
            select(LogEntry.entry).where(LogEntry.type == "mandate").order_by(LogEntry.seq)
        )
        return [json.loads(row)["body"] for row in rows]

    def test_a_mandate_is_in_the_log_without_a_name(self, database: Database) -> None:
        bob = ids(database)["bob"]
        end = DAY + timedelta(days=180)
        number = act(
            database, service.entrust, person_id=bob, office="facilitator", starts_on=DAY, ends_on=end
        )
        with database.reading() as session:
            salt = session.scalar(select(Mandate.salt).where(Mandate.id == number)) or ""
            expected = {
                "mandate": number,
                "office": "facilitator",
                "holder": offices.commitment(salt, "Bob Lefèvre"),
                "starts_on": "2026-03-02",
                "ends_on": "2026-08-29",
            }
            assert self.entries(session) == [expected]
            for day, holds in ((EVE, False), (DAY, True), (end - timedelta(days=1), True), (end, False)):
                assert (bob in queries.holders(session, "facilitator", on=day)) is holds
                held = sessions.offices(session.connection(), bob, on=day, at=cast.NOW)
                assert (("facilitator", "network") in held) is holds

    def test_mandates_that_cannot_be(self, database: Database) -> None:
        known = ids(database)
        facts: dict[str, Any] = {"person_id": known["alice"], "office": "steward", "starts_on": DAY}
        refused(database, errors.AlreadyHolds, service.entrust, **facts, ends_on=None)
        refused(database, errors.BadDates, service.entrust, **facts, ends_on=DAY)
        with database.reading() as session:
            assert self.entries(session) == []

    def test_the_last_steward_stays(self, database: Database) -> None:
        known = ids(database)
        with database.reading() as session:
            query = select(Mandate.id).where(Mandate.office == "steward")
            number = session.scalars(query).one()
        end: dict[str, Any] = {"mandate_id": number, "on": DAY, "by": None}
        refused(database, errors.LastSteward, service.end_mandate, **end)
        to = {"person_id": known["bob"], "office": "steward", "starts_on": DAY, "ends_on": None}
        act(database, service.entrust, **to)
        refused(database, errors.BadDates, service.end_mandate, **{**end, "on": date(2020, 1, 1)})
        act(database, service.end_mandate, **end)
        refused(database, errors.AlreadyEnded, service.end_mandate, **end)
        refused(database, NotFound, service.end_mandate, **{**end, "mandate_id": 999})
        with database.reading() as session:
            assert queries.holders(session, "steward", on=DAY) == [known["bob"]]
            assert [body["ends_on"] for body in self.entries(session)] == ["", "2026-03-02"]


@dataclass
class Thing:
    """A college or a circle as a social code gives it."""

    id: str
    name: str
    letter: str = "X"
    weight: object = 1
    purpose: str = ""
    colleges: tuple[str, ...] = ()

    @property
    def whole(self) -> tuple[str, ...]:
        return self.colleges


OLD = [Thing(id_, name, letter, weight) for id_, name, letter, weight in cast.COLLEGES]


class TestFounding:
    def set(self, database: Database, colleges: list[Thing], circles: list[Thing]) -> None:
        database.transact(lambda session: service.set_colleges(session, colleges, circles))

    def test_colleges_keep_their_position_for_ever(self, database: Database) -> None:
        self.set(database, [Thing("new", "Neuf", "N", "1/3"), *reversed(OLD)], [])
        with database.reading() as session:
            found = [(each.id, each.position, each.weight) for each in queries.colleges(session)]
        assert found == [("places", 1, "40"), ("coops", 2, "40"), ("public", 3, "20"), ("new", 4, "1/3")]

    def test_a_college_with_members_does_not_disappear(self, database: Database) -> None:
        with pytest.raises(errors.CollegeInUse):
            self.set(database, OLD[1:], [])
        public = ids(database)["Ville de Montreval"]
        act(database, service.change_college, member_id=public, college_id="coops", on=DAY, by=None)
        self.set(database, OLD[:2], [])
        with database.reading() as session:
            assert [each.id for each in queries.colleges(session)] == ["places", "coops"]
            assert session.scalar(select(College.retired).where(College.id == "public"))

    def test_circles_seat_their_colleges(self, database: Database) -> None:
        everyone = tuple(college.id for college in OLD)
        users = Thing("users", "Comité des usagers", purpose="Dire", colleges=("places", "public"))
        self.set(database, OLD, [Thing("network", "Réseau", colleges=everyone), users])
        assert len(electorate(database)) == 6
        assert set(electorate(database, circle="users").values()) == {"places", "public"}
        self.set(database, OLD, [])
        with database.reading() as session:
            assert [circle.id for circle in queries.circles(session)] == ["network"]
            assert queries.circle(session, "users").name == "Comité des usagers"
            assert session.scalar(select(func.count()).select_from(CircleCollege)) == 0
            with pytest.raises(NotFound):
                queries.circle(session, "nowhere")

    def test_a_network_is_founded_once(self, database: Database) -> None:
        def empty(session: Session) -> None:
            for table in (Mandate, Circle):
                session.query(table).delete()
            session.query(Network).delete()
            session.query(LogEntry).delete()
            service.found(
                session, slug="neuf", name="Réseau  neuf", time_zone="Europe/Paris", locale="fr", now=cast.NOW
            )

        database.transact(empty)
        with database.reading() as session:
            entry = json.loads(session.scalars(select(LogEntry.entry)).one())
            assert (entry["type"], entry["seq"], entry["network"]) == ("genesis", 0, "neuf")
            assert entry["body"] == {"name": "Réseau neuf"}
            assert session.scalar(select(func.count()).select_from(Person)) == 6


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("L’Établi", "l'etabli"),
        ("Œuvre  commune", "OEUVRE COMMUNE"),
        ("Scop-Rouages", "scop rouages"),
        ("Caf\u0065\u0301", "Café"),
        ("Lieu\u200b nº 3", "lieu n° 3"),
    ],
)
def test_names_that_are_the_same(one: str, other: str) -> None:
    assert names.fold(one) == names.fold(other)


@pytest.mark.parametrize(("one", "other"), [("Lieu 1", "Lieu 11"), ("Atelier", "Ateliers"), ("+", "-")])
def test_names_that_are_not(one: str, other: str) -> None:
    assert names.fold(one) != names.fold(other)

"""Seats renewed in parts: when each ends, dealt over colleges, applied to mandates, as rotations have it."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.circles import errors, queries, renewal, rotation, rotation_file, service, turns_reading
from governance.circles.models import Succession
from governance.circles.renewal import Renewal
from governance.circles.terms import Term, add_months, longest
from governance.config import Settings
from governance.db import Database
from governance.members import service as members
from governance.members.models_roles import RoleVersion
from governance.members.roles import Description, described
from governance.rules import plain_bodies
from governance.rules import service as rules
from governance.rules.check import look
from proposals.models import Version
from tests import cast
from tests.circles import network, second_rotation, succeeding
from tests.circles.network import DAY, DECISION, NOW
from tests.circles.rotations import calendar, file
from tests.circles.succeeding import Play
from tests.circles.test_code import circle, problems, role

START = date(2026, 3, 1)
THIRDS = Renewal(3, 1, 36, START)

sizes = st.integers(1, 4).flatmap(
    lambda parts: st.tuples(st.just(parts), st.integers(1, parts), st.integers(1, 5).map(lambda n: n * parts))
)
firsts = st.dates(date(1990, 1, 1), date(2040, 1, 1))


@dataclass(frozen=True)
class What:
    """What a role says."""

    renewal: int = 1
    term_months: int = 12
    seats: int = 1
    renewal_first: int = 1
    renewal_from: date | None = None


class TestDays:
    def test_a_third_ends_each_year_and_then_whole_terms(self) -> None:
        assert [THIRDS.part(seat) for seat in range(1, 8)] == [1, 2, 3, 1, 2, 3, 1]
        years = [[THIRDS.begins(seat, number).year for number in range(4)] for seat in (1, 2, 3)]
        assert years == [[2026, 2027, 2030, 2033], [2026, 2028, 2031, 2034], [2026, 2029, 2032, 2035]]

    def test_the_deal_goes_on_from_the_college_before(self) -> None:
        assert [Renewal(3, 3, 36, START).part(seat) for seat in (1, 2, 3, 4)] == [3, 1, 2, 3]

    @pytest.mark.parametrize(
        ("on", "turn"),
        [
            (START - timedelta(days=400), (2026, 2027)),  # counted later: the first turn
            (START, (2026, 2027)),
            (date(2027, 2, 28), (2026, 2027)),
            (date(2027, 3, 1), (2027, 2030)),
            (date(2030, 2, 28), (2027, 2030)),
            (date(2030, 3, 1), (2030, 2033)),
        ],
    )
    def test_the_turn_of_a_day(self, on: date, turn: tuple[int, int]) -> None:
        begins, ends = THIRDS.turn(1, on)
        assert (begins, ends) == (date(turn[0], 3, 1), date(turn[1], 3, 1))

    def test_what_is_renewed_next(self) -> None:
        assert THIRDS.next(7, date(2026, 11, 28)) == (
            (date(2027, 3, 1), (1, 4, 7)),
            (date(2028, 3, 1), (2, 5)),
            (date(2029, 3, 1), (3, 6)),
        )
        assert [day.year for day, _seats in THIRDS.next(7, date(2027, 3, 1))] == [2028, 2029, 2030]

    def test_months_are_counted_from_the_first_day(self) -> None:
        of = Renewal(2, 1, 2, date(2026, 1, 31))
        assert [of.begins(1, number) for number in (0, 1, 2)] == [
            date(2026, 1, 31), date(2026, 2, 28), date(2026, 4, 30),
        ]  # fmt: skip

    @given(firsts, sizes, st.integers(1, 12), st.integers(0, 9000))
    def test_each_day_lies_in_one_turn_of_a_seat(
        self, since: date, size: tuple[int, int, int], seat: int, days: int
    ) -> None:
        of, on = Renewal(*size, since), since + timedelta(days=days)
        begins, ends = of.turn(seat, on)
        assert begins <= on < ends <= longest(begins, of.months)
        bounds = [of.begins(seat, number) for number in range(40)]
        assert all(one < after for one, after in pairwise(bounds))
        assert on >= bounds[-1] or (begins, ends) in set(pairwise(bounds))

    @given(firsts, sizes, st.integers(1, 12), st.integers(0, 9000))
    def test_a_part_ends_each_time_and_no_more(
        self, since: date, size: tuple[int, int, int], seats: int, days: int
    ) -> None:
        of = Renewal(*size, since)
        coming = of.next(seats, since + timedelta(days=days))
        assert sorted(seat for _day, held in coming for seat in held) == list(range(1, seats + 1))
        assert all(seats // of.parts <= len(held) <= -(-seats // of.parts) for _day, held in coming)
        assert len(coming) == min(of.parts, seats)
        assert all(len({of.part(seat) for seat in held}) == 1 for _day, held in coming)

    @pytest.mark.parametrize(
        ("said", "first", "since"),
        [
            (None, None, None),
            (START, None, START),
            (None, START, START),
            (START, START, START),
            (START, date(2029, 5, 1), START),
            (START, date(2026, 2, 28), date(2023, 3, 1)),
            (START, date(2023, 3, 1), date(2023, 3, 1)),
            (START, date(2023, 2, 28), date(2020, 3, 1)),
        ],
    )
    def test_from_which_day_terms_are_counted(
        self, said: date | None, first: date | None, since: date | None
    ) -> None:
        assert renewal.counted_from(said, first, 36) == since


class TestLikeRotations:
    """The turns of a role are those that the rule of docs/rotation.md gives to its seats."""

    @settings(max_examples=40, deadline=None)
    @given(sizes, st.integers(1, 9), st.integers(1, 28))
    def test_the_same_turns(self, size: tuple[int, int, int], seats: int, day: int) -> None:
        parts, first, months = size
        since = date(2024, 1, day)
        said = file("ABCDEFGHI", term={"months": months}, seats=seats, starts=since.isoformat())
        said |= {"renewal": {"parts": parts, "first": first}, "horizon": "2029-01-01"}
        of, turns = Renewal(parts, first, months, since), calendar(said)["turns"]
        for seat in range(1, seats + 1):
            mine = [(each["from"], each["until"]) for each in turns if each["seat"] == str(seat)]
            bounds = [of.begins(seat, number).isoformat() for number in range(len(mine) + 1)]
            assert mine == list(pairwise(bounds))

    @settings(max_examples=40, deadline=None)
    @given(sizes, st.integers(1, 9))
    def test_a_second_way_of_counting(self, size: tuple[int, int, int], seats: int) -> None:
        parts, first, months = size
        said = file("ABCDEFGHI", term={"months": months}, seats=seats)
        said |= {"renewal": {"parts": parts, "first": first}}
        ends: dict[str, list[str]] = {}
        for turn in calendar(said)["turns"]:
            if turn["until"] < said["horizon"]:
                ends.setdefault(turn["until"], []).append(turn["seat"])
        expected = {day: sorted(held) for day, held in second_rotation.renewals(said) if held}
        assert {day: sorted(held) for day, held in ends.items()} == expected

    @pytest.mark.parametrize("first", [0, 4, "x"])
    def test_a_first_part_that_is_none_is_refused(self, first: object) -> None:
        said = file(renewal={"parts": 3, "first": first}, seats=3)
        with pytest.raises(rotation_file.ReadingError) as refused:
            rotation_file.read(said)
        assert refused.value.path == "renewal.first"


class TestTerms:
    @given(st.integers(1, 3), st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900)), max_size=8))
    def test_who_takes_over_finishes_and_nobody_overlaps(
        self, seat: int, history: list[tuple[int, int]]
    ) -> None:
        """One mandate after the other, given back or not, the seat empty at times: each ends with a turn."""
        what, known, at = What(3, 36, 3), [Term(0, 0, START, date(2027, 3, 1))], START
        for person, (gap, lasted) in enumerate(history, 1):
            starts = at + timedelta(days=gap)
            foreseen = renewal.end_of_term(what, known, seat, starts)
            assert THIRDS.turn(seat, starts)[1] == foreseen <= longest(starts, 36)
            ends = min(foreseen, starts + timedelta(days=lasted + 1))
            assert not any(each.seat == seat and each.meets(starts, ends) for each in known)
            known.append(Term(person, seat, starts, ends))
            at = ends

    @given(firsts, st.integers(1, 48))
    def test_a_whole_term_is_as_it_was_where_all_are_renewed_together(
        self, starts: date, months: int
    ) -> None:
        assert renewal.end_of_term(What(term_months=months), [], 1, starts) == add_months(starts, months)

    def test_a_term_of_the_last_of_a_month_goes_to_the_last_of_another(self) -> None:
        assert longest(date(2026, 2, 28), 6) == date(2026, 8, 31)
        assert longest(date(2026, 2, 27), 6) == date(2026, 8, 27)
        assert longest(date(2028, 2, 28), 6) == date(2028, 8, 28)
        assert longest(date(2026, 12, 31), 2) == date(2027, 2, 28)

    def test_the_first_free_seat_is_free_to_the_end_of_its_own_term(self) -> None:
        what = What(3, 36, 3)
        first = Term(1, 1, START, date(2027, 3, 1))
        coming = Term(2, 1, date(2027, 3, 1), date(2030, 3, 1))
        second = Term(3, 2, START, date(2028, 3, 1))
        assert renewal.free_seat(what, [first, coming, second], date(2026, 6, 1)) == 3
        assert renewal.free_seat(what, [second, Term(4, 3, START, None)], date(2026, 6, 1)) == 1
        given_back = Term(1, 1, START, date(2026, 5, 1))
        assert renewal.free_seat(what, [given_back, coming, second], date(2026, 6, 1)) == 1
        assert renewal.free_seat(what, [second, Term(4, 3, START, None), first], date(2026, 6, 1)) is None


PARTS = "{ parts = 3 }"
BOARD = circle(members="[{ seats = { places = 2, coops = 2, public = 1 } }]") + "\n"
EACH = {"term_months": "36", "selection": '"election"', "renewal": PARTS}


def seats_of(*colleges: str, **more: str) -> str:
    return BOARD + "\n".join(role(id=f'"a-{each}"', **EACH | more) for each in colleges)


class TestTheCode:
    @pytest.mark.parametrize(
        ("text", "lines", "key", "sentence"),
        [
            (role(renewal="3", seats="3"), 6, "renewal", "a table of settings is wanted"),
            (role(renewal="{}", seats="3"), 6, "renewal", "this setting is missing and has no default"),
            (role(renewal="{ parts = 1 }", seats="3"), 6, "renewal", "must be at least %(least)s"),
            (
                role(renewal="{ parts = 4 }", seats="3", term_months="12"),
                6, "renewal", "there are more parts than seats (%(seats)s)",
            ),
            (
                role(renewal=PARTS, seats="3", term_months="4"),
                6, "renewal", "the months of a term cannot be divided by the parts",
            ),
            (
                role(renewal='{ parts = 3, from = "2026-02-30" }', seats="3"),
                6, "renewal", "a day is wanted, such as 2026-05-19",
            ),
            (role(renewal=PARTS, hosts="true"), 6, "renewal", "a turn of places has no seats to renew"),
            (role(renewal="{ parts = 3, since = 2 }", seats="3"), 6, "renewal", "unknown setting"),
        ],
    )  # fmt: skip
    def test_a_line_for_each_problem(self, text: str, lines: int, key: str, sentence: str) -> None:
        ((line, where, said),) = problems(text)
        assert (line, said) == (lines, sentence)
        assert where.split(".")[0] in (key, "parts", "from", "since")

    def test_the_parts_are_those_of_all_colleges_together(self) -> None:
        assert problems(seats_of("places", "coops", "public")) == []
        assert problems(seats_of("places", "public")) == []
        found = {said for _line, _key, said in problems(seats_of("places"))}
        assert found == {"there are more parts than seats (%(seats)s)"}

    def test_the_colleges_of_a_circle_say_the_same(self) -> None:
        other = role(id='"a-coops"', **EACH | {"renewal": '{ parts = 3, from = "2026-01-01" }'})
        found = problems(seats_of("places") + "\n" + other)
        assert {said for _line, _key, said in found} == {
            "the seats of “%(role)s” in the same circle say other parts, another term or day"
        }

    def test_the_seats_are_dealt_over_the_colleges(self) -> None:
        code, _found = look(cast.CODE + seats_of("places", "coops", "public"))
        assert code is not None
        made = {each.role.id: each.role for each in code.sittings("fr")}
        made = {id_: each for id_, each in made.items() if each.renewal > 1}
        firsts = {id_: each.renewal_first for id_, each in made.items()}
        assert firsts == {"a-places": 1, "a-coops": 3, "a-public": 2}
        parts = [
            Renewal(3, each.renewal_first, 36, START).part(seat)
            for each in made.values()
            for seat in range(1, each.seats + 1)
        ]
        assert parts == [1, 2, 3, 1, 2]
        assert max(Counter(parts).values()) - min(Counter(parts).values()) == 1

    def test_it_is_said_in_plain_words(self) -> None:
        for said, words in (
            (
                PARTS,
                (
                    "Les sièges se renouvellent par tiers, chaque année, à compter du premier mandat.",
                    "The seats are renewed by thirds, every year, counted from the first mandate.",
                ),
            ),
            (
                '{ parts = 2, from = "2027-03-01" }',
                (
                    "Les sièges se renouvellent par moitié, tous les 18 mois, à compter du 1er mars 2027.",
                    "The seats are renewed by halves, every 18 months, counted from 1 March 2027.",
                ),
            ),
        ):
            code, _found = look(cast.CODE + role(term_months="36", seats="9", renewal=said))
            assert code is not None
            for lang, sentence in zip(("fr", "en"), words, strict=True):
                assert sentence in plain_bodies.role_sentences(code.roles[-1], code, lang)


def board(database: Database, said: str = PARTS) -> Database:
    """A board of two places and two cooperatives, renewed by thirds."""
    text = cast.CODE + circle(members="[{ seats = { places = 2, coops = 2 } }]") + "\n"
    for college in ("places", "coops"):
        text += role(id=f'"a-{college}"', **EACH | {"renewal": said}) + "\n"

    def found(session: Session) -> None:
        rules.adopt(session, text, by=None, now=NOW)
        session.add(network.decision(session, 1))

    database.transact(found)
    return database


def ends(database: Database, number: int) -> date | None:
    with database.reading() as session:
        return network.mandate(session, number).ends_on


class TestMandates:
    def test_the_first_terms_are_shorter_and_who_takes_over_finishes(self, database: Database) -> None:
        board(database)
        first = network.entrust(database, "a-places", "bob", "La Filature")
        second = network.entrust(database, "a-places", "fanny", "L’Établi")
        third = network.entrust(database, "a-coops", "chloe", "Coop Semailles")
        assert [ends(database, each) for each in (first, second, third)] == [
            date(2027, 3, 2), date(2028, 3, 2), date(2029, 3, 2),
        ]  # fmt: skip
        leaves = date(2026, 9, 1)
        database.transact(lambda s: service.resign(s, first, on=leaves, by=cast.person_id(s, "bob"), now=NOW))
        over = network.entrust(database, "a-places", "bob", "La Filature", starts_on=leaves)
        assert ends(database, over) == date(2027, 3, 2)
        after = network.entrust(database, "a-places", "bob", "La Filature", starts_on=date(2027, 3, 2))
        assert ends(database, after) == date(2030, 3, 2)

    def test_a_decision_may_say_another_end(self, database: Database) -> None:
        board(database)
        number = network.entrust(
            database, "a-places", "bob", "La Filature", ends_on=date(2029, 3, 2), decision=DECISION
        )
        assert ends(database, number) == date(2029, 3, 2)
        with pytest.raises(errors.TooLong):
            network.entrust(database, "a-coops", "chloe", "Coop Semailles", ends_on=date(2029, 3, 3))

    def test_a_day_may_be_said_from_which_terms_are_counted(self, database: Database) -> None:
        board(database, '{ parts = 3, from = "2026-01-01" }')
        number = network.entrust(database, "a-places", "bob", "La Filature")
        assert ends(database, number) == date(2027, 1, 1)

    def test_every_seat_taken_is_said(self, database: Database) -> None:
        board(database)
        for who, member in (("bob", "La Filature"), ("fanny", "L’Établi")):
            network.entrust(database, "a-places", who, member)

        def speak(session: Session) -> None:
            members.represent(
                session, person_id=cast.person_id(session, "eve"), now=NOW, starts_on=cast.START,
                member_id=cast.member_id(session, "La Filature"), ends_on=None,
            )  # fmt: skip

        database.transact(speak)
        with pytest.raises(errors.NoFreeSeat):
            network.entrust(database, "a-places", "eve", "La Filature", starts_on=date(2026, 6, 1))

    def test_what_is_renewed_next_follows_from_the_first_mandate(self, database: Database) -> None:
        board(database)

        def coming() -> Any:
            with database.reading() as session:
                found = queries.role(session, "a-places", DAY)
                return queries.renewed(found.what, queries.history(session, found.id, DAY).mandates, DAY)

        assert coming() == ()
        network.entrust(database, "a-places", "bob", "La Filature")
        assert coming() == ((date(2027, 3, 2), (1,)), (date(2028, 3, 2), (2,)))

    def test_mandates_are_the_turns_of_the_file(self, database: Database) -> None:
        """The past written as a rotation has the days of the mandates, in each seat."""
        board(database)
        numbers = [
            network.entrust(database, "a-coops", "chloe", "Coop Semailles"),
            network.entrust(database, "a-coops", "fanny", "Scop Rouages"),
        ]

        def turned(session: Session) -> None:
            version = session.get_one(RoleVersion, described(session, network.role_id(session, "a-coops")).id)
            version.selection = "rotation"

        database.transact(turned)
        with database.reading() as session:
            found = turns_reading.file(session, "a-coops", lambda member: member.name, NOW)
        assert found["renewal"] == {"parts": 3, "first": 3}
        made = rotation.calendar(rotation_file.load(json.dumps(found)))
        held = {line.slot.seat.id: line.slot for line in made.lines if line.status == "held"}
        assert [held[seat].until for seat in ("1", "2")] == [ends(database, number) for number in numbers]


LETTERS = {"id": '"letters"', "seats": "3", "selection": '"without-candidate"', "renewal": PARTS}


class TestASuccession:
    @pytest.fixture
    def play(self, sqlite_database: Database, settings: Settings) -> Play:
        sqlite_database.transact(succeeding.found)
        text = succeeding.CODE + role(**LETTERS | {"term_months": "36"})
        sqlite_database.transact(lambda s: rules.adopt(s, text, by=None, now=NOW))
        network.entrust(sqlite_database, "letters", "bob", "La Filature")
        return Play(sqlite_database, settings)

    def test_it_says_until_when(self, play: Play) -> None:
        number = play.begin("letters")
        with play.database.reading() as session:
            question = session.get_one(Succession, number).proposal
            version = select(Version.text).where(Version.proposal == question)
            text = session.scalars(version).one()
        assert "Le mandat va du 2 mars 2026 au 2 mars 2028\u00a0: il termine celui du siège." in text


class TestADecisionChangesARole:
    @pytest.fixture
    def change(self, founded: Database) -> Callable[..., int]:
        made = {"name": "Correspondance", "term_months": 36, "selection": "election", "seats": 3}

        def create(session: Session) -> int:
            return service.create_role(
                session, slug="letters", circle_id="network", what=Description(**made),
                decision=DECISION, by=cast.person_id(session, "alice"), now=NOW,
            )  # fmt: skip

        number = founded.transact(create)

        def change(**said: Any) -> int:
            return founded.transact(
                lambda s: service.change_role(
                    s, number, what=Description(**made | said), decision=DECISION,
                    by=cast.person_id(s, "alice"), now=NOW,
                )
            )  # fmt: skip

        return change

    def test_the_parts_are_part_of_a_version(self, founded: Database, change: Callable[..., int]) -> None:
        assert change(renewal=3) == 2
        number = network.entrust(founded, "letters", "bob")
        assert ends(founded, number) == date(2027, 3, 2)
        assert change(renewal=3, renewal_from=date(2026, 1, 1)) == 3
        with founded.reading() as session:
            role_id = network.role_id(session, "letters")
            newest, before, _first = queries.history(session, role_id, DAY).versions
        assert [(each.part, each.before, each.after) for each in before.changed] == [
            ("renewal", ("1",), ("3",))
        ]
        assert [each.part for each in newest.changed] == ["renewal_from"]

    @pytest.mark.parametrize(
        ("refusal", "said"),
        [
            (errors.TooManyParts, {"renewal": 4}),
            (errors.TooManyParts, {"renewal": 2, "seats": 0}),
            (errors.TooManyParts, {"renewal": 3, "hosts": True}),
            (errors.PartsOfATerm, {"renewal": 3, "term_months": 10}),
        ],
    )
    def test_what_is_refused(
        self, change: Callable[..., int], refusal: type[Exception], said: dict[str, Any]
    ) -> None:
        with pytest.raises(refusal):
            change(**said)


def test_on_the_pages(
    sqlite_database: Database,
    as_: Callable[[str], FlaskClient],
    moment: Callable[[datetime], None],
) -> None:
    moment(NOW)
    board(sqlite_database)
    assert "À compter du premier mandat." in as_("nobody").get("/roles/a-coops").text
    network.entrust(sqlite_database, "a-places", "bob", "La Filature")
    for who in ("nobody", *cast.PEOPLE):
        page = as_(who).get("/roles/a-places").text
        assert "par tiers, chaque année" in page, who
        assert "siège 1 le 2 mars 2027" in page
        assert "siège 2 le 2 mars 2028" in page
    said = {
        "slug": "letters", "circle": "network", "decision": DECISION, "name": "Courrier", "seats": "3",
        "term_months": "36", "selection": "election", "office": "", "college": "", "renewal": "3",
        "renewal_from": "2026-01-01", "revocation_by": "quick", "revocation_notice": "15",
    }  # fmt: skip
    refused = as_("alice").post("/roles/new", data=said | {"renewal": "4"})
    assert refused.status_code == 422
    assert "Chaque part compte au moins un siège" in refused.text
    assert 'value="2026-01-01"' in refused.text
    assert as_("bob").post("/roles/new", data=said).status_code == 403
    assert as_("alice").post("/roles/new", data=said).status_code == 303
    page = as_("nobody").get("/roles/letters").text
    assert "siège 1 le 1 janvier 2027" in page.replace("1er", "1")
    assert "avec un préavis de 15 jours" in page
    form = as_("alice").get("/roles/letters/change").text
    assert 'value="2026-01-01"' in form
    assert '<option selected value="quick">' in form

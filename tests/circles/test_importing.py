"""An existing organisation comes in from a list: what is shown is what is done, all of it or nothing."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from governance.circles import exports, exports_whole, queries, service
from governance.circles.importing import columns
from governance.circles.importing import service as importing
from governance.circles.importing.plan import Choices, Plan
from governance.circles.importing.service import OrganisationChanged
from governance.db import Database
from governance.errors import NotAllowed
from governance.members.errors import LinesRefused
from governance.members.models import Circle, Mandate, Member, Person, Representation
from governance.members.models_roles import Role, RoleVersion
from governance.members.roles import Description
from governance.members.roles import described as what
from governance.register.models import LogEntry
from governance.rules import queries as rules
from governance.rules.errors import DecisionAlreadyUsed, DecisionNotAdopted, DecisionWanted
from governance.rules.models import CodeVersion
from tests import cast
from tests.circles import network

GOOD = """\
Cercle;Rattaché à;Rôle;Mission;Durée en mois;Mode de choix;Sièges;Titulaire;Membre;Du;Au
Vergers;Réseau;;Planter et soigner;;;;;;;
Taille;Vergers;;;;;;;;;
Taille;;Greffe;Greffer;24;élection;2;;;;
Taille;;Greffe;;;;;Bob Lefèvre;La Filature;02/03/2026;
;;Trésorerie;;;;;Fanny Roche;;2026-03-02;2026-12-01
"""
BAD = GOOD + ";;Trésorerie;;;;;Personne Ici;;2027-03-02;\n"


def planned(database: Database, text: str, *, by: int | None = None) -> Plan:
    return importing.planned(database.transact, columns.read(text.encode()), by=by, now=network.NOW)


def applied(
    database: Database, text: str, *, decision: str = network.DECISION, leave_out: bool = False
) -> Plan:
    choices = Choices(planned(database, text).fingerprint, decision, leave_out)
    return apply(database, text, choices)


def apply(database: Database, text: str, choices: Choices, *, by: int | None = None) -> Plan:
    sheet = columns.read(text.encode())
    return database.transact(lambda session: importing.apply(session, sheet, choices, by=by, now=network.NOW))


def whats(plan: Plan) -> list[str]:
    return [step.what for step in plan.steps]


def versions(database: Database) -> int:
    return count(database, CodeVersion)


def count(database: Database, table: type) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def held(database: Database) -> list[tuple[str, str, str | None, date, date | None]]:
    """Role, person, member, from, to of every mandate of a role."""
    with database.reading() as session:
        rows = session.execute(
            select(Role.slug, Person.name, Member.name, Mandate.starts_on, Mandate.ends_on)
            .join(Role, Role.id == Mandate.role_id)
            .join(Person, Person.id == Mandate.person_id)
            .outerjoin(Member, Member.id == Mandate.member_id)
            .order_by(Mandate.id)
        )
        return [tuple(row) for row in rows]  # type: ignore[misc]


def test_a_plan_says_what_each_line_would_do_and_keeps_nothing(founded: Database) -> None:
    before = (versions(founded), count(founded, Circle), count(founded, Role), count(founded, LogEntry))
    plan = planned(founded, BAD)
    assert whats(plan) == ["created"] * 5 + ["refused"]
    assert plan.steps[5].line == 7
    assert plan.rewrites
    assert (plan.entrusted, plan.founding) == (2, False)
    assert before == (
        versions(founded),
        count(founded, Circle),
        count(founded, Role),
        count(founded, LogEntry),
    )
    assert held(founded) == []


def test_what_was_shown_is_done_by_the_decision(founded: Database) -> None:
    assert applied(founded, GOOD).entrusted == 2
    with founded.reading() as session:
        version = rules.in_force(session)
        assert (version.number, version.decision) == (3, network.DECISION)
        assert version.toml.startswith(network.CODE)
        circle = version.code.circle("taille")
        assert (circle.name, circle.parent) == ("Taille", "vergers")
        role = session.scalars(select(Role).where(Role.slug == "greffe")).one()
        said = what(session, role.id)
        assert (role.circle_id, role.of_code, role.decision) == ("taille", True, network.DECISION)
        assert (said.name, said.purpose, said.term_months, said.seats, said.selection) == (
            "Greffe", "Greffer", 24, 2, "election",
        )  # fmt: skip
    assert held(founded) == [
        ("greffe", "Bob Lefèvre", "La Filature", date(2026, 3, 2), date(2028, 3, 2)),
        ("treasurer", "Fanny Roche", None, date(2026, 3, 2), date(2026, 12, 1)),
    ]


def test_twice_gives_nothing_new(founded: Database) -> None:
    applied(founded, GOOD)
    before = count(founded, LogEntry)
    again = planned(founded, GOOD)
    assert whats(again) == ["same"] * 5
    assert (again.acts, again.rewrites) == (False, False)
    assert applied(founded, GOOD, decision="").entrusted == 0
    assert (versions(founded), count(founded, LogEntry)) == (3, before)


def test_what_changed_since_it_was_shown_is_not_done(founded: Database) -> None:
    shown = planned(founded, GOOD).fingerprint
    applied(founded, GOOD)
    with pytest.raises(OrganisationChanged):
        apply(founded, GOOD, Choices(shown))


def test_refused_lines_hold_the_others_back_unless_left_out(founded: Database) -> None:
    with pytest.raises(LinesRefused):
        applied(founded, BAD)
    assert (versions(founded), held(founded)) == (2, [])
    applied(founded, BAD, leave_out=True)
    assert (versions(founded), len(held(founded))) == (3, 2)


@pytest.mark.parametrize(
    ("decision", "refusal"),
    [("", DecisionWanted), ("2026-009", DecisionNotAdopted), (network.REFUSED, DecisionNotAdopted)],
)
def test_the_social_code_changes_only_by_a_decision(
    founded: Database, decision: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        applied(founded, GOOD, decision=decision)
    assert (versions(founded), held(founded)) == (2, [])


def test_a_decision_brings_one_version_only(founded: Database) -> None:
    applied(founded, GOOD)
    with pytest.raises(DecisionAlreadyUsed):
        applied(founded, "cercle\nUn autre\n")


def test_mandates_alone_need_no_decision(founded: Database) -> None:
    assert (
        applied(founded, "rôle;titulaire;du\ntreasurer;Fanny Roche;2026-03-02\n", decision="").entrusted == 1
    )
    assert versions(founded) == 2


def test_a_network_without_a_decision_is_being_founded(database: Database) -> None:
    text = (
        "cercle;rôle;durée;choix;titulaire;du;décision\n"
        "Vergers;;;;;;\n"
        "Vergers;Soin;12;lot;Eve Noël;2026-03-02;2019-4\n"
    )
    plan = planned(database, text)
    assert plan.founding
    assert [each.sentence for each in plan.steps[1].notes] == [
        "The register is still empty here: decision %(number)s is not named."
    ]
    applied(database, text, decision="")
    with database.reading() as session:
        assert rules.in_force(session).decision is None
        assert session.scalars(select(Mandate.decision).where(Mandate.role_id.is_not(None))).all() == [""]


def test_only_stewards_bring_an_organisation_in(founded: Database) -> None:
    with founded.reading() as session:
        alice, bob = cast.person_id(session, "alice"), cast.person_id(session, "bob")
    assert planned(founded, GOOD, by=alice).acts
    with pytest.raises(NotAllowed):
        planned(founded, GOOD, by=bob)
    with pytest.raises(NotAllowed):
        apply(founded, GOOD, Choices("", network.DECISION), by=bob)


def test_one_line_for_all_that_it_says(founded: Database) -> None:
    text = (
        "cercle,au-dessus,rôle,mission,durée,choix,titulaire,du\n"
        "Vergers,Réseau,Soin,Soigner,1 an,tour de rôle,Eve Noël,2026-03-02\n"
        "Vergers,,Soin,,,,Bob Lefèvre,2027-03-02\n"
    )
    assert [each.sentence for each in planned(founded, text).steps[0].changes] == [
        "The circle is new.", "The role is new.", "The role is entrusted.",
    ]  # fmt: skip
    applied(founded, text)
    assert [row[:2] for row in held(founded)] == [("soin", "Eve Noël"), ("soin", "Bob Lefèvre")]


def test_a_line_whose_mandate_is_refused_brings_no_role_either(founded: Database) -> None:
    text = (
        "cercle;au-dessus;rôle;durée;choix;titulaire;du\n"
        "Vergers;Réseau;Soin;12;lot;Personne Ici;2026-03-02\n"
        "Vergers;;;;;;\n"
        "Vergers;;Soin;;;Eve Noël;2026-03-02\n"
        ";;treasurer;;;Eve Noël;2026-03-02\n"
    )
    plan = planned(founded, text)
    assert whats(plan) == ["refused", "created", "refused", "created"]
    assert (
        plan.steps[2].reasons[0].sentence
        == "“%(text)s” is on line %(line)s, which is refused: correct it first."
    )
    applied(founded, text, leave_out=True)
    with founded.reading() as session:
        assert session.scalar(select(Role.id).where(Role.slug == "soin")) is None
        assert session.scalar(select(Circle.name).where(Circle.id == "vergers")) == "Vergers"


def test_what_the_code_says_already_is_changed_where_it_stands(founded: Database) -> None:
    plan = planned(founded, "rôle;durée;suppléance;mission\ntreasurer;24;oui;Tenir les comptes\n")
    assert whats(plan) == ["changed"]
    assert plan.steps[0].changes[0].facts == (("columns", "mission, durée, suppléance"),)
    applied(founded, "rôle;durée;suppléance;mission\ntreasurer;24;oui;Tenir les comptes\n")
    with founded.reading() as session:
        role = rules.in_force(session).code.role("treasurer")
        assert (role.term_months, role.deputy, role.purpose) == (24, True, "Tenir les comptes")
        last = select(RoleVersion.number).where(RoleVersion.role_id == network.role_id(session, "treasurer"))
        assert max(session.scalars(last)) == 2


def test_a_role_that_a_decision_created_changes_on_its_own_page(founded: Database) -> None:
    def create(session: Session) -> None:
        said = Description("Veille", 6, "rotation")
        service.create_role(
            session, slug="veille", circle_id="network", what=said, decision=network.DECISION, by=None,
            now=network.NOW,
        )  # fmt: skip

    founded.transact(create)
    assert whats(planned(founded, "rôle;durée\nVeille;6\n")) == ["same"]
    step = planned(founded, "rôle;durée\nVeille;12\n").steps[0]
    assert (step.what, step.reasons[0].column) == ("refused", "durée")
    assert "on its own page" in step.reasons[0].sentence
    text = "rôle;titulaire;du\nVeille;Eve Noël;2026-03-02\n"
    assert whats(planned(founded, text)) == ["created"]


def test_a_seat_that_somebody_holds_is_not_taken_away(founded: Database) -> None:
    network.entrust(founded, "board-coops", "chloe", "Coop Semailles")
    text = "cercle;qui siège\nBureau;5 places\n"
    step = planned(founded, text).steps[0]
    assert (step.what, step.reasons[0].sentence[:25]) == ("refused", "Somebody still holds the ")
    assert whats(planned(founded, "cercle;qui siège\nBureau;5 places | 1 coops\n")) == ["changed"]


@pytest.mark.parametrize("file", ["roles", "circles"])
def test_the_public_files_are_read_too_and_change_nothing_at_home(founded: Database, file: str) -> None:
    populate(founded)
    with founded.reading() as session:
        text = (
            exports.mandates_csv(session, lambda holder: True)
            if file == "roles"
            else exports.circles_csv(queries.tree(session, network.DAY))
        )
    plan = planned(founded, text)
    assert not plan.rewrites
    assert {step.what for step in plan.steps} - {"refused"} == {"same"}
    refused = [step.reasons[0].sentence for step in plan.steps if step.what == "refused"]
    assert refused in ([], ["The end has to come after the beginning (%(starts)s)."])


def test_a_mandate_may_have_begun_before_the_network_was_kept_here(founded: Database) -> None:
    """Members are brought in today: that they have a representative, and a college, is known from today."""

    def late(session: Session) -> None:
        bob = cast.person_id(session, "bob")
        session.query(Representation).filter_by(person_id=bob).update({"starts_on": network.DAY})

    founded.transact(late)
    text = "rôle;titulaire;membre;du\nboard-places;Bob Lefèvre;La Filature;2025-09-01\n"
    assert whats(planned(founded, text)) == ["created"]
    other = text.replace("La Filature", "Le Quai 9")
    assert planned(founded, other).steps[0].reasons[0].sentence.startswith("%(person)s does not speak")


def test_an_end_that_differs_is_said_and_left(founded: Database) -> None:
    text = "rôle;titulaire;du;au\ntreasurer;Eve Noël;2026-03-02;"
    applied(founded, text + "2026-10-01\n")
    step = planned(founded, text + "2026-11-01\n").steps[0]
    assert step.what == "same"
    assert step.notes[0].facts == (("day", date(2026, 10, 1)),)


def asked(database: Database, text: str) -> int:
    """How many statements a plan takes."""
    statements: list[str] = []
    event.listen(database.write_engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    planned(database, text)
    return len(statements)


def test_each_line_of_a_long_list_costs_the_same(site: Database) -> None:
    """Two thousand lines are no slower, each, than ten: what they ask does not grow with the others."""

    def lines(number: int) -> str:
        roles = [f"Cercle;Rôle {n};12;vote;9;;" for n in range(number)]
        held = [f"Cercle;Rôle {n};;;;Eve Noël;2026-03-{1 + n % 9:02}" for n in range(number)]
        return "\n".join(["cercle;rôle;durée;choix;sièges;titulaire;du", "Cercle;;;;;;", *roles, *held])

    few, many, more = (asked(site, lines(number)) for number in (10, 20, 30))
    assert many - few == more - many


@pytest.mark.slow
def test_two_thousand_lines_come_in_and_twice_is_once(founded: Database) -> None:
    circles = [
        f"Cercle {n};Cercle {n // 5 - 1};;;;;;;;" if n > 4 else f"Cercle {n};;;;;;;;;" for n in range(200)
    ]
    roles = [f"Cercle {n % 200};;Rôle {n};Le tenir;12;vote;2;;;" for n in range(600)]
    people = (("Bob Lefèvre", "La Filature"), ("Fanny Roche", "L’Établi"))
    held = [
        f"Cercle {n % 200};;Rôle {n};;;;;{who};{member};02/03/2026"
        for n in range(600)
        for who, member in people
    ]
    header = "cercle;au-dessus;rôle;mission;durée;choix;sièges;titulaire;membre;du"
    text = "\n".join([header, *circles, *roles, *held])
    assert applied(founded, text).number("created") == 2000
    assert len(held_still(founded)) == 1200
    assert set(whats(planned(founded, text))) == {"same"}


def populate(database: Database) -> None:
    """Everything there can be: text, seats by college and by lot, links, past mandates, a created role."""

    def work(session: Session) -> None:
        said = Description(
            "Veille", 6, "rotation", purpose="Voir venir", skills=("lire", "écrire"), college_id="places",
            incompatible=("treasurer",), seats=3, max_consecutive=2,
        )  # fmt: skip
        service.create_role(
            session, slug="veille", circle_id="machines", what=said, decision=network.DECISION, by=None,
            now=network.NOW,
        )  # fmt: skip

    database.transact(work)
    entrust = network.entrust
    entrust(database, "president", "bob", "La Filature", decision=network.DECISION)
    entrust(database, "treasurer", "chloe", starts_on=date(2025, 1, 1), ends_on=date(2025, 6, 1))
    entrust(database, "treasurer", "eve", provisional=True, ends_on=date(2026, 9, 2))
    entrust(database, "board-places", "fanny", "L’Établi", seat=2)
    entrust(database, "users-lot", "david", "Ville de Montreval", how="lot")
    entrust(database, "machines-lead", "bob", "La Filature")
    entrust(database, "veille", "bob", "La Filature")
    gone = entrust(database, "treasurer", "fanny", starts_on=network.DAY + timedelta(days=400))

    def give_back(session: Session) -> None:
        mandate = network.mandate(session, gone)
        mandate.ended_at, mandate.ended_on, mandate.end_kind = network.NOW, mandate.starts_on, "resigned"

    database.transact(give_back)


def exported(database: Database) -> str:
    with database.reading() as session:
        return exports_whole.csv_of(session)


def test_the_own_file_of_a_network_changes_nothing_there(founded: Database) -> None:
    populate(founded)
    plan = planned(founded, exported(founded))
    assert set(whats(plan)) == {"same"}
    assert not plan.rewrites
    assert plan.ignored == ()


def test_the_own_file_of_a_network_makes_the_same_in_an_empty_one(
    founded: Database, request: pytest.FixtureRequest
) -> None:
    populate(founded)
    file = exported(founded)
    before = organisation(founded)
    emptied = empty(founded, request)
    assert set(whats(planned(emptied, file))) <= {"created", "same"}
    applied(emptied, file, decision="")
    assert organisation(emptied) == before
    lines = [line for line in exported(emptied).splitlines()]
    without = [line.replace(network.DECISION, "") for line in file.splitlines()]
    assert sorted(lines) == sorted(without)


def empty(database: Database, request: pytest.FixtureRequest) -> Database:
    """Another network with the same members and colleges, and no circle nor role."""
    from governance.rules import service as adopted
    from tests.conftest import EMPTIED

    bare = cast.CODE.split("[[roles]]")[0]
    if database.is_sqlite:
        import pathlib
        import shutil

        folder = pathlib.Path(database.path).parent / "other"
        folder.mkdir()
        shutil.copy(request.getfixturevalue("sqlite_template"), folder / "tiersvoix.db")
        other = Database(f"sqlite:///{folder / 'tiersvoix.db'}")
        request.addfinalizer(other.dispose)
    else:
        from sqlalchemy import text

        other = database
        with other.write_engine.begin() as connection:
            connection.execute(text(EMPTIED))
        other.transact(cast.found)
    other.transact(lambda session: adopted.adopt(session, bare, by=None, now=network.NOW))
    return other


def organisation(database: Database) -> object:
    """Circles and roles as the code in force and the roles in force say them, and who holds them."""
    with database.reading() as session:
        code = rules.in_force(session).code
        roles = session.scalars(select(Role).where(Role.ended_at.is_(None)).order_by(Role.slug))
        said = [
            (
                role.slug,
                role.circle_id,
                {key: getattr(what(session, role.id), key) for key in Description.__dataclass_fields__},
            )
            for role in roles
        ]
        return sorted(code.circles, key=lambda each: each.id), said, sorted(map(str, held_still(database)))


def held_still(database: Database) -> list[tuple[object, ...]]:
    return [
        row for row in held(database) if row[0] != "treasurer" or row[3] != network.DAY + timedelta(days=400)
    ]


def test_a_mandate_that_ended_with_a_voice_says_so_before_it_is_written(founded: Database) -> None:
    ended = network.DAY - timedelta(days=60)

    def spoke(session: Session) -> None:
        voice = Representation(
            person_id=cast.person_id(session, "eve"), member_id=cast.member_id(session, "La Filature"),
            starts_on=cast.START, ends_on=ended,
        )  # fmt: skip
        session.add(voice)

    founded.transact(spoke)
    began = network.DAY - timedelta(days=200)
    text = f"Rôle;Titulaire;Membre;Du;Au\nTrésorerie;Eve Noël;La Filature;{began};2026-06-01\n"
    (step,) = planned(founded, text).steps
    assert [note.facts for note in step.notes] == [(("day", ended),)]
    assert "It ends on" in step.notes[0].words(str, str)
    applied(founded, text)
    with founded.reading() as session:
        mandate = session.scalars(select(Mandate).where(Mandate.role_id.is_not(None))).one()
        assert (mandate.ends_on, mandate.ended_on) == (date(2026, 6, 1), ended)

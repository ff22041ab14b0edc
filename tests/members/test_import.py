"""Importing a list: what is shown is what is applied, all or nothing, and twice changes nothing."""

import io
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from governance.db import Database
from governance.mail.models import Outgoing
from governance.members import import_, importing, queries, spreadsheet
from governance.members.errors import LinesRefused, PlanChanged
from governance.members.models import CollegeMembership, Member, Person, Representation
from governance.members.plan import CHANGED, CREATED, REFUSED, SAME, Plan, Step
from tests import cast

TODAY = date(2026, 3, 2)
HEADER = "Nom;Type;Collège;Commune;Représentante;Courriel;Adhésion;Départ\n"


def plan_of(database: Database, *lines: str, on: date = TODAY) -> Plan:
    sheet = spreadsheet.read((HEADER + "\n".join(lines)).encode())
    with database.reading() as session:
        return importing.prepare(session, sheet, on=on)


def apply(database: Database, *lines: str, on: date = TODAY, **choices: object) -> Plan:
    sheet = spreadsheet.read((HEADER + "\n".join(lines)).encode())
    return database.transact(
        lambda s: importing.apply(s, sheet, on=on, by=None, now=cast.NOW, **choices)  # type: ignore[arg-type]
    )


def only(plan: Plan) -> Step:
    assert len(plan.steps) == 1
    return plan.steps[0]


def said(step: Step) -> str:
    return " ".join(each.words(str, date.isoformat) for each in (*step.reasons, *step.changes, *step.notes))


def number_of(database: Database, table: type) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_new_member_with_its_representative(database: Database) -> None:
    plan = apply(database, "Le Hangar;;L;Évry;Zoé Noël;Zoe@Example.org;01/02/2026;")
    assert only(plan).what == CREATED
    with database.reading() as session:
        member = session.execute(select(Member).where(Member.name == "Le Hangar")).scalar_one()
        assert (member.kind, member.place, member.joined_on) == ("organisation", "Évry", date(2026, 2, 1))
        person = session.execute(select(Person).where(Person.email == "zoe@example.org")).scalar_one()
        assert (person.name, person.password_hash) == ("Zoé Noël", None)
        assert (member.id, person.id) in queries.representatives(session, [member.id], on=TODAY)
        rights = queries.electorate(session, circle_id="network", on=TODAY)
        assert ("Le Hangar", "places") in [(right.member_name, right.college_id) for right in rights]


def test_the_same_list_twice_changes_nothing(database: Database) -> None:
    lines = (
        "Le Hangar;individuelle;L;Évry;Zoé Noël;zoe@example.org;;",
        "Le Quai 9;;C;;Bob;bob@example.org;;",
    )
    assert [step.what for step in apply(database, *lines).steps] == [CREATED, CHANGED]
    before = {
        table: number_of(database, table) for table in (Member, Person, Representation, CollegeMembership)
    }
    assert [step.what for step in apply(database, *lines).steps] == [SAME, SAME]
    assert {table: number_of(database, table) for table in before} == before


def test_an_existing_member_is_found_whatever_its_accents_and_case(database: Database) -> None:
    assert only(plan_of(database, "L’Établi;;Lieux;;;;;")).what == SAME
    step = only(plan_of(database, "L'ETABLI;;Lieux;;;;;"))
    assert step.what == CHANGED
    assert said(step) == "Its name becomes “L'ETABLI”."


def test_a_change_of_college_begins_today(database: Database) -> None:
    step = only(apply(database, "Le Quai 9;;Acteurs;;;;;"))
    assert "joins the college “Acteurs publics” on 2026-03-02" in said(step)
    with database.reading() as session:
        for day, college in ((TODAY - timedelta(days=1), "places"), (TODAY, "public")):
            rights = queries.electorate(session, circle_id="network", on=day)
            assert {r.member_name: r.college_id for r in rights}["Le Quai 9"] == college


def test_a_departure_and_a_return(database: Database) -> None:
    apply(database, "La Filature;;L;;;;;01/03/2026")
    with database.reading() as session:
        rights = queries.electorate(session, circle_id="network", on=date(2026, 3, 1))
        assert "La Filature" not in [right.member_name for right in rights]
    assert only(plan_of(database, "La Filature;;L;;;;;01/03/2026")).what == SAME
    assert "left on 2026-03-01" in said(only(plan_of(database, "La Filature;;L;;;;;")))
    assert "already recorded" in said(only(plan_of(database, "La Filature;;L;;;;;02/03/2026")))
    step = only(apply(database, "La Filature;;C;;Bob;bob@example.org;02/03/2026;"))
    assert "comes back on 2026-03-02" in said(step)
    with database.reading() as session:
        rights = queries.electorate(session, circle_id="network", on=TODAY)
        assert {r.member_name: r.college_id for r in rights}["La Filature"] == "coops"
        gap = queries.electorate(session, circle_id="network", on=date(2026, 3, 1))
        assert "La Filature" not in [right.member_name for right in gap]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (";organisation;L;Évry;;;;", "name of the member is missing"),
        ("X" * 201 + ";;L;;;;;", "too long"),
        ("Neuf;;;;;;;", "college is missing"),
        (
            "Neuf;;Habitants;;;;;",
            "no college “Habitants”. The colleges are: Lieux et porteurs de projet, Coop",
        ),
        ("Neuf;fabrique;L;;;;;", "neither an organisation nor an individual"),
        ("Neuf;;L;;Zoé;zoe@;;", "“zoe@” is not an e-mail address"),
        ("Neuf;;L;;Zoé;a@example.org, b@example.org;;", "is not an e-mail address"),
        ("Neuf;;L;;;inconnue@example.org;;", "name of the representative is missing"),
        ("Neuf;;L;;;;31/02/2026;", "admission “31/02/2026” cannot be read"),
        ("Neuf;;L;;;;;bientôt", "departure “bientôt” cannot be read"),
        ("Neuf;;L;;;;01/02/2026;01/02/2026", "departure (2026-02-01) has to come after 2026-02-01"),
        ("La Filature;;L;;;;;01/01/2025", "has to come after 2025-01-01"),
    ],
)
def test_refused_lines_say_why(sqlite_database: Database, line: str, why: str) -> None:
    step = only(plan_of(sqlite_database, line))
    assert step.what == REFUSED
    assert why in said(step)
    with pytest.raises(LinesRefused):
        apply(sqlite_database, line)


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("Neuf;;L;;Zoé Noël;;;", "Zoé Noël is left out"),
        ("Neuf;;L;;Robert L.;BOB@example.org;;", "already that of Bob Lefèvre"),
        ("La Filature;;L;;;;02/01/2025;", "admission stays 2025-01-01"),
    ],
)
def test_what_is_left_out_is_said(sqlite_database: Database, line: str, note: str) -> None:
    step = only(plan_of(sqlite_database, line))
    assert step.what in (CREATED, SAME)
    assert note in said(step)


def test_one_person_for_two_members_of_the_list(database: Database) -> None:
    apply(database, "Un;;L;;Zoé Noël;zoe@example.org;;", "Deux;;C;;;zoe@example.org;;")
    with database.reading() as session:
        zoe = session.execute(select(Person.id).where(Person.email == "zoe@example.org")).scalar_one()
        assert session.scalar(select(func.count()).where(Representation.person_id == zoe)) == 2


def test_a_member_that_has_left_has_no_representative(database: Database) -> None:
    apply(database, "Ancien;;L;;Zoé;zoe@example.org;01/01/2024;01/01/2025")
    assert number_of(database, Member) == 7
    assert number_of(database, Person) == 6


def test_nothing_is_applied_when_a_line_is_refused(database: Database) -> None:
    with pytest.raises(LinesRefused) as refusal:
        apply(database, "Bon;;L;;;;;", "Mauvais;;;;;;;")
    assert refusal.value.facts == {"number": 1}
    assert number_of(database, Member) == 6


def test_refused_lines_are_left_out_on_demand(database: Database) -> None:
    apply(database, "Bon;;L;;;;;", "Mauvais;;;;;;;", leave_out=True)
    assert number_of(database, Member) == 7


def test_what_is_applied_is_what_was_shown(database: Database) -> None:
    line = "Le Hangar;;L;;;;;"
    shown = plan_of(database, line).fingerprint
    apply(database, "Le Hangar;;C;;;;;")
    with pytest.raises(PlanChanged):
        apply(database, line, shown=shown)


def test_invitations_go_to_those_who_have_not_joined(database: Database) -> None:
    lines = ("Un;;L;;Zoé Noël;zoe@example.org;;", "Deux;;L;;Bob;bob@example.org;;")
    apply(database, *lines, invitations=True)
    with database.reading() as session:
        mails = session.execute(
            select(Outgoing.kind, Person.email).join(Person, Person.id == Outgoing.person_id)
        ).all()
    assert [tuple(mail) for mail in mails] == [("invitation", "zoe@example.org")]


class TestCommand:
    """The command: what it prints, and its exit status."""

    def run(self, database: Database, path: Path, **choices: bool) -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        status = import_.run(
            database, path, now=cast.NOW, stdout=out, stderr=err, translate=str, **{"apply": False, **choices}
        )
        return status, out.getvalue(), err.getvalue()

    @pytest.fixture
    def path(self, tmp_path: Path, eighty_lines: bytes) -> Path:
        (tmp_path / "membres.csv").write_bytes(eighty_lines)
        return tmp_path / "membres.csv"

    def test_eighty_lines_with_a_duplicate_and_a_member_without_college(
        self, database: Database, path: Path
    ) -> None:
        status, out, err = self.run(database, path, apply=True)
        assert status == 2
        assert (
            "   41  refused      ATELIER N° 7 – «L'Oeuvre»\n       This member is already on line 7." in out
        )
        assert "   60  refused      Atelier n° 60 – « L’Œuvre »\n       The college is missing." in out
        assert "Columns not used: Observations." in out
        assert "created: 78 · changed: 0 · left alone: 0 · refused: 2" in out
        assert "Nothing was applied" in err
        assert number_of(database, Member) == 6

    def test_leaving_refused_lines_out_then_again(self, database: Database, path: Path) -> None:
        assert self.run(database, path, apply=True, skip_refused=True)[0] == 0
        assert number_of(database, Member) == 84
        assert number_of(database, Representation) == 5 + 78
        status, out, _ = self.run(database, path, apply=True, skip_refused=True)
        assert status == 0
        assert "created: 0 · changed: 0 · left alone: 78 · refused: 2" in out
        assert number_of(database, Member) == 84

    def test_without_apply_nothing_is_written(self, database: Database, tmp_path: Path) -> None:
        path = tmp_path / "un.csv"
        path.write_text("nom,college\nLe Hangar,L\n", encoding="utf-8")
        status, out, _ = self.run(database, path)
        assert (status, number_of(database, Member)) == (0, 6)
        assert "add --apply" in out

    def test_a_file_that_is_none(self, database: Database, tmp_path: Path) -> None:
        status, _, err = self.run(database, tmp_path / "absent.csv")
        assert status == 2
        assert "absent.csv" in err
        (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04")
        status, _, err = self.run(database, tmp_path / "x.xlsx")
        assert status == 2
        assert "save it as CSV" in err

    def test_formulas_stay_text(self, database: Database, tmp_path: Path) -> None:
        path = tmp_path / "formules.csv"
        path.write_text("nom;college\n=1+1;L\n@SUM(A1);C\n", encoding="utf-8")
        assert self.run(database, path, apply=True)[0] == 0
        with database.reading() as session:
            assert session.scalar(select(Member.name).where(Member.name == "=1+1")) == "=1+1"


def test_the_day_of_an_import_is_that_of_the_network(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "un.csv"
    path.write_text("nom;college\nLe Hangar;L\n", encoding="utf-8")
    late = datetime.fromisoformat("2026-03-02T23:30:00+00:00")
    import_.run(
        database, path, apply=True, now=late, stdout=io.StringIO(), stderr=io.StringIO(), translate=str
    )
    with database.reading() as session:
        assert session.scalar(select(Member.joined_on).where(Member.name == "Le Hangar")) == date(2026, 3, 3)

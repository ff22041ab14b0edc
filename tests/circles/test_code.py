"""Circles and roles of a social code: read, checked by line, said in plain sentences, kept as roles."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from governance.circles import queries
from governance.db import Database
from governance.members import queries as members
from governance.members.models_roles import Role, RoleVersion
from governance.rules import changes, plain_bodies, service
from governance.rules.check import look
from governance.rules.code import read
from tests import cast
from tests.circles import network


def problems(more: str) -> list[tuple[int, str, str]]:
    """(lines after the code of the tests, setting, sentence)."""
    first = cast.CODE.count("\n")
    found = look(cast.CODE + more)[1]
    return [(each.line - first, each.key, each.sentence) for each in found if each.severity == "error"]


def circle(**more: str) -> str:
    return '[[circles]]\nid = "a"\nname = "A"\n' + "\n".join(
        f"{key} = {value}" for key, value in more.items()
    )


def role(**more: str) -> str:
    known = {"id": '"x"', "name": '"X"', "term_months": "3", "selection": '"lot"'} | more
    return "[[roles]]\n" + "\n".join(f"{key} = {value}" for key, value in known.items())


@pytest.mark.parametrize(
    ("text", "key", "sentence"),
    [
        (circle(parent='"nowhere"'), "parent", "no circle has this id"),
        (circle(parent='"a"'), "parent", "this circle would lie above itself"),
        (circle(members='[{ all_of = "nobody" }]'), "all_of", "no college has this id"),
        (circle(members="[{ lot = 0 }]"), "lot", "must be at least %(least)s"),
        (
            circle(members="[{ lot = 2, volunteers = true }]"),
            "members",
            "must say one thing only: %(allowed)s",
        ),
        (circle(members="[{ volunteers = false }]"), "volunteers", "leave it out instead"),
        (circle(members='[{ one_per = "nowhere" }]'), "one_per", "no circle has this id"),
        (circle(members="[{ seats = { nobody = 2 } }]"), "nobody", "no college has this id"),
        (circle(members="[{ lot = 1 }, { lot = 2 }]"), "members", "this circle says it twice"),
        (
            circle(members='[{ all_of = "coops" }]', colleges='["places"]'),
            "all_of",
            "this college does not sit in this circle",
        ),
        (circle(opinions='[{ before = ["x"], days = 3 }]'), "before", "no kind of decision has this id"),
        (circle(opinions='[{ before = ["quick"] }]'), "days", "this setting is missing and has no default"),
        (circle(refers='["nowhere"]'), "refers", "no circle has this id"),
        (circle(refers='["a"]'), "refers", "a circle refers nothing to itself"),
        (
            circle(refers='"network"'),
            "refers",
            'must be true, or a list of ids of circles, such as ["network"]',
        ),
        (circle(refers="[]"), "refers", 'must be true, or a list of ids of circles, such as ["network"]'),
        (role(circle='"nowhere"'), "circle", "no circle has this id"),
        (role(office='"king"'), "office", "must be one of: %(allowed)s"),
        (role(college='"nobody"'), "college", "no college has this id"),
        (role(incompatible='["nobody"]'), "incompatible", "no role has this id"),
        (role(incompatible='["x"]'), "incompatible", "a role is not incompatible with itself"),
        (
            role(college='"coops"', alternates="true"),
            "alternates",
            "a role that belongs to one college does not alternate between them",
        ),
        (
            circle() + "\n" + role(circle='"a"', office='"steward"'),
            "office",
            "a steward serves the whole network: the role belongs to its circle",
        ),
    ],
)
def test_what_is_wrong_is_said_where_it_is(text: str, key: str, sentence: str) -> None:
    found = problems(text)
    assert (key, sentence) in [(where, said) for _line, where, said in found], found
    assert all(line > 0 for line, _key, _said in found)


@pytest.mark.parametrize(
    ("refers", "to", "french"),
    [
        ("true", {"network", "b"}, "à l’ordre du jour de tout autre cercle"),
        ('["b"]', {"b"}, "à l’ordre du jour de\u00a0: B."),
        ("false", set(), ""),
    ],
)
def test_a_circle_refers_to_those_its_right_names(refers: str, to: set[str], french: str) -> None:
    other = '[[circles]]\nid = "b"\nname = "B"\n'
    code = read(cast.CODE + circle(refers=refers) + "\n" + other)
    a = code.circle("a")
    assert {each.id for each in code.circles if a.may_refer_to(each.id)} == to
    said = " ".join(plain_bodies.circle_sentences(a, code, "fr"))
    assert french in said
    assert ("droit de saisine" in said) == bool(to)
    assert ("right of referral" in " ".join(plain_bodies.circle_sentences(a, code, "en"))) == bool(to)
    assert not any(code.circle("b").may_refer_to(each.id) for each in code.circles)


def test_circles_cannot_lie_above_each_other() -> None:
    loop = circle(parent='"b"') + '\n[[circles]]\nid = "b"\nname = "B"\nparent = "a"\n'
    assert [key for _line, key, _said in problems(loop)] == ["parent", "parent"]


def test_the_network_lies_above_all_and_seats_everybody() -> None:
    text = '[[circles]]\nid = "network"\nname = "R"\nlinks = true\nmembers = [{ lot = 1 }]'
    assert {key for _line, key, _said in problems(text)} == {"links", "members"}


def test_an_old_file_reads_as_before() -> None:
    code = read(cast.CODE)
    assert code.circle("network").parent is None
    (only,) = code.roles
    assert (only.circle, only.seats, only.office, only.incompatible) == ("network", 1, "facilitator", ())


def test_seats_and_links_are_roles() -> None:
    made = {each.role.id: each for each in read(network.CODE).sittings("fr")}
    seat = made["board-places"]
    assert (seat.role.name, seat.role.seats, seat.role.college) == ("Siège des lieux", 2, "places")
    assert (seat.role.circle, seat.sits_in) == ("board", ("board",))
    assert made["machines-lead"].sits_in == ("machines", "network")
    assert made["machines-lead"].role.incompatible == ("machines-representative",)
    assert made["users-lot"].role.name == "Tirage au sort\u00a0: Comité des usagers"


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_setting_is_said(lang: str) -> None:
    code = read(network.CODE)
    said = [plain_bodies.circle_sentences(each, code, lang) for each in code.circles]
    assert [len(each) for each in said] == [0, 2, 2, 3]
    said = [plain_bodies.role_sentences(each, code, lang) for each in code.roles]
    assert [len(each) for each in said] == [2, 1, 4, 1, 3, 2]


def test_a_change_of_a_role_is_said() -> None:
    longer = network.CODE.replace("seats = { places = 2, coops = 1 }", "seats = { places = 3, coops = 1 }")
    (found,) = changes.changes(read(network.CODE), read(longer), "en")
    assert (found.what, found.kind) == ("circle", "changed")


def test_another_code_makes_another_version_by_its_decision(founded: Database) -> None:
    longer = network.CODE.replace("max_consecutive = 1", "max_consecutive = 3")
    later = network.NOW + timedelta(days=10)
    founded.transact(lambda s: service.adopt(s, longer, by=None, now=later, decision="2026-001"))
    with founded.reading() as session:
        president = network.role_id(session, "president")
        versions = session.execute(
            select(RoleVersion.number, RoleVersion.max_consecutive, RoleVersion.decision)
            .where(RoleVersion.role_id == president)
            .order_by(RoleVersion.number)
        )
        assert list(map(tuple, versions)) == [(1, 1, ""), (2, 3, "2026-001")]
        others = select(RoleVersion.id).where(RoleVersion.role_id != president, RoleVersion.number > 1)
        assert session.scalar(others) is None
        before = queries.role(session, "president", date(2026, 3, 5))
        after = queries.role(session, "president", date(2026, 3, 13))
        assert (before.what.max_consecutive, after.what.max_consecutive) == (1, 3)
        (changed,) = queries.history(session, president).versions[0].changed
        assert (changed.part, changed.before, changed.after) == ("max_consecutive", ("1",), ("3",))


def test_a_role_that_left_the_code_comes_back_with_its_history(founded: Database) -> None:
    later = network.NOW + timedelta(days=10)
    founded.transact(lambda s: service.adopt(s, cast.CODE, by=None, now=later))
    with founded.reading() as session:
        assert session.scalar(select(Role.ended_at).where(Role.slug == "treasurer")) == later
    founded.transact(lambda s: service.adopt(s, network.CODE, by=None, now=later + timedelta(days=1)))
    with founded.reading() as session:
        assert session.scalar(select(Role.ended_at).where(Role.slug == "treasurer")) is None


def test_the_day_without_a_steward_is_foreseen(founded: Database) -> None:
    month = {"since": network.DAY, "until": network.DAY + timedelta(days=30)}
    with founded.reading() as session:
        assert members.without_steward(session, **month) is None
    ends = date(2026, 3, 20)
    founded.transact(
        lambda s: s.execute(Role.metadata.tables["mandates"].update().values(ends_on=ends)) and None
    )
    with founded.reading() as session:
        assert members.without_steward(session, **month) == ends
    network.entrust(founded, "secretary", "bob", starts_on=date(2026, 3, 19))
    with founded.reading() as session:
        assert members.without_steward(session, **month) is None

"""The lines of a list: every heading, every cell, and what is said of one that cannot be understood."""

from pathlib import Path

import pytest
from babel.support import Translations as translations
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.circles.importing import cells, columns
from governance.circles.importing.drafting import Draft, Ground, draft
from governance.circles.importing.names import Unreadable, free_id, of_code
from governance.circles.importing.template import ENGLISH, FRENCH, template
from governance.members.names import fold
from governance.members.plan import Say
from governance.members.spreadsheet import NotASheet
from governance.rules.code import read
from tests.circles import network

ROOT = Path(__file__).parents[2]
CODE = read(network.CODE)
NAMES = of_code(CODE, "fr")


def drafted(text: str, code: str = network.CODE) -> Draft:
    return draft(Ground(code, read(code)), columns.read(text.encode()), {})


def wrong(text: str, code: str = network.CODE) -> list[tuple[int, str, str]]:
    """Line, column and sentence of all that is refused."""
    found = drafted(text, code).refused
    return [(line, column, said(why)) for line in sorted(found) for column, why in found[line]]


def said(why: Say) -> str:
    return why.words(str, str)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_files_are_read_as_lists_of_members_are(encoding: str, separator: str) -> None:
    text = "Cercle;Rôle;Durée en mois\r\nVergers;Récolte d’été;12\r\n".replace(";", separator)
    sheet = columns.read(text.encode(encoding))
    assert [(row.line, row.cells) for row in sheet.rows] == [
        (2, {"circle": "Vergers", "role": "Récolte d’été", "term_months": "12"})
    ]


@pytest.mark.parametrize(("field", "words"), columns.HEADERS.items())
def test_every_heading_has_one_meaning(field: str, words: str) -> None:
    for word in words.split(","):
        assert fold(word) == word.strip(), "headings are compared folded"
        first = "rôle" if field in ("circle", "circle_id") else "cercle"
        if field in ("role", "role_id"):
            first = "cercle"
        sheet = columns.read(f"{first};{word.upper()}\na;b\n".encode())
        assert sheet.rows[0].cell("holder" if field == "first_name" else field) == "b"
    others = [each for other, many in columns.HEADERS.items() if other != field for each in many.split(",")]
    assert not {word.strip() for word in words.split(",")} & {word.strip() for word in others}


def test_the_headings_of_the_own_file_are_understood() -> None:
    header = ",".join(columns.EXPORTED.values())
    sheet = columns.read(f"{header}\n{'x,' * len(columns.EXPORTED)}\n".encode())
    assert set(sheet.rows[0].cells) == set(columns.HEADERS) - {"first_name"}
    assert sheet.ignored == ()


@pytest.mark.parametrize(("lang", "lines"), [("fr", FRENCH), ("en", ENGLISH)])
def test_the_file_to_begin_from_is_understood(lang: str, lines: tuple[tuple[str, ...], ...]) -> None:
    text = template(lang)
    sheet = columns.read(text.encode())
    assert sheet.ignored == ()
    assert list(sheet.headings.values()) == list(lines[0])
    assert [line for line in drafted(text).created] == [2, 3]
    assert drafted(text).refused == {}


def test_first_and_last_names_may_stand_apart() -> None:
    row = columns.read("rôle;nom;prénom\nTrésorerie;Martin;Zoé\n".encode()).rows[0]
    assert row.cells == {"role": "Trésorerie", "holder": "Zoé Martin"}


def test_what_says_nothing_here_is_listed() -> None:
    sheet = columns.read("Rôle;Téléphone;Titulaire\nx;y;z\n".encode())
    assert sheet.ignored == ("Téléphone",)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"PK\x03\x04", "workbook"),
        (b"nom;du\nx;y\n", "No column names circles or roles"),
        ("rôle;cercle;Role\nx;y;z\n".encode(), "say the same thing"),
        (b"role\n" + b"x" * 500_000, "too large"),
        (b"role\n" + b"x\n" * 3001, "more than 3000 lines"),
    ],
)
def test_a_file_that_is_no_list_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(NotASheet, match=words):
        columns.read(data)


def test_a_cell_that_our_own_file_guards_is_read_as_it_was() -> None:
    row = columns.read("rôle;mission;titulaire\n'+33;'=1+1;'Aïcha\n".encode()).rows[0]
    assert row.cells == {"role": "+33", "purpose": "=1+1", "holder": "'Aïcha"}


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("term_months", "12", 12),
        ("term_months", "18 mois", 18),
        ("term_months", "1 month", 1),
        ("term_months", "2 ans", 24),
        ("term_months", "1 year", 12),
        ("max_consecutive", "2", 2),
        ("seats", "3", 3),
        ("deputy", "Oui", True),
        ("deputy", "x", True),
        ("links", "no", False),
        ("selection", "Élection sans candidat", "without-candidate"),
        ("selection", "without-candidate", "without-candidate"),
        ("selection", "Tirage au sort", "lot"),
        ("selection", "tour de rôle", "rotation"),
        ("selection", "vote", "election"),
        ("office", "Facilitation", "facilitator"),
        ("office", "steward", "steward"),
        ("college", "L", "places"),
        ("colleges", "Lieux | coops", ["places", "coops"]),
        ("colleges", "places coops public", ["places", "coops", "public"]),
        ("colleges", "Acteurs publics", ["public"]),
        ("decisions", "Décision rapide, orientation", ["quick", "orientation"]),
        ("incompatible", "Trésorerie|president", ["treasurer", "president"]),
        ("incompatible", "vergers-lead", ["vergers-lead"]),
        ("parent", "Machines partagées", "machines"),
        ("parent", "Réseau", "network"),
        ("skills", "lire | écrire, compter ", ["lire", "écrire, compter"]),
        ("refers", "oui", True),
        ("refers", "Réseau | Bureau", ["network", "board"]),
        ("opinions", "Décision rapide + secret 14 jours", [{"before": ["quick", "secret"], "days": 14}]),
        ("members", "6 Lieux, 3 coops", [{"seats": {"places": 6, "coops": 3}}]),
        ("members", "tous Acteurs publics | 5 tirés au sort", [{"all_of": "public"}, {"lot": 5}]),
        ("members", "volontaires | un par cercle de Bureau", [{"volunteers": True}, {"one_per": "board"}]),
        ("purpose", "Faire = bien", "Faire = bien"),
    ],
)  # fmt: skip
def test_cells_that_are_understood(key: str, text: str, value: object) -> None:
    assert cells.read(key, text, NAMES) == value


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        ("term_months", "un an", "write for instance 12"),
        ("term_months", "12.5", "write for instance 12"),
        ("seats", "beaucoup", "write for instance 1"),
        ("seats", "-1", "write for instance 1"),
        ("max_consecutive", "99999", "write for instance 2"),
        ("report", "peut-être", "write yes or no"),
        ("selection", "au doigt mouillé", "write election, election without"),
        ("office", "roi", "write steward, facilitator"),
        ("college", "Nulle part", "The colleges are: Lieux"),
        ("colleges", "Lieux | Rien", "no college “Rien”"),
        ("decisions", "au hasard", "There are: Décision courante"),
        ("incompatible", "Rien du tout", "No role is called “Rien du tout”"),
        ("parent", "Nulle part", "Write one of these"),
        ("refers", "ailleurs", "Write one of these"),
        ("opinions", "quick", "quick"),
        ("members", "les gens", "5 by lot"),
        ("members", "6 Rien", "The colleges are"),
    ],
)
def test_cells_that_are_not_say_what_to_write(key: str, text: str, words: str) -> None:
    with pytest.raises(Unreadable) as error:
        cells.read(key, text, NAMES)
    assert words in said(error.value.why)


seatings = st.lists(
    st.one_of(
        st.just({"volunteers": True}),
        st.builds(lambda n: {"lot": n}, st.integers(1, 999)),
        st.builds(lambda c: {"all_of": c}, st.sampled_from(["places", "coops", "public"])),
        st.builds(lambda c: {"one_per": c}, st.sampled_from(["network", "machines", "users"])),
    ),
    max_size=4,
)
seats = st.dictionaries(st.sampled_from(["places", "coops", "public"]), st.integers(1, 99), min_size=1)


@given(seatings, st.none() | seats)
def test_who_sits_is_written_so_that_it_is_read_again(
    rules: list[dict[str, object]], some: dict[str, int] | None
) -> None:
    rules = rules + ([{"seats": some}] if some else [])
    assert cells.read("members", cells.write("members", rules), NAMES) == rules


@given(
    st.booleans(),
    st.integers(1, 9999),
    st.lists(st.sampled_from(["quick", "secret"]), min_size=1, unique=True),
)
def test_the_other_settings_too(flag: bool, number: int, kinds: list[str]) -> None:
    owed = [{"before": kinds, "days": number}]
    for key, value in (("links", flag), ("seats", number), ("decisions", kinds), ("opinions", owed)):
        assert cells.read(key, cells.write(key, value), NAMES) == value


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("cercle;rôle;mission\n;;Rien\n", 2, "circle", "Write the name of a circle, or of a role"),
        ("cercle;titulaire\nBureau;Bob\n", 2, "role", "Write which role “Bob” holds"),
        ("cercle;au-dessus\nA;Nulle part\n", 2, "parent", "No circle is called “Nulle part”"),
        ("cercle;rôle;durée;choix\nNulle part;R;12;vote\n", 2, "circle", "add a line for it"),
        ("cercle;au-dessus\nA;B\nB;A\n", 2, "parent", "above itself"),
        ("cercle id;cercle\nÇa non;A\n", 2, "circle_id", "small letters without accents"),
        ("cercle;mission\nA;" + "x" * 2001 + "\n", 2, "purpose", "at most 2000 characters"),
        ("cercle;mission\nA;Une\nA;Autre\n", 3, "purpose", "Line 2 says “Une”"),
        ("cercle;liens\nRéseau;oui\n", 2, "links", "no circle lies above the whole network"),
        ("cercle;siègent\nA;0 places\n", 2, "members", "at least 1"),
        ("rôle;choix\nR;vote\n", 2, "term_months", "write the months of its term"),
        ("rôle;durée\nR;12\n", 2, "selection", "its way of choosing"),
        ("rôle;durée;choix\nR;0;vote\n", 2, "term_months", "at least 1"),
        ("rôle;durée;choix;sièges\nR;12;vote;0\n", 2, "seats", "at least 1"),
        ("rôle;durée;choix;sièges\nR;12;vote;1001\n", 2, "seats", "at most 1000"),
        ("rôle;durée;choix\nR;12;vote\nR;24;\n", 3, "term_months", "Line 2 says “12”"),
        ("rôle;durée;choix;incompatible\nR;12;vote;no-such\n", 2, "incompatible", "no role has this id"),
        (
            "rôle;cercle;durée;choix;droits\nR;Bureau;12;vote;steward\n",
            2,
            "office",
            "serves the whole network",
        ),
        ("rôle;durée;choix;alterne;collège\nR;12;vote;oui;L\n", 2, "alternates", "does not alternate"),
    ],
)
def test_a_refused_line_says_the_column_and_why(text: str, line: int, column: str, words: str) -> None:
    found = wrong(text)
    assert (line, column) in {each[:2] for each in found}
    assert any(words in sentence for at, key, sentence in found if (at, key) == (line, column))


def test_a_circle_where_a_college_is_missing_needs_its_kinds_of_decision() -> None:
    code = network.CODE.replace('of = "all", counted', 'of = "coops", counted')
    text = "cercle;collèges\nA;places\n"
    assert wrong(text, code) == [
        (2, "decisions", "“Décision d’orientation” names the college “coops”, which does not sit in this "
         "circle: write the kinds of decision taken there.")
    ]  # fmt: skip
    assert wrong("cercle;collèges;décisions\nA;places;quick\n", code) == []


def test_what_a_sentence_calls_a_column_may_be_written_above_one() -> None:
    catalogue = translations.load(ROOT / "governance/translations", ["fr"])
    assert set(columns.CALLED) == set(columns.HEADERS)
    for field, name in columns.CALLED.items():
        for heading in (name, catalogue.gettext(name)):
            assert fold(heading) in {word.strip() for word in columns.HEADERS[field].split(",")}, heading


def test_the_documentation_names_every_column_in_both_languages() -> None:
    text = (ROOT / "docs/importing.md").read_text(encoding="utf-8")
    told = [line.split(" | ")[:2] for line in text.splitlines() if line.startswith("| `")]
    meanings = {word.strip(): field for field, many in columns.HEADERS.items() for word in many.split(",")}
    english = [meanings[fold(word)] for one, _ in told for word in one.strip("| ").split(",")]
    french = [meanings[fold(word)] for _, one in told for word in one.split(",")]
    assert english == french
    assert sorted(english) == sorted(columns.HEADERS)


def test_every_wrong_cell_of_a_line_is_said() -> None:
    found = wrong("rôle;durée;choix;sièges\nR;douze;pile ou face;beaucoup\n")
    assert [(line, column) for line, column, _ in found] == [
        (2, "term_months"),
        (2, "selection"),
        (2, "seats"),
    ]
    also = wrong("rôle;cercle;durée\nR;Nulle part;douze\n")
    assert [column for _, column, _ in also] == ["circle", "term_months"]


def test_a_refused_line_brings_nothing_and_what_leans_on_it_says_so() -> None:
    text = "cercle;au-dessus;rôle;durée;choix\nA;Nulle part;;;\nB;A;;;\nB;;R;12;vote\nC;;;;\n"
    assert [(line, words.split(",")[0]) for line, _, words in wrong(text)] == [
        (2, "No circle is called “Nulle part”. Write one of these: Réseau d’essai"),
        (3, "“A” is on line 2"),
        (4, "“B” is on line 3"),
    ]
    found = read(drafted(text).text)
    assert [circle.id for circle in found.circles if circle not in CODE.circles] == ["c"]


def test_names_that_several_have_ask_for_more() -> None:
    text = "cercle;rôle;durée;choix\nBureau;Référence;12;vote\nMachines partagées;Référence;6;lot\n"
    found = drafted(text)
    roles = {role.id: role.circle for role in read(found.text).roles if role.name == "Référence"}
    assert roles == {"reference": "board", "machines-reference": "machines"}
    with pytest.raises(Unreadable, match="Several roles"):
        found.names.role("Référence")
    assert found.names.role("Référence", "machines") == "machines-reference"
    with pytest.raises(Unreadable, match="in this circle"):
        found.names.role("Référence", "users")


def test_what_changes_is_said_by_the_columns_of_the_file() -> None:
    text = "nom court du rôle;nom court du cercle;rôle;siège\ntreasurer;board;La caisse;\n"
    found = drafted(text)
    assert [said(each) for each in found.does(2, columns.read(text.encode()).headings)] == [
        "The social code changes here: rôle, nom court du cercle."
    ]
    role = read(found.text).role("treasurer")
    assert (role.name, role.circle) == ("La caisse", "board")


def test_each_circle_is_offered_once() -> None:
    with pytest.raises(Unreadable) as error:
        NAMES.circle("Nulle part")
    assert (
        dict(error.value.why.facts)["names"]
        == "Réseau d’essai, Machines partagées, Bureau, Comité des usagers"
    )


def test_a_long_chain_of_refused_lines_comes_to_an_end() -> None:
    rows = "\n".join(f"C{n};C{n - 1}" for n in range(1, 60))
    found = wrong(f"cercle;au-dessus\nC0;Nulle part\n{rows}\n")
    assert [line for line, _, _ in found] == list(range(2, 62))
    assert "Correct the other refused lines first" in found[-1][2]


def test_a_code_that_would_be_too_long_is_refused_at_each_line() -> None:
    rows = "\n".join(f"Cercle {n};{'x' * 1900}" for n in range(110))
    assert {words[:40] for _, _, words in wrong(f"cercle;mission\n{rows}\n")} == {
        "The social code would be longer than 200"
    }


def test_what_the_code_writes_in_its_own_way_is_not_rewritten() -> None:
    code = network.CODE.replace('\n[[roles]]\nid = "treasurer"', '\n[[roles]]\nid = "treasurer"\n"seats" = 2')
    assert drafted("rôle;sièges\ntreasurer;3\n", code).changed == {2: ["seats"]}
    nested = network.CODE.replace("members = [{ seats = { places = 2, coops = 1 } }]", "").replace(
        'opinions = [{ before = ["orientation"], days = 14 }]',
        "[[circles.members]]\nseats = { places = 2, coops = 1 }",
    )
    assert wrong("cercle;siègent\nBureau;4 places\n", nested)[0][1:] == (
        "members",
        "The social code writes this in a way of its own: change it on the page of the social code.",
    )


@settings(deadline=None, max_examples=50)
@given(st.text(min_size=1, max_size=90), st.sampled_from(["network", "a-circle", ""]))
def test_a_short_name_is_free_and_is_one(name: str, circle: str) -> None:
    taken = {"new-one"}
    for _ in range(3):
        id = free_id(name, circle, taken)
        assert id not in taken
        assert len(id) <= 64
        text = f"cercle id;cercle\n{id};x\n"
        assert wrong(text) == [] or id in {circle.id for circle in CODE.circles}
        taken.add(id)


@pytest.mark.parametrize("name", ["New", "Import", "Facilitator", "Steward"])
def test_a_name_gives_neither_an_address_that_is_taken_nor_rights(name: str) -> None:
    found = read(drafted(f"rôle;durée;choix\n{name}…;12;vote\n").text) if name in ("New", "Import") else None
    assert free_id(name, "network", ()) == f"network-{name.lower()}"
    if found:
        assert [role.id for role in found.roles][-1] == f"network-{name.lower()}"


WORDS = st.sampled_from(
    ["A", "B", "Bureau", "Réseau", "network", "machines", "Machines partagées", "treasurer", "Trésorerie",
     "board-places", "Présidence", "x" * 70, "new", "12", "0", "2 ans", "oui", "non", "lot", "vote", "places",
     "coops | L", "6 places, 2 coops", "tous public | 5 by lot", "one per A", "volunteers", "quick 14",
     "quick", "steward", "|", "'=1", "%(x)s", "%"]
)  # fmt: skip
DESCRIBING = [*columns.CIRCLE, *columns.BOTH, *columns.ROLE]
ROWS = st.lists(
    st.dictionaries(st.sampled_from(DESCRIBING), WORDS, max_size=5).map(
        lambda cells: {"circle": "A", "term_months": "12", "selection": "lot"} | cells
    ),
    min_size=1,
    max_size=6,
)


@settings(deadline=None, max_examples=200)
@given(ROWS)
def test_any_list_is_understood_or_refused_and_twice_is_once(rows: list[dict[str, str]]) -> None:
    lines = [";".join(f'"{row.get(key, "")}"' for key in DESCRIBING) for row in rows]
    text = "\n".join([";".join(columns.CALLED[key] for key in DESCRIBING), *lines])
    found = drafted(text)
    after = read(found.text)
    again = draft(Ground(found.text, after), columns.read(text.encode()), found.refused)
    assert (again.text, again.created, again.changed) == (found.text, {}, {})

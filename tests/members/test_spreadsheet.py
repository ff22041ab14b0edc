"""Files as spreadsheets save them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.members import spreadsheet
from governance.members.spreadsheet import NotASheet, day, read

LINES = "Nom;Collège;Représentant·e;Courriel\nL’Établi;Lieux;Zoé Noël;zoe@example.org\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_separators_and_line_ends(encoding: str, separator: str, newline: str) -> None:
    sheet = read(LINES.replace(";", separator).replace("\n", newline).encode(encoding))
    assert [(row.line, row.cells) for row in sheet.rows] == [
        (
            2,
            {
                "name": "L’Établi",
                "college": "Lieux",
                "representative": "Zoé Noël",
                "email": "zoe@example.org",
            },
        )
    ]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("NOM", "name"),
        ("Organisation ", "name"),
        ("Raison sociale", "name"),
        ("member", "name"),
        ("  Name", "name"),
        ("Nom de la structure", "name"),
    ],
)
def test_the_column_of_names(header: str, field: str) -> None:
    assert read(f"{header};x\nLe Quai 9;1\n".encode()).rows[0].cell(field) == "Le Quai 9"


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Collège", "college"),
        ("COLLEGE", "college"),
        ("Représentante", "representative"),
        ("représentant(e)", "representative"),
        ("Representative", "representative"),
        ("E-mail", "email"),
        ("Adresse électronique", "email"),
        ("Date d'adhésion", "joined"),
        ("Joined", "joined"),
        ("Départ", "left"),
        ("left on", "left"),
        ("Type", "kind"),
        ("Commune", "place"),
        ("Town", "place"),
    ],
)
def test_headers_in_french_and_in_english(header: str, field: str) -> None:
    assert read(f"Nom;{header}\nLe Quai 9; ici \n".encode()).rows[0].cell(field) == "ici"


def test_first_and_last_names_of_the_representative_make_one() -> None:
    row = read("Organisation;Prénom;Nom;Mail\nLe Quai 9;Zoé;Noël;z@example.org\n".encode()).rows[0]
    assert (row.cell("name"), row.cell("representative")) == ("Le Quai 9", "Zoé Noël")


def test_line_numbers_are_those_of_the_file() -> None:
    text = 'Nos membres\n\nNom;Commune\nA;x\n;;;\n   \n"B";"deux\nlignes"\nC;z;;;\n'
    assert [(row.line, row.cell("name"), row.cell("place")) for row in read(text.encode()).rows] == [
        (4, "A", "x"),
        (7, "B", "deux lignes"),
        (9, "C", "z"),
    ]


def test_the_separator_that_a_spreadsheet_announces() -> None:
    assert read(b"sep=,\r\nNom,Commune\r\nA;B,x\r\n").rows[0].cells == {"name": "A;B", "place": "x"}
    assert read(b"sep=,\r\nNom,Commune\r\nA;B,x\r\n").rows[0].line == 3


def test_columns_of_no_interest_are_named() -> None:
    assert read(b"Nom;SIRET;Remarques;\nA;1;2;\n").ignored == ("SIRET", "Remarques")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"\n\n ; ;\n", "empty"),
        (b"a;b\n1;2\n", "Columns found: a, b"),
        (b"PK\x03\x04etc", "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "workbook"),
        (b"Nom;Courriel;E-mail\n", "Courriel, E-mail"),
        (b"Nom\n" + b"x" * spreadsheet.LARGEST, "too large"),
        (b'Nom\n"' + b"x" * 140_000, "Line 2 cannot be read"),
    ],
)
def test_what_is_not_a_list(data: bytes, why: str) -> None:
    with pytest.raises(NotASheet, match=why):
        read(data)


@pytest.mark.parametrize(
    "text",
    ["31/12/2025", "31.12.25", "31-12-2025", "31 12 2025", "2025-12-31", "2025/12/31", "31/12/2025 00:00"],
)
def test_dates(text: str) -> None:
    assert day(text) == date(2025, 12, 31)


def test_two_digits_of_a_year() -> None:
    assert (day("1/1/69").year, day("1/1/70").year) == (2069, 1970)


@pytest.mark.parametrize("text", ["12/31/2025", "30/02/2025", "31/12", "demain", "2025", "45292", "1/1/125"])
def test_what_is_not_a_date(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        day(text)


@given(st.binary(max_size=400))
def test_any_file_is_read_or_refused(data: bytes) -> None:
    try:
        sheet = read(b"Nom;Commune\n" + data)
    except NotASheet:
        return
    assert all(row.line > 1 and row.cells for row in sheet.rows)

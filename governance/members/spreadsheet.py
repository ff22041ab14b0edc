"""What spreadsheets produce when they save a list as text, read into rows with their line numbers.

Separators ``;`` ``,`` and tab; UTF-8 with or without BOM, UTF-16 with BOM, Windows-1252; headers in French
or in English, in any order; blank lines, trailing blanks and columns of no interest.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from governance.errors import N_
from governance.members.names import clean, fold

LARGEST = 500_000  # bytes: some five thousand members; a page carries it back in a form of a million
FIRST_ROWS = 10  # the header is looked for there, below a title if there is one

HEADERS = {
    "organisation": "organisation, organization, structure, membre, adherent, adherente, raison sociale, "
    "denomination, nom de la structure, nom de l organisation, nom du membre, nom de l adherent, member, "
    "member name, organisation name, organization name",
    "name": "nom, name",
    "kind": "type, kind, nature, type de membre, member type",
    "college": "college, college d appartenance, nom du college, college name",
    "place": "commune, ville, lieu, place, town, city, localite, territoire",
    "joined": "adhesion, date d adhesion, date adhesion, adherent depuis, membre depuis, depuis, entree, "
    "date d entree, joined, joined on, member since, since",
    "left": "depart, date de depart, date depart, sortie, date de sortie, fin d adhesion, left, left on",
    "representative": "representant, representante, representant e, representante representant, nom du "
    "representant, nom du representant e, nom de la representante, representant legal, contact, "
    "nom du contact, referent, referente, referent e, representative, representative name, contact name",
    "first name": "prenom, prenom du representant, prenom du representant e, first name, given name",
    "email": "courriel, email, mail, e mail, adresse mail, adresse email, adresse e mail, "
    "adresse electronique, courriel du representant, courriel du representant e, "
    "courriel de la representante, email du representant, e mail du representant, mail du representant, "
    "email address, e mail address, representative email, representative e mail",
}


class NotASheet(ValueError):
    """A file that cannot be read as a list; ``sentence % facts`` says why."""

    def __init__(self, sentence: str, **facts: object) -> None:
        super().__init__(sentence % facts if facts else sentence)
        self.sentence = sentence
        self.facts = facts


@dataclass(frozen=True)
class Row:
    """One line of the list: its number in the file (from 1) and its cells by field, blanks removed."""

    line: int
    cells: dict[str, str]

    def cell(self, field: str) -> str:
        return self.cells.get(field, "")


@dataclass(frozen=True)
class Sheet:
    """The rows of a file, what its columns are called there by field, and the headers of no interest."""

    rows: tuple[Row, ...]
    ignored: tuple[str, ...]
    headings: Mapping[str, str]


def read(data: bytes) -> Sheet:
    """The rows of a list of members. Raises NotASheet."""
    no_name = N_("No column holds the name of the members. Columns found: %(found)s.")
    sheet = read_as(data, HEADERS, one_of=("organisation", "name"), none=no_name)
    return replace(sheet, rows=tuple(_with_whole_names(row) for row in _settled(sheet)))


def read_as(data: bytes, headers: Mapping[str, str], *, one_of: Sequence[str], none: str) -> Sheet:
    """The rows of a file that are not empty.

    ``headers``: for each field what its column may be called, folded, between commas. The header is the
    first line that names one of the fields ``one_of``; ``none``: what to say where there is no such line.
    Raises NotASheet.
    """
    if len(data) > LARGEST:
        raise NotASheet(N_("The file is too large: %(most)s kB at most."), most=LARGEST // 1000)
    found = list(lines(decode(data)))
    meanings = {words.strip(): field for field, many in headers.items() for words in many.split(",")}
    header, fields = _header(found[:FIRST_ROWS], meanings, one_of, none)
    rows = [
        Row(line, {field: cell for field, cell in zip(fields, cells, strict=False) if field and cell})
        for line, cells in found[header + 1 :]
    ]
    named = list(zip(found[header][1], fields, strict=True))
    return Sheet(
        tuple(row for row in rows if row.cells),
        tuple(cell for cell, field in named if cell and not field),
        {field: cell for cell, field in named if field},
    )


def decode(data: bytes) -> str:
    """The text of a file: a BOM is believed, then UTF-8 is tried, then Windows-1252 is supposed."""
    if data[:4] == b"PK\x03\x04" or data[:4] == b"\xd0\xcf\x11\xe0":
        raise NotASheet(N_("This is a workbook. In the spreadsheet, save it as CSV and send that file."))
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def day(text: str) -> date:
    """A date as spreadsheets write it: 31/12/2025, 31.12.25, 31-12-2025, 2025-12-31. Raises ValueError.

    The day comes before the month; two digits of a year are those of 1970 to 2069.
    """
    written = re.sub(r"[ T]\d{1,2}:\d{2}(:\d{2})?$", "", text)
    if iso := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", written):
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    common = re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})", written)
    if common is None:
        raise ValueError(text)
    year = int(common[3])
    if year < 100:
        year += 2000 if year < 70 else 1900
    return date(year, int(common[2]), int(common[1]))


def lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record that is not blank, with the number of the line where it begins."""
    announced = re.match(r"sep=([;,\t])\r?\n", text, re.IGNORECASE)
    skipped = 1 if announced else 0
    body = text[announced.end() :] if announced else text
    reader = csv.reader(
        io.StringIO(body, newline=""), delimiter=announced[1] if announced else _separator(body)
    )
    try:
        before = 0
        for record in reader:
            line, before = before + 1 + skipped, reader.line_num
            cells = [clean(cell) for cell in record]
            if any(cells):
                yield line, cells
    except csv.Error as error:
        line = reader.line_num + skipped
        raise NotASheet(N_("Line %(line)s cannot be read: %(why)s."), line=line, why=error) from error


def _separator(text: str) -> str:
    """The separator that the first lines hold most, outside quotes."""
    head = re.sub(r'"[^"]*"', "", "\n".join(text.splitlines()[:FIRST_ROWS]))
    return max((";", "\t", ","), key=head.count)


def _header(
    lines: list[tuple[int, list[str]]], meanings: Mapping[str, str], one_of: Sequence[str], none: str
) -> tuple[int, list[str]]:
    """Where the header is, and the field of each column ("" for none)."""
    if not lines:
        raise NotASheet(N_("The file is empty."))
    for index, (_, cells) in enumerate(lines):
        fields = [meanings.get(fold(cell), "") if cell else "" for cell in cells]
        if any(field in fields for field in one_of):
            _refuse_twice(fields, cells)
            return index, fields
    found = ", ".join(cell for cell in lines[0][1] if cell)
    raise NotASheet(none, found=found)


def _refuse_twice(fields: list[str], cells: list[str]) -> None:
    for field in filter(None, fields):
        same = [cell for cell, each in zip(cells, fields, strict=True) if each == field]
        if len(same) > 1:
            raise NotASheet(N_("Several columns say the same thing: %(columns)s."), columns=", ".join(same))


def _settled(sheet: Sheet) -> Iterator[Row]:
    """The column "nom" is the member's, unless another names the organisation: then the representative's."""
    apart = "organisation" in sheet.headings
    meaning = {"organisation": "name", "name": "last name"} if apart else {}
    for row in sheet.rows:
        yield Row(row.line, {meaning.get(field, field): cell for field, cell in row.cells.items()})


def _with_whole_names(row: Row) -> Row:
    """First and last names of the representative, in one."""
    last = row.cell("last name") or row.cell("representative")
    whole = " ".join(part for part in (row.cell("first name"), last) if part)
    cells = {field: cell for field, cell in row.cells.items() if field not in ("first name", "last name")}
    return Row(row.line, cells | ({"representative": whole} if whole else {}))

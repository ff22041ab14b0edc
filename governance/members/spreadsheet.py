"""What spreadsheets produce when they save a list as text, read into rows with their line numbers.

Separators ``;`` ``,`` and tab; UTF-8 with or without BOM, UTF-16 with BOM, Windows-1252; headers in French
or in English, in any order; blank lines, trailing blanks and columns of no interest.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from governance.errors import N_
from governance.members.names import clean, fold

LARGEST = 300_000  # bytes: some three thousand members
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
_FIELDS = {words.strip(): field for field, many in HEADERS.items() for words in many.split(",")}


class NotASheet(ValueError):
    """A file that cannot be read as a list of members; ``sentence % facts`` says why."""

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
    """The rows of a file, and the headers that mean nothing here."""

    rows: tuple[Row, ...]
    ignored: tuple[str, ...]


def read(data: bytes) -> Sheet:
    """The rows of a file. Raises NotASheet."""
    if len(data) > LARGEST:
        raise NotASheet(N_("The file is too large: %(most)s kB at most."), most=LARGEST // 1000)
    found = list(lines(decode(data)))
    header, fields, ignored = _header(found[:FIRST_ROWS])
    rows = tuple(
        Row(line, {field: cell for field, cell in zip(fields, cells, strict=False) if field and cell})
        for line, cells in found[header + 1 :]
    )
    return Sheet(tuple(_with_whole_names(row) for row in rows if row.cells), ignored)


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


def _header(lines: list[tuple[int, list[str]]]) -> tuple[int, list[str], tuple[str, ...]]:
    """Where the header is, the field of each column ("" for none), the headers that mean nothing here."""
    if not lines:
        raise NotASheet(N_("The file is empty."))
    for index, (_, cells) in enumerate(lines):
        fields = [_FIELDS.get(fold(cell), "") if cell else "" for cell in cells]
        if "organisation" in fields or "name" in fields:
            _refuse_twice(fields, cells)
            unknown = tuple(cell for cell, field in zip(cells, fields, strict=True) if cell and not field)
            return index, _settle_names(fields), unknown
    found = ", ".join(cell for cell in lines[0][1] if cell)
    raise NotASheet(N_("No column holds the name of the members. Columns found: %(found)s."), found=found)


def _refuse_twice(fields: list[str], cells: list[str]) -> None:
    for field in HEADERS:
        same = [cell for cell, each in zip(cells, fields, strict=True) if each == field]
        if len(same) > 1:
            raise NotASheet(N_("Several columns say the same thing: %(columns)s."), columns=", ".join(same))


def _settle_names(fields: list[str]) -> list[str]:
    """The column "nom" is the member's, unless another names the organisation: then the representative's."""
    if "organisation" not in fields:
        return fields
    meaning = {"organisation": "name", "name": "last name"}
    return [meaning.get(field, field) for field in fields]


def _with_whole_names(row: Row) -> Row:
    """First and last names of the representative, in one."""
    last = row.cell("last name") or row.cell("representative")
    whole = " ".join(part for part in (row.cell("first name"), last) if part)
    cells = {field: cell for field, cell in row.cells.items() if field not in ("first name", "last name")}
    return Row(row.line, cells | ({"representative": whole} if whole else {}))

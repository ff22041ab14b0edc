"""A list of mandates as a spreadsheet saves it: rows with their line, columns found by their names."""

from dataclasses import dataclass

from governance.errors import N_
from governance.members.names import fold
from governance.members.spreadsheet import LARGEST, NotASheet, decode, lines

COLUMNS = {
    "role": "role, fonction, nom du role, role id",
    "holder": "holder, titulaire, personne, person, nom",
    "email": "email, courriel, e mail, mail, adresse electronique",
    "member": "member, membre, adherent, structure, organisation, pour",
    "from": "from, du, de, debut, date de debut, starts on, start",
    "to": "to, au, fin, date de fin, jusqu au, ends on, end date",
    "how": "how, comment, mode, designation, mode de designation",
    "decision": "decision, numero de decision",
    "seat": "seat, siege",
}
_FIELDS = {name.strip(): column for column, names in COLUMNS.items() for name in names.split(",")}
NEEDED = ("role", "holder", "from")
MOST = 500  # lines


@dataclass(frozen=True)
class Row:
    """One line: its number in the file, from 1, and its cells by column."""

    line: int
    cells: dict[str, str]

    def cell(self, column: str) -> str:
        return self.cells.get(column, "")


def read(data: bytes) -> list[Row]:
    """The rows of a file. Raises NotASheet."""
    if len(data) > LARGEST:
        raise NotASheet(N_("The file is too large: %(most)s kB at most."), most=LARGEST // 1000)
    found = list(lines(decode(data)))
    if not found:
        raise NotASheet(N_("The file is empty."))
    header = [_FIELDS.get(fold(cell), "") for cell in found[0][1]]
    missing = [column for column in NEEDED if column not in header]
    if missing:
        raise NotASheet(N_("These columns are missing: %(columns)s."), columns=", ".join(missing))
    if len(found) > MOST + 1:
        raise NotASheet(N_("The file has more than %(most)s lines."), most=MOST)
    return [
        Row(line, {column: cell for column, cell in zip(header, cells, strict=False) if column and cell})
        for line, cells in found[1:]
    ]

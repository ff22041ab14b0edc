"""A list compared with what the network has: what each line creates or changes, or why it is refused.

Pure: nothing is read or written elsewhere. What cannot be understood is refused, never guessed.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from governance.errors import N_
from governance.members.names import LONGEST_NAME, email_address, fold
from governance.members.plan import CHANGED, CREATED, REFUSED, SAME, Known, Plan, Say, Step, say
from governance.members.spreadsheet import Row, Sheet, day

ORGANISATION, INDIVIDUAL = "organisation", "individual"
KINDS = {
    ORGANISATION: "organisation, organization, association, structure, entreprise, collectivite, company, "
    "personne morale, legal person",
    INDIVIDUAL: "individual, individuel, individuelle, individu, personne, particulier, person, "
    "personne physique, natural person",
}
_KINDS = {word.strip(): kind for kind, words in KINDS.items() for word in words.split(",")}


def compare(sheet: Sheet, known: Known) -> Plan:
    """The plan of a list. The second line that names the same member is refused."""
    first: dict[str, int] = {}
    people = dict(known.people)
    steps = []
    for row in sheet.rows:
        key = fold(row.cell("name"))
        if key and key in first:
            twice = say(N_("This member is already on line %(line)s."), line=first[key])
            steps.append(Step(row.line, row.cell("name"), REFUSED, reasons=(twice,)))
            continue
        first[key] = row.line
        step = Line(row, replace(known, people=people)).step()
        if step.email:
            people.setdefault(step.email, (0, step.representative))
        steps.append(step)
    return Plan(tuple(steps), sheet.ignored)


class Line:
    """One line being understood: what is wrong with it gathers in ``reasons``."""

    def __init__(self, row: Row, known: Known) -> None:
        self.row = row
        self.known = known
        self.reasons: list[Say] = []
        self.notes: list[Say] = []
        self.member = known.members.get(fold(row.cell("name"))) if row.cell("name") else None

    def step(self) -> Step:
        """What becomes of the line."""
        row, member = self.row, self.member
        self._check_name()
        college_id, college_name = self._college()
        step = Step(
            line=row.line,
            name=row.cell("name"),
            what=CHANGED if member else CREATED,
            member_id=member.id if member else None,
            kind=self._kind(),
            place=row.cell("place") or (member.place if member else ""),
            college_id=college_id,
            college_name=college_name,
            joined_on=self._day("joined", N_("The date of admission “%(text)s” cannot be read.")),
            left_on=self._day("left", N_("The date of departure “%(text)s” cannot be read.")),
        )
        step = self._represented(self._dated(step))
        if self.reasons:
            return Step(row.line, row.cell("name"), REFUSED, reasons=tuple(self.reasons))
        changes = tuple(self._changes(step))
        what = CREATED if member is None else CHANGED if changes else SAME
        return replace(step, what=what, changes=changes, notes=tuple(self.notes))

    def _check_name(self) -> None:
        if not self.row.cell("name"):
            self.reasons.append(say(N_("The name of the member is missing.")))
        elif len(self.row.cell("name")) > LONGEST_NAME:
            self.reasons.append(say(N_("The name is too long: %(most)s letters at most."), most=LONGEST_NAME))

    def _college(self) -> tuple[str, str]:
        written = self.row.cell("college")
        if not written:
            self.reasons.append(say(N_("The college is missing.")))
            return "", ""
        found = find_college(written, self.known.colleges)
        if found is None:
            names = ", ".join(name for _, name, _ in self.known.colleges)
            unknown = N_("There is no college “%(written)s”. The colleges are: %(names)s.")
            self.reasons.append(say(unknown, written=written, names=names))
        return found or ("", "")

    def _kind(self) -> str:
        written = self.row.cell("kind")
        if not written:
            return self.member.kind if self.member else ORGANISATION
        kind = _KINDS.get(fold(written))
        if kind is None:
            unknown = N_("“%(written)s” is neither an organisation nor an individual.")
            self.reasons.append(say(unknown, written=written))
        return kind or ""

    def _day(self, field: str, unreadable: str) -> date | None:
        written = self.row.cell(field)
        if not written:
            return None
        try:
            return day(written)
        except ValueError:
            self.reasons.append(say(unreadable, text=written))
            return None

    def _dated(self, step: Step) -> Step:
        """With its dates settled: those of a new member, of one in force, of one that has left."""
        if self.member is None:
            joined_on = step.joined_on or self.known.today
            self._check_departure(step.left_on, joined_on)
            return replace(step, joined_on=joined_on)
        if self.member.left_on is not None:
            return self._dated_after_departure(step, self.member.left_on)
        if step.joined_on not in (None, self.member.joined_on):
            stays = N_("The date of admission stays %(day)s.")
            self.notes.append(say(stays, day=self.member.joined_on))
        self._check_departure(step.left_on, self.member.in_college_since)
        moves = step.college_id != self.member.college_id
        moves_on = max(self.known.today, self.member.in_college_since) if moves else None
        if moves_on and step.left_on and step.left_on <= moves_on:
            step, moves_on = replace(step, college_id=self.member.college_id), None
        return replace(step, joined_on=self.member.joined_on, moves_on=moves_on)

    def _dated_after_departure(self, step: Step, left_on: date) -> Step:
        if step.joined_on is not None and step.joined_on >= left_on:
            self._check_departure(step.left_on, step.joined_on)
            return replace(step, comes_back=True)
        if step.left_on is None:
            gone = N_("This member left on %(day)s. To bring it back, write the date of its new admission.")
            self.reasons.append(say(gone, day=left_on))
        elif step.left_on != left_on:
            self.reasons.append(say(N_("Its departure is already recorded, on %(day)s."), day=left_on))
        assert self.member is not None
        return replace(step, college_id=self.member.college_id, joined_on=self.member.joined_on)

    def _check_departure(self, left_on: date | None, after: date) -> None:
        if left_on is not None and left_on <= after:
            wrong = N_("The departure (%(left)s) has to come after %(day)s.")
            self.reasons.append(say(wrong, left=left_on, day=after))

    def _represented(self, step: Step) -> Step:
        """With the person to be added, if any: a name and an address go together."""
        name, written = self.row.cell("representative"), self.row.cell("email")
        if not written:
            if name:
                alone = N_("No e-mail address: %(person)s is left out and cannot sign in.")
                self.notes.append(say(alone, person=name))
            return step
        email = email_address(written)
        if email is None:
            self.reasons.append(say(N_("“%(written)s” is not an e-mail address."), written=written))
            return step
        person_id, known_as = self.known.people.get(email, (0, ""))
        if not (name or known_as):
            self.reasons.append(say(N_("The name of the representative is missing.")))
        if name and known_as and fold(name) != fold(known_as):
            self.notes.append(say(N_("This address is already that of %(person)s."), person=known_as))
        if (step.member_id, person_id) in self.known.representations:
            return step
        starts_on = max(self.known.today, step.joined_on or self.known.today)
        if step.left_on is not None and starts_on >= step.left_on:
            return step
        return replace(step, representative=known_as or name, email=email, speaks_from=starts_on)

    def _changes(self, step: Step) -> Iterable[Say]:
        if self.member is None:
            return
        if step.name != self.member.name:
            yield say(N_("Its name becomes “%(name)s”."), name=step.name)
        if step.kind != self.member.kind:
            individual = step.kind == INDIVIDUAL
            yield say(N_("It becomes an individual.") if individual else N_("It becomes an organisation."))
        if step.place != self.member.place:
            yield say(N_("Its place becomes “%(place)s”."), place=step.place)
        if step.comes_back and step.joined_on:
            yield say(
                N_("It comes back on %(day)s, in the college “%(college)s”."),
                day=step.joined_on,
                college=step.college_name,
            )
        elif step.moves_on:
            yield say(
                N_("It joins the college “%(college)s” on %(day)s."),
                day=step.moves_on,
                college=step.college_name,
            )
        if step.left_on and (step.comes_back or step.left_on != self.member.left_on):
            yield say(N_("It leaves on %(day)s."), day=step.left_on)
        if step.email:
            yield say(N_("%(person)s now speaks for it."), person=step.representative)


def find_college(written: str, colleges: Iterable[tuple[str, str, str]]) -> tuple[str, str] | None:
    """The college (id, name) that somebody means by its id, name or letter, or the beginning of its name."""
    wanted = fold(written).removeprefix("college ")
    exact = [(id_, name) for id_, name, letter in colleges if wanted in (fold(id_), fold(name), fold(letter))]
    begun = [(id_, name) for id_, name, _ in colleges if len(wanted) > 2 and fold(name).startswith(wanted)]
    for found in (exact, begun):
        if len(found) == 1:
            return found[0]
    return None

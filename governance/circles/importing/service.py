"""Bringing an existing organisation in: shown line by line, then applied, all or nothing.

What a list would do is known by doing it, in a transaction that is then given up: a mandate meets the roles
and the mandates of the lines above it, and every refusal is the one that the act itself would give.
Circles and roles are written in the social code: where the list adds to it, it has another version, by the
decision of the register that is named, or as part of the founding while the register is empty.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.circles import checks
from governance.circles.importing import columns, holders
from governance.circles.importing.bodies import Refused, Wrong
from governance.circles.importing.drafting import Draft, Ground, draft
from governance.circles.importing.plan import Choices, Plan, Step, step
from governance.errors import N_
from governance.members import roles
from governance.members.errors import LinesRefused, PlanChanged, RoleInUse
from governance.members.models_roles import Role
from governance.members.plan import CHANGED, CREATED, REFUSED, SAME, Say, say
from governance.members.queries import NETWORK
from governance.members.spreadsheet import Row, Sheet
from governance.rules import adopting, queries
from governance.rules import service as rules
from governance.web.models import Network

Adopt = Callable[[Session, str], object]
Wrongs = dict[int, list[Wrong]]


class OrganisationChanged(PlanChanged):
    sentence = N_(
        "Rules, roles or mandates have changed since this list was checked. Here is what it would do now."
    )


class _GivenUp(Exception):
    """The transaction of a plan is given up; it carries what was found."""

    def __init__(self, plan: Plan) -> None:
        super().__init__("given up")
        self.plan = plan


class _TakenBack(Exception):
    """Lines refused late had described something new: what they said of it is taken back."""

    def __init__(self, lines: Wrongs) -> None:
        super().__init__(lines)
        self.lines = lines


def planned(
    transact: Callable[[Callable[[Session], None]], None], sheet: Sheet, *, by: int | None, now: datetime
) -> Plan:
    """What a list would do; nothing of it is kept. ``transact`` runs a work in one transaction.

    Raises NotAllowed.
    """

    def work(session: Session) -> None:
        raise _GivenUp(
            _run(session, sheet, lambda inner, text: rules.adopt(inner, text, by=by, now=now), by=by, now=now)
        )

    try:
        transact(work)
    except _GivenUp as given:
        return given.plan
    raise AssertionError("a plan is never kept")


def apply(session: Session, sheet: Sheet, choices: Choices, *, by: int | None, now: datetime) -> Plan:
    """Do what a list says, as it was shown.

    Raises OrganisationChanged, LinesRefused, NotAllowed, and the refusals of ``adopting.adopt``.
    """
    decision = choices.decision or None

    def adopt(inner: Session, text: str) -> object:
        return adopting.adopt(inner, text, decision=decision, by=by, now=now)

    plan = _run(session, sheet, adopt, by=by, now=now)
    if plan.fingerprint != choices.shown:
        raise OrganisationChanged
    if plan.number(REFUSED) and not choices.leave_out:
        raise LinesRefused(number=plan.number(REFUSED))
    return plan


def _run(session: Session, sheet: Sheet, adopt: Adopt, *, by: int | None, now: datetime) -> Plan:
    """Write everything that is not refused; lines refused late take back what they described."""
    checks.may_record(session, NETWORK, "steward", decision="", by=by, now=now)
    before = queries.in_force(session)
    ground = Ground(before.toml, before.code, _others(session), _lang(session))
    founding = adopting.founding(session)
    wrong: Wrongs = {}
    while True:
        found = draft(ground, sheet, wrong)
        try:
            with session.begin_nested():
                if found.text != ground.text:
                    _adopted(session, adopt, found)
                held = _entrust(session, sheet, found, founding=founding, by=by, now=now)
            break
        except _TakenBack as taken:
            wrong = found.refused | taken.lines
    steps = tuple(_step(row, sheet.headings, found, held) for row in sheet.rows)
    new = sum(each.new for each in held.values())
    return Plan(steps, sheet.ignored, before.toml, found.text, new, founding)


def _adopted(session: Session, adopt: Adopt, found: Draft) -> None:
    """Put the text in force. Raises _TakenBack where it would take away what somebody holds."""
    try:
        adopt(session, found.text)
    except RoleInUse as refusal:
        why = ("", say(refusal.sentence, **{name: str(fact) for name, fact in refusal.facts.items()}))
        raise _TakenBack({line: [why] for line in found.described}) from refusal


def _entrust(
    session: Session, sheet: Sheet, found: Draft, *, founding: bool, by: int | None, now: datetime
) -> dict[int, holders.Held]:
    """Entrust what the lines say; refusals are noted in the draft. Raises _TakenBack."""
    known = holders.ground(session, founding=founding)
    held: dict[int, holders.Held] = {}
    late: Wrongs = {}
    for row in sheet.rows:
        if row.cell("holder") and row.line not in found.refused:
            try:
                held[row.line] = holders.entrust(session, known, found.names, row, by=by, now=now)
            except Refused as error:
                late[row.line] = list(error.reasons)
    if not found.described.isdisjoint(late):
        raise _TakenBack(late)
    found.refused |= late
    return held


def _step(row: Row, headings: Mapping[str, str], found: Draft, held: Mapping[int, holders.Held]) -> Step:
    line = row.line
    start = step(line, SAME, row.cells)
    if line in found.refused:
        reasons = tuple(_told(column, said, headings) for column, said in found.refused[line])
        return replace(start, what=REFUSED, reasons=reasons)
    changes = list(found.does(line, headings))
    mandate = held.get(line)
    if mandate is not None and mandate.new:
        changes.append(say(holders.ENTRUSTED))
    what = CREATED if line in found.created or (mandate and mandate.new) else CHANGED if changes else SAME
    return replace(start, what=what, changes=tuple(changes), notes=mandate.notes if mandate else ())


def _told(column: str, said: Say, headings: Mapping[str, str]) -> Say:
    """With the column as the file calls it."""
    return replace(said, column=headings.get(column) or columns.CALLED.get(column, ""))


def _others(session: Session) -> dict[str, tuple[str, roles.Description]]:
    """The roles that decisions created, beside the code: the circle of each and what it says."""
    rows = session.scalars(select(Role).where(Role.of_code.is_(False), Role.ended_at.is_(None)))
    return {
        role.slug: (role.circle_id, roles.description(vars(roles.described(session, role.id))))
        for role in rows
    }


def _lang(session: Session) -> str:
    return session.scalar(select(Network.locale)) or "fr"

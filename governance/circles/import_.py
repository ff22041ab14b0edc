"""``tiersvoix roles import FILE.csv``: says line by line what would be done, and does it when asked."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TextIO

from governance.circles import importing, mandate_sheet
from governance.circles.importing import Plan, Step
from governance.db import Database
from governance.errors import N_
from governance.members.import_ import FIRST_CORRECT, WORDS
from governance.members.plan import CREATED, REFUSED, SAME
from governance.members.spreadsheet import NotASheet

Translate = Callable[[str], str]


def run(
    database: Database,
    path: Path | str,
    *,
    apply: bool,
    now: datetime,
    stdout: TextIO,
    stderr: TextIO,
    translate: Translate,
    skip_refused: bool = False,
) -> int:
    """Exit status: 0 when done (or shown, without ``apply``), 2 for a file that cannot be applied."""
    try:
        rows = mandate_sheet.read(Path(path).read_bytes())
    except OSError as error:
        return _refuse(f"{path}: {error.strerror}", stderr)
    except NotASheet as error:
        return _refuse(f"{path}: {translate(error.sentence) % error.facts}", stderr)
    plan = _plan(database, rows, now)
    for step in plan.steps:
        print(_line(step, translate), file=stdout)
    counts = [f"{translate(WORDS[what])}: {plan.number(what)}" for what in (CREATED, SAME, REFUSED)]
    print(" · ".join(counts), file=stdout)
    if plan.number(REFUSED) and not skip_refused:
        return _refuse(translate(FIRST_CORRECT), stderr)
    if not apply:
        print(translate(N_("Nothing was applied yet: add --apply to do it.")), file=stdout)
        return 0
    database.transact(
        lambda session: importing.apply(
            session, rows, shown=plan.fingerprint, leave_out=skip_refused, by=None, now=now
        )
    )
    print(translate(N_("Done.")), file=stdout)
    return 0


def _plan(database: Database, rows: list[mandate_sheet.Row], now: datetime) -> Plan:
    try:
        database.transact(lambda session: importing.prepare(session, rows, by=None, now=now))
    except importing.Given as given:
        return given.plan
    raise AssertionError("a plan is never kept")


def _refuse(sentence: str, stderr: TextIO) -> int:
    print(sentence, file=stderr)
    return 2


def _line(step: Step, translate: Translate) -> str:
    said = [each.words(translate, date.isoformat) for each in step.reasons]
    head = f"{step.line:>5}  {translate(WORDS[step.what]):<11}  {step.role}, {step.holder}, {step.starts}"
    return "\n       ".join([head, *said])

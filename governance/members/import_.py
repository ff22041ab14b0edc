"""``tiersvoix members import FILE.csv``: says line by line what would be done, and does it when asked."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TextIO
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.db import Database
from governance.errors import N_
from governance.members import importing, spreadsheet
from governance.members.plan import CHANGED, CREATED, REFUSED, SAME, Plan, Step
from governance.web.models import Network

WORDS = {CREATED: N_("created"), CHANGED: N_("changed"), SAME: N_("left alone"), REFUSED: N_("refused")}
FIRST_CORRECT = N_("Nothing was applied: correct the refused lines, or leave them out with --skip-refused.")

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
    invitations: bool = False,
) -> int:
    """Exit status: 0 when done (or shown, without ``apply``), 2 for a file that cannot be applied."""
    try:
        sheet = spreadsheet.read(Path(path).read_bytes())
    except OSError as error:
        return _refuse(f"{path}: {error.strerror}", stderr)
    except spreadsheet.NotASheet as error:
        return _refuse(f"{path}: {translate(error.sentence) % error.facts}", stderr)
    with database.reading() as session:
        on = _today(session, now)
        plan = importing.prepare(session, sheet, on=on)
    _print(plan, stdout, translate)
    if plan.number(REFUSED) and not skip_refused:
        return _refuse(translate(FIRST_CORRECT), stderr)
    if not apply:
        print(translate(N_("Nothing was applied yet: add --apply to do it.")), file=stdout)
        return 0
    choices = {"leave_out": skip_refused, "invitations": invitations}
    database.transact(
        lambda session: importing.apply(
            session, sheet, on=on, by=None, now=now, shown=plan.fingerprint, **choices
        )
    )
    print(translate(N_("Done.")), file=stdout)
    return 0


def _refuse(sentence: str, stderr: TextIO) -> int:
    print(sentence, file=stderr)
    return 2


def _today(session: Session, now: datetime) -> date:
    """The date it is for the network."""
    zone = session.scalar(select(Network.time_zone)) or "Europe/Paris"
    return now.astimezone(ZoneInfo(zone)).date()


def _print(plan: Plan, stdout: TextIO, translate: Translate) -> None:
    for step in plan.steps:
        print(_line(step, translate), file=stdout)
    if plan.ignored:
        print(translate(N_("Columns not used: %(names)s.")) % {"names": ", ".join(plan.ignored)}, file=stdout)
    counts = [f"{translate(words)}: {plan.number(what)}" for what, words in WORDS.items()]
    print(" · ".join(counts), file=stdout)


def _line(step: Step, translate: Translate) -> str:
    said = [each.words(translate, date.isoformat) for each in (*step.reasons, *step.changes, *step.notes)]
    head = f"{step.line:>5}  {translate(WORDS[step.what]):<11}  {step.name}"
    return "\n       ".join([head, *said])

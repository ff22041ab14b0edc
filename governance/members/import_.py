"""``tiersvoix members import FILE.csv``: says line by line what would be done, and does it when asked."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TextIO
from zoneinfo import ZoneInfo

from sqlalchemy import select

from governance.db import Database
from governance.errors import N_
from governance.members import importing, spreadsheet
from governance.members.plan import CHANGED, CREATED, REFUSED, SAME, Plan, Step
from governance.web.models import Network

WORDS = {CREATED: N_("created"), CHANGED: N_("changed"), SAME: N_("left alone"), REFUSED: N_("refused")}

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
        print(f"{path}: {error.strerror}", file=stderr)
        return 2
    except spreadsheet.NotASheet as error:
        print(f"{path}: {translate(error.sentence) % error.facts}", file=stderr)
        return 2
    with database.reading() as session:
        zone = ZoneInfo(session.scalar(select(Network.time_zone)) or "Europe/Paris")
        on = now.astimezone(zone).date()
        plan = importing.prepare(session, sheet, on=on)
    _print(plan, stdout, translate)
    if plan.number(REFUSED) and not skip_refused:
        refused = N_("Nothing was applied: correct the refused lines, or leave them out with --skip-refused.")
        print(translate(refused), file=stderr)
        return 2
    if not apply:
        print(translate(N_("Nothing was applied yet: add --apply to do it.")), file=stdout)
        return 0
    database.transact(
        lambda session: importing.apply(
            session, sheet, on=on, by=None, now=now, leave_out=skip_refused, invitations=invitations,
            shown=plan.fingerprint,
        )
    )  # fmt: skip
    print(translate(N_("Done.")), file=stdout)
    return 0


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

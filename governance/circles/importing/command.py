"""``tiersvoix organisation import FILE.csv``: says line by line what would be done, does it when asked."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TextIO

from governance.circles.importing import columns, service
from governance.circles.importing.plan import Choices, Plan, Step
from governance.db import Database
from governance.errors import N_, Refusal
from governance.members.import_ import FIRST_CORRECT, WORDS
from governance.members.plan import REFUSED
from governance.members.spreadsheet import NotASheet
from governance.rules.changes import changes

Translate = Callable[[str], str]

CODE = N_("Another version of the social code:")
FOUNDING = N_(
    "The register holds no decision yet: these circles and roles are adopted as part of the founding."
)
BY_DECISION = N_("Adopted by decision %(number)s.")
NAME_IT = N_("The social code changes only by a decision of the register: name it with --decision 2026-014.")
NOT_USED = N_("The social code stays as it is: decision %(number)s is not used.")


def run(
    database: Database,
    path: Path | str,
    *,
    apply: bool,
    decision: str = "",
    skip_refused: bool = False,
    now: datetime,
    lang: str,
    stdout: TextIO,
    stderr: TextIO,
    translate: Translate,
) -> int:
    """Exit status: 0 when done (or shown, without ``apply``), 2 for a file that cannot be applied.

    ``lang``: "fr" or "en", of the sentences on rules.
    """
    try:
        sheet = columns.read(Path(path).read_bytes())
    except OSError as error:
        return _refuse(f"{path}: {error.strerror}", stderr)
    except NotASheet as error:
        return _refuse(f"{path}: {translate(error.sentence) % error.facts}", stderr)
    plan = service.planned(database.transact, sheet, by=None, now=now)
    for line in _said(plan, decision, lang, translate):
        print(line, file=stdout)
    if plan.number(REFUSED) and not skip_refused:
        return _refuse(translate(FIRST_CORRECT), stderr)
    if not apply:
        print(translate(N_("Nothing was applied yet: add --apply to do it.")), file=stdout)
        return 0
    choices = Choices(shown=plan.fingerprint, decision=decision, leave_out=skip_refused)
    try:
        database.transact(lambda session: service.apply(session, sheet, choices, by=None, now=now))
    except Refusal as refusal:
        if refusal.field != "decision":
            raise
        return _refuse(translate(NAME_IT if not decision else refusal.sentence) % refusal.facts, stderr)
    print(translate(N_("Done.")), file=stdout)
    return 0


def _refuse(sentence: str, stderr: TextIO) -> int:
    print(sentence, file=stderr)
    return 2


def _said(plan: Plan, decision: str, lang: str, translate: Translate) -> Iterator[str]:
    for step in plan.steps:
        yield _line(step, translate)
    if plan.ignored:
        yield translate(N_("Columns not used: %(names)s.")) % {"names": ", ".join(plan.ignored)}
    if plan.rewrites:
        yield from _code(plan, decision, lang, translate)
    elif decision:
        yield translate(NOT_USED) % {"number": decision}
    yield " · ".join(f"{translate(words)}: {plan.number(what)}" for what, words in WORDS.items())


def _line(step: Step, translate: Translate) -> str:
    said = [each.words(translate, date.isoformat) for each in (*step.reasons, *step.changes, *step.notes)]
    named = ", ".join(part for part in (step.role or step.circle, step.holder, step.starts) if part)
    head = f"{step.line:>5}  {translate(WORDS[step.what]):<11}  {named}"
    return "\n       ".join([head, *said])


def _code(plan: Plan, decision: str, lang: str, translate: Translate) -> Iterator[str]:
    """The next version of the social code in plain words, and what the checker doubts of it."""
    yield "\n" + translate(CODE)
    for change in changes(*plan.codes, lang):
        yield f"  {'+' if change.kind == 'added' else '~'} {change.name}"
        yield from (f"      - {said}" for said in change.gone)
        yield from (f"      + {said}" for said in change.come)
    for doubt in plan.doubts:
        yield f"  {translate(N_('warning'))}: {doubt.said(translate)}"
    if decision:
        yield translate(BY_DECISION) % {"number": decision}
    else:
        yield translate(FOUNDING if plan.founding else NAME_IT)
    yield ""

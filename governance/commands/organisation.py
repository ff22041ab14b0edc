"""``tiersvoix organisation import``: circles, roles and mandates, from a spreadsheet."""

import argparse
import sys
from pathlib import Path

from governance.commands.parser import Commands, command, data_dir, group, settings_of
from governance.commands.words import _, language

EXAMPLES = """\
  tiersvoix organisation import organisation.csv
  tiersvoix organisation import organisation.csv --apply
  tiersvoix organisation import organisation.csv --decision 2026-014 --apply
  tiersvoix organisation import organisation.csv --decision 2026-014 --apply --skip-refused"""


def add(commands: Commands) -> None:
    family = group(commands, "organisation", summary=_("look after circles, roles and who holds them"))
    parser = command(
        family,
        "import",
        run,
        summary=_("bring circles, roles and mandates in from a CSV file, as a spreadsheet saves it"),
        more=_(
            "Says first, line by line, what would be done; does it, all or nothing, with --apply.\n"
            "People and members come first, with “tiersvoix members import”."
        ),
        examples=EXAMPLES,
    )
    data_dir(parser)
    parser.add_argument(
        "file", type=Path, metavar=_("FILE.csv"), help=_("the list of circles, roles and mandates")
    )
    parser.add_argument("--apply", action="store_true", help=_("do it"))
    parser.add_argument(
        "--decision",
        default="",
        metavar=_("NUMBER"),
        help=_("the decision of the register that adopted these circles and roles, such as 2026-014"),
    )
    parser.add_argument(
        "--skip-refused", action="store_true", help=_("leave the refused lines out, and do the others")
    )


def run(args: argparse.Namespace) -> int:
    from governance import clock, ready
    from governance.circles.importing import command as importing

    database = ready.database(settings_of(args))
    try:
        return importing.run(
            database,
            args.file,
            apply=args.apply,
            decision=args.decision,
            skip_refused=args.skip_refused,
            now=clock.now(),
            lang=language(),
            stdout=sys.stdout,
            stderr=sys.stderr,
            translate=_,
        )
    finally:
        database.dispose()

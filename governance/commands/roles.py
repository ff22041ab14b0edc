"""``tiersvoix roles import``: the mandates of an existing organisation, from a spreadsheet."""

import argparse
import sys
from pathlib import Path

from governance.commands.parser import Commands, command, data_dir, group, settings_of
from governance.commands.words import _

EXAMPLES = """\
  tiersvoix roles import mandats.csv
  tiersvoix roles import mandats.csv --apply
  tiersvoix roles import mandats.csv --apply --skip-refused"""


def add(commands: Commands) -> None:
    family = group(commands, "roles", summary=_("look after who holds which role"))
    parser = command(
        family,
        "import",
        run,
        summary=_("bring mandates in from a CSV file, as a spreadsheet saves it"),
        more=_("Says first, line by line, what would be done; does it, all or nothing, with --apply."),
        examples=EXAMPLES,
    )
    data_dir(parser)
    parser.add_argument("file", type=Path, metavar=_("FILE.csv"), help=_("the list of mandates"))
    parser.add_argument("--apply", action="store_true", help=_("do it"))
    parser.add_argument(
        "--skip-refused", action="store_true", help=_("leave the refused lines out, and do the others")
    )


def run(args: argparse.Namespace) -> int:
    from governance import clock, ready
    from governance.circles import import_

    database = ready.database(settings_of(args))
    try:
        return import_.run(
            database,
            args.file,
            apply=args.apply,
            now=clock.now(),
            stdout=sys.stdout,
            stderr=sys.stderr,
            translate=_,
            skip_refused=args.skip_refused,
        )
    finally:
        database.dispose()

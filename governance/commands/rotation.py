"""``tiersvoix rotation``: whose turn it is, from a ``rotation/1`` file."""

import argparse
import sys

from governance.commands.parser import Commands, command
from governance.commands.words import _, language

EXAMPLES = """\
  tiersvoix rotation presidency.json
  tiersvoix rotation --text presidency.json
  curl -s https://example.org/roles/presidency/rotation.json | tiersvoix rotation -"""


def add(commands: Commands) -> None:
    parser = command(
        commands,
        "rotation",
        run,
        summary=_("print the calendar of a role or of a place that goes round, and why each turn"),
        examples=EXAMPLES,
    )
    parser.add_argument("--text", action="store_true", help=_("in words instead of JSON"))
    parser.add_argument("file", metavar=_("FILE"), help=_("a rotation/1 file, or - for standard input"))


def run(args: argparse.Namespace) -> int:
    from governance.circles import rotation_calendar

    words = language() if args.text else None
    return rotation_calendar.run(args.file, words, sys.stdin, sys.stdout, sys.stderr)

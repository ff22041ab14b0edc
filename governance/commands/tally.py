"""``tiersvoix tally``: count a ``count/1`` file."""

import argparse
import sys

from governance.commands.parser import Commands, command
from governance.commands.words import _

EXAMPLES = """\
  tiersvoix tally recount.json
  curl -s https://example.org/votes/12/recount.json | tiersvoix tally -"""


def add(commands: Commands) -> None:
    parser = command(
        commands,
        "tally",
        run,
        summary=_("count the ballots of a file and print the result as JSON"),
        examples=EXAMPLES,
    )
    parser.add_argument("file", metavar=_("FILE"), help=_("a count/1 file, or - for standard input"))


def run(args: argparse.Namespace) -> int:
    from voting import tally

    return tally.run(args.file, sys.stdin, sys.stdout, sys.stderr)

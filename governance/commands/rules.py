"""``tiersvoix rules check``: what is wrong, line by line, with the file of a social code."""

import argparse
import sys

from governance.commands.parser import Commands, command, group
from governance.commands.words import _

EXAMPLES = "  tiersvoix rules check code-social.toml"


def add(commands: Commands) -> None:
    family = group(commands, "rules", summary=_("look after the social code"))
    parser = command(
        family,
        "check",
        run,
        summary=_("say what is wrong with the file of a social code, by line, and what is doubtful"),
        examples=EXAMPLES,
    )
    parser.add_argument("file", metavar=_("FILE.toml"), help=_("a social-code/1 file"))


def run(args: argparse.Namespace) -> int:
    from governance.rules import check

    return check.run(args.file, sys.stdout, sys.stderr, _)

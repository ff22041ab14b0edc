"""The grammar of the command: one sub-command per act, each with its summary and its examples."""

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from governance.commands.words import _
from governance.config import Settings, load

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
Run: TypeAlias = Callable[[argparse.Namespace], int]


def command(
    commands: Commands, name: str, run: Run, *, summary: str, examples: str, more: str = ""
) -> argparse.ArgumentParser:
    """Add a sub-command; ``run`` takes the parsed arguments and returns the exit status."""
    heading = _("Examples:")
    parser = commands.add_parser(
        name,
        help=summary,
        description=f"{summary}\n\n{more}" if more else summary,
        epilog=f"{heading}\n{examples}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    return parser


def group(commands: Commands, name: str, *, summary: str) -> Commands:
    """Add a family of sub-commands, such as ``members import``."""
    parser = commands.add_parser(name, help=summary, description=summary)
    return parser.add_subparsers(metavar=_("COMMAND"), required=True, title=_("Commands"))


def data_dir(parser: argparse.ArgumentParser) -> None:
    """Let the folder of the network be named on the command line."""
    parser.add_argument(
        "--data-dir",
        type=Path,
        metavar=_("FOLDER"),
        help=_("folder of the network (else TIERSVOIX_DATA_DIR, else ./data)"),
    )


def settings_of(args: argparse.Namespace, **given: object) -> Settings:
    """The settings in force for this command. Raises SettingsError."""
    return load(os.environ, data_dir=args.data_dir, **given)

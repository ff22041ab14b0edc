"""The ``tiersvoix`` command. Exit status: 0 only when it did what it says, 2 for wrong use, 1 otherwise."""

import argparse
import sys
from collections.abc import Sequence

from governance import __version__
from governance.commands import (
    backup,
    demo,
    doctor,
    init,
    lot,
    members,
    organisation,
    restore,
    rotation,
    rules,
    serve,
    tally,
    worker,
)
from governance.commands.words import CommandFailed, _, told
from governance.config import SettingsError
from governance.errors import Refusal

INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    try:
        args = parser().parse_args(argv)
        return int(args.run(args))
    except SystemExit as stop:  # argparse: 0 after --help, 2 for wrong use
        return int(stop.code or 0)
    except SettingsError as error:
        return _say(_("Setting: %(error)s", error=error), 2)
    except CommandFailed as failure:
        return _say(str(failure), failure.status)
    except Refusal as refusal:
        return _say(told(refusal), 1)
    except OSError as error:
        return _say(f"{error.filename}: {error.strerror}" if error.filename else str(error), 1)
    except KeyboardInterrupt:
        return INTERRUPTED


def parser() -> argparse.ArgumentParser:
    """The whole grammar."""
    whole = argparse.ArgumentParser(
        prog="tiersvoix",
        description=_("Where a network of third places decides."),
        epilog=_("“tiersvoix COMMAND --help” explains each command, with examples."),
    )
    whole.add_argument(
        "--version",
        action="version",
        version=f"tiersvoix {__version__}",
        help=_("say which version this is"),
    )
    commands = whole.add_subparsers(metavar=_("COMMAND"), required=True, title=_("Commands"))
    for each in (
        demo,
        init,
        serve,
        worker,
        doctor,
        members,
        organisation,
        rules,
        tally,
        lot,
        rotation,
        backup,
        restore,
    ):
        each.add(commands)
    return whole


def _say(sentence: str, status: int) -> int:
    print(sentence, file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())

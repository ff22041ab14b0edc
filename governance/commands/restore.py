"""``tiersvoix restore``: put a backup back."""

import argparse
import sys
from pathlib import Path

from governance.commands.parser import Commands, command, data_dir, settings_of
from governance.commands.words import _

EXAMPLES = """\
  tiersvoix restore tiersvoix-2026-05-19.tar.gz --data-dir /srv/tiersvoix
  tiersvoix restore --force tiersvoix-2026-05-19.tar.gz"""


def add(commands: Commands) -> None:
    parser = command(
        commands,
        "restore",
        run,
        summary=_("put a backup back, after checking every byte of it"),
        more=_(
            "Refuses to replace a network without --force, and while it runs. What was there is kept beside."
        ),
        examples=EXAMPLES,
    )
    data_dir(parser)
    parser.add_argument(
        "file", type=Path, metavar=_("FILE"), help=_("an archive written by “tiersvoix backup”")
    )
    parser.add_argument("--force", action="store_true", help=_("replace the network that is there"))


def run(args: argparse.Namespace) -> int:
    from governance import backup

    settings = settings_of(args)
    manifest = backup.restore(settings, args.file, force=args.force)
    print(
        _(
            "Restored as it was on %(moment)s, in %(folder)s.",
            moment=manifest["made_at"].replace("T", " ").replace("Z", " UTC"),
            folder=settings.data_dir,
        )
    )
    if not settings.signing_key_file.exists():
        print(
            _(
                "The signing key is not there: copy it to %(file)s before starting.",
                file=settings.signing_key_file,
            ),
            file=sys.stderr,
        )
    return 0

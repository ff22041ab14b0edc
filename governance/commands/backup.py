"""``tiersvoix backup``: one archive of everything, while the network runs."""

import argparse
from pathlib import Path

from governance.commands.parser import Commands, command, data_dir, settings_of
from governance.commands.words import _

EXAMPLES = """\
  tiersvoix backup tiersvoix-2026-05-19.tar.gz
  tiersvoix backup --with-keys --data-dir /srv/tiersvoix /media/coffre/tout.tar.gz"""


def add(commands: Commands) -> None:
    parser = command(
        commands,
        "backup",
        run,
        summary=_("write the database and the settings into one archive, while the network runs"),
        more=_(
            "Without --with-keys, keep a copy of signing.key in a safe place: it is not in the archive.\n"
            "Mails kept as files are not in it either."
        ),
        examples=EXAMPLES,
    )
    data_dir(parser)
    parser.add_argument(
        "file", type=Path, metavar=_("FILE"), help=_("the archive to write; refused if it exists")
    )
    parser.add_argument(
        "--with-keys", action="store_true", help=_("put the keys in too: keep this archive as you keep them")
    )


def run(args: argparse.Namespace) -> int:
    from governance import backup, clock

    size = backup.make(settings_of(args), args.file, with_keys=args.with_keys, now=clock.now())
    print(_("%(file)s is written: %(size)s kB.", file=args.file, size=max(1, size // 1000)))
    return 0

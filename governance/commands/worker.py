"""``tiersvoix worker``: the clock of the network."""

import argparse

from governance.commands.parser import Commands, command, data_dir, settings_of
from governance.commands.words import _

EXAMPLES = """\
  tiersvoix worker --data-dir /srv/tiersvoix
  tiersvoix worker --once"""


def add(commands: Commands) -> None:
    parser = command(
        commands,
        "worker",
        run,
        summary=_("close votes, record decisions and send mails, every ten seconds"),
        more=_("“tiersvoix serve” starts one. Several do no harm: one of them works at a time."),
        examples=EXAMPLES,
    )
    data_dir(parser)
    parser.add_argument("--once", action="store_true", help=_("do what is due now, then stop"))


def run(args: argparse.Namespace) -> int:
    from governance import ready, worker

    settings = settings_of(args)
    worker.log_to_stderr()
    database = ready.database(settings)
    if args.once:
        done = worker.tick(database, settings, now=worker.moment(database, settings))
        print(_("Done.") if done else _("Another worker is at work."))
        return 0
    worker.run(database, settings)
    return 0

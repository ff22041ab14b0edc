"""``tiersvoix serve``: the site of a network."""

import argparse

from governance.commands.parser import Commands, command, data_dir, settings_of
from governance.commands.words import _
from governance.config import Settings

EXAMPLES = """\
  tiersvoix serve
  tiersvoix serve --data-dir /srv/tiersvoix --port 8080
  tiersvoix serve --no-worker"""


def add(commands: Commands) -> None:
    parser = command(
        commands,
        "serve",
        run,
        summary=_("run the site of a network, and its worker beside"),
        more=_("Stops cleanly on Ctrl-C and on SIGTERM. Behind a TLS proxy, see README.md."),
        examples=EXAMPLES,
    )
    data_dir(parser)
    parser.add_argument("--host", metavar=_("ADDRESS"), help=_("address to listen on (else 127.0.0.1)"))
    parser.add_argument("--port", type=int, metavar=_("NUMBER"), help=_("port to listen on (else 5000)"))
    parser.add_argument("--no-worker", action="store_true", help=_("do not start a worker beside"))


def run(args: argparse.Namespace) -> int:
    settings = settings_of(args, host=args.host, port=args.port)
    return start(settings, with_worker=not args.no_worker)


def start(settings: Settings, *, with_worker: bool = True) -> int:
    """Bring the database up to date, then serve."""
    from governance import ready, serve

    serve.check_port(settings)
    ready.database(settings).dispose()
    print(
        _("Listening on http://%(host)s:%(port)s — Ctrl-C to stop.", host=settings.host, port=settings.port),
        flush=True,
    )
    serve.run(settings, with_worker=with_worker)
    return 0

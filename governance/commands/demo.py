"""``tiersvoix demo``: a network with a year of decisions, made at the first run, kept afterwards."""

import argparse
from pathlib import Path

from governance.commands import serve
from governance.commands.parser import Commands, command, settings_of
from governance.commands.words import _, language
from governance.config import Settings

EXAMPLES = """\
  tiersvoix demo
  tiersvoix demo --port 5055 --data-dir /tmp/essai"""


def add(commands: Commands) -> None:
    parser = command(
        commands,
        "demo",
        run,
        summary=_("make and run a demonstration network, filled with a year of decisions"),
        more=_("What is done there is kept. To begin again, remove its folder."),
        examples=EXAMPLES,
    )
    parser.add_argument(
        "--data-dir",
        type=Path,
        default=Path("demo-data"),
        metavar=_("FOLDER"),
        help=_("folder of the demonstration (else ./demo-data)"),
    )
    parser.add_argument("--host", metavar=_("ADDRESS"), help=_("address to listen on (else 127.0.0.1)"))
    parser.add_argument("--port", type=int, metavar=_("NUMBER"), help=_("port to listen on (else 5000)"))
    parser.add_argument("--no-serve", action="store_true", help=_("make the network, and stop there"))


def run(args: argparse.Namespace) -> int:
    settings = settings_of(args, host=args.host, port=args.port, demo=True)
    settings = settings_of(
        args, host=args.host, port=args.port, demo=True, address=f"http://{settings.host}:{settings.port}"
    )
    if not args.no_serve:
        from governance.serve import check_port

        check_port(settings)
    make(settings)
    if args.no_serve:
        return 0
    print_sign_ins(settings)
    return serve.start(settings)


def make(settings: Settings) -> None:
    """Build the network unless it is there; in a process of its own, whose memory goes with it."""
    from multiprocessing import get_context

    child = get_context("spawn").Process(target=_make, args=(settings,))
    child.start()
    child.join()
    if child.exitcode:
        raise SystemExit(child.exitcode)


def _make(settings: Settings) -> None:
    from governance import clock, ready
    from governance.db import Database
    from governance.demo.build import build

    if ready.exists(settings):
        database = Database(settings.url)
        there = ready.holds_network(database)
        database.dispose()
        if there:
            print(_("The demonstration in %(folder)s goes on where it was.", folder=settings.data_dir))
            return
    print(_("Making the demonstration network: people, places, a year of decisions…"), flush=True)
    build(settings, now=clock.now(), progress=lambda done: print(f"  {done} %", flush=True))


def print_sign_ins(settings: Settings) -> None:
    """The address, and who one may be there."""
    from governance.demo.content import load

    french = language() == "fr"
    opening = _("Open %(address)s", address=settings.address)
    print(f"\n  {opening}\n")
    print(_("Sign in with one click, as:"))
    for each in load().sign_ins:
        print(f"  {each.name:<16} {each.fr if french else each.en}")
    print()

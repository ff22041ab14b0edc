"""``tiersvoix doctor``: what is in order and what is missing."""

import argparse
import textwrap

from governance.commands.parser import Commands, command, data_dir, settings_of
from governance.commands.words import _, ngettext
from governance.config import Settings
from governance.errors import N_

EXAMPLES = """\
  tiersvoix doctor --data-dir /srv/tiersvoix
  tiersvoix doctor --settings"""
LEVELS = {"ok": N_("fine"), "warn": N_("note"), "fail": N_("FAULT")}


def add(commands: Commands) -> None:
    parser = command(
        commands,
        "doctor",
        run,
        summary=_("say in words what is in order and what is missing"),
        more=_("Changes nothing. The exit status is 1 when something must be mended."),
        examples=EXAMPLES,
    )
    data_dir(parser)
    parser.add_argument(
        "--settings", action="store_true", help=_("print every setting, its value in force and its meaning")
    )


def run(args: argparse.Namespace) -> int:
    settings = settings_of(args)
    if args.settings:
        return _print_settings(settings)
    from governance import doctor

    faults = 0
    width = max(len(_(word)) for word in LEVELS.values())
    for finding in doctor.examine(settings):
        faults += finding.level == doctor.FAIL
        facts = {name: _(value) if name == "purpose" else value for name, value in finding.facts.items()}  # type: ignore[arg-type]
        print(f"{_(LEVELS[finding.level]):<{width}}  {_(finding.sentence, **facts)}")
    print()
    if faults:
        print(ngettext("%(num)s thing must be mended.", "%(num)s things must be mended.", faults))
        return 1
    print(_("Nothing must be mended."))
    return 0


def _print_settings(settings: Settings) -> int:
    from governance import doctor

    print(
        _(
            "From the environment, then from %(file)s, then the defaults:",
            file=settings.data_dir / "tiersvoix.toml",
        )
    )
    for name, variable, value, meaning in doctor.settings_table(settings):
        print(f"\n{name} = {value}\n    {variable}")
        print(textwrap.fill(_(meaning), 100, initial_indent="    ", subsequent_indent="    "))
    return 0

"""``tiersvoix init``: a new network, its social code, its first steward."""

import argparse
import json
from email.utils import parseaddr
from pathlib import Path

from governance.commands.parser import Commands, command, data_dir, settings_of
from governance.commands.words import CommandFailed, _
from governance.config import PREFIX

EXAMPLES = """\
  tiersvoix init --rules code-social.toml --steward "Alice Martin <alice@example.org>"
  tiersvoix init --rules code-social.toml --steward "Alice Martin <alice@example.org>" \\
      --address https://decider.example.org --data-dir /srv/tiersvoix"""


def add(commands: Commands) -> None:
    parser = command(
        commands,
        "init",
        run,
        summary=_("make a network: folder, keys, database, social code, first steward"),
        more=_(
            "Prints the link by which the steward joins: no mail is needed. Leaves existing networks alone."
        ),
        examples=EXAMPLES,
    )
    data_dir(parser)
    parser.add_argument(
        "--rules", type=Path, required=True, metavar=_("FILE.toml"), help=_("the social code of the network")
    )
    parser.add_argument(
        "--steward",
        required=True,
        type=steward,
        metavar='"' + _("NAME <MAIL>") + '"',
        help=_("who looks after members and rules"),
    )
    parser.add_argument(
        "--name", metavar=_("NAME"), help=_("name of the network (else that of the social code)")
    )
    parser.add_argument(
        "--address", metavar="URL", help=_("public address of the site, kept in tiersvoix.toml")
    )


def steward(text: str) -> tuple[str, str]:
    """ "Alice Martin <alice@example.org>" as a name and an address. Raises ArgumentTypeError."""
    from governance.members.names import email_address

    name, mail = parseaddr(text)
    address = email_address(mail)
    if not name or address is None:
        raise argparse.ArgumentTypeError(_("write it like “Alice Martin <alice@example.org>”"))
    return name, address


def run(args: argparse.Namespace) -> int:
    from governance import founding

    name, mail = args.steward
    text = _code(args.rules)
    settings = settings_of(args, address=args.address)
    link = founding.found(settings, text, name=args.name, steward_name=name, steward_mail=mail)
    if args.address:
        (settings.data_dir / "tiersvoix.toml").write_text(
            f"address = {json.dumps(args.address)}\n", encoding="utf-8"
        )
    print(_("The network is made, in %(folder)s.", folder=settings.data_dir))
    print(_("%(person)s joins by this link, once, within fourteen days:", person=name))
    print(f"\n    {link}\n")
    print(_("Next: “tiersvoix serve” starts the site; “tiersvoix doctor” says what is missing."))
    if args.data_dir:
        print(
            _(
                "For each command: --data-dir %(folder)s, or %(variable)s.",
                folder=args.data_dir,
                variable=f"{PREFIX}DATA_DIR",
            )
        )
    return 0


def _code(path: Path) -> str:
    """The text of a social code that can be adopted. Raises CommandFailed, with every error by line."""
    from governance.rules.check import look

    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise CommandFailed(
            _("%(file)s cannot be read: %(why)s.", file=path, why=error.strerror), status=2
        ) from error
    except UnicodeDecodeError as error:
        raise CommandFailed(_("%(file)s is not in UTF-8.", file=path), status=2) from error
    code, problems = look(text)
    if code is None:
        lines = [f"{path}:{each.line}: {each.said(_)}" for each in problems if each.severity == "error"]
        raise CommandFailed(
            "\n".join([*lines, _("This social code cannot be adopted; nothing was made.")]), status=2
        )
    return text

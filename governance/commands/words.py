"""What the command says, in the language of the environment (LANGUAGE, LC_ALL, LC_MESSAGES, LANG).

The catalogue is that of the pages. Python's own ``argparse`` reads it too, through ``gettext``.
"""

import gettext
from pathlib import Path

from governance.errors import N_, Refusal

DOMAIN = "messages"
TRANSLATIONS = Path(__file__).parent.parent / "translations"

gettext.bindtextdomain(DOMAIN, str(TRANSLATIONS))

ARGPARSE = (  # sentences of argparse itself, which looks them up in the same catalogue
    N_("usage: "),
    N_("options"),
    N_("positional arguments"),
    N_("show this help message and exit"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("expected one argument"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"),
    N_("%(prog)s: error: %(message)s\n"),
)


class CommandFailed(Exception):
    """A command that could not do what it says; ``status`` is the exit status."""

    def __init__(self, sentence: str, *, status: int = 1) -> None:
        super().__init__(sentence)
        self.status = status


def _(message: str, **facts: object) -> str:
    """``message`` in the language of the environment, with its ``%(name)s`` places filled."""
    words = gettext.dgettext(DOMAIN, message)
    return words % facts if facts else words


def ngettext(one: str, many: str, num: int) -> str:
    """``one`` or ``many`` with ``%(num)s`` filled."""
    return gettext.dngettext(DOMAIN, one, many, num) % {"num": num}


def language() -> str:
    """ "fr" or "en": the language of the environment, where there is a catalogue for it."""
    found = gettext.find(DOMAIN, str(TRANSLATIONS))
    return Path(found).parent.parent.name if found else "en"


def told(refusal: Refusal) -> str:
    """The sentence of a refusal."""
    return _(refusal.sentence, **refusal.facts)

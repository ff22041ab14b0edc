"""``tiersvoix lot verify``: replay a lot that was published, and say whether it holds."""

import argparse
import sys

from governance.commands.parser import Commands, command, group
from governance.commands.words import _
from governance.errors import N_

EXAMPLES = """\
  tiersvoix lot verify lot.json
  curl -s https://example.org/votes/12/recount.json | tiersvoix lot verify -"""

FAILURES = (  # sentences of voting.lot_file, which knows no catalogue
    N_("the list is not the one whose fingerprint was published"),
    N_("the list was published when the seed could already be known"),
    N_("the source of the seed was named when it could already be known"),
    N_("this is not the secret committed to beforehand"),
    N_("the draw gives %(drawn)s here, not %(found)s"),
    N_("nothing is drawn yet"),
    N_("this vote was not decided by lot"),
)


def add(commands: Commands) -> None:
    family = group(commands, "lot", summary=_("check a draw by lot"))
    parser = command(
        family,
        "verify",
        run,
        summary=_("replay a published lot from its list and its seed, and say whether its order holds"),
        examples=EXAMPLES,
    )
    parser.add_argument(
        "file",
        metavar=_("FILE"),
        help=_("a lot/1 file, or the count/1 file of a vote by lot; - for standard input"),
    )


def run(args: argparse.Namespace) -> int:
    from voting import lot_file, strict_json
    from voting.fields import ReadingError

    try:
        text = strict_json.text_at(args.file, sys.stdin)
        verified = lot_file.verify(strict_json.load(text, "a published lot is an object"))
    except ReadingError as error:
        return strict_json.refuse(error, sys.stderr)
    for failure in verified.failures:
        sentence = f"{failure.path}: {_(failure.message, **failure.values)}"
        print(strict_json.printable(sentence), file=sys.stderr)
    if verified.failures:
        return 1
    print(_("Yes: the order is that of the draw."))
    for draw in verified.draws:
        print(strict_json.printable(draw.among))
        for place, label in enumerate(map(strict_json.printable, draw.order), start=1):
            line = _("%(place)s. %(label)s, drawn") if place <= draw.seats else "%(place)s. %(label)s"
            print(line % {"place": place, "label": label})
    return 0

"""``python -m governance.commands.prepare``: what ``tiersvoix serve`` runs before it serves.

The database of the environment's settings is brought up to date in a process of its own, so that the one
which watches over the servers stays small.
"""

import sys

from governance import ready
from governance.commands.words import told
from governance.config import load
from governance.errors import Refusal


def main() -> int:
    """The exit status: 0 when the network is there and up to date."""
    try:
        ready.database(load()).dispose()
    except Refusal as refusal:
        print(told(refusal), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

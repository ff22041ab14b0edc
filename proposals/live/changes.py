"""Who names somebody else since nominations were counted: the succession knows, and the application gives
the reading; proposals know no succession.
"""

from collections.abc import Callable
from typing import cast

from flask import Flask, current_app
from sqlalchemy.orm import Session

from proposals.live.nominating import Change

Reading = Callable[[Session, int], list[Change]]
PLACE = "tiersvoix.changes_of_nominations"


def init(app: Flask, reading: Reading) -> None:
    """Have the sessions that begin with the reasons know what this reading finds."""
    app.extensions[PLACE] = reading


def of(session: Session, number: int) -> list[Change]:
    """The changes since the nominations of a proposal were counted."""
    return cast(Reading, current_app.extensions[PLACE])(session, number)

"""What the subject of a vote has to show on the pages of the vote.

Voting does not know what it votes on: the application gives it the reading, which says nothing of a subject
that it does not know.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from flask import Flask, current_app
from sqlalchemy.orm import Session

from governance.web import current
from governance.web.visitor import Visitor
from voting.sheet import Sheet

Reading = Callable[[Session, Sheet, Visitor, datetime], dict[str, Any]]
PLACE = "tiersvoix.beside_votes"


def init(app: Flask, reading: Reading) -> None:
    """Have the pages of votes show what this reading finds."""
    app.extensions[PLACE] = reading


def of(vote: Sheet) -> dict[str, Any]:
    """What the templates of this vote are given of its subject, under the names that they know."""
    reading = cast(Reading, current_app.extensions[PLACE])
    return reading(current.reading(), vote, current.visitor(), current.moment())

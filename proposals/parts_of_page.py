"""What the page of a proposal shows beside its text: each part has its reading and its macros.

Templates find what was read under ``part_of``: ``part_of.terms``.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from governance.web.visitor import Visitor
from proposals import (
    amendments_reading,
    appointing,
    life_reading,
    objections_reading,
    opinions,
    referral,
    terms_reading,
)
from proposals.live import offer as live_offer
from proposals.sheet import Head

Reading = Callable[[Session, Head, Visitor, datetime], Any]

PARTS: dict[str, Reading] = {
    "live": live_offer.of,
    "terms": terms_reading.of,
    "objections": objections_reading.of,
    "life": life_reading.of,
    "writing": amendments_reading.of,
    "appointing": appointing.of,
    "opinions": opinions.of,
    "referral": referral.of,
}
"""A reading for each part, under the name its macros know it by: one or two queries, whatever it finds."""


def read(session: Session, head: Head, *, visitor: Visitor, now: datetime) -> dict[str, Any]:
    """Every part of the page of a proposal that the visitor may see."""
    return {name: of(session, head, visitor, now) for name, of in PARTS.items()}

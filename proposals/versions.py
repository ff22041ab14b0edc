"""Making a version: the one way, for who writes it and for an amendment that is taken."""

from datetime import datetime

from sqlalchemy.orm import Session

from governance.web.public import touch
from proposals import expiry, terms, texts
from proposals.models import Proposal, Version
from proposals.texts import Text


def publish(
    session: Session, proposal: Proposal, text: Text, *, note: str, credit: str = "", by: int, now: datetime
) -> int:
    """The next version of a proposal that is held, from a checked text; returns its number.

    ``credit``: the name of the member whose amendment it takes.
    """
    proposal.versions += 1
    proposal.title, proposal.summary = text.title, text.summary
    version = terms.version_of(session, proposal, proposal.versions, text, by=by, now=now)
    version.note, version.credit = texts.line(note, texts.NOTE), credit
    session.add(version)
    expiry.renew(session, proposal, now)
    touch(session, "proposals")
    return proposal.versions


def latest(session: Session, proposal: Proposal) -> Text:
    """What the present version says."""
    return terms.written(session.get_one(Version, (proposal.number, proposal.versions)))

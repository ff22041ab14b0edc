"""Writing an amendment into the present text, which may have changed since it was proposed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from proposals import merge, paragraphs, texts, versions
from proposals.errors_amendments import ParagraphChanged
from proposals.models import Proposal, Version
from proposals.models_amendments import Amendment


def merged(session: Session, proposal: Proposal, held: Amendment) -> merge.Merged:
    """The present text with the amendment in it; its conflicts are where the paragraph was rewritten since.

    Of a conflict, ``mine`` is the present text and ``theirs`` the amendment.
    """
    base = session.get_one(Version, (proposal.number, held.version)).text
    present = versions.latest(session, proposal).text
    wanted = paragraphs.replace(base, held.paragraph, held.after)
    return merge.settled(merge.three_way(base, present, wanted))


def publish(
    session: Session,
    proposal: Proposal,
    held: Amendment,
    chosen: Sequence[str] | None,
    by: int,
    now: datetime,
) -> int:
    """The number of the version that takes it: the present one where it says so already.

    ``chosen``: an answer to each conflict. Raises ParagraphChanged when one is missing.
    """
    found = merged(session, proposal, held)
    if len(found.conflicts) != len(chosen or ()):
        raise ParagraphChanged
    said = versions.latest(session, proposal)
    kept = texts.checked(replace(said, text=found.written(chosen or ())))
    if paragraphs.join([each.text for each in paragraphs.split(said.text)]) == kept.text:
        return proposal.versions
    return versions.publish(
        session, proposal, kept, note=held.reason, credit=held.member_name, by=by, now=now
    )

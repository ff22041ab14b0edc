"""Joining files to a proposal, and taking them away while its text may still change."""

import hashlib
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from governance.web.public import touch
from proposals import files
from proposals.errors import (
    FileEmpty,
    FileHasMacros,
    FileIsSomethingElse,
    FileKindRefused,
    FileTooLarge,
    NoProposal,
    TooManyFiles,
)
from proposals.models import Attachment
from proposals.standing import allow

MOST = 10


def attach(
    session: Session, number: int, *, name: str, content: bytes, largest: int, by: int, now: datetime
) -> int:
    """Keep a file with the proposal; ``largest`` in bytes. Returns its number.

    Raises FileEmpty, FileTooLarge, FileKindRefused, FileIsSomethingElse, FileHasMacros, TooManyFiles.
    """
    proposal = allow(session, number, "attach", by=by, now=now)
    safe = files.safe_name(name)
    kind = _checked(safe, content, largest)
    there = session.scalar(select(func.count()).where(Attachment.proposal == number)) or 0
    if there >= MOST:
        raise TooManyFiles(most=MOST)
    kept = Attachment(
        proposal=number,
        version=proposal.versions,
        name=safe,
        media_type=kind.media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        added_at=now,
    )
    session.add(kept)
    session.flush()
    touch(session, "proposals")
    return kept.id


def detach(session: Session, number: int, attachment: int, *, by: int, now: datetime) -> None:
    """Take a file away, while the text may still change. Raises NoProposal."""
    allow(session, number, "attach", by=by, now=now)
    query = select(Attachment).where(Attachment.id == attachment, Attachment.proposal == number)
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NoProposal
    session.delete(found)
    session.flush()
    touch(session, "proposals")


def _checked(name: str, content: bytes, largest: int) -> files.Kind:
    if not content:
        raise FileEmpty
    if len(content) > largest:
        raise FileTooLarge(most=largest // 1_000_000)
    extension = files.extension(name)
    kind = files.KINDS.get(extension)
    if kind is None:
        raise FileKindRefused(kinds=", ".join(sorted(files.KINDS)))
    if not kind.recognised(content):
        raise FileIsSomethingElse(kind=extension)
    if files.has_macros(content):
        raise FileHasMacros
    return kind

"""Speaking in the debate: for whom, to what purpose, in which thread."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.members.models import CollegeMembership, Member
from governance.members.queries import in_force
from governance.web.public import touch
from governance.web.richtext import render
from proposals import texts
from proposals.errors import NothingToAnswer, NotYourComment, UnknownPurpose
from proposals.models import Comment
from proposals.standing import allow, check_voice, locked, person_name, today

QUESTION, REACTION, FOR, AGAINST, ANSWER = "question", "reaction", "for", "against", "answer"
PURPOSES = (QUESTION, REACTION, FOR, AGAINST)  # of a message that begins a thread


def comment(
    session: Session,
    number: int,
    *,
    text: str,
    purpose: str = REACTION,
    member_id: int,
    answers: int | None = None,
    by: int,
    now: datetime,
) -> int:
    """Say something for a member, alone or in answer to a message; returns the number of the message.

    Raises NotYourVoice, UnknownPurpose, NothingToAnswer, CommentMissing, CommentTooLong.
    """
    proposal = allow(session, number, "comment", by=by, now=now)
    check_voice(session, member_id, by=by, now=now)
    kept = texts.message(text)
    parent = _answered(session, number, answers) if answers is not None else None
    if parent is None and purpose not in PURPOSES:
        raise UnknownPurpose
    said = Comment(
        proposal=number,
        **_place(parent),
        purpose=ANSWER if parent else purpose,
        version=proposal.versions,
        person_id=by,
        person_name=person_name(session, by),
        text=kept,
        text_html=render(kept),
        created_at=now,
        **_voice(session, member_id, now),
    )
    session.add(said)
    session.flush()
    said.thread_id = said.thread_id or said.id
    proposal.comments += 1
    session.flush()
    touch(session, "proposals")
    return said.id


def remove(session: Session, number: int, comment_id: int, *, by: int, now: datetime) -> None:
    """Take one's own message back: its words go, its place stays, shown as removed. Raises NotYourComment."""
    proposal = locked(session, number)
    said = _of(session, number, comment_id)
    if said is None:
        raise NothingToAnswer
    if said.person_id != by:
        raise NotYourComment
    if said.removed_at is None:
        said.removed_at, said.text, said.text_html = now, "", ""
        proposal.comments -= 1
        session.flush()
        touch(session, "proposals")


def _of(session: Session, number: int, comment_id: int) -> Comment | None:
    query = select(Comment).where(Comment.proposal == number, Comment.id == comment_id)
    return session.scalars(query).one_or_none()


def _answered(session: Session, number: int, comment_id: int) -> Comment:
    said = _of(session, number, comment_id)
    if said is None or said.removed_at is not None:
        raise NothingToAnswer
    return said


def _place(parent: Comment | None) -> dict[str, int | None]:
    if parent is None:
        return {"parent_id": None, "thread_id": None}
    return {"parent_id": parent.id, "thread_id": parent.thread_id}


def _voice(session: Session, member_id: int, now: datetime) -> dict[str, str]:
    on = today(session, now)
    row = session.execute(
        select(Member.name, CollegeMembership.college_id)
        .outerjoin(
            CollegeMembership,
            (CollegeMembership.member_id == Member.id)
            & in_force(CollegeMembership.starts_on, CollegeMembership.ends_on, on),
        )
        .where(Member.id == member_id)
    ).first()
    return (
        {"member_name": row[0], "college_id": row[1] or ""} if row else {"member_name": "", "college_id": ""}
    )

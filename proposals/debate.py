"""Speaking in the debate: for whom, to what purpose, in which thread, about which words."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.members.models import CollegeMembership, Member
from governance.members.queries import in_force
from governance.web.public import touch
from governance.web.richtext import render
from proposals import events, paragraphs, texts
from proposals import lifecycle as life
from proposals.errors import NothingToAnswer, NotYourComment, UnknownPurpose
from proposals.errors_debate import NotAQuestion, NothingToDiscuss, NothingToQuote, NotYoursToResolve
from proposals.models import Comment, Objection, Proposal, Version
from proposals.purposes import ABOUT_OBJECTION, ANSWER, PURPOSES, QUESTION, REACTION
from proposals.standing import allow, check_voice, locked, part, person_name, today
from proposals.turns import check_turn

__all__ = ["PURPOSES", "About", "comment", "remove", "resolve", "unresolve"]


@dataclass(frozen=True)
class About:
    """What a message is about: a paragraph of a version that the reader saw, an objection, or neither."""

    paragraph: int | None = None
    version: int | None = None
    objection: int | None = None


NOTHING = About()


def comment(
    session: Session,
    number: int,
    *,
    text: str,
    purpose: str = REACTION,
    member_id: int,
    answers: int | None = None,
    about: About = NOTHING,
    resolves: bool = False,
    by: int,
    now: datetime,
) -> int:
    """Say something for a member, alone or in answer to a message; returns the number of the message.

    ``resolves``: the answer also marks the question of its thread as answered. Raises NotYourVoice,
    UnknownPurpose, NothingToAnswer, NothingToQuote, NothingToDiscuss, CommentMissing, CommentTooLong, and
    the refusals of a timed phase (``errors_debate.BY_PHASE``).
    """
    proposal = allow(session, number, "comment", by=by, now=now)
    check_voice(session, member_id, by=by, now=now)
    kept = texts.message(text)
    parent = _answered(session, number, answers) if answers is not None else None
    purpose = ANSWER if parent else _known(purpose, about)
    check_turn(session, proposal, purpose, member_id=member_id, now=now)
    said = Comment(
        proposal=number, **_place(parent), purpose=purpose, **_matter(session, proposal, purpose, about),
        **_speaker(session, member_id, by, now), text=kept, text_html=render(kept), created_at=now,
    )  # fmt: skip
    session.add(said)
    session.flush()
    said.thread_id = said.thread_id or said.id
    proposal.comments += 1
    _tell(session, said, parent, by=by, now=now)
    if resolves and parent:
        resolve(session, number, said.thread_id, by=by, now=now)
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
        said.removed_at, said.text, said.text_html, said.quote = now, "", "", ""
        proposal.comments -= 1
        events.note(session, number, "comment-removed", now=now, by=by, comment=said.id)
        touch(session, "proposals")


def resolve(session: Session, number: int, comment_id: int, *, by: int, now: datetime) -> None:
    """Say that a question has its answer. Raises NothingToAnswer, NotAQuestion, NotYoursToResolve."""
    said = _question(session, number, comment_id, by=by, now=now)
    if said.resolved_at is None:
        said.resolved_at, said.resolved_by = now, person_name(session, by)
        facts = {"comment": said.id, "thread": said.id}
        events.note(session, number, "question-resolved", now=now, by=by, concerns=_asker(said), **facts)
        touch(session, "proposals")


def unresolve(session: Session, number: int, comment_id: int, *, by: int, now: datetime) -> None:
    """Say that a question still waits for its answer. Raises as ``resolve`` does."""
    said = _question(session, number, comment_id, by=by, now=now)
    if said.resolved_at is not None:
        said.resolved_at, said.resolved_by = None, ""
        facts = {"comment": said.id, "thread": said.id}
        events.note(session, number, "question-reopened", now=now, by=by, concerns=_asker(said), **facts)
        touch(session, "proposals")


def _question(session: Session, number: int, comment_id: int, *, by: int, now: datetime) -> Comment:
    proposal = allow(session, number, "resolve", by=by, now=now)
    said = _answered(session, number, comment_id)
    if said.purpose != QUESTION:
        raise NotAQuestion
    judges = {life.AUTHOR, life.COAUTHOR, life.FACILITATOR}
    if said.person_id != by and not judges & part(session, proposal, by=by, now=now):
        raise NotYoursToResolve
    return said


def _asker(said: Comment) -> tuple[int, ...]:
    return (said.member_id,) if said.member_id else ()


def _known(purpose: str, about: About) -> str:
    if about.objection is not None:
        return ABOUT_OBJECTION
    if purpose not in PURPOSES:
        raise UnknownPurpose
    return purpose


def _matter(session: Session, proposal: Proposal, purpose: str, about: About) -> dict[str, int | str | None]:
    """The columns of what a message is about: the words of a paragraph are kept as they were."""
    matter: dict[str, int | str | None] = {"version": proposal.versions}
    if purpose == ABOUT_OBJECTION:
        matter["objection"] = _objection(session, proposal.number, about.objection)
    if about.paragraph is not None:
        version = about.version or proposal.versions
        text = session.scalar(
            select(Version.text).where(Version.proposal == proposal.number, Version.number == version)
        )
        words = paragraphs.at(text or "", about.paragraph)
        if words is None:
            raise NothingToQuote
        matter |= {"version": version, "paragraph": about.paragraph, "quote": words}
    return matter


def _objection(session: Session, number: int, objection: int | None) -> int:
    query = select(Objection.number).where(Objection.proposal == number, Objection.number == objection)
    found = session.scalar(query)
    if found is None:
        raise NothingToDiscuss
    return found


def _tell(session: Session, said: Comment, parent: Comment | None, *, by: int, now: datetime) -> None:
    """Note the message; it concerns the member who is answered, those of the thread are known by it."""
    facts: dict[str, int | str] = {"comment": said.id, "thread": said.thread_id or said.id}
    facts |= {"purpose": said.purpose} | ({"objection": said.objection} if said.objection else {})
    concerns = _asker(parent) if parent else ()
    told = {"by": by, "member_id": said.member_id, "now": now, "concerns": concerns}
    events.note(session, said.proposal, "comment", **told, **facts)  # type: ignore[arg-type]


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


def _speaker(session: Session, member_id: int, by: int, now: datetime) -> dict[str, str | int]:
    on = today(session, now)
    name, college = session.execute(
        select(Member.name, CollegeMembership.college_id)
        .outerjoin(
            CollegeMembership,
            (CollegeMembership.member_id == Member.id)
            & in_force(CollegeMembership.starts_on, CollegeMembership.ends_on, on),
        )
        .where(Member.id == member_id)
    ).one()
    person: dict[str, str | int] = {"person_id": by, "person_name": person_name(session, by)}
    return person | {"member_id": member_id, "member_name": name, "college_id": college or ""}

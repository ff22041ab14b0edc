"""Amendments: other words for one paragraph, proposed, then accepted, refused, or decided by the circle."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from governance.errors import Refusal
from governance.members.models import Member
from governance.web.public import touch
from governance.web.richtext import render
from proposals import amending, coauthors, events, paragraphs, texts, versions
from proposals import lifecycle as life
from proposals.errors import NotYourVoice, VersionCameMeanwhile
from proposals.errors_amendments import (
    AlreadyAnswered,
    AmendmentTooLong,
    AnotherVersion,
    AnswerMissing,
    BeforeTheCircle,
    LeftToTheCircle,
    NoAmendment,
    NoParagraph,
    NothingLeft,
    NotWrittenIn,
    NotYourAmendment,
    ReasonMissing,
    SameWords,
    TooManyAmendments,
)
from proposals.models import Proposal, Version
from proposals.models_amendments import Amendment
from proposals.models_life import ProposalQuestion
from proposals.standing import allow, check_voice, person_name

PROPOSED, ACCEPTED, REFUSED, WITHDRAWN = "proposed", "accepted", "refused", "withdrawn"
REFERRED, ADOPTED, REJECTED = "referred", "adopted", "rejected"
MOST = 20  # of one member, awaiting an answer
AFTER, REASON, ANSWER = 10_000, 2_000, 2_000  # characters


@dataclass(frozen=True)
class Waiting:
    """How many amendments have no answer, are before the circle, were adopted by it but not written in."""

    unanswered: int
    referred: int
    unwritten: int


def propose(
    session: Session,
    number: int,
    *,
    version: int,
    paragraph: int,
    after: str,
    reason: str,
    member_id: int,
    by: int,
    now: datetime,
) -> int:
    """Propose other words for a paragraph, for a member; returns the number of the amendment.

    ``version``: the one whose paragraph was read; ``after`` empty: the paragraph goes. Raises NoParagraph,
    AnotherVersion, SameWords, NothingLeft, AmendmentTooLong, ReasonMissing, TooManyAmendments, NotYourVoice.
    """
    proposal = allow(session, number, "amend", by=by, now=now)
    check_voice(session, member_id, by=by, now=now)
    before = _paragraph(session, proposal, version, paragraph)
    kept = _checked(versions.latest(session, proposal).text, paragraph, before, after)
    why = _written(reason, REASON, ReasonMissing)
    if _open_of(session, number, member_id) >= MOST:
        raise TooManyAmendments(most=MOST)
    made = Amendment(
        proposal=number,
        number=_next(session, number),
        version=proposal.versions,
        paragraph=paragraph,
        **_words(before, kept),
        reason=why,
        **_voice(session, by, member_id),
        proposed_at=now,
    )
    session.add(made)
    session.flush()
    _note(session, proposal, "amendment-proposed", made, by, now)
    return made.number


def withdraw(session: Session, number: int, amendment: int, *, by: int, now: datetime) -> None:
    """Who speaks for its member takes it back. Raises NotYourAmendment, AlreadyAnswered, BeforeTheCircle."""
    proposal = allow(session, number, "amend", by=by, now=now)
    held = _held(session, number, amendment)
    try:
        check_voice(session, held.member_id, by=by, now=now)
    except NotYourVoice as refusal:
        raise NotYourAmendment from refusal
    _check_open(session, held)
    _answer(session, held, WITHDRAWN, "", by, now)
    _note(session, proposal, "amendment-withdrawn", held, by, now)


def accept(
    session: Session,
    number: int,
    amendment: int,
    *,
    chosen: Sequence[str] | None = None,
    based_on: int | None = None,
    by: int,
    now: datetime,
) -> int:
    """The author takes the words: a version at once, with credit; returns its number.

    Where the paragraph was rewritten since in the same place, raises ParagraphChanged until ``chosen`` says
    what each conflict of ``amending.merged`` becomes in the version ``based_on``; VersionCameMeanwhile too.
    """
    proposal = allow(session, number, "answer_amendment", by=by, now=now)
    held = _held(session, number, amendment)
    unwritten = held.status == ADOPTED and held.made_version is None
    if not unwritten:
        _check_open(session, held)
    if based_on is not None and based_on != proposal.versions:
        raise VersionCameMeanwhile(version=proposal.versions)
    held.made_version = amending.publish(session, proposal, held, chosen, by, now)
    if not unwritten:
        _answer(session, held, ACCEPTED, "", by, now)
    _note(session, proposal, "amendment-accepted", held, by, now, version=held.made_version)
    return held.made_version


def refuse(session: Session, number: int, amendment: int, *, answer: str, by: int, now: datetime) -> None:
    """The author refuses it, and says why. Raises AnswerMissing, AlreadyAnswered, BeforeTheCircle."""
    proposal = allow(session, number, "answer_amendment", by=by, now=now)
    held = _held(session, number, amendment)
    _check_open(session, held)
    _answer(session, held, REFUSED, _written(answer, ANSWER, AnswerMissing), by, now)
    _note(session, proposal, "amendment-refused", held, by, now)


def refer(session: Session, number: int, amendment: int, *, answer: str = "", by: int, now: datetime) -> None:
    """The author lets the circle decide; a facilitator then opens the question. Raises AlreadyAnswered."""
    proposal = allow(session, number, "answer_amendment", by=by, now=now)
    held = _held(session, number, amendment)
    if held.status != PROPOSED:
        raise AlreadyAnswered
    _answer(session, held, REFERRED, texts.paragraph(answer)[:ANSWER], by, now)
    _note(session, proposal, "amendment-referred", held, by, now)


def decided(session: Session, proposal: int, amendment: int, adopted: bool, *, now: datetime) -> None:
    """What the circle decided: adopted it makes a version, unless its paragraph was rewritten since, or the
    text that is left would be none, or too long.

    Then it waits for the author to write it in (``accept``), and no vote opens before.
    """
    held, on = _held(session, proposal, amendment), session.get_one(Proposal, proposal)
    if held.status != REFERRED:
        return
    held.status, held.answered_at = (ADOPTED if adopted else REJECTED), now
    if adopted and on.state in (life.DEBATE, life.EMBARGOED):
        try:
            held.made_version = amending.publish(session, on, held, None, held.person_id, now)
        except Refusal:
            held.made_version = None
    session.flush()
    facts = {"version": held.made_version} if held.made_version else {}
    _note(session, on, "amendment-decided", held, None, now, outcome=held.status, **facts)


def waiting(session: Session, number: int) -> Waiting:
    """What of the amendments waits when a vote is about to open."""
    written_in = Amendment.made_version.is_not(None)
    query = select(Amendment.status, func.count()).where(Amendment.proposal == number, ~written_in)
    counts = {status: number_of for status, number_of in session.execute(query.group_by(Amendment.status))}
    return Waiting(counts.get(PROPOSED, 0), counts.get(REFERRED, 0), counts.get(ADOPTED, 0))


def check_settled(session: Session, number: int) -> None:
    """No vote opens on a text that the circle is still to amend. Raises LeftToTheCircle, NotWrittenIn."""
    found = waiting(session, number)
    if found.referred:
        raise LeftToTheCircle
    if found.unwritten:
        raise NotWrittenIn


def _paragraph(session: Session, proposal: Proposal, version: int, paragraph: int) -> str:
    """The words of a paragraph of the present text. Raises NoParagraph, AnotherVersion."""
    said = paragraphs.at(versions.latest(session, proposal).text, paragraph)
    if version != proposal.versions:
        read = session.get(Version, (proposal.number, version))
        if read is None:
            raise NoParagraph
        if said is None or paragraphs.at(read.text, paragraph) != said:
            raise AnotherVersion(version=proposal.versions)
    if said is None:
        raise NoParagraph
    return said


def _checked(text: str, paragraph: int, before: str, after: str) -> str:
    kept = texts.paragraph(after)
    if kept == before:
        raise SameWords
    if len(kept) > AFTER:
        raise AmendmentTooLong(most=AFTER)
    if not paragraphs.replace(text, paragraph, kept):
        raise NothingLeft
    return kept


def _written(text: str, longest: int, refusal: type[ReasonMissing] | type[AnswerMissing]) -> str:
    kept = texts.paragraph(text)[:longest]
    if not kept:
        raise refusal
    return kept


def _held(session: Session, number: int, amendment: int) -> Amendment:
    query = select(Amendment).where(Amendment.proposal == number, Amendment.number == amendment)
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NoAmendment
    return found


def _check_open(session: Session, held: Amendment) -> None:
    """Raises AlreadyAnswered, or BeforeTheCircle while a question about it is open."""
    if held.status not in (PROPOSED, REFERRED):
        raise AlreadyAnswered
    asked = select(ProposalQuestion.id).where(
        ProposalQuestion.proposal == held.proposal,
        ProposalQuestion.kind == "amendment",
        ProposalQuestion.target == held.number,
        ProposalQuestion.outcome.is_(None),
    )
    if session.scalar(asked) is not None:
        raise BeforeTheCircle


def _words(before: str, after: str) -> dict[str, str]:
    return {"before": before, "after": after, "before_html": render(before), "after_html": render(after)}


def _voice(session: Session, by: int, member_id: int) -> dict[str, int | str]:
    member = session.scalar(select(Member.name).where(Member.id == member_id)) or ""
    person = person_name(session, by)
    return {"person_id": by, "person_name": person, "member_id": member_id, "member_name": member}


def _next(session: Session, number: int) -> int:
    last = session.scalar(select(func.max(Amendment.number)).where(Amendment.proposal == number))
    return 1 + (last or 0)


def _open_of(session: Session, number: int, member_id: int) -> int:
    query = select(func.count()).where(
        Amendment.proposal == number,
        Amendment.member_id == member_id,
        Amendment.status.in_((PROPOSED, REFERRED)),
    )
    return session.scalar(query) or 0


def _answer(session: Session, held: Amendment, status: str, words: str, by: int, now: datetime) -> None:
    held.status, held.answer = status, words
    held.answered_by, held.answered_at = person_name(session, by), now
    session.flush()


def _note(
    session: Session,
    proposal: Proposal,
    kind: str,
    held: Amendment,
    by: int | None,
    now: datetime,
    **facts: int | str,
) -> None:
    """Those who write are concerned, and who proposed."""
    concerns = {proposal.member_id, held.member_id} | coauthors.members(session, proposal.number)
    own = kind in ("amendment-proposed", "amendment-withdrawn")
    events.note(
        session,
        proposal.number,
        kind,
        now=now,
        by=by,
        member_id=held.member_id if own else None,
        concerns=concerns,
        amendment=held.number,
        **facts,
    )
    touch(session, "proposals")

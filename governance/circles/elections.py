"""An election without candidate, once all have named somebody: changes, and who is proposed."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.circles import checks, election, mandates, seats, succession_words
from governance.circles import errors_succession as errors
from governance.circles import succession_ground as ground
from governance.circles.models import Chosen, NominationChange, Nominee, Succession
from governance.errors import NotFound
from governance.members.models_roles import Role, RoleVersion
from governance.web.public import touch
from proposals import appointing, wording
from proposals.appointing import About
from proposals.errors import LiveGoesOn
from proposals.live import nominating, onward
from proposals.live.errors import NotOneself
from proposals.live.nominating import Change
from proposals.live.onward import Seen
from proposals.models import Proposal
from proposals.standing import check_voice
from proposals.texts import Terms


def change(
    session: Session, id: int, *, member_id: int, nominee: str, why: str, by: int, now: datetime
) -> None:
    """After hearing the reasons a member names somebody else, once, and says why; the room follows.

    Raises NotYourVoice, NotAtThisStep, NotOfThoseNamed, NotOneself, SameNominee, NamedNobody,
    ChangedAlready, ReasonNeeded, and the refusals of a live step where a session goes on.
    """
    row, _role, _what = ground.held(session, id)
    check_voice(session, member_id, by=by, now=now)
    said = _change(session, row, member_id, nominee, why, by=by, now=now)
    nominating.changed(session, row.proposal or 0, said, by=by, now=now)


def change_aloud(
    session: Session,
    id: int,
    *,
    member_id: int,
    nominee: str,
    why: str,
    after: int,
    by: int,
    now: datetime,
) -> None:
    """In the room a facilitator writes down that a member who is here names somebody else, and why.

    ``after``: how many acts their page had seen. Raises as `change` and as a step of a live session.
    """
    row, _role, _what = ground.held(session, id)
    said = _change(session, row, member_id, nominee, why, by=by, now=now)
    nominating.changed_aloud(session, row.proposal or 0, said, after=after, by=by, now=now)


def changes(session: Session, number: int) -> list[Change]:
    """Who names somebody else since the nominations of this proposal were counted; of a succession alone."""
    row = session.scalar(select(Succession).where(Succession.proposal == number))
    if row is None or row.kind != election.FREE:
        return []
    known = ground.nominees(session, row.id)
    return [
        Change(each.member, each.nominee, known[each.nominee].label, each.why)
        for each in ground.nominations(session, row).named
        if each.why
    ]


def _change(
    session: Session, row: Succession, member_id: int, nominee: str, why: str, *, by: int, now: datetime
) -> Change:
    ground.check("change", ground.facts(session, row, now))
    found = ground.nominations(session, row)
    if found.vote is None or member_id not in (found.names or {}):
        raise errors.NotAMemberOfTheCircle
    _check_change(session, row, found, member_id, nominee)
    why = ground.reason(why)
    session.add(
        NominationChange(
            succession_id=row.id, vote=found.vote, member_id=member_id, person_id=by, nominee=nominee,
            why=why, at=now,
        )
    )  # fmt: skip
    session.flush()
    touch(session, "circles")
    return Change(member_id, nominee, ground.nominees(session, row.id)[nominee].label, why)


def _check_change(
    session: Session, row: Succession, found: ground.Nominations, member_id: int, nominee: str
) -> None:
    known = ground.nominees(session, row.id)
    if nominee not in known:
        raise errors.NotOfThoseNamed
    if not election.may_name(row.oneself, ground.own(known, member_id), nominee):
        raise NotOneself
    changed = select(NominationChange.id).where(
        NominationChange.vote == found.vote, NominationChange.member_id == member_id
    )
    if session.scalar(changed) is not None:
        raise errors.ChangedAlready
    if member_id in found.silent and row.passing:
        raise errors.NamedNobody
    if any(each.member == member_id and each.nominee == nominee for each in found.named):
        raise errors.SameNominee


def propose(session: Session, id: int, *, nominee: str, why: str, by: int, now: datetime) -> int:
    """A facilitator proposes somebody who was named, with the reason; returns the number of the proposal.

    Whoever was proposed before, and does not hold it, is taken back. Raises NotYourCircle, NotAtThisStep,
    CircleIsAsked, NobodyNamed, NotOfThoseNamed, ReasonNeeded, LiveGoesOn while the nominations are heard in
    the room (`propose_in_room`), and what keeps a person from the role.
    """
    row, role, what = ground.held(session, id)
    ground.led(session, role, by=by, now=now)
    if session.scalar(select(Proposal.live).where(Proposal.number == row.proposal)) is not None:
        raise LiveGoesOn
    facts = ground.facts(session, row, now)
    ground.check("propose", facts)
    people = ground.chosen(session, id)
    if nominee not in ground.proposable(session, row, ground.nominations(session, row), people):
        raise errors.NotOfThoseNamed
    reason = ground.reason(why)
    somebody = ground.nominees(session, id)[nominee]
    _drop(session, people, facts, by=by, now=now)
    return _propose(session, row, role, what, somebody, reason, by=by, now=now)


def propose_in_room(
    session: Session, id: int, *, nominee: str, why: str, seen: Seen, by: int, now: datetime
) -> tuple[int, bool]:
    """The same with everybody in the room, who goes on to the objections to that person.

    ``seen``: the session that the page of the facilitator showed. Returns the number of the proposal, and
    whether its consent is held live too, as its rule has it. Raises as `propose`, NotFacilitator, NoSession,
    SeenBefore.
    """
    row, _role, _what = ground.held(session, id)
    onward.leave(session, last_asked(session, row), seen, by=by, now=now)
    number = propose(session, id, nominee=nominee, why=why, by=by, now=now)
    return number, onward.arrive(session, number, seen, by=by, now=now)


def last_asked(session: Session, row: Succession) -> int:
    """The proposal by which a succession last asked the circle something, or the question where it is in the
    hands of a room.
    """
    if session.scalar(select(Proposal.live).where(Proposal.number == row.proposal)) is not None:
        return row.proposal or 0
    asked = [each.proposal for each in ground.chosen(session, row.id) if each.proposal]
    return asked[-1] if asked else row.proposal or 0


def _drop(session: Session, people: list[Chosen], facts: election.Facts, *, by: int, now: datetime) -> None:
    for each, choice in zip(people, facts.choices, strict=True):
        if choice.over:
            continue
        if each.proposal:
            appointing.drop(session, each.proposal, by=by, now=now)
        each.answer, each.answered_at = election.DROPPED, now
    session.flush()


def _propose(
    session: Session,
    row: Succession,
    role: Role,
    what: RoleVersion,
    somebody: Nominee,
    reason: str,
    *,
    by: int,
    now: datetime,
) -> int:
    starts, ends = ground.term_from(
        session, what, row.starts_on, now, seat=row.seat, person=somebody.person_id
    )
    asked = checks.Asked(somebody.person_id, somebody.member_id, starts, ends, False, "", "", "")
    mandates.check(session, role, what, asked, now=now)
    text = succession_words.holds(
        wording.network_language(session), ground.said(what), somebody.person_name, somebody.member_name,
        reason, starts, ends,
    )  # fmt: skip
    question = session.get(Proposal, row.proposal)
    if question is None:
        raise NotFound
    about = About(row.id, what.name, somebody.person_id, somebody.person_name, somebody.member_id)
    terms = Terms(seats.asked(session, role, what), row.rule_id)
    number = appointing.begin(session, text, terms, about, member_id=question.member_id, by=by, now=now)
    session.add(
        Chosen(
            succession_id=row.id, proposal=number, person_id=somebody.person_id,
            person_name=somebody.person_name, member_id=somebody.member_id,
            member_name=somebody.member_name, reason=reason, starts_on=starts, ends_on=ends, chosen_at=now,
        )
    )  # fmt: skip
    session.flush()
    touch(session, "circles")
    return number

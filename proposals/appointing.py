"""Proposals by which a role is entrusted: asked by a facilitator, for a member, straight to debate."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from governance.members.models import Member
from governance.web.public import touch
from governance.web.visitor import Visitor
from proposals import events, listing, texts, there
from proposals import lifecycle as life
from proposals import terms as bounds
from proposals.errors import BY_REASON
from proposals.models import Proposal, ProposalOption
from proposals.models_appointing import Appointment
from proposals.moves import begin_debate
from proposals.sheet import Head
from proposals.standing import decision, facts, locked
from proposals.texts import Terms, Text
from voting import proxy_opening


@dataclass(frozen=True)
class About:
    """What a proposal has to do with a role. ``person`` is empty while the question is who is next.

    ``oneself``, ``passing``: as in the `Appointment` that keeps it.
    ``seats``: how many seats its vote fills, where its rule leaves that open; by college, or under "".
    """

    succession: int
    role: str
    person_id: int | None = None
    person: str = ""
    member_id: int | None = None
    oneself: bool = True
    passing: bool = True
    seats: Mapping[str, int] | None = None


def begin(
    session: Session, text: Text, terms: Terms, about: About, *, member_id: int, by: int, now: datetime
) -> int:
    """A proposal in the name of a member, in debate at once; returns its number.

    Who may ask for it is looked at by the succession. Raises UnknownCircle, UnknownRule, and the refusals of
    ``texts.checked``, ``terms.checked``.
    """
    decision(session, terms.circle_id, terms.rule_id)
    kept = texts.checked(text)
    terms = bounds.checked(session, terms, kept, now=now)
    proposal = Proposal(
        state=life.DEBATE, title=kept.title, summary=kept.summary, person_id=by, member_id=member_id,
        member_name=session.scalar(select(Member.name).where(Member.id == member_id)) or "",
        circle_id=terms.circle_id, rule_id=terms.rule_id, public=terms.public, created_at=now, moved_at=now,
        submitted_at=now, versions=1,
    )  # fmt: skip
    session.add(proposal)
    session.flush()
    bounds.keep(session, proposal, terms)
    session.add(bounds.version_of(session, proposal, 1, kept, by=by, now=now))
    session.add(
        Appointment(
            proposal=proposal.number,
            succession=about.succession,
            role_name=about.role,
            person_id=about.person_id,
            person_name=about.person,
            member_id=about.member_id,
            oneself=about.oneself,
            passing=about.passing,
            seats=json.dumps(dict(about.seats), sort_keys=True) if about.seats else "",
        )
    )
    begin_debate(session, proposal, now)
    events.note(session, proposal.number, "submitted", now=now, by=by, member_id=member_id)
    touch(session, "proposals")
    return proposal.number


def belongs(session: Session, number: int, succession: int) -> None:
    """Say of which succession a proposal that was begun is a step."""
    session.get_one(Appointment, number).succession = succession
    session.flush()


def list_people(
    session: Session, number: int, people: Iterable[tuple[int, str, str]], *, by: int, now: datetime
) -> list[str]:
    """List who may be named: (person, name, what the paper says); returns their identifiers in the vote."""
    slugs = []
    for person_id, name, label in people:
        slug = listing.identifier(session, number, name)
        session.add(
            ProposalOption(
                proposal=number, slug=slug, label=texts.line(label, 200), person_id=person_id,
                person_name=name, added_by=by, added_at=now,
            )
        )  # fmt: skip
        session.flush()
        slugs.append(slug)
    return slugs


def drop(session: Session, number: int, *, by: int, now: datetime) -> None:
    """A facilitator takes back a proposal of a succession, as its author could. What is over stays as it is.

    Raises what a withdrawal raises while a vote, a question or a live session is open.
    """
    proposal = locked(session, number)
    if life.at(proposal.state, proposal.expires_at, now) in life.FINAL:
        return
    known = replace(facts(session, proposal, by=by, now=now), who=frozenset({life.AUTHOR}))
    reason = life.refusal("withdraw", known, now)
    if reason is not None:
        raise BY_REASON[reason]
    proposal.state, proposal.moved_at, proposal.opening = life.WITHDRAWN, now, ""
    proposal.expires_at = None
    session.flush()
    events.note(session, number, "withdrawn", now=now, by=by, member_id=proposal.member_id)
    proxy_opening.lapse(session, f"proposal:{number}", now)
    touch(session, "proposals")


def answered(session: Session, number: int, decided: str, *, now: datetime) -> None:
    """The question who is next has its answer in a decision on another proposal."""
    proposal = locked(session, number)
    if proposal.state not in (life.DEBATE, life.POSTPONED) or proposal.vote is None:
        return
    proposal.state, proposal.moved_at, proposal.opening = life.ADOPTED, now, ""
    proposal.opens_from, proposal.expires_at, proposal.decision = None, None, decided
    session.flush()
    events.note(session, number, "recorded", now=now, outcome=life.ADOPTED, words=decided)
    touch(session, "proposals")


def heard_last(session: Session, number: int) -> int | None:
    """The member for whom the proposed person would hold the role: its position comes last."""
    return session.scalar(select(Appointment.member_id).where(Appointment.proposal == number))


def under_way(session: Session, number: int) -> int | None:
    """The proposal that puts somebody to the circle, where this one asks who is next; None if none does."""
    asked = about(session, number)
    if asked is None or asked.person_id is not None:
        return None
    query = select(Appointment.proposal).join(Proposal, Proposal.number == Appointment.proposal)
    of_it = (Appointment.succession == asked.succession) & Appointment.person_id.is_not(None)
    going = query.where(of_it, Proposal.state.not_in(life.FINAL)).order_by(Proposal.number.desc())
    return session.scalar(going.limit(1))


def question(session: Session, number: int) -> int:
    """The proposal that asks who is next, for one that puts somebody to the circle; any other one itself."""
    asked = about(session, number)
    if asked is None or asked.person_id is None:
        return number
    first = select(func.min(Appointment.proposal)).where(
        Appointment.succession == asked.succession, Appointment.person_id.is_(None)
    )
    return session.scalar(first) or number


def together(session: Session, number: int) -> list[int]:
    """The proposals of the same succession, this one among them; this one alone where there is none."""
    asked = about(session, number)
    if asked is None:
        return [number]
    query = select(Appointment.proposal).where(Appointment.succession == asked.succession)
    return list(session.scalars(query))


def of(session: Session, head: Head, visitor: Visitor, now: datetime) -> About | None:
    """The part of the page of a proposal that says of which succession it is a step."""
    return about(session, head.number) if "appointment" in there.of(session, head.number) else None


def about(session: Session, number: int) -> About | None:
    """What a proposal has to do with a role, if anything."""
    row = session.get(Appointment, number)
    if row is None:
        return None
    return About(
        row.succession, row.role_name, row.person_id, row.person_name, row.member_id, row.oneself, row.passing
    )

"""Random acts on objections by random people: nothing is adopted over one that stands, nobody is stuck."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from governance.db import Database
from governance.errors import Refusal
from proposals import contests, objections, questions, rounds, service
from proposals import lifecycle as life
from proposals.models import Objection, Proposal, Version
from proposals.texts import Text
from tests.cast import NOW, member_id, person_id
from tests.proposals.steps import DAY, MEMBERS, close, opened, say, submitted

WHO = ("alice", "bob", "chloe", "david", "eve")
CHOICES = ("consent", "objection", "concern", "stand-aside", "")
acts = st.tuples(
    st.sampled_from(["round", "revise", "set-aside", "contest", "confirm", "withdraw", "take", "ask"]),
    st.sampled_from(WHO),
    st.integers(1, 3),
    st.tuples(*[st.sampled_from(CHOICES)] * 3),
)
Act = tuple[str, str, int, tuple[str, str, str]]


class Undo(Exception):
    """Nothing of an example stays in the database."""


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(acts, min_size=6, max_size=14))
def test_random_acts_never_adopt_over_a_standing_objection(
    sqlite_database: Database, tried: list[Act]
) -> None:
    def work(session: Session) -> None:
        number, now = submitted(session), NOW + 7 * DAY
        start = ("round", "alice", 1, ("consent", "objection", "objection"))
        for act in (start, *tried):
            now = _try(session, number, act, now + timedelta(hours=1))
            _check(session, number)
        raise Undo

    with pytest.raises(Undo):
        sqlite_database.transact(work)


def _try(session: Session, number: int, act: Act, now: datetime) -> datetime:
    """One act, refused or not; returns the moment after it."""
    try:
        with session.begin_nested():
            return _act(session, number, act, now)
    except Refusal:
        session.expire_all()
        return now


def _act(session: Session, number: int, act: Act, now: datetime) -> datetime:
    name, who, objection, choices = act
    by, proposal = person_id(session, who), session.get_one(Proposal, number)
    if name == "round":
        vote = opened(session, number, now=now)
        for voter, choice in zip(MEMBERS, choices, strict=True):
            if choice:
                say(session, vote, voter, choice, "Parce que.", "harm", now=now)
        return close(session, vote)
    if name == "revise":
        text = Text("Titre", "Une phrase.", f"Texte {proposal.versions + 1}, {now}")
        service.revise(session, number, text, note="", based_on=proposal.versions, by=by, now=now)
    elif name == "set-aside":
        objections.set_aside(session, number, objection, ground="Rien.", by=by, now=now)
    elif name == "contest":
        member = member_id(session, MEMBERS.get(who, "La Filature"))
        contests.contest(session, number, objection, why="Si.", member_id=member, by=by, now=now)
    elif name == "confirm":
        as_ = "author" if who == "bob" else "objector"
        objections.confirm(session, number, objection, as_=as_, version=proposal.versions, by=by, now=now)
    elif name == "withdraw":
        objections.withdraw(session, number, objection, by=by, now=now)
    elif name == "take":
        objections.take(session, number, objection, by=by, now=now)
    else:
        return _ask(session, number, objection, by, choices[0], now)
    return now


def _ask(session: Session, number: int, target: int, by: int, answer: str, now: datetime) -> datetime:
    words, way = questions.Wording("Un argument ?", "…", "<p>…</p>"), "network/quick"
    vote = questions.open_question(
        session, number, words, kind="contest", target=target, way=way, closes_at=None, by=by, now=now
    )
    choice = {"consent": "for", "objection": "against"}.get(answer)
    if choice:
        say(session, vote, "bob", choice, now=now)
    return close(session, vote)


def _check(session: Session, number: int) -> None:
    session.flush()
    proposal = session.get_one(Proposal, number)
    known = session.scalars(select(Objection).where(Objection.proposal == number)).all()
    standing = [each for each in known if each.status == "standing"]
    assert proposal.standing == len(standing)
    assert proposal.state != life.ADOPTED or not standing or proposal.by_fallback
    assert all(each.set_aside_vote or not each.contested_at for each in known if each.status == "set-aside")
    assert session.scalar(select(func.count()).where(Version.proposal == number)) == proposal.versions
    taken = rounds.integrated_now(known, proposal.integrating)
    assert (taken is None) == (not standing)
    if proposal.state == life.DEBATE and proposal.opening == life.ROUND:
        unanswered = [each for each in standing if each.version >= proposal.versions]
        facts = rounds.Facts(
            len(standing), len(unanswered), sum(each.contested_at is not None for each in unanswered)
        )
        assert rounds.exits(rounds.INTEGRATION, facts, live=False)

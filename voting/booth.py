"""What the papers of a booth need besides the vote: who may be named, and each voter's order of options."""

from collections.abc import Container, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.members.models import Person, Representation
from governance.members.queries import in_force
from voting import choosing, sheet
from voting.forms import CastForm, PaperForm
from voting.forms_choice import ChoicePaper
from voting.models import Vote, VoteRight
from voting.options import Option, shuffled, within
from voting.sheet import Held, Sheet


def form(session: Session, vote: Sheet, held: Sequence[Held], *, on: date, given: Any = None) -> CastForm:
    """The papers of these rights, filled in with what was ``given``; ``on`` is the day for the network."""
    if not choosing.is_choice(vote.method):
        paragraphs = vote.paragraphs if vote.method == "consent" else ()
        papers: dict[int, PaperForm | ChoicePaper] = {
            each.voice.member_id: PaperForm(
                given, method=vote.method, prefix=prefix(each), paragraphs=paragraphs
            )
            for each in held
        }
        return CastForm(papers)
    orders = _orders(session, vote, [each.right for each in held])
    names = _names(session, vote, on) if _names_wanted(vote) else []
    return CastForm(
        {
            each.voice.member_id: ChoicePaper(
                given,
                rule=vote.rule,
                options=within(orders.get(each.right, vote.options), each.college.id, vote.rule.main.by),
                college=each.college.id,
                prefix=prefix(each),
                names=names,
            )
            for each in held
        }
    )


def in_room(
    session: Session,
    number: int,
    college: str,
    *,
    on: date,
    given: Any = None,
    without: Container[str] = (),
) -> ChoicePaper:
    """The paper of a member of this college in a vote that is held live. ``without``: options left out."""
    vote = sheet.read(session, number)
    listed = within(vote.options, college, vote.rule.main.by)
    return ChoicePaper(
        given,
        rule=vote.rule,
        options=[each for each in listed if each.id not in without],
        college=college,
        prefix="",
        names=_names(session, vote, on) if _names_wanted(vote) else [],
    )


def prefix(held: Held) -> str:
    """What the names of the fields of a paper begin with."""
    return f"m{held.voice.member_id}-"


def _orders(session: Session, vote: Sheet, rights: Sequence[int]) -> dict[int, list[Option]]:
    """The order of options of each right, where the rule shuffles them."""
    if not vote.rule.settings.get("shuffle"):
        return {}
    rows = session.execute(
        select(VoteRight.id, VoteRight.label, Vote.salt)
        .join(Vote, Vote.number == VoteRight.vote)
        .where(VoteRight.id.in_(rights))
    )
    return {right: shuffled(vote.options, salt, label) for right, label, salt in rows}


def _names_wanted(vote: Sheet) -> bool:
    return vote.method == "without-candidate" and not vote.options


def _names(session: Session, vote: Sheet, on: date) -> list[str]:
    """The people who represent the members of the electoral list, by name."""
    rows = session.scalars(
        select(Person.name)
        .join(Representation, Representation.person_id == Person.id)
        .join(VoteRight, VoteRight.member_id == Representation.member_id)
        .where(VoteRight.vote == vote.number, in_force(Representation.starts_on, Representation.ends_on, on))
        .distinct()
        .order_by(Person.name)
    )
    return list(rows)

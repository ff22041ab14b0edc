"""A tie on the page of a result: who or what is to break it, and the paper of a casting vote."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from governance.members.offices import FACILITATOR
from governance.rules import queries as rules
from voting import ties, untying
from voting.labels import Labels
from voting.sheet import Sheet


@dataclass(frozen=True)
class ShownTie:
    """``how``: "casting-vote" or "lot". ``office`` may act; ``role`` has the casting vote, and ``stands_in``
    where facilitators give it for a role whose holders the network does not record.

    ``options`` pairs (id, label), empty for a text; ``wanted``: how many of them a casting vote names.
    """

    how: str
    office: str
    role: str
    stands_in: bool
    randomness: str
    of_a_text: bool
    options: tuple[tuple[str, str], ...]
    wanted: int


@dataclass(frozen=True)
class CastingPaper:
    """What was filled in, what is wrong with it; ``kept``: as it will be recorded, once it is read again."""

    given: Sequence[str] = ()
    error: str | None = None
    kept: Sequence[str] = ()

    def at(self, place: int) -> str:
        """What was chosen at a place, from 0."""
        return self.given[place] if place < len(self.given) else ""


def tie(session: Session, vote: Sheet) -> ShownTie | None:
    """The tie of a counted vote that may still be broken."""
    if vote.result is None or vote.settled_at is not None:
        return None
    found = ties.awaited(vote.rule, vote.result, casting_vote=vote.casting_vote, seed=vote.seed)
    if found is None:
        return None
    labels, casting = Labels(vote.result), found.how == ties.CASTING_VOTE
    office = untying.office_of(vote.rule) if casting else FACILITATOR
    return ShownTie(
        how=found.how,
        office=office,
        role=_role(session, vote) if casting else "",
        stands_in=casting and office != vote.rule.casting_role,
        randomness=str(vote.rule.settings.get("randomness", "")),
        of_a_text=not vote.options,
        options=tuple((each, labels.of(each)) for each in found.asked),
        wanted=found.wanted if casting else 0,
    )


def _role(session: Session, vote: Sheet) -> str:
    """The name of the role in the social code that the vote was opened under."""
    id_ = vote.rule.casting_role
    roles = rules.version(session, vote.code_version).code.roles
    return next((each.name for each in roles if each.id == id_), id_ or "")

"""Rules that choose, and what the tests of choices do again and again: list, stand, vote."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from governance.db import Database
from governance.rules.models import CodeVersion
from proposals import candidacies, listing, service
from proposals.listing import Written
from proposals.models import ProposalOption
from tests import cast
from tests.cast import NOW, member_id, person_id
from tests.proposals.steps import MEMBERS, draft
from voting import service as voting
from voting.service import Answer

CODE = (
    cast.CODE
    + """
[[decisions]]
id = "project"
name = "Choix d’un projet"
method = "approval"
time = { debate_days = 7, vote_days = 7 }

[[decisions]]
id = "ranked"
name = "Classement"
method = "schulze"
default_option = "further-discussion"
time = { debate_days = 0, vote_days = 7 }

[[decisions]]
id = "budget"
name = "Budget participatif"
method = "equal-shares"
budget = 1000
time = { debate_days = 0, vote_days = 7 }

[[decisions]]
id = "board"
name = "Élection au conseil"
method = "approval"
by = "seats-per-college"
candidates = true
candidacy_days = 10
statement_min = 20
time = { debate_days = 3, vote_days = 7 }

[[decisions]]
id = "chair"
name = "Présidence"
method = "plurality"
majority_first = true
candidates = true
time = { debate_days = 0, vote_days = 7 }

[[decisions]]
id = "jury"
name = "Jury tiré au sort"
method = "lot"
randomness = "Loto national du lendemain"
time = { debate_days = 0, vote_days = 7 }

[[decisions]]
id = "role"
name = "Élection sans candidat"
method = "without-candidate"
time = { debate_days = 0, vote_days = 7 }

[[circles]]
id = "places-only"
name = "Cercle des lieux"
decisions = ["chair"]
colleges = ["places"]
"""
)
STATEMENT = "Je connais les machines, et je sais écouter."


def adopt(database: Database) -> None:
    """The code in force is this one."""
    database.transact(lambda session: session.execute(update(CodeVersion).values(toml=CODE)))


def submitted(session: Session, rule: str) -> int:
    number = draft(session, rule)
    service.submit(session, number, by=person_id(session, "bob"), now=NOW)
    return number


def listed(session: Session, number: int, *labels: str, cost: str = "", now: datetime = NOW) -> list[int]:
    """Options listed by Bob."""
    bob = person_id(session, "bob")
    return [listing.add(session, number, Written(each, cost=cost), by=bob, now=now) for each in labels]


def stands(
    session: Session, number: int, who: str, statement: str = STATEMENT, *, now: datetime = NOW
) -> int:
    return candidacies.stand(
        session,
        number,
        member_id=member_id(session, MEMBERS[who]),
        statement=statement,
        by=person_id(session, who),
        now=now,
    )


def votes(session: Session, vote: int, who: str, ballot: Mapping[str, Any], *, now: datetime) -> None:
    answer = Answer(member_id(session, MEMBERS[who]), ballot=ballot)
    voting.cast_all(session, vote=vote, answers=[answer], by=person_id(session, who), now=now)


def options(session: Session, number: int) -> list[ProposalOption]:
    query = select(ProposalOption).where(ProposalOption.proposal == number).order_by(ProposalOption.id)
    return list(session.scalars(query))

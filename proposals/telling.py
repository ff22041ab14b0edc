"""Mails of the outcome, to everybody who had a vote and to who proposed."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.mail import service as mail
from governance.members import queries as members
from proposals import lifecycle as life
from proposals.models import Proposal
from proposals.standing import today
from voting.models import VoteRight
from voting.queries import Outcome


def tell_outcome(
    session: Session, proposal: Proposal, outcome: Outcome, following: life.Next, *, now: datetime
) -> None:
    """Queue one mail a person once the decision is recorded, however many members they speak for."""
    if following.recorded is None:
        return
    registered = set(session.scalars(select(VoteRight.member_id).where(VoteRight.vote == outcome.number)))
    told = members.representatives(session, registered | {proposal.member_id}, on=today(session, now))
    facts: dict[str, object] = {
        "decision": proposal.decision,
        "title": outcome.question,
        "outcome": following.recorded,
        "sentence": outcome.result.get("sentence", {}),
        "path": f"/register/{proposal.decision}",
    }
    for person_id in sorted({person for _, person in told}):
        mail.queue(
            session,
            kind="outcome",
            person_id=person_id,
            key=f"outcome:{outcome.number}:{person_id}",
            facts=facts,
            now=now,
        )

"""The position a member had in an earlier round: to be confirmed on the new text, never counted before."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from proposals import paragraphs
from voting.answers import Answer, tests_on
from voting.models import Ballot, Vote, VoteRight
from voting.sheet import Held, Sheet


@dataclass(frozen=True)
class Earlier:
    """A position given in an earlier round, on ``version``. ``answer``: as it would be said of the new text;
    its paragraph is the one of the new text that says the same, None where there is none.
    """

    vote: int
    round: int
    version: int
    answer: Answer

    def fields(self, prefix: str) -> list[tuple[str, str]]:
        """The paper filled in with this position."""
        answer = self.answer
        given = [("choice", answer.choice), ("reason", answer.reason), ("nature", answer.nature)]
        given.append(("paragraph", str(answer.paragraph or "")))
        for name, tested in answer.tests.items():
            given += [(f"test_{name}", tested.answer), (f"why_{name}", tested.why)]
        return [(prefix + name, value) for name, value in given]


def of(session: Session, vote: Sheet, held: Sequence[Held]) -> dict[int, Earlier]:
    """The last position of each of these members in the earlier rounds on the same subject, by member.

    Only of those who have not spoken in this one. One query, none in a first round.
    """
    waiting = [each.voice.member_id for each in held if each.cast_at is None]
    if vote.method != "consent" or vote.round < 2 or not waiting:
        return {}
    rows = session.execute(
        select(VoteRight.member_id, Vote.number, Vote.round, Vote.subject_version, Vote.text, Ballot.paper)
        .join(Vote, Vote.number == VoteRight.vote)
        .join(Ballot, Ballot.right_id == VoteRight.id)
        .where(Vote.subject == vote.subject, Vote.method == "consent", Vote.number < vote.number)
        .where(Vote.sealed_at.is_not(None), VoteRight.member_id.in_(waiting))
        .order_by(Vote.number)
    )
    found = {}
    for member_id, number, round_, version, text, paper in rows:
        answer = _on(vote.text, text, member_id, json.loads(paper))
        found[member_id] = Earlier(number, round_, version, answer)
    return found


def _on(now: str, then: str, member_id: int, paper: dict[str, Any]) -> Answer:
    """What a paper says, with its paragraph where the new text has it."""
    about = paragraphs.at(then, paper["paragraph"]) if "paragraph" in paper else None
    return Answer(
        member_id,
        paper["choice"],
        paper.get("reason", ""),
        paper.get("nature", ""),
        paragraph=paragraphs.find(now, about) if about else None,
        tests=tests_on(paper),
    )

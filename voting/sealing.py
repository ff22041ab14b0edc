"""Closing the urn: its root, the recount file, the result counted from that very file. Once, whoever asks."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from governance.register import log
from governance.web.models import Network
from governance.web.public import touch
from voting import count_file, entered, options, proxy_casting, recount, tally
from voting import rule as rules
from voting.errors import HeldLive, TooEarly, VoteNotFound
from voting.errors_choice import SeedAwaited
from voting.models import Ballot, ReplacedCommitment, Vote, VoteCollege, VoteRight


def seal(session: Session, vote: int, *, now: datetime) -> None:
    """Count a vote that has closed, and publish what lets anybody count it again. Twice changes nothing.

    Appends `urn-sealed` then `result`. A secret vote loses every link between ballot and voter. Raises
    VoteNotFound, TooEarly, SeedAwaited for a lot whose public randomness is not entered, and HeldLive as long
    as what was said in the room is not in the urn.
    """
    row = lock(session, vote)
    if row.sealed_at is not None:
        return
    if now < row.closes_at:
        raise TooEarly
    if row.method == "lot" and row.seed is None:
        raise SeedAwaited
    if row.live and row.closed_by is None:
        raise HeldLive
    box = _urn(session, row)
    count(row, _document(session, row, box))
    row.urn_root = box.root
    row.sealed_at = now
    if row.secret:
        _forget_voters(session, row, box.ballots)
    sealed: dict[str, log.Json] = {"vote": row.number, "root": box.root}
    sealed |= {"ballots": len(box.ballots), "replaced": len(box.replaced)}
    sealed |= {"early": _early(row)} if row.closed_by is not None else {}
    log.append(session, "urn-sealed", sealed, now=now)
    log_result(session, row, now)
    touch(session, "votes")


def foreseen(session: Session, row: Vote) -> str:
    """The outcome if the urn were sealed as it is, with nothing kept."""
    document = recount.dumps(_document(session, row, _urn(session, row)))
    return str(tally.tally(count_file.load(document))["outcome"])


def _document(session: Session, row: Vote, box: recount.Urn) -> dict[str, Any]:
    """The recount file of what is in the urn."""
    raw_rule = json.loads(row.rule)
    return recount.document(
        question=row.question,
        vote=_facts(session, row),
        raw_rule=raw_rule,
        rule=rules.read(raw_rule),
        colleges=_colleges(session, row.number),
        rights=_rights(session, row.number),
        box=box,
        options=options.published(options.loads(row.options)),
        seed=row.seed,
    )


def _early(row: Vote) -> str:
    """Why a vote closed before its time, for the log: no name, no word of anybody."""
    if row.live:
        return "live"
    return "everybody-has-spoken" if row.cast == row.registered else "objection"


def count(row: Vote, document: Mapping[str, Any]) -> None:
    """Keep a recount file, its fingerprint, and the result counted from its very bytes."""
    row.recount = recount.dumps(document)
    result = tally.tally(count_file.load(row.recount))
    row.result = tally.dumps(result)
    row.outcome = result["outcome"]
    row.recount_sha256 = log.fingerprint(row.recount.encode())


def log_result(session: Session, row: Vote, now: datetime, **more: str) -> None:
    """Append the result of a vote to the log; ``more`` says what it replaces, and why."""
    counted: dict[str, log.Json] = {"vote": row.number, "outcome": row.outcome or ""}
    hashes = {"recount": row.recount_sha256 or "", "result": log.fingerprint((row.result or "").encode())}
    log.append(session, "result", counted | hashes | more, now=now)


def settled(session: Session, vote: int, now: datetime) -> None:
    """Note that the subject of a vote has read its outcome."""
    session.execute(
        update(Vote)
        .where(Vote.number == vote, Vote.sealed_at.is_not(None), Vote.settled_at.is_(None))
        .values(settled_at=now)
    )


def lock(session: Session, vote: int) -> Vote:
    """The vote, held against other writers until the end of the transaction. Raises VoteNotFound."""
    query = select(Vote).where(Vote.number == vote).with_for_update(key_share=True)
    row = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise VoteNotFound
    return row


def _facts(session: Session, row: Vote) -> dict[str, object]:
    return {
        "network": session.scalar(select(Network.slug)),
        "number": row.number,
        "subject": row.subject,
        "version": row.subject_version,
        "round": row.round,
        "circle": row.circle_id,
        "rule_id": row.rule_id,
        "code": row.code_version,
        "opened_at": log.stamp(row.opened_at),
        "closed_at": log.stamp(row.closes_at),
        "text": row.text_sha256,
        "rule": row.rule_sha256,
        "electorate": row.electorate_root,
    }


def _colleges(session: Session, vote: int) -> list[recount.College]:
    table = VoteCollege
    rows = session.execute(
        select(table.college_id, table.name, table.letter, table.weight, table.registered, table.seats)
        .where(table.vote == vote)
        .order_by(table.position)
    )
    return [recount.College(*row) for row in rows]


def _rights(session: Session, vote: int) -> list[recount.Right]:
    """The electorate; without names where the network keeps its members to itself."""
    named = session.scalar(select(Network.members_public))
    rows = session.execute(
        select(VoteRight.label, VoteRight.college_id, VoteRight.member_name).where(VoteRight.vote == vote)
    )
    return [recount.Right(label, college, name if named else "") for label, college, name in rows]


def _urn(session: Session, row: Vote) -> recount.Urn:
    ballots = session.execute(
        select(Ballot.commitment, VoteRight.label, Ballot.college_id, Ballot.paper)
        .outerjoin(VoteRight, VoteRight.id == Ballot.right_id)
        .where(Ballot.vote == row.number)
    )
    replaced = session.scalars(
        select(ReplacedCommitment.commitment).where(ReplacedCommitment.vote == row.number)
    )
    read = [
        recount.Ballot(commitment, label, college_id, json.loads(paper))
        for commitment, label, college_id, paper in ballots
    ]
    by_proxy = proxy_casting.used(session, row.number)
    return recount.Urn(read, list(replaced), row.salt, by_proxy, entered.number(session, row.number))


def _forget_voters(session: Session, row: Vote, ballots: Sequence[recount.Ballot]) -> None:
    """Write the urn again in the order of its commitments, which says nothing of who, when, or in which
    order.
    """
    session.execute(delete(Ballot).where(Ballot.vote == row.number))
    written = [
        {"commitment": each.commitment, "vote": row.number, "college_id": each.college_id, "r": ""}
        | {"paper": json.dumps(each.paper, ensure_ascii=False, sort_keys=True)}
        for each in sorted(ballots, key=lambda each: each.commitment)
    ]
    if written:
        session.execute(insert(Ballot), written)
    replaced = select(ReplacedCommitment.commitment).where(ReplacedCommitment.vote == row.number)
    again = sorted(session.scalars(replaced))
    session.execute(delete(ReplacedCommitment).where(ReplacedCommitment.vote == row.number))
    if again:
        session.execute(
            insert(ReplacedCommitment), [{"commitment": each, "vote": row.number} for each in again]
        )
    session.execute(
        update(VoteRight)
        .where(VoteRight.vote == row.number, VoteRight.cast_at.is_not(None))
        .values(cast_at=row.closes_at, cast_by=None)
    )
    proxy_casting.forget_hours(session, row.number, row.closes_at)

"""The open votes where somebody has ballots to cast: read by every home page."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, select, union
from sqlalchemy.orm import Session

from governance.web.visitor import Visitor
from voting.models import Vote, VoteRight
from voting.proxy_models import Proxy

LOT = "lot"  # nobody votes in it


@dataclass(frozen=True)
class AwaitingVote:
    """An open vote where I have ballots to cast: ``members`` are those who have not voted, mine and those
    whose proxy one of mine carries; the latter are also in ``by_proxy``. ``live``: it is held in a room.
    """

    number: int
    question: str
    method: str
    rule_name: str
    closes_at: datetime
    cast: int
    registered: int
    subject: str
    live: bool
    members: tuple[str, ...] = ()
    by_proxy: tuple[str, ...] = ()


# Built once, and asked for without the object layer.
_V, _R, _X = Vote.__table__.c, VoteRight.__table__.c, Proxy.__table__.c
_MEMBERS: BindParameter[Any] = bindparam("members", expanding=True)
_SILENT = (
    select(_V.number, _V.question, _V.method, _V.rule_name, _V.closes_at, _V.cast, _V.registered)
    .add_columns(_V.subject, _V.live)
    .add_columns(_R.id.label("right_id"), _R.member_id, _R.member_name)
    .join(VoteRight.__table__, _R.vote == _V.number)
    .where(_R.cast_at.is_(None))
    .where(_V.closes_at > bindparam("now"), _V.opened_at <= bindparam("now"))
    .where(_V.sealed_at.is_(None), _V.method != LOT)
)
_CARRIED = _SILENT.join(Proxy.__table__, and_(_X.vote == _R.vote, _X.principal_id == _R.member_id))
_AWAITING = union(
    _SILENT.where(_R.member_id.in_(_MEMBERS)),
    _CARRIED.where(_X.holder_id.in_(_MEMBERS), _X.ended_at.is_(None)),
).order_by("closes_at", "number", "right_id")


def awaiting(session: Session, visitor: Visitor, now: datetime) -> list[AwaitingVote]:
    """Open votes where a member of the visitor, or one whose proxy it carries, has not voted, by deadline."""
    members = [voice.member_id for voice in visitor.speaks_for]
    rows = session.connection().execute(_AWAITING, {"members": members, "now": now})
    found: dict[int, AwaitingVote] = {}
    for row in rows:
        *facts, _right, member_id, name = row
        waiting = found.setdefault(row.number, AwaitingVote(*facts))
        by_proxy = () if member_id in members else (name,)
        found[row.number] = replace(
            waiting, members=(*waiting.members, name), by_proxy=(*waiting.by_proxy, *by_proxy)
        )
    return list(found.values())

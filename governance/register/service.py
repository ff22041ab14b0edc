"""The one act of the register: to record a decision. Nothing in it is ever edited."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from governance.register import log, numbers
from governance.register.entries import COMMITTED, NewDecision, body, digest, searched
from governance.register.errors import UnknownDecision
from governance.register.models import (
    Decision,
    DecisionCollege,
    DecisionLink,
    DecisionWord,
    RegisterFilter,
)
from governance.register.words import words
from governance.web import zone as zone_of
from governance.web.bars import stood
from governance.web.public import touch
from governance.web.richtext import render

PLAIN = tuple(  # columns stored as given, then those stored as JSON
    "title summary text text_html circle_id circle_name rule_id rule_name method outcome decided_at "
    "effective_on review_on carried_by proposal version vote licence driver cost criteria kind until "
    "unreviewed".split()
)
TOLD = tuple("rule_words result colleges story objections concerns conflicts".split())
RENDERED = ("driver", "cost", "criteria")
NAME_LENGTH = 200


def record(session: Session, entry: NewDecision, *, now: datetime) -> str:
    """Give a decision the next number of its year, with its log entry; returns the number.

    The year is the one it was decided in, in the network's time zone. Raises UnknownDecision when it says
    something of a decision that is not in the register.
    """
    if entry.text_html is None:
        entry = replace(entry, text_html=render(entry.text))
    log.take_turn(session)
    earlier = [(link.kind, _id_of(session, link.number)) for link in entry.links]
    year = _year(session, entry.decided_at)
    rank = (session.scalar(select(func.max(Decision.rank)).where(Decision.year == year)) or 0) + 1
    number = numbers.written(year, rank)
    decision_id = _write(session, entry, (year, rank, number), now)
    for kind, earlier_id in earlier:
        session.add(DecisionLink(decision_id=decision_id, earlier_id=earlier_id, kind=kind))
    _index(session, entry, decision_id, number)
    _keep_filters(session, entry, year)
    session.flush()
    touch(session, "register")
    return number


def _year(session: Session, decided_at: datetime) -> int:
    zone = zone_of.name(session)
    return decided_at.astimezone(ZoneInfo(zone)).year


def _id_of(session: Session, number: str) -> int:
    found = session.scalar(select(Decision.id).where(Decision.number == number))
    if found is None:
        raise UnknownDecision(number=number)
    return found


def _write(session: Session, entry: NewDecision, place: tuple[int, int, str], now: datetime) -> int:
    """The log entry, then the row: its commitments in the one, their openings in the other."""
    year, rank, number = place
    committed = {name: log.commit_value(getattr(entry, name)) for name in COMMITTED}
    commitments = {name: commitment for name, (commitment, _) in committed.items()}
    facts = body(entry, number, log.stamp(entry.decided_at), commitments)
    seq = log.append(session, "decision", facts, now=now)
    openings = {name: r for name, (_, r) in committed.items()}
    row = Decision(year=year, rank=rank, number=number, log_seq=seq, **_columns(entry, openings))
    session.add(row)
    session.flush()
    return row.id


def _columns(entry: NewDecision, openings: dict[str, str]) -> dict[str, Any]:
    standing = stood(entry.result)
    seal = [
        [college["position"], college["letter"], standing[college["id"]]]
        for college in sorted(entry.colleges, key=lambda college: college["position"])
        if college["id"] in standing
    ]
    kept = {name: getattr(entry, name) for name in TOLD}
    kept |= {"seal": seal, "digest": digest(entry.result), "openings": openings}
    plain = {name: getattr(entry, name) for name in PLAIN}
    plain |= {f"{name}_html": render(getattr(entry, name)) for name in RENDERED}
    return plain | {name: json.dumps(value, ensure_ascii=False) for name, value in kept.items()}


def _index(session: Session, entry: NewDecision, decision_id: int, number: str) -> None:
    found = [{"word": word, "decision_id": decision_id} for word in words(searched(entry, number))]
    session.execute(insert(DecisionWord), found)
    rows = [
        {"decision_id": decision_id, "college_id": college_id, "favourable": favourable}
        for college_id, favourable in stood(entry.result).items()
    ]
    if rows:
        session.execute(insert(DecisionCollege), rows)


def _keep_filters(session: Session, entry: NewDecision, year: int) -> None:
    """What the register can be filtered by, so that no page has to look for it in every decision."""
    counted = stood(entry.result)
    values = [("year", str(year), str(year)), ("circle", entry.circle_id, entry.circle_name)]
    values.append(("rule", entry.rule_id, entry.rule_name))
    values += [("college", each["id"], each["name"]) for each in entry.colleges if each["id"] in counted]
    for kind, value, name in values:
        session.merge(RegisterFilter(kind=kind, value=value, name=name[:NAME_LENGTH]))

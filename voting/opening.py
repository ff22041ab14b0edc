"""Opening a vote: everything it will be decided on is copied, fingerprinted and told."""

import json
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NotRequired, TypedDict, Unpack
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from governance.mail import service as mail
from governance.members import queries as members
from governance.register import log
from governance.rules import filling, plain
from governance.rules import queries as rules
from governance.rules.parts import Decision, SocialCode
from governance.web.models import Network
from governance.web.public import touch
from voting import choosing, count_file, options_opening, proxy_opening, recount, room, urn
from voting.errors import (
    ClosesTooEarly,
    ConsentIsOpen,
    NobodyRegistered,
    NotCountable,
    TooFewForSecrecy,
    UnknownRule,
)
from voting.fields import ReadingError
from voting.models import Vote, VoteCollege, VoteRight
from voting.options import Option, dumps
from voting.rule import Rule
from voting.second_call import called_again


@dataclass(frozen=True)
class Electorate:
    """Who may vote, as of today: the colleges that sit in the circle, their members, how many in each."""

    colleges: list[members.CollegeFacts]
    rights: list[members.Right]
    registered: Counter[str]


class Asked(TypedDict):
    """What is put to the vote. ``previous``: the first call, of which this one is the second. ``live``: its
    positions are given in the room, and its facilitator closes it (``voting.room``).
    ``electorate_only``: nobody else sees it, office holders apart. ``seats``: how many it fills, where the
    rule leaves that open (`governance.rules.filling`).
    """

    subject: str
    subject_version: int
    round: NotRequired[int]
    question: str
    text: str
    text_html: str
    circle_id: str
    rule_id: str
    public: bool
    electorate_only: NotRequired[bool]
    closes_at: datetime
    previous: NotRequired[int | None]
    options: NotRequired[Sequence[Option] | None]
    live: NotRequired[bool]
    seats: NotRequired[Mapping[str, int]]


def open_vote(session: Session, *, by: int, now: datetime, **asked: Unpack[Asked]) -> int:
    """Open a vote and return its number, which has no holes.

    Copies text, rule, colleges, electorate and ``options`` (those of the rule where none are given); appends
    `electorate-frozen` and `vote-opened`; convenes every representative once. Raises the refusals of
    ``voting.errors`` under "Opening", and those of ``voting.options_opening``.
    """
    in_force = rules.in_force(session)
    zone = session.execute(select(Network.time_zone)).scalar_one()
    again = asked.get("previous") is not None
    decision = _decision(in_force.code, asked["rule_id"], again=again)
    decision, code = filling.filling(decision, in_force.code, asked.get("seats", {}))
    if asked.get("live"):
        room.check(decision)
    _check_time(decision, zone, asked["closes_at"], now)
    electorate = _electorate(session, asked["circle_id"], now.astimezone(ZoneInfo(zone)))
    colleges = [college.id for college in electorate.colleges]
    listed = options_opening.settle(decision, asked.get("options"), colleges)
    _check_electorate(decision, electorate, listed)
    vote = Vote(
        number=_next_number(session),
        **_question(session, asked),
        **_rule(decision, in_force.number, code.within(asked["circle_id"])),
        salt=secrets.token_hex(urn.R_BYTES),
        opened_at=now,
        registered=len(electorate.rights),
        options=dumps(listed) if listed else None,
    )
    _freeze(session, vote, electorate, _seats(code))
    proxies = proxy_opening.take_up(session, vote, decision.rule.proxies, now)
    _write_in_log(session, vote, electorate, proxies, now)
    if decision.method != "lot":
        _convene(session, vote, electorate, zone, now)
    touch(session, "votes")
    return vote.number


def _question(session: Session, asked: Asked) -> dict[str, Any]:
    """The columns that copy what was asked."""
    copied: dict[str, Any] = {"round": 1, "previous": None, **asked}
    for other in ("options", "seats"):
        copied.pop(other, None)
    circle_name = members.circle(session, asked["circle_id"]).name
    return copied | {"circle_name": circle_name, "text_sha256": log.fingerprint(asked["text"].encode())}


def _rule(decision: Decision, version: int, code: SocialCode) -> dict[str, Any]:
    """The columns that copy the rule, in figures and in words; ``code``: as the circle sees it."""
    rule = log.canonical(dict(decision.raw)).decode()
    words = plain.both(decision, code)
    return {
        "code_version": version,
        "rule_name": decision.name,
        "method": decision.method,
        "rule": rule,
        "rule_sha256": log.fingerprint(rule.encode()),
        "rule_words": json.dumps(words, ensure_ascii=False),
        "secret": decision.rule.ballots == "secret",
        "may_change": decision.rule.may_change,
    }


def _decision(code: SocialCode, rule_id: str, *, again: bool) -> Decision:
    try:
        decision = code.decision(rule_id)
    except KeyError:
        raise UnknownRule(rule=rule_id) from None
    if decision.method == "consent" and decision.rule.ballots == "secret":
        raise ConsentIsOpen
    return called_again(decision) if again else decision


def _check_time(decision: Decision, zone: str, closes_at: datetime, now: datetime) -> None:
    """The vote lasts at least as long as the rule says, by the clocks of the network."""
    earliest = decision.vote.after(now, zone)
    if closes_at < earliest:
        raise ClosesTooEarly(earliest=earliest)


def _electorate(session: Session, circle_id: str, local: datetime) -> Electorate:
    seated = members.seats(session, circle_id)
    colleges = [each for each in members.colleges(session) if not seated or each.id in seated]
    rights = members.electorate(session, circle_id=circle_id, on=local.date())
    return Electorate(colleges, rights, Counter(right.college_id for right in rights))


def _check_electorate(decision: Decision, electorate: Electorate, listed: Sequence[Option]) -> None:
    if not electorate.rights:
        raise NobodyRegistered
    rule = decision.rule
    if rule.ballots == "secret" and rule.report != "overall-only":
        _check_secrecy(rule, electorate)
    try:
        count_file.read(_empty_count(decision, electorate))
        for college in electorate.colleges if listed else ():
            choosing.try_settings(decision.rule, listed, college.id)
    except ReadingError as error:
        raise NotCountable(why=str(error)) from error


def _check_secrecy(rule: Rule, electorate: Electorate) -> None:
    """A college without members has no ballot to protect; a very small one has."""
    for college in electorate.colleges:
        number = electorate.registered[college.id]
        if 0 < number < rule.secret_minimum:
            raise TooFewForSecrecy(college=college.name, registered=number, minimum=rule.secret_minimum)


def _empty_count(decision: Decision, electorate: Electorate) -> dict[str, object]:
    """The recount file as it would be without a ballot: what the rule needs and cannot have shows at once."""
    colleges = [
        recount.College(each.id, each.name, each.letter, each.weight, electorate.registered[each.id])
        for each in electorate.colleges
    ]
    numbers = recount.numbers(colleges, overall_only=recount.is_overall_only(decision.rule))
    return {"format": count_file.FORMAT, "rule": dict(decision.raw), "ballots": [], **numbers}


def _next_number(session: Session) -> int:
    """The number after the last: openers take their turn first, so none is skipped or taken twice."""
    log.take_turn(session)
    return (session.scalar(select(func.max(Vote.number))) or 0) + 1


def _seats(code: SocialCode) -> dict[str, int | None]:
    """The seats of its own that each college has, where it elects them."""
    return {college.id: college.seats for college in code.colleges}


def _freeze(session: Session, vote: Vote, electorate: Electorate, seats: dict[str, int | None]) -> None:
    """Copy colleges and electorate, each right under a salted label; the vote keeps their root."""
    salts = [secrets.token_bytes(urn.R_BYTES) for _ in electorate.rights]
    labels = [
        urn.commitment(salt, right.member_id) for salt, right in zip(salts, electorate.rights, strict=True)
    ]
    vote.electorate_root = urn.root(labels)
    session.add(vote)
    session.flush()
    colleges = [
        {"vote": vote.number, "college_id": each.id, "name": each.name, "letter": each.letter}
        | {"position": each.position, "weight": each.weight, "registered": electorate.registered[each.id]}
        | {"cast": 0, "seats": seats.get(each.id)}
        for each in electorate.colleges
    ]
    session.execute(insert(VoteCollege), colleges)
    rights = [
        {"vote": vote.number, "salt": salt.hex(), "label": label} | vars(right)
        for salt, label, right in zip(salts, labels, electorate.rights, strict=True)
    ]
    session.execute(insert(VoteRight), rights)


def _write_in_log(
    session: Session, vote: Vote, electorate: Electorate, proxies: str | None, now: datetime
) -> None:
    frozen: dict[str, log.Json] = {
        "vote": vote.number,
        "circle": vote.circle_id,
        "registered": vote.registered,
        "colleges": [
            {"id": each.id, "registered": electorate.registered[each.id]} for each in electorate.colleges
        ],
        "root": vote.electorate_root,
    }
    frozen |= {"proxies": proxies} if proxies is not None else {}
    log.append(session, "electorate-frozen", frozen, now=now)
    opened: dict[str, log.Json] = {
        "vote": vote.number,
        "subject": vote.subject,
        "version": vote.subject_version,
        "round": vote.round,
        "text": vote.text_sha256,
        "rule": vote.rule_sha256,
        "rule_id": vote.rule_id,
        "code": vote.code_version,
        "recount_salt": log.fingerprint(bytes.fromhex(vote.salt)),
        "closes_at": log.stamp(vote.closes_at),
    }
    if vote.options is not None:
        opened["options"] = log.fingerprint(vote.options.encode())
    log.append(session, "vote-opened", opened, now=now)


def _convene(session: Session, vote: Vote, electorate: Electorate, zone: str, now: datetime) -> None:
    """One mail to each person, naming all the members they vote for."""
    names = {right.member_id: right.member_name for right in electorate.rights}
    today = now.astimezone(ZoneInfo(zone)).date()
    held: dict[int, list[str]] = {}
    for member_id, person_id in members.representatives(session, names, on=today):
        held.setdefault(person_id, []).append(names[member_id])
    for person_id, member_names in held.items():
        mail.queue(
            session,
            kind="vote-opened",
            person_id=person_id,
            key=f"vote-opened:{vote.number}:{person_id}",
            facts=mail_facts(vote.number, vote.question, vote.rule_name, vote.closes_at, member_names)
            | ({"live": True} if vote.live else {}),
            now=now,
        )


def mail_facts(
    number: int, question: str, rule_name: str, closes_at: datetime, member_names: list[str]
) -> dict[str, object]:
    """What a mail about an open vote needs to say."""
    return {
        "vote": number,
        "question": question,
        "rule": rule_name,
        "closes_at": closes_at.isoformat(),
        "members": member_names,
        "path": f"/votes/{number}",
    }

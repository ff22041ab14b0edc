"""The recount file of a closed vote: a ``count/1`` document with what proves it whole. Pure.

Open votes list their electorate by label (with names where the rule publishes them) and a ballot per voter,
with the label of who cast it by proxy; secret votes give numbers by college, or overall only, and how many
``proxies`` were used. Free text is never in it: published files cannot forget.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from voting import count_file, urn
from voting.rule import Rule


@dataclass(frozen=True)
class College:
    """A college as it was frozen."""

    id: str
    name: str
    letter: str
    weight: str
    registered: int
    seats: int | None = None


@dataclass(frozen=True)
class Right:
    """A line of the frozen electorate: its ``label`` in published files, and its member's name, "" where the
    network keeps its members to itself.
    """

    label: str
    college_id: str
    member_name: str


@dataclass(frozen=True)
class Ballot:
    """A ballot of the urn; ``label`` is its voter's, None for a secret vote."""

    commitment: str
    label: str | None
    college_id: str | None
    paper: Mapping[str, Any]


@dataclass(frozen=True)
class Urn:
    """What was in the urn at closing; ``replaced`` are the commitments of ballots replaced before.

    ``by_proxy``: label of the voter → label of the member that cast its ballot by proxy. ``entered``: how
    many were entered by a facilitator for their member.
    """

    ballots: Sequence[Ballot]
    replaced: Sequence[str]
    salt: str
    by_proxy: Mapping[str, str] = field(default_factory=dict)
    entered: int = 0

    @property
    def root(self) -> str:
        return urn.root(ballot.commitment for ballot in self.ballots)

    def document(self) -> dict[str, Any]:
        commitments = sorted(ballot.commitment for ballot in self.ballots)
        replaced = sorted(self.replaced)
        return {"root": self.root, "salt": self.salt, "commitments": commitments, "replaced": replaced}


def is_overall_only(rule: Rule) -> bool:
    """Whether no number of a college may be stored or shown."""
    return rule.ballots == "secret" and rule.report == "overall-only"


def document(
    *,
    question: str,
    vote: Mapping[str, Any],
    raw_rule: Mapping[str, Any],
    rule: Rule,
    colleges: Sequence[College],
    rights: Sequence[Right],
    box: Urn,
    options: Sequence[Mapping[str, Any]] = (),
    seed: str | None = None,
) -> dict[str, Any]:
    """The whole ``count/1`` document. Any order of rights and ballots gives the same one."""
    written: dict[str, Any] = {"format": count_file.FORMAT, "question": question}
    written |= {"vote": dict(vote), "rule": dict(raw_rule)}
    written |= ({"options": list(options)} if options else {}) | ({"seed": seed} if seed is not None else {})
    written |= numbers(colleges, overall_only=is_overall_only(rule))
    if rule.ballots == "secret":
        written["ballots"] = _grouped(box.ballots)
        written |= {"proxies": len(box.by_proxy)} if rule.proxies else {}
    else:
        written["electorate"] = [_voter(right, rule) for right in sorted(rights, key=lambda each: each.label)]
        ballots = sorted(box.ballots, key=lambda ballot: ballot.label or "")
        written["ballots"] = [_ballot(ballot, box.by_proxy) for ballot in ballots]
    written |= {"entered": box.entered} if rule.assisted else {}
    return written | {"urn": box.document()}


def numbers(colleges: Sequence[College], *, overall_only: bool) -> dict[str, Any]:
    """How many are registered: by college, or overall where colleges may not be told apart."""
    if overall_only:
        return {"registered": sum(college.registered for college in colleges)}
    facts = [vars(college) for college in colleges]
    return {"colleges": [{key: fact for key, fact in each.items() if fact is not None} for each in facts]}


def dumps(document: Mapping[str, Any]) -> str:
    """The exact text that is stored, fingerprinted and served."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _voter(right: Right, rule: Rule) -> dict[str, str]:
    voter = {"id": right.label, "college": right.college_id}
    return voter | ({"name": right.member_name} if rule.publish == "names" and right.member_name else {})


def _ballot(ballot: Ballot, by_proxy: Mapping[str, str]) -> dict[str, Any]:
    holder = by_proxy.get(ballot.label or "")
    owner = {"voter": ballot.label} | ({"by_proxy": holder} if holder is not None else {})
    return owner | urn.counted(ballot.paper)


def _grouped(ballots: Iterable[Ballot]) -> list[dict[str, Any]]:
    """Equal ballots together, so that nothing is left of who or when."""
    found = Counter((ballot.college_id or "", _written(ballot)) for ballot in ballots)
    return [
        ({"college": college} if college else {}) | json.loads(said) | {"count": count}
        for (college, said), count in sorted(found.items())
    ]


def _written(ballot: Ballot) -> str:
    return json.dumps(urn.counted(ballot.paper), ensure_ascii=False, sort_keys=True)

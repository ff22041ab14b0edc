"""A decision rule as exact facts, and everything that is wrong with one that was written badly.

Shapes and names are those of docs/counting.md; a rule comes from the `rule` of a count file (JSON)
or from a `[[decisions]]` of a social code (TOML), already parsed into a mapping.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from voting.exact import HALF
from voting.fields import Fields, Problem, ReadingError
from voting.proxy_rule import Proxies as Proxies
from voting.proxy_rule import ProxyCap as ProxyCap
from voting.proxy_rule import read_proxies
from voting.settings import (
    ADDITIONS,
    ALL_METHODS,
    BASES,
    COLLEGIAL,
    COMBINATIONS,
    CONDITION_SETTINGS,
    ELECTION_COMBINATIONS,
    KNOWN_SETTINGS,
    OPTION_SETTINGS,
    SILENCES,
)


class RuleError(ReadingError):
    """A rule that cannot be applied."""


@dataclass(frozen=True)
class Condition:
    """What is compared with what. `college` restricts it to one college, counted as one group."""

    by: str = "heads"
    threshold: Fraction = HALF
    strict: bool = True
    base: str = "expressed"
    plus_one: bool = False
    abstention: str = "out"
    blank: str = "out"
    college_threshold: Fraction = HALF
    college_strict: bool = True
    college: str | None = None

    @property
    def collegial(self) -> bool:
        """Whether colleges are counted apart and then combined."""
        return self.by in COLLEGIAL

    @property
    def weighs(self) -> bool:
        """Whether the weights of the colleges change the support."""
        return self.by in ("coefficient", "proportional", "block")


@dataclass(frozen=True)
class Requirement:
    """One quorum: either `share` of the registered, or a number of `heads`."""

    of: str
    counted: str
    share: Fraction | None = None
    heads: int | None = None
    weighted: bool = False


@dataclass(frozen=True)
class SecondCall:
    """A new vote after a missed quorum, `after_days` later, under its own `quorum`."""

    after_days: int
    quorum: tuple[Requirement, ...] = ()
    keep_ballots: bool = False


@dataclass(frozen=True)
class Rule:
    """One decision rule, every setting exact and present; `settings` keeps those of §6 as written."""

    method: str
    main: Condition = Condition()
    also: tuple[Condition, ...] = ()
    empty_college: str | None = None
    silent_college: str | None = None
    abstaining_college: str | None = None
    short_college: str | None = None
    cap: Fraction | None = None
    tied_college: str = "not-carried"
    quorum: tuple[Requirement, ...] = ()
    second_call: SecondCall | None = None
    tie: str = "rejected"
    casting_role: str | None = None
    silence: str = "not-counted"
    per_college: bool = False
    rounds_max: int | None = None
    fallback: str | None = None
    proxies: Proxies | None = None
    ballots: str = "open"
    publish: str = "counts"
    may_change: bool = True
    assisted: bool = False
    secret_minimum: int = 3
    report: str = "per-college"
    seats: int = 1
    time: Mapping[str, Any] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        return (self.main, *self.also)

    @property
    def weighs(self) -> bool:
        """Whether the weights of colleges may change the outcome."""
        return any(c.weighs for c in self.conditions) or any(r.weighted for r in self.quorum)

    @property
    def by_college(self) -> bool:
        """Whether the count needs to know the ballots of each college."""
        apart = any(c.collegial or c.college is not None for c in self.conditions)
        apart = apart or any(requirement.of != "all" for requirement in self.quorum)
        return apart or self.weighs or self.per_college or self.main.by == "seats-per-college"


def read(raw: Mapping[str, Any], path: str = "rule") -> Rule:
    """Read a rule; raise `RuleError` for the first thing that is wrong with it."""
    found: list[Problem] = []
    rule = _rule(Fields(raw, path, found))
    if found:
        raise RuleError(found[0])
    return rule


def problems(raw: Mapping[str, Any], path: str = "rule") -> list[Problem]:
    """Everything that is wrong with a rule, in the order of reading; empty when it can be applied."""
    found: list[Problem] = []
    _rule(Fields(raw, path, found))
    return found


def _rule(fields: Fields) -> Rule:
    fields.known(KNOWN_SETTINGS)
    fields.required("method")
    method = fields.choice("method", ALL_METHODS, "majority")
    main = _condition(fields, COMBINATIONS if method in ("majority", "consent") else ELECTION_COMBINATIONS)
    also = tuple(_also(inner, main) for inner in fields.tables("also"))
    if method == "majority" and any(condition.collegial for condition in (main, *also)):
        for name in SILENCES:
            fields.required(name)
    silences: dict[str, Any] = {
        name: fields.choice(name, allowed, None) for name, allowed in SILENCES.items()
    }
    return Rule(
        method=method,
        main=main,
        also=also,
        **silences,
        cap=fields.share("cap", None, positive=True),
        tied_college=fields.choice("tied_college", ("not-carried", "split"), "not-carried"),
        quorum=_quorum(fields),
        second_call=_second_call(fields),
        tie=_tie(fields, method),
        **_consent(fields),
        **_conduct(fields),
        seats=fields.whole("seats", 1, least=1),
        settings=_option_settings(fields),
    )


def _condition(fields: Fields, combinations: tuple[str, ...], given: Condition | None = None) -> Condition:
    """`given` lends what a further condition leaves unsaid about abstentions and blanks."""
    lent = given or Condition()
    threshold = fields.share("threshold", HALF)
    college_threshold = fields.share("college_threshold", HALF)
    condition = Condition(
        by=fields.choice("by", combinations, "heads"),
        threshold=threshold,
        strict=fields.flag("strict", threshold == HALF),
        base=fields.choice("base", BASES, "expressed"),
        plus_one=fields.flag("plus_one", False),
        abstention=fields.choice("abstention", ADDITIONS, lent.abstention),
        blank=fields.choice("blank", ADDITIONS, lent.blank),
        college_threshold=college_threshold,
        college_strict=fields.flag("college_strict", college_threshold == HALF),
        college=fields.text("college", None) if given else None,
    )
    if condition.plus_one and condition.by != "heads":
        fields.wrong("plus_one", "one more than half is counted by heads only")
    return condition


def _also(fields: Fields, main: Condition) -> Condition:
    fields.known(CONDITION_SETTINGS)
    condition = _condition(fields, COMBINATIONS, main)
    if condition.college is not None and condition.by != "heads":
        fields.wrong("by", "a condition on one college is counted by heads")
    return condition


def _quorum(fields: Fields) -> tuple[Requirement, ...]:
    return tuple(_requirement(inner) for inner in fields.tables("quorum"))


def _requirement(fields: Fields) -> Requirement:
    fields.known(("of", "counted", "at_least", "weighted"))
    fields.required("at_least")
    heads, share = None, None
    if isinstance(fields.raw.get("at_least"), Mapping):
        inner = fields.table("at_least")
        inner.known(("heads",))
        inner.required("heads")
        heads = inner.whole("heads", 0)
    else:
        share = fields.share("at_least", Fraction(0))
    of = fields.text("of", "all")
    weighted = fields.flag("weighted", False)
    if weighted and (of != "all" or heads is not None):
        fields.wrong("weighted", "only a share of all can be weighted by college")
    counted = fields.choice("counted", ("cast", "present", "for"), "cast")
    return Requirement(of, counted, share, heads, weighted)


def _second_call(fields: Fields) -> SecondCall | None:
    if fields.raw.get("second_call", "none") == "none":
        return None
    inner = fields.table("second_call")
    inner.known(("after_days", "quorum", "keep_ballots"))
    inner.required("after_days")
    return SecondCall(inner.whole("after_days", 0), _quorum(inner), inner.flag("keep_ballots", False))


def _tie(fields: Fields, method: str) -> str:
    first = "rejected" if method in ("majority", "consent") else "none"
    allowed = (
        (first, "casting-vote", "revote") if first == "rejected" else (first, "lot", "casting-vote", "revote")
    )
    return fields.choice("tie", allowed, first)


def _consent(fields: Fields) -> dict[str, Any]:
    return {
        "silence": fields.choice("silence", ("not-counted", "consents"), "not-counted"),
        "per_college": fields.flag("per_college", False),
        "rounds_max": fields.whole("rounds_max", None, least=1),
        "fallback": fields.text("fallback", None),
    }


def _conduct(fields: Fields) -> dict[str, Any]:
    if "time" in fields:
        fields.table("time")
        fields.no_floats("time")
    return {
        "casting_role": fields.text("casting_role", None),
        "proxies": read_proxies(fields),
        "ballots": fields.choice("ballots", ("open", "secret"), "open"),
        "publish": fields.choice("publish", ("counts", "names"), "counts"),
        "may_change": fields.flag("may_change", True),
        "assisted": fields.flag("assisted", False),
        "secret_minimum": fields.whole("secret_minimum", 3),
        "report": fields.choice("report", ("per-college", "overall-only"), "per-college"),
        "time": fields.raw.get("time", {}),
    }


def _option_settings(fields: Fields) -> Mapping[str, Any]:
    _candidacies(fields)
    names = [name for name in fields.raw if name in OPTION_SETTINGS]
    for name in names:
        fields.no_floats(name)
    return MappingProxyType({name: fields.raw[name] for name in sorted(names)})


def _candidacies(fields: Fields) -> None:
    """Settings that no count reads, and that a page must be able to keep."""
    if fields.flag("candidates", False) and fields.raw.get("method") in ("majority", "consent"):
        fields.wrong("candidates", "only a choice among options has candidates")
    for name, most in (("statement_min", 5_000), ("candidacy_days", 366)):
        if fields.whole(name, 0) > most:
            fields.wrong(name, "must be at most %(most)s", most=str(most))

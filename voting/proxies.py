"""Who may give a proxy to whom (§7 of the decision rules; precisions in docs/proxies.md). Pure.

The cap of a rule is the number of proxies one member may carry. A share is one of the registered members,
rounded down: 1/20 of 39 is 1, of 40 is 2. A rule without cap lets a member carry any number.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from governance.errors import Refusal
from voting.proxy_errors import (
    AlreadyGiven,
    AlreadyVoted,
    BeforeOpeningOnly,
    CarrierGives,
    GiverCarries,
    InstructionsTooLong,
    NobodySpeaks,
    NoInstructions,
    NoProxies,
    OnceOpenOnly,
    OtherCollege,
    OverTheCap,
    OwnProxy,
    ProxyTooLate,
)
from voting.proxy_rule import Proxies, ProxyCap

BEFORE, OPEN, CLOSED = "before", "open", "closed"
LONGEST_INSTRUCTIONS = 1_000  # characters


@dataclass(frozen=True)
class Party:
    """A member of the electorate, and where it stands: ``carries`` proxies, ``has_given`` its own.

    ``spoken_for``: somebody represents it today.
    """

    member_id: int
    name: str
    college_id: str
    carries: int = 0
    has_given: bool = False
    has_voted: bool = False
    spoken_for: bool = True


@dataclass(frozen=True)
class Given:
    """A proxy given, before it is checked again: ``principal`` and ``holder`` are members."""

    id: int
    principal: int
    holder: int


def most(cap: ProxyCap, registered: int) -> int | None:
    """How many proxies one member may carry; None where the rule sets no limit."""
    if cap.share is not None:
        return max(cap.share.numerator * registered // cap.share.denominator, cap.at_least)
    return cap.heads


def stage_refusal(terms: Proxies | None, stage: str) -> Refusal | None:
    """Why no proxy can be given at this stage, "before", "open" or "closed"."""
    if terms is None or terms.cap.heads == 0:
        return NoProxies()
    if stage == CLOSED:
        return ProxyTooLate()
    if terms.until == "opening" and stage == OPEN:
        return BeforeOpeningOnly()
    if terms.until == "closing" and stage == BEFORE:
        return OnceOpenOnly()
    return None


def giving_refusal(principal: Party) -> Refusal | None:
    """Why this member cannot give a proxy, to anybody."""
    if principal.has_given:
        return AlreadyGiven(member=principal.name)
    if principal.carries:
        return CarrierGives(member=principal.name)
    if principal.has_voted:
        return AlreadyVoted(member=principal.name)
    return None


def carrying_refusal(terms: Proxies, principal: Party, holder: Party, *, registered: int) -> Refusal | None:
    """Why this holder cannot carry the proxy of this principal."""
    if holder.member_id == principal.member_id:
        return OwnProxy()
    if terms.same_college and holder.college_id != principal.college_id:
        return OtherCollege(member=holder.name)
    if holder.has_given:
        return GiverCarries(member=holder.name)
    limit = most(terms.cap, registered)
    if limit is not None and holder.carries >= limit:
        return OverTheCap(member=holder.name, most=limit)
    if not holder.spoken_for:
        return NobodySpeaks(member=holder.name)
    return None


def instructions_refusal(terms: Proxies, instructions: str) -> Refusal | None:
    """Why these instructions cannot go with a proxy."""
    if instructions and not terms.instructions:
        return NoInstructions()
    if len(instructions) > LONGEST_INSTRUCTIONS:
        return InstructionsTooLong(most=LONGEST_INSTRUCTIONS)
    return None


def kept(
    terms: Proxies | None, given: Sequence[Given], electorate: Sequence[Party], *, registered: int
) -> list[Given]:
    """Those of the proxies given before opening that hold when the vote opens, taken in the order given.

    The electorate or the rule may have changed since. Who is no longer registered neither gives nor carries.
    ``electorate`` holds nobody's proxies yet.
    """
    if stage_refusal(terms, BEFORE) is not None or terms is None:
        return []
    college = {party.member_id: party.college_id for party in electorate}
    givers: set[int] = set()
    carried: dict[int, int] = {}
    found = []
    for each in given:
        if each.principal not in college or each.holder not in college:
            continue
        principal, holder = (
            Party(id_, "", college[id_], carries=carried.get(id_, 0), has_given=id_ in givers)
            for id_ in (each.principal, each.holder)
        )
        if giving_refusal(principal) or carrying_refusal(terms, principal, holder, registered=registered):
            continue
        givers.add(each.principal)
        carried[each.holder] = carried.get(each.holder, 0) + 1
        found.append(each)
    return found

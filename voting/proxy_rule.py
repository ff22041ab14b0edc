"""What a rule says of proxies (§7 of the decision rules)."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from voting.fields import Fields


@dataclass(frozen=True)
class ProxyCap:
    """How many proxies one holder may carry: `heads`, or `share` of the registered and `at_least` so many."""

    heads: int | None = None
    share: Fraction | None = None
    at_least: int = 0


@dataclass(frozen=True)
class Proxies:
    """Until when proxies may be given, and whether they stay within a college or come with instructions."""

    cap: ProxyCap
    same_college: bool = False
    until: str = "closing"
    instructions: bool = True


def read_proxies(fields: Fields) -> Proxies | None:
    """The `proxies` of a rule; None where it allows none."""
    if fields.raw.get("proxies", "none") == "none":
        return None
    inner = fields.table("proxies")
    inner.known(("max", "same_college", "until", "instructions"))
    return Proxies(
        cap=_proxy_cap(inner),
        same_college=inner.flag("same_college", False),
        until=inner.choice("until", ("opening", "closing"), "closing"),
        instructions=inner.flag("instructions", True),
    )


def _proxy_cap(fields: Fields) -> ProxyCap:
    if not isinstance(fields.raw.get("max"), Mapping):
        return ProxyCap(heads=fields.whole("max", None))
    inner = fields.table("max")
    inner.known(("share", "at_least"))
    inner.required("share")
    return ProxyCap(share=inner.share("share", Fraction(0)), at_least=inner.whole("at_least", 0))

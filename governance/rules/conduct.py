"""How a decision is conducted, in plain sentences: consent and its way out, secrecy, proxies, times."""

from collections.abc import Iterator

from governance.rules import spoken
from governance.rules.parts import Decision, SocialCode
from governance.rules.phrases import say
from governance.rules.references import ASSEMBLY, POSTPONED, REJECTED
from voting.rule import Proxies, Rule


def consent(rule: Rule, code: SocialCode, lang: str) -> Iterator[str]:
    """Adoption without objection, silence, rounds, and the written way out."""
    yield say(lang, "consent")
    yield say(lang, "consent.concern")
    yield say(lang, f"silence.{rule.silence}")
    if rule.per_college:
        yield say(lang, "per_college")
    yield _rounds(rule.rounds_max, lang)
    yield say(lang, "fallback", then=way_out(rule.fallback or REJECTED, code, lang))


def ballots(rule: Rule, lang: str) -> Iterator[str]:
    """Who sees what, and whether a ballot may be replaced."""
    yield say(lang, "secret") if rule.ballots == "secret" else say(lang, f"open.{rule.publish}")
    yield say(lang, f"report.{rule.report}")
    if rule.ballots == "secret" and rule.report == "per-college" and rule.secret_minimum:
        key = "secret.minimum.one" if rule.secret_minimum == 1 else "secret.minimum"
        yield say(lang, key, number=rule.secret_minimum)
    yield say(lang, "may_change.yes" if rule.may_change else "may_change.no")
    if rule.assisted:
        yield say(lang, "assisted")


def proxies(given: Proxies | None, lang: str) -> Iterator[str]:
    """How many proxies a member may carry, from whom, until when."""
    if given is None or given.cap.heads == 0:
        yield say(lang, "proxies.none")
        return
    college = say(lang, "proxies.same_college" if given.same_college else "proxies.any_college")
    yield _cap(given, college, lang)
    until = say(lang, f"proxies.until.{given.until}")
    yield until + say(lang, "proxies.instructions" if given.instructions else "proxies.no_instructions")


def times(decision: Decision, lang: str) -> Iterator[str]:
    """How long one debates, then votes."""
    what = say(lang, "time.round" if decision.method == "consent" else "time.vote")
    vote = spoken.duration(decision.vote, lang)
    if decision.debate:
        yield say(lang, "time", debate=spoken.duration(decision.debate, lang), Vote=what, vote=vote)
    else:
        yield say(lang, "time.at_once", Vote=what, vote=vote)


def _rounds(most: int | None, lang: str) -> str:
    if most is None:
        return say(lang, "rounds.free")
    if most == 1:
        return say(lang, "rounds.one")
    return say(lang, "rounds.many", Number=spoken.number(most, lang).capitalize())


def way_out(target: str, code: SocialCode, lang: str) -> str:
    """What follows a consent that was not found in its rounds, as the end of a sentence."""
    for decision in code.decisions:
        if decision.id == target:
            return say(lang, "fallback.decision", name=decision.name)
    for circle in code.circles:
        if circle.id == target:
            return say(lang, "fallback.circle", name=circle.name)
    return say(lang, f"fallback.{target if target in (ASSEMBLY, POSTPONED) else REJECTED}")


def _cap(proxies: Proxies, college: str, lang: str) -> str:
    cap = proxies.cap
    if cap.share is not None:
        key = "proxies.share.least" if cap.at_least else "proxies.share"
        return say(lang, key, share=spoken.share(cap.share, lang), number=cap.at_least, college=college)
    if cap.heads is None:
        return say(lang, "proxies.free", college=college)
    if cap.heads == 1:
        return say(lang, "proxies.one", college=college)
    return say(lang, "proxies.many", number=cap.heads, college=college)

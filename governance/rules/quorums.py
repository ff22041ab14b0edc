"""The quorum of a rule in plain sentences, and what follows when it is missed."""

from collections.abc import Iterator

from governance.rules import spoken
from governance.rules.parts import SocialCode
from governance.rules.phrases import say
from voting.rule import Requirement, Rule


def quorum_sentences(rule: Rule, code: SocialCode, lang: str) -> Iterator[str]:
    """One sentence for each requirement, then what a missed quorum leads to."""
    if not rule.quorum:
        yield say(lang, "quorum.none")
        return
    for requirement in rule.quorum:
        yield say(lang, "quorum", needs=_needs(requirement, rule, code, lang))
    yield _missed(rule, code, lang)


def _needs(requirement: Requirement, rule: Rule, code: SocialCode, lang: str) -> str:
    counted = _counted(requirement, rule)
    if requirement.weighted and requirement.share is not None:
        they = say(lang, f"they.{counted}")
        return say(lang, "needs.weighted", do=they, share=spoken.share(requirement.share, lang))
    do = say(lang, f"do.{counted}")
    if counted == "present" and requirement.heads == 1:
        do = say(lang, "do.present.one")
    who = _who(requirement, lang)
    if requirement.of in ("all", "each-college"):
        return say(lang, f"needs.{requirement.of}", who=who, do=do)
    return say(lang, "needs.college", who=who, do=do, college=code.college(requirement.of).name)


def _counted(requirement: Requirement, rule: Rule) -> str:
    """In a consent one speaks rather than votes."""
    if rule.method == "consent":
        return {"cast": "position", "for": "consent"}.get(requirement.counted, requirement.counted)
    return requirement.counted


def _who(requirement: Requirement, lang: str) -> str:
    if requirement.heads is not None:
        if requirement.heads == 1:
            return say(lang, "who.heads.one")
        return say(lang, "who.heads.many", number=requirement.heads)
    if requirement.share is None or requirement.share == 1:
        return say(lang, "who.whole")
    return say(lang, "who.share", share=spoken.share(requirement.share, lang))


def _missed(rule: Rule, code: SocialCode, lang: str) -> str:
    second = rule.second_call
    if second is None:
        return say(lang, "missed")
    when = say(lang, "second.same_day")
    if second.after_days:
        when = say(lang, "second.after", days=spoken.quantity(second.after_days, "days", lang))
    quorum = say(lang, "second.without")
    if second.quorum:
        needs = spoken.enumerated([_needs(each, rule, code, lang) for each in second.quorum], lang)
        quorum = say(lang, "second.with", needs=needs)
    ballots = say(lang, "second.keep" if second.keep_ballots else "second.anew")
    return say(lang, "second_call", when=when, quorum=quorum, ballots=ballots)

"""A decision rule in plain sentences, in French and in English: every setting of it, and nothing else.

Pages, published files and frozen votes all show these sentences; they are made from the rule, never typed.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import gcd, lcm

from governance.rules import choosing, conduct, process, spoken
from governance.rules.parts import Decision, SocialCode
from governance.rules.phrases import say
from governance.rules.quorums import quorum_sentences
from voting.exact import HALF
from voting.rule import Condition, Rule
from voting.settings import SILENCES


def sentences(decision: Decision, code: SocialCode, lang: str) -> list[str]:
    """The rule of ``decision`` in ``lang`` ("fr" or "en"), a sentence or two in each item.

    ``code`` gives the colleges with their weights, and the names of roles, circles and other decisions.
    """
    return [sentence for _, said in topics(decision, code, lang) for sentence in said]


def topics(decision: Decision, code: SocialCode, lang: str) -> list[tuple[str, list[str]]]:
    """The same sentences by topic: rule, quorum, silences, tie, ballots, proxies, time, process."""
    rule = decision.rule
    majority = decision.method == "majority"
    said: dict[str, Iterable[str]] = {
        "rule": _rule(decision, code, lang),
        "quorum": quorum_sentences(rule, code, lang),
        "silences": _silences(rule, lang) if majority else (),
        "tie": _tie(rule, code, lang) if majority else (),
        "ballots": conduct.ballots(rule, lang),
        "proxies": conduct.proxies(rule.proxies, lang),
        "time": conduct.times(decision, lang),
        "process": process.sentences(decision, code, lang),
    }
    found = ((topic, list(words)) for topic, words in said.items())
    return [(topic, words) for topic, words in found if words]


def both(decision: Decision, code: SocialCode) -> dict[str, list[str]]:
    """The sentences in each language, as frozen votes and published files carry them."""
    return {lang: sentences(decision, code, lang) for lang in spoken.LANGUAGES}


def weights(code: SocialCode, lang: str) -> str:
    """ "Lieux 2/5, Coopératives 2/5 et Acteurs publics 1/5": the share of each college in the whole."""
    shares = code.shares()
    return spoken.enumerated([f"{college.name} {shares[college.id]}" for college in code.colleges], lang)


def _rule(decision: Decision, code: SocialCode, lang: str) -> Iterator[str]:
    if decision.method == "majority":
        return _majority(decision.rule, code, lang)
    if decision.method == "consent":
        return conduct.consent(decision.rule, code, lang)
    return choosing.sentences(decision.rule, code, lang, _coefficients(code, lang))


def _majority(rule: Rule, code: SocialCode, lang: str) -> Iterator[str]:
    yield from _main(rule, code, lang)
    yield say(lang, f"abstention.{rule.main.abstention}")
    yield say(lang, f"blank.{rule.main.blank}")
    for condition in rule.also:
        yield _also(condition, rule, code, lang)


def _main(rule: Rule, code: SocialCode, lang: str) -> Iterator[str]:
    main = rule.main
    base = say(lang, f"base.{main.base}")
    if not main.collegial:
        yield say(lang, main.by, base=base, weights=_coefficients(code, lang))
        yield say(lang, "adopted.share", passes=_passes(main, lang))
        return
    yield say(lang, "apart", base=base)
    if main.by == "proportional":
        yield say(lang, "proportional", weights=weights(code, lang))
    else:
        yield say(lang, "favourable", passes=_college_passes(main, lang))
        if main.college_strict and (main.college_threshold == HALF or rule.tied_college == "split"):
            yield say(lang, f"tied_college.{rule.tied_college}")
    if main.by == "block":
        yield say(lang, "block", weights=weights(code, lang))
    if main.by in ("proportional", "block") and rule.cap is not None:
        yield say(lang, "cap", share=spoken.share(rule.cap, lang))
    adopted = {"every": "adopted.every", "most": "adopted.most"}.get(main.by, "adopted.total")
    yield say(lang, adopted, passes=_passes(main, lang))


def _also(condition: Condition, rule: Rule, code: SocialCode, lang: str) -> str:
    facts = {
        "base": say(lang, f"base.{condition.base}"),
        "pass": _passes(condition, lang, "to_"),
        "passes": _college_passes(condition, lang),
        "weights": _coefficients(code, lang) if condition.by == "coefficient" else weights(code, lang),
    }
    if condition.college is not None:
        words = say(lang, "also.college", college=code.college(condition.college).name, **facts)
    else:
        words = say(lang, f"also.{condition.by}", **facts)
    changed = [
        say(lang, f"{name}.{getattr(condition, name)}")
        for name in ("abstention", "blank")
        if getattr(condition, name) != getattr(rule.main, name)
    ]
    return " ".join([words, *changed])


def _passes(condition: Condition, lang: str, form: str = "") -> str:
    if condition.plus_one:
        return say(lang, f"{form}plus_one", share=spoken.share(condition.threshold, lang))
    return _threshold(condition.threshold, condition.strict, lang, form)


def _college_passes(condition: Condition, lang: str) -> str:
    return _threshold(condition.college_threshold, condition.college_strict, lang)


def _threshold(threshold: Fraction, strict: bool, lang: str, form: str = "") -> str:
    if threshold == 1 and not strict:
        return say(lang, f"{form}reach.whole")
    return say(lang, form + ("over" if strict else "reach"), share=spoken.share(threshold, lang))


def _coefficients(code: SocialCode, lang: str) -> str:
    """The weights as the smallest whole numbers in the same proportions: how many times a ballot counts."""
    values = [college.weight for college in code.colleges]
    scale = Fraction(lcm(*(w.denominator for w in values)), 1)
    times = [int(w * scale) for w in values]
    least = gcd(*times)
    names = [college.name for college in code.colleges]
    return spoken.enumerated([f"{name} {n // least}" for name, n in zip(names, times, strict=True)], lang)


def _silences(rule: Rule, lang: str) -> Iterator[str]:
    """What becomes of a college that does not speak; of one short of its quorum, where it has one."""
    if not any(condition.collegial for condition in rule.conditions):
        return
    weighs = any(condition.by in ("proportional", "block") for condition in rule.conditions)
    has_own = any(requirement.of != "all" for requirement in rule.quorum)
    for name in SILENCES:
        treatment = getattr(rule, name)
        if name != "short_college" or has_own:
            yield say(lang, name, treated=say(lang, _treatment(treatment, weighs)))


def _treatment(treatment: str, weighs: bool) -> str:
    if treatment == "excluded":
        return "excluded.weights" if weighs else "excluded.equal"
    if treatment == "shared-equally":
        return "shared-equally.weights" if weighs else "excluded.equal"
    return "heads.empty" if treatment == "heads" else treatment


def _tie(rule: Rule, code: SocialCode, lang: str) -> Iterator[str]:
    main = rule.main
    if main.strict and main.threshold == HALF and main.by != "every":
        role = code.role(rule.casting_role).name if rule.casting_role else ""
        yield say(lang, f"tie.{rule.tie}", role=role)

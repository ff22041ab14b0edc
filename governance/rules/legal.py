"""What the law asks of the declared legal form, and what power the rules give to one college.

Warnings, never refusals: a network may know better than a program, and statutes are judged by people.
"""

from collections.abc import Iterator
from fractions import Fraction

from governance.errors import N_
from governance.rules.parts import College, Decision, SocialCode
from governance.rules.power import power
from voting.fields import Problem
from voting.rule import Proxies

LONGEST_TERM = 72  # months: six years
COOPERATIVES = ("scic", "scop")


def warnings(code: SocialCode) -> list[Problem]:
    """Every doubt about ``code``: those of its legal form, then those of each decision."""
    forms = {"scic": _scic, "scop": _scop, "gip": _gip}
    found = list(forms[code.legal_form](code)) if code.legal_form in forms else []
    if code.legal_form in COOPERATIVES:
        found += _terms(code)
    for position, decision in enumerate(code.decisions):
        if decision.method == "majority":
            found += _reach(decision, f"decisions[{position}]")
            found += _power(code, decision, f"decisions[{position}]")
    return found


def _scic(code: SocialCode) -> Iterator[Problem]:
    """Law 47-1775 of 10 September 1947, art. 19 septies and 19 octies."""
    if len(code.colleges) < 3:
        yield Problem(
            "colleges",
            N_(
                "a SCIC has at least three categories of members, and at least three colleges when it votes "
                "by college (law 47-1775, art. 19 septies and 19 octies); here: %(number)s"
            ),
            {"number": str(len(code.colleges))},
        )
    for position, (college, share) in enumerate(_weighed(code)):
        if not Fraction(1, 10) <= share <= Fraction(1, 2):
            yield Problem(
                f"colleges[{position}].weight",
                N_(
                    "in a SCIC each college has from 10 %% to 50 %% of the votes (law 47-1775, art. 19 "
                    "octies); %(college)s has %(share)s"
                ),
                {"college": college.name, "share": str(share)},
            )


def _scop(code: SocialCode) -> Iterator[Problem]:
    for position, decision in enumerate(code.decisions):
        proxies = decision.rule.proxies
        if proxies is not None and not _lawful(proxies):
            yield Problem(
                f"decisions[{position}].proxies",
                N_(
                    "in a SCOP one holder carries at the most one proxy below twenty members, then one "
                    'twentieth of them: write max = { share = "1/20", at_least = 1 }'
                ),
            )


def _lawful(proxies: Proxies) -> bool:
    cap = proxies.cap
    if cap.heads is not None:
        return cap.heads <= 1
    return cap.share is not None and cap.share <= Fraction(1, 20) and cap.at_least <= 1


def _gip(code: SocialCode) -> Iterator[Problem]:
    """Law 2011-525 of 17 May 2011, art. 103."""
    public = sum((share for college, share in _weighed(code) if college.public), Fraction(0))
    if public <= Fraction(1, 2):
        yield Problem(
            "colleges",
            N_(
                "in a GIP public members hold more than half of the votes (law 2011-525, art. 103); the "
                "colleges marked public = true have %(share)s"
            ),
            {"share": str(public)},
        )


def _terms(code: SocialCode) -> Iterator[Problem]:
    for position, role in enumerate(code.roles):
        if role.term_months > LONGEST_TERM:
            yield Problem(
                f"roles[{position}].term_months",
                N_("in a cooperative nobody is appointed for more than six years; here %(months)s months"),
                {"months": str(role.term_months)},
            )


def _weighed(code: SocialCode) -> list[tuple[College, Fraction]]:
    shares = code.shares()
    return [(college, shares[college.id]) for college in code.colleges]


def _reach(decision: Decision, path: str) -> Iterator[Problem]:
    """Thresholds that nobody can miss, or that nobody can reach."""
    for condition in decision.rule.conditions:
        if condition.threshold == 1 and (condition.strict or condition.plus_one):
            yield Problem(
                f"{path}.threshold",
                N_("“%(decision)s” can never be adopted: even unanimity is not more than the whole"),
                {"decision": decision.name},
            )
        elif condition.threshold == 0 and not condition.strict and not condition.plus_one:
            yield Problem(
                f"{path}.threshold",
                N_("“%(decision)s” is adopted even when everybody is against: the threshold is nothing"),
                {"decision": decision.name},
            )


def _power(code: SocialCode, decision: Decision, path: str) -> Iterator[Problem]:
    shares = code.shares()
    found = power(decision.rule, shares)
    sentences = {
        N_("“%(decision)s”: one college alone is enough to adopt: %(colleges)s"): found.adopts,
        N_("“%(decision)s”: one college alone can prevent adoption: %(colleges)s"): found.refuses,
        N_("“%(decision)s”: this college never changes the outcome: %(colleges)s"): found.idle,
        N_(
            "“%(decision)s”: one college stops the decision by staying away: %(colleges)s"
        ): found.silence_stops,
    }
    for sentence, ids in sentences.items():
        if ids:
            colleges = ", ".join(f"{code.college(id).name} ({shares[id]})" for id in ids)
            yield Problem(f"{path}.by", sentence, {"decision": decision.name, "colleges": colleges})

"""Why a vote was decided so, in one sentence per language and as the terms of its formula.

Everything is read from the `result/1` object and the rule; nothing is counted again.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from voting import explain_consent, explain_majority
from voting.exact import HALF
from voting.explain_majority import favour_and_base
from voting.rule import Rule
from voting.wording import ENGLISH, FRENCH

Result = Mapping[str, Any]


def sentences(result: Result, rule: Rule) -> dict[str, str]:
    """{"fr": …, "en": …} for a majority or consent vote: the outcome, by how much, why, and the quorum."""
    told = explain_consent.sentence if rule.method == "consent" else explain_majority.sentence
    return {words.code: told(words, result, rule) for words in (FRENCH, ENGLISH)}


def formula(result: Result, rule: Rule) -> dict[str, Any]:
    """The comparison of a for/against vote, to draw: Σ weight × numer/denom = support against threshold.

    `terms`: one {"id", "name", "weight", "numer", "denom", "value"} per college that counts; a single one
    with id None when everybody is one group; none where nothing was compared. `weight` and `value` are exact
    strings. For `proportional` and `heads` numer/denom are ballots; for `block`, `every` and `most` they are
    1/1, 0/1 or 1/2, and for the last two the weight is 1/n. `sign` is ">" or ">=".
    """
    by = result.get("counted_by", rule.main.by)
    return {
        "by": by,
        "terms": _terms(result, rule, by) if result["support"] is not None else [],
        "support": result["support"],
        "sign": ">" if rule.main.strict and by != "every" else ">=",
        "threshold": "1" if by == "every" else result["threshold"],
    }


def _terms(result: Result, rule: Rule, by: str) -> list[dict[str, Any]]:
    if by == "heads":
        return [_term({"id": None}, Fraction(1), *favour_and_base(result["totals"]))]
    if by == "coefficient":
        support = Fraction(result["support"])
        return [_term({"id": None}, Fraction(1), support.numerator, support.denominator)]
    counted = [row for row in result["colleges"] if row["counted"]]
    weights = [
        Fraction(1, len(counted)) if by in ("every", "most") else Fraction(r["weight"]) for r in counted
    ]
    return [_term(row, w, *_ratio(row, rule, by)) for row, w in zip(counted, weights, strict=True)]


def _ratio(row: Result, rule: Rule, by: str) -> tuple[int, int]:
    favour, base = favour_and_base(row)
    if by == "proportional":
        return (0, base or 1) if "treated" in row else (favour, base)
    if row["carried"]:
        return 1, 1
    on_the_line = rule.main.college_strict and Fraction(favour, base or 1) == rule.main.college_threshold
    if by == "block" and on_the_line and rule.tied_college == "split" and "treated" not in row:
        return HALF.as_integer_ratio()
    return 0, 1


def _term(row: Result, weight: Fraction, numer: int, denom: int) -> dict[str, Any]:
    value = str(weight * Fraction(numer, denom))
    name = row.get("name")
    return {
        "id": row["id"],
        "name": name,
        "weight": str(weight),
        "numer": numer,
        "denom": denom,
        "value": value,
    }

"""The sentence of a for/against vote: the measure, the threshold, what decided, and the quorum."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

from voting import explain_quorum
from voting.exact import HALF
from voting.rule import Condition, Rule
from voting.wording import Language

Row = Mapping[str, Any]
NAMED_THRESHOLDS = ("2/3", "3/4")


def sentence(words: Language, result: Row, rule: Rule) -> str:
    """One sentence in one language, read from the result and its rule."""
    return _Account(words, result, rule).sentence()


def favour_and_base(row: Row) -> tuple[int, int]:
    """The two numbers of ballots whose ratio is the support of a college's row, or of the totals."""
    added = row.get("added", {"for": 0, "against": 0})
    favour = row["for"] + added["for"]
    return favour, row.get("base", favour + row["against"] + added["against"])


def names(words: Language, rows: list[Row]) -> str:
    """The names of colleges, or their identifiers where the file gives no name."""
    return words.listed([row.get("name", row["id"]) for row in rows])


@dataclass(frozen=True)
class _Account:
    words: Language
    result: Row
    rule: Rule

    @property
    def by(self) -> str:
        return str(self.result.get("counted_by", self.rule.main.by))

    @property
    def counted(self) -> list[Row]:
        return [row for row in self.result.get("colleges", ()) if row["counted"]]

    def sentence(self) -> str:
        outcome, reason = self.result["outcome"], self.result.get("reason")
        start = self.words.say(outcome)
        if outcome == "no-quorum":
            return self.words.sentence(start, *explain_quorum.missed(self.words, self.result["quorum"]))
        quorum = explain_quorum.met(self.words, self.result["quorum"])
        if outcome == "void":
            return self.words.sentence(start, self.words.say(str(reason)), quorum)
        if outcome == "postponed":
            return self.words.sentence(start, self.postponed(), quorum)
        if reason == "casting-vote":
            start = self.words.say("by-casting-vote", outcome=start)
        return self.words.sentence(start, self.decided(), *self.notes(), quorum)

    def decided(self) -> str:
        """The comparison and what decided it."""
        reason = self.result.get("reason")
        untold_tie = reason in ("tie", "casting-vote") and self.result["outcome"] != "tied"
        clauses = [self.words.say("tie")] if untold_tie else []
        clauses += [self.measure(), "" if self.by == "every" else threshold(self.words, self.rule.main)]
        if reason == "threshold":
            clauses += [self.short(), self.blocked()]
        elif reason == "tie" and self.result["outcome"] == "tied":
            clauses.append(self.words.say("revote" if self.rule.tie == "revote" else "casting-vote-awaited"))
        return ", ".join(clause for clause in clauses if clause)

    def measure(self) -> str:
        words, support = self.words, Fraction(self.result["support"])
        percent = words.percent(support, self.rule.main.threshold)
        if self.by == "heads":
            favour, base = favour_and_base(self.result["totals"])
            return words.say("heads", favour, base=words.say(self.rule.main.base, base), percent=percent)
        if self.by in ("every", "most"):
            carried = sum(row["carried"] for row in self.counted)
            return words.say(self.by, carried, of=words.number(len(self.counted)), percent=percent)
        return words.say(self.by, share=str(support), percent=percent)

    def short(self) -> str:
        """How far from the threshold: votes on the same base, colleges, or points rounded up."""
        words, condition = self.words, self.rule.main
        if self.by == "every":
            return ""
        if self.by == "heads":
            favour, base = favour_and_base(self.result["totals"])
            return words.say("votes-short", votes_needed(condition, base) - favour)
        if self.by == "most":
            carried = sum(row["carried"] for row in self.counted)
            return words.say("colleges-short", votes_needed(condition, len(self.counted)) - carried)
        missing = ceil((condition.threshold - Fraction(self.result["support"])) * 1000)
        plural = missing >= 20 if words.french else missing != 10
        return words.say("points-short", 2 if plural else 1, points=words.tenths(missing))

    def blocked(self) -> str:
        if self.by not in ("block", "every", "most"):
            return ""
        against = [row for row in self.counted if not row["carried"]]
        details = [self.against(row) for row in against]
        return self.words.say("blocked-by", len(against), list=self.words.listed(details))

    def against(self, row: Row) -> str:
        name = row.get("name", row["id"])
        if "case" in row:
            return f"{name} ({self.words.say(row['case'])})"
        favour, base = favour_and_base(row)
        if self.rule.main.base != "expressed":
            what = self.words.say("for-of", favour, base=self.words.say(self.rule.main.base, base))
        else:
            number = self.words.number
            what = self.words.say("for-against", favour=number(favour), against=number(base - favour))
        return f"{name} ({what})"

    def postponed(self) -> str:
        rows = [row for row in self.result.get("colleges", ()) if row.get("treated") == "blocks"]
        if not rows:
            return self.words.say("silence-suspends")
        details = [f"{row.get('name', row['id'])} ({self.words.say(row['case'])})" for row in rows]
        return self.words.say("postponed-by", len(rows), list=self.words.listed(details))

    def also_failed(self) -> str:
        words = self.words
        position, row = next((n, row) for n, row in enumerate(self.result["also"]) if not row["passed"])
        if row["support"] is None:
            return words.say("also-failed", what=words.say("also-nothing"))
        condition, share = self.rule.also[position], Fraction(row["support"])
        percent = words.percent(share, condition.threshold)
        if condition.college is not None:
            rows = [inner for inner in self.result["colleges"] if inner["id"] == condition.college]
            what = words.say("also-college", name=names(words, rows), share=str(share), percent=percent)
        else:
            what = words.say(f"also-{row['by']}", share=str(share), percent=percent)
        limit = "" if row.get("by") == "every" else f", {threshold(words, condition)}"
        return words.say("also-failed", what=f"{what}{limit}")

    def notes(self) -> list[str]:
        """What a reader could not guess: colleges treated apart, further conditions."""
        found = [self.also_failed()] if self.result.get("reason") == "also" else []
        if "counted_by" in self.result:
            found.append(self.words.say("too-few-colleges"))
        else:
            found += [self.treated(row) for row in self.result.get("colleges", ()) if "treated" in row]
        if self.result["outcome"] == "adopted" and self.result.get("also"):
            found.append(self.words.say("also-met", len(self.result["also"])))
        return found

    def treated(self, row: Row) -> str:
        words = self.words
        what = f"{words.say(row['case'])}, {words.say(row['treated'])}"
        return words.say("in-college", name=row.get("name", row["id"]), what=what)


def threshold(words: Language, condition: Condition) -> str:
    """ "more than half required", "at least two thirds required", "at least 3/5 (60%) required"."""
    limit = condition.threshold
    share = str(limit)
    if condition.plus_one:
        return words.say("half-plus-one") if limit == HALF else words.say("share-plus-one", share=share)
    if limit == HALF:
        return words.say("more-than-half" if condition.strict else "half")
    side = "more-than" if condition.strict else "at-least"
    if share in NAMED_THRESHOLDS:
        return words.say(f"{side}-{share}")
    return words.say(side, share=share, percent=words.percent(limit))


def votes_needed(condition: Condition, base: int) -> int:
    """The smallest number of votes (or colleges) that passes on this base."""
    exact = condition.threshold * base
    if condition.plus_one:
        return ceil(exact + 1)
    return floor(exact) + 1 if condition.strict else ceil(exact)

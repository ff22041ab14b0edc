"""A second count of for/against votes, slow and naive, written from the rules by lining up every voter.

It shares no code with `voting`: voters are put in a room one by one and asked; shares are found by trying
candidates; exact numbers are pairs compared by cross-multiplication through `fractions` only.
"""

from fractions import Fraction as F
from typing import Any

Voter = tuple[str | None, str | None]  # college, what they put in the urn (None: nothing)


def opinion(document: dict[str, Any]) -> tuple[str, str | None, F | None]:
    """(outcome, reason of a rejection by `also`/tie or None, support) of a count file given by numbers."""
    return _Room(document).decide()


class _Room:
    def __init__(self, document: dict[str, Any]) -> None:
        self.rule = document["rule"]
        self.casting = document.get("casting_vote")
        self.colleges = document.get("colleges", [])
        self.weight = {c["id"]: F(c["weight"]) for c in self.colleges}
        self.voters: list[Voter] = []
        urn: dict[str | None, list[str]] = {}
        for line in document["ballots"]:
            urn.setdefault(line.get("college"), []).extend([line["choice"]] * line["count"])
        sizes = {c["id"]: c["registered"] for c in self.colleges} or {None: document["registered"]}
        for college, size in sizes.items():
            papers = urn.get(college, [])
            self.voters += [(college, papers[n] if n < len(papers) else None) for n in range(size)]
        self.present = {c["id"]: c["present"] for c in self.colleges if "present" in c}
        if "present" in document:
            self.present[None] = document["present"]

    def members(self, college: str | None) -> list[Voter]:
        return [voter for voter in self.voters if voter[0] == college]

    # One ballot at a time -------------------------------------------------------------------------

    def sides(self, voters: list[Voter], abstention: str, blank: str) -> list[str]:
        """What each paper says once abstentions and blanks have been placed."""
        said = []
        for _, paper in voters:
            if paper == "abstain" and abstention != "out":
                paper = abstention
            elif paper == "blank" and blank != "out":
                paper = blank
            said.append(paper or "nothing")
        return said

    def ratio(self, voters: list[Voter], how: dict[str, Any], here: int | None) -> tuple[int, int]:
        abstention = how.get("abstention", self.rule.get("abstention", "out"))
        blank = how.get("blank", self.rule.get("blank", "out"))
        said = self.sides(voters, abstention, blank)
        base = how.get("base", "expressed")
        cast = [paper for _, paper in voters if paper is not None]
        if base == "registered":
            below = len(voters)
        elif base == "cast":
            below = len(cast)
        elif base == "present":
            below = len(cast) if here is None else here
        else:
            kept = {"for", "against", "blank"} if base == "expressed-and-blank" else {"for", "against"}
            below = len([side for side in said if side in kept])
        return said.count("for"), below

    def here(self, college: str | None) -> int | None:
        return self.present.get(college)

    def everybody_here(self) -> int | None:
        if not self.colleges:
            return self.present.get(None)
        total = 0
        for c in self.colleges:
            said = self.here(c["id"])
            total += len([v for v in self.members(c["id"]) if v[1] is not None]) if said is None else said
        return total

    # Quorum ---------------------------------------------------------------------------------------

    def number(self, voters: list[Voter], counted: str, here: int | None) -> int:
        if counted == "for":
            return self.ratio(voters, self.rule, here)[0]
        cast = len([v for v in voters if v[1] is not None])
        return here if counted == "present" and here is not None else cast

    def enough(self, number: int, size: int, at_least: Any) -> bool:
        if isinstance(at_least, dict):
            return number >= at_least["heads"]
        return F(number) >= F(at_least) * size

    def quorum(self) -> tuple[bool, set[str]]:
        short: set[str] = set()
        stopped = False
        tolerant = self.rule["by"] in ("proportional", "block", "every", "most")
        tolerant = tolerant and self.rule["short_college"] != "no-quorum"
        for wanted in self.rule.get("quorum", []):
            of, counted = wanted.get("of", "all"), wanted.get("counted", "cast")
            if of == "all" and wanted.get("weighted"):
                parts = [
                    (
                        self.weight[c["id"]],
                        self.number(self.members(c["id"]), counted, self.here(c["id"])),
                        c["registered"],
                    )
                    for c in self.colleges
                    if c["registered"] > 0
                ]
                whole = sum((w for w, _, _ in parts), F(0))
                if sum((w * F(n, r) for w, n, r in parts), F(0)) < F(wanted["at_least"]) * whole:
                    stopped = True
            elif of == "all":
                number = self.number(self.voters, counted, self.everybody_here())
                stopped = stopped or not self.enough(number, len(self.voters), wanted["at_least"])
            else:
                for c in self.colleges:
                    if of in ("each-college", c["id"]):
                        voters = self.members(c["id"])
                        number = self.number(voters, counted, self.here(c["id"]))
                        if not self.enough(number, len(voters), wanted["at_least"]):
                            short.add(c["id"])
                            stopped = stopped or not tolerant
        return stopped, short

    # Colleges -------------------------------------------------------------------------------------

    def over(self, support: F, threshold: Any, strict: bool | None) -> bool:
        limit = F(threshold)
        if strict is None:
            strict = limit == F(1, 2)
        return support > limit or (not strict and support == limit)

    def evaluate(self, how: dict[str, Any], short: set[str]) -> tuple[str, F | None]:
        """("pass" | "tie" | "fail" | "postponed" | "void", support)."""
        by, threshold, strict = how.get("by", "heads"), how.get("threshold", "1/2"), how.get("strict")
        if "college" in how:
            return self.group(self.members(how["college"]), how, self.here(how["college"]))
        if by == "heads":
            return self.group(self.voters, how, self.everybody_here())
        if by == "coefficient":
            above = below = F(0)
            for c in self.colleges:
                up, down = self.ratio(self.members(c["id"]), how, self.here(c["id"]))
                above, below = above + self.weight[c["id"]] * up, below + self.weight[c["id"]] * down
            return self.verdict(above / below, threshold, strict) if below else ("void", None)
        fate = {c["id"]: self.fate(c["id"], how, short) for c in self.colleges}
        if "blocks" in fate.values():
            return "postponed", None
        peopled = [c for c in self.colleges if c["registered"]]
        if self.rule["empty_college"] == "heads" and len(peopled) < 3:
            return self.group(self.voters, how, self.everybody_here())
        counting = [c["id"] for c in self.colleges if fate[c["id"]] in ("counts", "against")]
        if not counting:
            return "void", None
        support: dict[str, F] = {}
        worth: dict[str, F] = {}
        for name in counting:
            up, down = self.ratio(self.members(name), how, self.here(name))
            support[name] = F(0) if fate[name] == "against" else F(up, down)
            carries = self.over(support[name], how.get("college_threshold", "1/2"), how.get("college_strict"))
            worth[name] = F(1) if carries and fate[name] == "counts" else F(0)
            college_limit = F(how.get("college_threshold", "1/2"))
            is_strict = how.get("college_strict", college_limit == F(1, 2))
            split = self.rule.get("tied_college") == "split" and by == "block"
            if fate[name] == "counts" and split and is_strict and support[name] == college_limit:
                worth[name] = F(1, 2)
        if by == "every":
            return ("pass" if all(worth.values()) else "fail"), F(
                len([w for w in worth.values() if w]), len(worth)
            )
        if by == "most":
            return self.verdict(F(len([w for w in worth.values() if w]), len(worth)), threshold, strict)
        shares = self.shares(fate, counting)
        brought = support if by == "proportional" else worth
        return self.verdict(sum((shares[n] * brought[n] for n in counting), F(0)), threshold, strict)

    def fate(self, name: str, how: dict[str, Any], short: set[str]) -> str:
        voters = self.members(name)
        if not voters:
            said = self.rule["empty_college"]
            said = "excluded" if said == "heads" else said
        elif name in short:
            said = self.rule["short_college"]
        elif all(paper is None for _, paper in voters):
            said = self.rule["silent_college"]
        elif self.ratio(voters, how, self.here(name))[1] == 0:
            said = self.rule["abstaining_college"]
        else:
            return "counts"
        if said == "shared-equally" and how["by"] in ("every", "most"):
            return "excluded"
        return str(said)

    def shares(self, fate: dict[str, str], counting: list[str]) -> dict[str, F]:
        gift = sum((self.weight[name] for name, f in fate.items() if f == "shared-equally"), F(0))
        shares = {name: self.weight[name] + gift / len(counting) for name in counting}
        whole = sum(shares.values())
        shares = {name: share / whole for name, share in shares.items()}
        cap = F(self.rule["cap"]) if "cap" in self.rule else None
        if cap is None or cap * len(counting) < 1:
            return shares
        # Whoever is over gives the excess to those who are not, in proportion, one round after another.
        full: set[str] = set()
        while any(share > cap for share in shares.values()):
            excess = F(0)
            for name in counting:
                if shares[name] > cap:
                    excess, shares[name] = excess + shares[name] - cap, cap
                    full.add(name)
            rest = {name: shares[name] for name in counting if name not in full}
            for name, share in rest.items():
                shares[name] = share + excess * share / sum(rest.values())
        return shares

    def group(self, voters: list[Voter], how: dict[str, Any], here: int | None) -> tuple[str, F | None]:
        up, down = self.ratio(voters, how, here)
        if down == 0:
            return "void", None
        threshold, strict = how.get("threshold", "1/2"), how.get("strict")
        if how.get("plus_one"):
            verdict = self.verdict(F(up, down), threshold, strict)
            if F(up) >= F(threshold) * down + 1:
                return "pass", F(up, down)
            return ("tie" if verdict[0] == "tie" else "fail"), F(up, down)
        return self.verdict(F(up, down), threshold, strict)

    def verdict(self, support: F, threshold: Any, strict: bool | None) -> tuple[str, F]:
        if self.over(support, threshold, strict):
            return "pass", support
        return ("tie" if support == F(1, 2) == F(threshold) else "fail"), support

    def decide(self) -> tuple[str, str | None, F | None]:
        stopped, short = self.quorum()
        if stopped:
            return "no-quorum", None, None
        if all(paper is None for _, paper in self.voters):
            return "void", None, None
        found, support = self.evaluate(self.rule, short)
        if found in ("void", "postponed"):
            return found, None, None
        if found == "fail":
            return "rejected", None, support
        for condition in self.rule.get("also", []):
            inner, _ = self.evaluate({"by": "heads", **condition}, short)
            if inner == "postponed":
                return "postponed", None, support
            if inner != "pass":
                return "rejected", "also", support
        if found == "pass":
            return "adopted", None, support
        tie = self.rule.get("tie", "rejected")
        if tie == "rejected":
            return "rejected", "tie", support
        if tie == "revote" or self.casting is None:
            return "tied", None, support
        return ("adopted" if self.casting == "for" else "rejected"), None, support

"""The words of explanations, French and English side by side, and how numbers are written in each.

These sentences belong to the published result, so they do not come from the catalogue of the pages: a
stranger recounting a file must get the same bytes.
"""

from dataclasses import dataclass
from fractions import Fraction

# key: (French, English). "one|several" where a number decides; plain spaces before : ; % are made no-break.
PHRASES: dict[str, tuple[str, str]] = {
    "adopted": ("Adoptée", "Adopted"),
    "rejected": ("Rejetée", "Rejected"),
    "tied": ("Égalité", "Tied"),
    "no-quorum": ("Quorum non atteint", "No quorum"),
    "postponed": ("Reportée", "Postponed"),
    "void": ("Sans effet", "Void"),
    "by-casting-vote": ("{outcome} par la voix prépondérante", "{outcome} by the casting vote"),
    "by-consent": ("{outcome} par consentement", "{outcome} by consent"),
    # What is compared
    "heads": ("{n} voix pour sur {base} ({percent})|{n} voix pour sur {base} ({percent})",
              "{n} vote for out of {base} ({percent})|{n} votes for out of {base} ({percent})"),
    "expressed": ("{n} suffrage exprimé|{n} suffrages exprimés", "{n} expressed|{n} expressed"),
    "expressed-and-blank": (
        "{n} suffrage exprimé, bulletins blancs compris|{n} suffrages exprimés, bulletins blancs compris",
        "{n} expressed, blank ballots included|{n} expressed, blank ballots included"),
    "cast": ("{n} votant|{n} votants", "{n} voter|{n} voters"),
    "present": ("{n} présent ou représenté|{n} présents ou représentés",
                "{n} present or represented|{n} present or represented"),
    "registered": ("{n} inscrit|{n} inscrits", "{n} registered|{n} registered"),
    "for": ("{n} voix pour|{n} voix pour", "{n} vote for|{n} votes for"),
    "coefficient": ("{share} ({percent}) compté par coefficient",
                    "{share} ({percent}) counted by coefficient"),
    "proportional": ("{share} ({percent}) pondéré par collège", "{share} ({percent}) weighted by college"),
    "block": ("{share} ({percent}) du poids des collèges, chacun comptant d’un bloc",
              "{share} ({percent}) of the weight of the colleges, each counted as a block"),
    "every": ("{n} collège favorable sur {of}, tous requis|{n} collèges favorables sur {of}, tous requis",
              "{n} college in favour out of {of}, all required|{n} colleges in favour"
              " out of {of}, all required"),
    "most": ("{n} collège favorable sur {of} ({percent})|{n} collèges favorables sur {of} ({percent})",
             "{n} college in favour out of {of} ({percent})|{n} colleges in favour out of {of} ({percent})"),
    # Thresholds
    "more-than-half": ("plus de la moitié requise", "more than half required"),
    "half": ("au moins la moitié requise", "at least half required"),
    "half-plus-one": ("la moitié plus une voix requise", "half plus one required"),
    "share-plus-one": ("{share} plus une voix requis", "{share} plus one required"),
    "at-least-2/3": ("au moins les deux tiers requis", "at least two thirds required"),
    "more-than-2/3": ("plus des deux tiers requis", "more than two thirds required"),
    "at-least-3/4": ("au moins les trois quarts requis", "at least three quarters required"),
    "more-than-3/4": ("plus des trois quarts requis", "more than three quarters required"),
    "at-least": ("au moins {share} ({percent}) requis", "at least {share} ({percent}) required"),
    "more-than": ("plus de {share} ({percent}) requis", "more than {share} ({percent}) required"),
    "votes-short": ("il a manqué {n} voix|il a manqué {n} voix", "{n} vote short|{n} votes short"),
    "colleges-short": ("il a manqué {n} collège|il a manqué {n} collèges",
                       "{n} college short|{n} colleges short"),
    "points-short": ("il a manqué {points} point|il a manqué {points} points",
                     "{points} point short|{points} points short"),
    # What decided
    "tie": ("égalité", "tie"),
    "casting-vote-awaited": ("voix prépondérante attendue", "the casting vote is awaited"),
    "revote": ("le vote est à refaire", "to be voted on again"),
    "blocked-by": ("sans l’accord du collège {list}|sans l’accord des collèges {list}",
                   "not carried by the college {list}|not carried by the colleges {list}"),
    "for-of": ("{n} voix pour sur {base}|{n} voix pour sur {base}",
               "{n} vote for out of {base}|{n} votes for out of {base}"),
    "for-against": ("{favour} pour, {against} contre", "{favour} for, {against} against"),
    "postponed-by": ("en attente du collège {list}|en attente des collèges {list}",
                     "waiting for the college {list}|waiting for the colleges {list}"),
    "silence-suspends": ("le silence d’un collège suspend la décision",
                         "the silence of a college suspends the decision"),
    "also-met": ("condition supplémentaire remplie|{n} conditions supplémentaires remplies",
                 "further condition met|{n} further conditions met"),
    "also-failed": ("condition supplémentaire non remplie, {what}", "a further condition is not met, {what}"),
    "also-college": ("collège {name} favorable à {share} ({percent})",
                     "college {name} in favour by {share} ({percent})"),
    "also-heads": ("{share} ({percent}) par tête", "{share} ({percent}) by heads"),
    "also-coefficient": ("{share} ({percent}) par coefficient", "{share} ({percent}) by coefficient"),
    "also-proportional": ("{share} ({percent}) pondéré par collège",
                          "{share} ({percent}) weighted by college"),
    "also-block": ("{share} ({percent}) du poids des collèges",
                   "{share} ({percent}) of the weight of the colleges"),
    "also-most": ("{share} ({percent}) des collèges favorables",
                  "{share} ({percent}) of the colleges in favour"),
    "also-every": ("{share} ({percent}) des collèges favorables, tous requis",
                   "{share} ({percent}) of the colleges in favour, all required"),
    "also-nothing": ("aucun suffrage à comparer", "no vote to compare"),
    "too-few-colleges": ("moins de trois collèges ont des membres, compté par tête",
                         "fewer than three colleges have members, counted by heads"),
    "no-ballot": ("aucun bulletin", "no ballot was cast"),
    "no-support": ("aucun suffrage à comparer", "no vote to compare"),
    "no-college": ("aucun collège ne compte", "no college counts"),
    "no-consent": ("personne n’a consenti", "nobody consented"),
    # Colleges that are not simply counted
    "empty": ("sans membre", "no member"),
    "short": ("son quorum n’est pas atteint", "its quorum is not met"),
    "silent": ("aucun bulletin", "no ballot"),
    "abstaining": ("aucun suffrage à comparer", "no vote to compare"),
    "excluded": ("non compté", "not counted"),
    "shared-equally": ("poids partagé entre les autres", "its weight shared among the others"),
    "against": ("compté contre", "counted against"),
    "blocks": ("suspend la décision", "suspends the decision"),
    # Quorum
    "quorum-met": ("quorum atteint, {list}", "quorum met, {list}"),
    "of": ("{what} sur {total}", "{what} out of {total}"),
    "required": ("{n} requis|{n} requis", "{n} required|{n} required"),
    "required-votes": ("{n} requise|{n} requises", "{n} required|{n} required"),
    "missing": ("il en manque {n}|il en manque {n}", "{n} missing|{n} missing"),
    "and": ("{first}, et {second}", "{first}, and {second}"),
    "in-college": ("collège {name}, {what}", "college {name}, {what}"),
    "in-each": ("dans chaque collège", "in each college"),
    "weighted-part": ("participation pondérée de {share} ({percent}), {need} ({needed}) requis",
                      "weighted participation of {share} ({percent}), {need} ({needed}) required"),
    # Consent
    "consents": ("{n} consentement|{n} consentements", "{n} consent|{n} consents"),
    "with-concern": ("dont {n} avec une préoccupation|dont {n} avec une préoccupation",
                     "{n} of them with a concern|{n} of them with a concern"),
    "silences": ("{n} silence valant consentement|{n} silences valant consentement",
                 "{n} silence taken as consent|{n} silences taken as consent"),
    "aside": ("{n} en retrait|{n} en retrait", "{n} stood aside|{n} stood aside"),
    "no-objection": ("aucune objection maintenue", "no objection stands"),
    "objections": ("{n} objection maintenue|{n} objections maintenues",
                   "{n} objection stands|{n} objections stand"),
    "lifted": ("{n} objection levée|{n} objections levées", "{n} objection lifted|{n} objections lifted"),
    "no-position": ("aucune position dans le collège {list}|aucune position dans les collèges {list}",
                    "no position in the college {list}|no position in the colleges {list}"),
}  # fmt: skip


@dataclass(frozen=True)
class Language:
    """One language of explanations: `column` in the table of phrases."""

    code: str
    column: int

    @property
    def french(self) -> bool:
        return self.code == "fr"

    def say(self, key: str, n: int | None = None, **values: str) -> str:
        """A phrase filled in; `n` chooses between one and several (in French 0 is singular)."""
        phrase = PHRASES[key][self.column]
        if n is not None:
            one, _, several = phrase.partition("|")
            phrase = one if n == 1 or (n == 0 and self.french) else several
            values = {"n": self.number(n), **values}
        return phrase.format_map(values)

    def number(self, n: int) -> str:
        """12345 is written 12 345 in French, 12,345 in English."""
        return f"{n:,}".replace(",", "\u202f") if self.french else f"{n:,}"

    def tenths(self, tenths: int) -> str:
        """A number of tenths with its decimal sign: 578 is 57,8 or 57.8; a whole one has no decimal."""
        units, decimal = divmod(tenths, 10)
        sign = "," if self.french else "."
        return self.number(units) + (f"{sign}{decimal}" if decimal else "")

    def percent(self, share: Fraction, threshold: Fraction | None = None) -> str:
        """A share in percent, one decimal, half up, but never on the wrong side of the threshold."""
        return self.tenths(rounded(share, threshold)) + (" %" if self.french else "%")

    def listed(self, items: list[str]) -> str:
        """a, b et c."""
        if len(items) < 2:
            return "".join(items)
        return ", ".join(items[:-1]) + (" et " if self.french else " and ") + items[-1]

    def sentence(self, start: str, *parts: str) -> str:
        """`start: part; part`, empty parts left out, with the typography of the language."""
        kept = "; ".join(part for part in parts if part)
        text = f"{start}: {kept}" if kept else start
        if not self.french:
            return text
        text = text.replace("; ", " ; ").replace(": ", " : ", 1)
        return text.replace(" ;", "\u202f;").replace(" :", "\u00a0:").replace(" %", "\u202f%")


FRENCH = Language("fr", 0)
ENGLISH = Language("en", 1)


def rounded(share: Fraction, threshold: Fraction | None = None) -> int:
    """Tenths of a percent, half up; pushed back to its own side when rounding crosses the threshold.

    66.66 % of a missed 2/3 is shown 66.6, never 66.7; 50.01 % of a reached majority is 50.1, never 50.0.
    """
    exact = share * 1000
    nearest = (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
    if threshold is None or share == threshold:
        return nearest
    if share < threshold and nearest >= threshold * 1000:
        return exact.numerator // exact.denominator
    if share > threshold and nearest <= threshold * 1000:
        return -(-exact.numerator // exact.denominator)
    return nearest

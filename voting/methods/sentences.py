"""What came out of a choice, in one sentence per language, from the numbers of the result and nothing else.

A setting that can change who is chosen is named with the result it led to.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from voting import explain_quorum
from voting.methods.election import Election, Result
from voting.wording import ENGLISH, FRENCH, Language

# key: (French, English). "one|several" where a number decides.
PHRASES: dict[str, tuple[str, str]] = {
    "chosen": ("Choix", "Chosen"),
    "nobody": ("Aucun choix", "Nothing chosen"),
    "tied": ("Égalité", "Tie"),
    "no-quorum": ("Quorum non atteint", "No quorum"),
    "void": ("Sans effet", "Void"),
    "postponed": ("À suivre", "To be continued"),
    "rejected": ("Rejet", "Rejected"),
    "no-ballot": ("aucun bulletin", "no ballot was cast"),
    "blank": ("aucun suffrage exprimé", "no ballot expressed a choice"),
    "no-candidate": ("aucune candidature", "nobody stood"),
    "nothing-affordable": ("aucun projet n’est finançable", "no project can be afforded"),
    "default-option": ("« {list} » l’emporte", "“{list}” prevails"),
    "second-round": ("second tour entre {list}", "second round between {list}"),
    "seed": ("l’aléa public n’est pas encore connu", "the public randomness is not known yet"),
    "between": ("entre {list}", "between {list}"),
    "revote": ("le vote est à refaire", "to be voted on again"),
    "casting-vote": ("voix prépondérante attendue", "the casting vote is awaited"),
    "lot": ("tirage au sort à faire", "to be drawn by lot"),
    "by-lot": ("égalité entre {list} départagée par le sort", "tie between {list} broken by lot"),
    "by-casting-vote": (
        "égalité entre {list} départagée par la voix prépondérante",
        "tie between {list} broken by the casting vote",
    ),
    "vacant": (
        "{n} siège reste vacant|{n} sièges restent vacants",
        "{n} seat stays vacant|{n} seats stay vacant",
    ),
    "votes": ("{n} voix sur {of}|{n} voix sur {of}", "{n} vote out of {of}|{n} votes out of {of}"),
    "approvals": (
        "approbation de {n} bulletin sur {of}|approbation de {n} bulletins sur {of}",
        "approved by {n} ballot out of {of}|approved by {n} ballots out of {of}",
    ),
    "points": ("{n} point|{n} points", "{n} point|{n} points"),
    "absolute": ("majorité absolue", "absolute majority"),
    "median": ("mention médiane « {grade} »", "median grade “{grade}”"),
    "condorcet": (
        "préférence majoritaire face à chaque autre",
        "preferred to each of the others by a majority",
    ),
    "no-condorcet": ("aucune option ne bat toutes les autres", "no option beats all the others"),
    "schulze": ("méthode de Schulze", "Schulze’s method"),
    "ranked-pairs": ("méthode des paires ordonnées", "ranked pairs"),
    "ignored": ("options non classées ignorées", "unranked options ignored"),
    "margins": ("défaites mesurées par l’écart", "defeats measured by margins"),
    "ratio": ("défaites mesurées par le rapport", "defeats measured by ratio"),
    "dropped-quorum": ("{list} n’atteint pas son quorum", "{list} missed its quorum"),
    "dropped-ratio": ("{list} n’atteint pas la majorité requise", "{list} missed its majority"),
    "irv": (
        "vote alternatif, {n} tour|vote alternatif, {n} tours",
        "instant run-off, {n} round|instant run-off, {n} rounds",
    ),
    "last-round": ("au dernier, {list}", "in the last, {list}"),
    "scottish": ("vote unique transférable, règles écossaises", "single transferable vote, Scottish rules"),
    "meek": ("vote unique transférable, méthode de Meek", "single transferable vote, Meek’s method"),
    "quota": ("quota de {quota}", "quota of {quota}"),
    "stages": ("{n} étape|{n} étapes", "{n} stage|{n} stages"),
    "drawn": ("tirage au sort, aléa public « {seed} »", "drawn by lot, public randomness “{seed}”"),
    "rfc3797": ("selon la RFC 3797", "by RFC 3797"),
    "spent": ("{spent} sur {budget}", "{spent} of {budget}"),
    "start": ("parts égales de {start} par personne", "equal shares of {start} each"),
    "exhaustive": ("arrêt dès que plus rien n’est finançable", "stopped once nothing more could be afforded"),
    "nominations": (
        "{n} personne proposée|{n} personnes proposées",
        "{n} person nominated|{n} people nominated",
    ),
    "people": ("par {n} membre|par {n} membres", "by {n} member|by {n} members"),
    "consent-next": ("le cercle décide par consentement", "the circle decides by consent"),
    "college": ("{name}, {what}", "{name}, {what}"),
    "none": ("personne", "nobody"),
    "tie-in": ("égalité entre {list}", "tie between {list}"),
}


class Words:
    """The phrases of one language, options called by their labels."""

    def __init__(self, language: Language, election: Election) -> None:
        self.language = language
        self.labels = {option.id: option.label or option.id for option in election.options}

    def say(self, key: str, n: object = None, **values: str) -> str:
        """A phrase filled in; an amount ``n`` chooses between one and several (French: several from 2 up)."""
        phrase = PHRASES[key][self.language.column]
        if n is not None:
            one, _, several = phrase.partition("|")
            number = Fraction(str(n))
            phrase = one if number == 1 or (self.language.french and number < 2) else several
            values = {"n": self.amount(n), **values}
        return phrase.format_map(values).replace("« ", "«\u00a0").replace(" »", "\u00a0»")

    def names(self, options: Any) -> str:
        return self.language.listed([self.labels.get(option, option) for option in options])

    def amount(self, value: Any) -> str:
        """A number of a result: whole, fraction or decimal, as the language writes it."""
        text = str(value)
        if "/" in text:
            return text
        whole, _, decimals = text.partition(".")
        decimals = decimals.rstrip("0")
        sign = "," if self.language.french else "."
        return self.language.number(int(whole)) + (sign + decimals if decimals else "")


def sentences(result: Result, election: Election) -> dict[str, str]:
    """``{"fr": …, "en": …}`` for a whole result; ``method`` tells how to speak of it."""
    return {
        language.code: _sentence(Words(language, election), result, election)
        for language in (FRENCH, ENGLISH)
    }


def _sentence(words: Words, result: Result, election: Election) -> str:
    language, outcome = words.language, result["outcome"]
    if outcome == "no-quorum":
        return language.sentence(words.say("no-quorum"), *explain_quorum.missed(language, result["quorum"]))
    quorum = explain_quorum.met(language, result["quorum"])
    if "colleges" in result:
        rows = [_college(words, row) for row in result["colleges"]]
        return language.sentence(words.say("chosen"), *rows, _vacancy(words, result), quorum)
    start, parts = _told(words, result, election)
    return language.sentence(start, *parts, _vacancy(words, result), quorum)


def _told(words: Words, result: Result, election: Election) -> tuple[str, list[str]]:
    outcome, reason = result["outcome"], result.get("reason")
    details = DETAILS[result["method"]](words, result, election)
    if outcome == "adopted":
        return words.say("chosen"), [words.names(result["elected"]), *details, *_settled(words, result)]
    if outcome == "tied":
        how = election.settings.get("tie", "none")
        next_step = [words.say(how)] if how != "none" else []
        chosen = [words.say("chosen") + " " + words.names(result["elected"])] if result["elected"] else []
        ties = [words.say("between", list=words.names(group)) for group in result["tie"]]
        return words.say("tied"), [*ties, *chosen, *details, *next_step]
    if reason == "nominations":
        return words.say("postponed"), details
    if reason == "second-round":
        return words.say("postponed"), [
            words.say("second-round", list=words.names(result["second_round"])),
            *details,
        ]
    if reason == "default-option":
        return words.say("rejected"), [words.say(reason, list=words.names(result["elected"])), *details]
    return words.say(outcome), [words.say(str(reason))] if reason else []


def _college(words: Words, row: Result) -> str:
    what = words.names(row["elected"]) or ("" if row["tie"] else words.say("none"))
    ties = [words.say("tie-in", list=words.names(group)) for group in row["tie"]]
    return words.say(
        "college",
        name=str(row.get("name", row["id"])),
        what=", ".join(part for part in [what, *ties] if part),
    )


def _vacancy(words: Words, result: Result) -> str:
    chosen = result["outcome"] in ("adopted", "void") and result.get("reason") != "no-ballot"
    return words.say("vacant", result["vacant"]) if chosen and result.get("vacant") else ""


def _settled(words: Words, result: Result) -> list[str]:
    return [
        words.say(f"by-{settled['by']}", list=words.names(settled["tie"]))
        for settled in result.get("settled", ())
    ]


def _scores(words: Words, result: Result, key: str) -> list[str]:
    """What the first obtained, and those who follow when there is one seat: "a 12 votes of 20, b 8"."""
    first = result["order"][0] if result["order"] else []
    of = words.amount(result["expressed"])
    if not first or not Fraction(result["expressed"]):
        return []
    return [words.say(key, result["totals"][first[0]], of=of)]


def _plurality(words: Words, result: Result, election: Election) -> list[str]:
    absolute = election.settings.get("majority_first") and result["elected"]
    return _scores(words, result, "votes") + ([words.say("absolute")] if absolute else [])


def _approval(words: Words, result: Result, election: Election) -> list[str]:
    return _scores(words, result, "approvals")


def _score(words: Words, result: Result, election: Election) -> list[str]:
    return _scores(words, result, "points")


def _judgment(words: Words, result: Result, election: Election) -> list[str]:
    first = result["order"][0][:1] if result["order"] else []
    return [
        words.say("median", grade=result["medians"][option])
        for option in first
        if option in result["medians"]
    ]


def _pairs(words: Words, result: Result, election: Election) -> list[str]:
    best, table = (result["winners"] or [""])[0], result["pairwise"]
    fallen = {item["option"] for item in result.get("dropped", ())}
    rivals = [other for other in table if other not in fallen and other != best]
    beats_all = bool(best) and all(Fraction(table[best][o]) > Fraction(table[o][best]) for o in rivals)
    parts = [words.say("condorcet" if beats_all and rivals else result["method"])]
    parts += [] if beats_all else [words.say("no-condorcet")]
    for why in ("quorum", "ratio"):
        names = [item["option"] for item in result.get("dropped", ()) if item["why"] == why]
        parts += [words.say(f"dropped-{why}", list=words.names([name])) for name in names]
    for setting in ("unranked", "strength"):
        value = election.settings.get(setting)
        parts += [words.say(value)] if value in ("ignored", "margins", "ratio") else []
    return parts


def _run_off(words: Words, result: Result, election: Election) -> list[str]:
    if not result["rounds"]:
        return []
    last = result["rounds"][-1]["totals"]
    ahead = sorted(last, key=lambda option: -Fraction(last[option]))
    numbers = [f"{words.names([option])} {words.amount(last[option])}" for option in ahead if last[option]]
    return [
        words.say("irv", len(result["rounds"])),
        words.say("last-round", list=words.language.listed(numbers)),
    ]


def _transferable(words: Words, result: Result, election: Election) -> list[str]:
    if not result["rounds"]:
        return []
    quota = words.say("quota", quota=words.amount(result["quota"]))
    return [words.say(result["variant"]), f"{quota}, {words.say('stages', len(result['rounds']))}"]


def _nominations(words: Words, result: Result, election: Election) -> list[str]:
    named = sum(Fraction(number) for number in result["totals"].values())
    people = words.say("nominations", len(result["totals"]))
    return [f"{people} {words.say('people', named)}", words.say("consent-next")]


def _lot(words: Words, result: Result, election: Election) -> list[str]:
    if result["seed"] is None:
        return []
    cited = [words.say("rfc3797")] if election.settings.get("variant") == "rfc3797" else []
    return [words.say("drawn", seed=result["seed"]), *cited]


def _shares(words: Words, result: Result, election: Election) -> list[str]:
    spent = words.say("spent", spent=words.amount(result["spent"]), budget=words.amount(result["budget"]))
    stop = [words.say("exhaustive")] if result.get("stop") == "exhaustive" else []
    return [spent, words.say("start", start=words.amount(result["start"])), *stop]


DETAILS: Mapping[str, Callable[[Words, Result, Election], list[str]]] = {
    "plurality": _plurality,
    "approval": _approval,
    "score": _score,
    "majority-judgment": _judgment,
    "schulze": _pairs,
    "ranked-pairs": _pairs,
    "irv": _run_off,
    "stv": _transferable,
    "without-candidate": _nominations,
    "lot": _lot,
    "equal-shares": _shares,
}

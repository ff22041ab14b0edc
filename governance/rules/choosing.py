"""Choosing among options or people, in plain sentences: method, seats, and every setting."""

from collections.abc import Iterator, Mapping
from typing import Any

from governance.rules import candidacies, spoken
from governance.rules.parts import SocialCode
from governance.rules.phrases import say
from voting.rule import Rule

METHODS: Mapping[str, tuple[str, str]] = {
    "plurality": (
        "Chaque bulletin désigne une option ; celle qui en reçoit le plus l’emporte.",
        "Each ballot names one option; the one named most often wins.",
    ),
    "approval": (
        "Chaque bulletin approuve autant d’options qu’il veut ; la plus approuvée l’emporte.",
        "Each ballot approves as many options as it likes; the most approved wins.",
    ),
    "score": (
        "Chaque bulletin note les options ; le plus haut total l’emporte. Une option sans note reçoit zéro.",
        "Each ballot scores the options; the highest total wins. An option without a score receives zero.",
    ),
    "majority-judgment": (
        "Chaque bulletin donne une mention à chaque option ; la meilleure mention majoritaire (la "
        "médiane) "
        "l’emporte. Une option sans mention reçoit la plus basse.",
        "Each ballot grades every option; the best median grade wins. An option without a grade "
        "receives the "
        "lowest.",
    ),
    "schulze": (
        "Chaque bulletin classe les options ; elles sont comparées deux à deux par la méthode Schulze.",
        "Each ballot ranks the options; they are compared in pairs by the Schulze method.",
    ),
    "ranked-pairs": (
        "Chaque bulletin classe les options ; elles sont comparées deux à deux, les victoires les "
        "plus nettes "
        "d’abord (paires ordonnées).",
        "Each ballot ranks the options; they are compared in pairs, the clearest victories first "
        "(ranked pairs).",
    ),
    "irv": (
        "Chaque bulletin classe les options ; la dernière est éliminée et ses bulletins sont "
        "reportés, jusqu’à ce "
        "qu’une option ait la majorité.",
        "Each ballot ranks the options; the last is excluded and its ballots move on, until one has a "
        "majority.",
    ),
    "stv": (
        "Chaque bulletin classe les candidatures ; les sièges sont attribués par vote unique transférable.",
        "Each ballot ranks the candidates; seats are filled by the single transferable vote.",
    ),
    "without-candidate": (
        "Élection sans candidat : chaque membre propose une personne et dit pourquoi ; la décision se "
        "prend "
        "ensuite par consentement.",
        "Election without candidates: each member nominates somebody and says why; the decision is "
        "then taken by "
        "consent.",
    ),
    "lot": (
        "Tirage au sort, vérifiable : le hasard public est nommé avant la clôture de la liste et "
        "connu après.",
        "A lot that anybody can check: its public randomness is named before the list is frozen, and "
        "known after.",
    ),
    "equal-shares": (
        "Budget participatif par la méthode des parts égales : chaque bulletin dispose de la même "
        "part du budget.",
        "Participatory budgeting by the method of equal shares: every ballot has the same part of the "
        "budget.",
    ),
}

LABELS: Mapping[str, tuple[str, str]] = {
    "budget": ("budget", "budget"),
    "decimals": ("décimales", "decimals"),
    "default_option": ("option par défaut", "default option"),
    "grades": ("mentions, de la plus basse à la plus haute", "grades, from worst to best"),
    "lot_method": ("procédé du tirage", "kind of lot"),
    "look_back": ("égalités tranchées par les tours précédents", "ties settled by earlier rounds"),
    "majority_first": ("majorité absolue, sinon second tour", "absolute majority, else a second round"),
    "max": ("note la plus haute", "highest score"),
    "max_choices": ("nombre de choix au plus", "most choices"),
    "min": ("note la plus basse", "lowest score"),
    "shuffle": (
        "ordre des options différent sur chaque bulletin",
        "options in an order of its own on each ballot",
    ),
    "option_quorum": ("quorum par option", "quorum of an option"),
    "options": ("options", "options"),
    "procedure": ("procédé", "procedure"),
    "quota": ("quotient", "quota"),
    "raise": ("augmentation", "raise"),
    "randomness": ("source du hasard", "source of randomness"),
    "ratio": ("rapport à dépasser", "ratio to beat"),
    "rounding": ("arrondi", "rounding"),
    "start": ("départ", "start"),
    "stop": ("arrêt", "stop"),
    "strength": ("force d’une victoire", "strength of a victory"),
    "unranked": ("options non classées", "unranked options"),
    "utility": ("utilité", "utility"),
    "variant": ("variante", "variant"),
    "winning_votes": ("victoires comptées en voix gagnantes", "victories counted in winning votes"),
}

ELECTORATES: Mapping[str, tuple[str, str]] = {
    "heads": (
        "Tous les bulletins sont comptés ensemble, une voix chacun.",
        "All ballots are counted together, one vote each.",
    ),
    "coefficient": (
        "Chaque bulletin compte selon le coefficient de son collège : {weights}.",
        "Each ballot counts by the coefficient of its college: {weights}.",
    ),
    "seats-per-college": (
        "Chaque collège pourvoit ses propres sièges, par ses propres bulletins.",
        "Each college fills its own seats with its own ballots.",
    ),
}
_SAID_APART = {"seats", *candidacies.SETTINGS}
_YES = {"fr": ("non", "oui"), "en": ("no", "yes")}


def sentences(rule: Rule, code: SocialCode, lang: str, weights: str) -> Iterator[str]:
    """How the options are chosen; ``weights`` are the coefficients of the colleges in words."""
    yield _in(METHODS[rule.method], lang)
    if rule.method not in ("without-candidate", "lot"):
        yield _in(ELECTORATES[rule.main.by], lang).format(weights=weights)
    if rule.method not in ("without-candidate", "equal-shares"):
        yield _seats(rule, code, lang)
    yield from candidacies.sentences(rule, lang)
    settings = {name: value for name, value in rule.settings.items() if name not in _SAID_APART}
    shown = [f"{_label(name, lang)} ({_value(value, lang)})" for name, value in settings.items()]
    if shown:
        yield say(lang, "settings", settings=spoken.enumerated(shown, lang))
    role = code.role(rule.casting_role).name if rule.casting_role else ""
    yield say(lang, f"tie.{rule.tie}", role=role)


def _seats(rule: Rule, code: SocialCode, lang: str) -> str:
    """A college without seats of its own has those of the rule."""
    if rule.main.by == "seats-per-college":
        seats = [(c.name, rule.seats if c.seats is None else c.seats) for c in code.colleges]
        shown = spoken.enumerated([f"{name} {number}" for name, number in seats], lang)
        return say(lang, "seats.by_college", seats=shown)
    return (
        say(lang, "seats.one")
        if rule.seats == 1
        else say(lang, "seats.many", Number=spoken.number(rule.seats, lang).capitalize())
    )


def _in(pair: tuple[str, str], lang: str) -> str:
    return spoken.typeset(pair[0] if lang == "fr" else pair[1], lang)


def _label(name: str, lang: str) -> str:
    return _in(LABELS.get(name, (name, name)), lang)


def _value(value: Any, lang: str) -> str:
    if isinstance(value, bool):
        return _YES[lang][value]
    if isinstance(value, (list, tuple)):
        return ", ".join(_value(item, lang) for item in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{name} = {_value(item, lang)}" for name, item in value.items())
    return str(value)

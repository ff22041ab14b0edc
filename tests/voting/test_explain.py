"""The sentence of a result in both languages, and the terms of its formula."""

import re
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.count_files import SILENCES, college, heads, rule, vote
from voting.explain import formula
from voting.rule import read
from voting.tally import tally
from voting.wording import ENGLISH, FRENCH, PHRASES, rounded

THIRDS = (college("a", "1/3", 20, 20, 0), college("b", "1/3", 10, 4, 6), college("c", "1/3", 3, 1, 2))
NAMED = (college("a", "3", 10, 4, 1, name="Lieux"), college("b", "1", 10, 1, name="Collectivités"))
QUARTER = {"quorum": [{"at_least": "1/4"}]}


def plain(text: str) -> str:
    """The sentence with ordinary spaces, as one reads it."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("document", "french", "english"),
    [
        (
            vote(rule("proportional", **QUARTER), *THIRDS),
            "Adoptée : 26/45 (57,8 %) pondéré par collège, plus de la moitié requise ;"
            " quorum atteint, 33 votants sur 33, 9 requis",
            "Adopted: 26/45 (57.8%) weighted by college, more than half required;"
            " quorum met, 33 voters out of 33, 9 required",
        ),
        (
            vote(rule("every"), *THIRDS),
            "Rejetée : 1 collège favorable sur 3, tous requis,"
            " sans l’accord des collèges b (4 pour, 6 contre) et c (1 pour, 2 contre)",
            "Rejected: 1 college in favour out of 3, all required,"
            " not carried by the colleges b (4 for, 6 against) and c (1 for, 2 against)",
        ),
        (
            vote(rule("most"), *THIRDS),
            "Rejetée : 1 collège favorable sur 3 (33,3 %), plus de la moitié requise, il a manqué 1 collège,"
            " sans l’accord des collèges b (4 pour, 6 contre) et c (1 pour, 2 contre)",
            "Rejected: 1 college in favour out of 3 (33.3%), more than half required, 1 college short,"
            " not carried by the colleges b (4 for, 6 against) and c (1 for, 2 against)",
        ),
        (
            vote(rule("proportional", threshold="3/5"), *THIRDS),
            "Rejetée : 26/45 (57,8 %) pondéré par collège, au moins 3/5 (60 %) requis, il a manqué"
            " 2,3 points",
            "Rejected: 26/45 (57.8%) weighted by college, at least 3/5 (60%) required, 2.3 points short",
        ),
        (
            heads(3000, 1999, 1000, rule=rule(threshold="2/3")),
            "Rejetée : 1 999 voix pour sur 2 999 suffrages exprimés (66,6 %), au moins les deux tiers requis,"
            " il a manqué 1 voix",
            "Rejected: 1,999 votes for out of 2,999 expressed (66.6%), at least two thirds"
            " required, 1 vote short",
        ),
        (
            heads(20, 1, rule=rule(**QUARTER)),
            "Quorum non atteint : 1 votant sur 20, 5 requis, il en manque 4",
            "No quorum: 1 voter out of 20, 5 required, 4 missing",
        ),
        (
            heads(20, 1, rule=rule(base="registered", threshold="1/20")),
            "Adoptée : 1 voix pour sur 20 inscrits (5 %), au moins 1/20 (5 %) requis",
            "Adopted: 1 vote for out of 20 registered (5%), at least 1/20 (5%) required",
        ),
        (
            heads(20, 9, 8, rule=rule(plus_one=True)),
            "Rejetée : 9 voix pour sur 17 suffrages exprimés (52,9 %), la moitié plus une voix requise,"
            " il a manqué 1 voix",
            "Rejected: 9 votes for out of 17 expressed (52.9%), half plus one required, 1 vote short",
        ),
        (
            heads(20, 4, 4, rule=rule()),
            "Rejetée : égalité, 4 voix pour sur 8 suffrages exprimés (50 %), plus de la moitié requise",
            "Rejected: tie, 4 votes for out of 8 expressed (50%), more than half required",
        ),
        (
            heads(20, 4, 4, rule=rule(tie="casting-vote")),
            "Égalité : 4 voix pour sur 8 suffrages exprimés (50 %), plus de la moitié requise,"
            " voix prépondérante attendue",
            "Tied: 4 votes for out of 8 expressed (50%), more than half required, the casting vote"
            " is awaited",
        ),
        (
            heads(20, 4, 4, rule=rule(tie="casting-vote"), casting_vote="for"),
            "Adoptée par la voix prépondérante : égalité, 4 voix pour sur 8 suffrages exprimés (50 %),"
            " plus de la moitié requise",
            "Adopted by the casting vote: tie, 4 votes for out of 8 expressed (50%), more than half required",
        ),
        (heads(20, rule=rule()), "Sans effet : aucun bulletin", "Void: no ballot was cast"),
        (
            vote(rule("proportional", silent_college="blocks"), *NAMED, college("c", "1", 3, name="Réseaux")),
            "Reportée : en attente du collège Réseaux (aucun bulletin)",
            "Postponed: waiting for the college Réseaux (no ballot)",
        ),
        (
            vote(rule("proportional"), *NAMED, college("c", "4", 3, name="Réseaux")),
            "Rejetée : 17/40 (42,5 %) pondéré par collège, plus de la moitié requise, il a manqué"
            " 7,5 points ;"
            " collège Réseaux, aucun bulletin, compté contre",
            "Rejected: 17/40 (42.5%) weighted by college, more than half required, 7.5 points short;"
            " college Réseaux, no ballot, counted against",
        ),
        (
            vote(rule(also=[{"college": "b", "base": "registered"}]), *NAMED),
            "Rejetée : 5 voix pour sur 6 suffrages exprimés (83,3 %), plus de la moitié requise ;"
            " condition supplémentaire non remplie, collège Collectivités favorable à 1/10 (10 %),"
            " plus de la moitié requise",
            "Rejected: 5 votes for out of 6 expressed (83.3%), more than half required;"
            " a further condition is not met, college Collectivités in favour by 1/10 (10%), more"
            " than half required",
        ),
        (
            vote(rule("proportional", quorum=[{"of": "each-college", "at_least": "1/5"}]), *NAMED),
            "Quorum non atteint : collège Collectivités, 1 votant sur 10, 2 requis, il en manque 1",
            "No quorum: college Collectivités, 1 voter out of 10, 2 required, 1 missing",
        ),
        (
            vote(
                rule(quorum=[{"of": "a", "at_least": "1/2"}, {"counted": "for", "at_least": {"heads": 1}}]),
                *NAMED,
            ),
            "Adoptée : 5 voix pour sur 6 suffrages exprimés (83,3 %), plus de la moitié requise ;"
            " quorum atteint, collège Lieux, 5 votants sur 10, 5 requis, et 5 voix pour sur 20, 1 requise",
            "Adopted: 5 votes for out of 6 expressed (83.3%), more than half required;"
            " quorum met, college Lieux, 5 voters out of 10, 5 required, and 5 votes for out of 20,"
            " 1 required",
        ),
    ],
)
def test_the_sentence_says_what_decided(document: dict[str, Any], french: str, english: str) -> None:
    sentence = tally(document)["sentence"]
    assert plain(sentence["fr"]) == french
    assert sentence["en"] == english


def test_french_sentences_have_french_spaces() -> None:
    sentence = tally(vote(rule("proportional", **QUARTER), *THIRDS))["sentence"]["fr"]
    assert sentence.startswith("Adoptée\u00a0: 26/45 (57,8\u202f%)")
    assert "requise\u202f; quorum" in sentence


@pytest.mark.parametrize(
    ("share", "threshold", "tenths"),
    [
        (Fraction(2, 3), Fraction(2, 3), 667),
        (Fraction(6666, 10000), Fraction(2, 3), 666),
        (Fraction(6667, 10000), Fraction(2, 3), 667),
        (Fraction(49999, 100000), Fraction(1, 2), 499),
        (Fraction(50001, 100000), Fraction(1, 2), 501),
        (Fraction(1, 2), Fraction(1, 2), 500),
        (Fraction(1, 2000), None, 1),
        (Fraction(1, 2001), None, 0),
        (Fraction(1), Fraction(1, 2), 1000),
    ],
)
def test_percentages_are_rounded_half_up_on_their_own_side(
    share: Fraction, threshold: Any, tenths: int
) -> None:
    assert rounded(share, threshold) == tenths


@given(
    st.fractions(0, 1, max_denominator=10_000),
    st.sampled_from([Fraction(1, 2), Fraction(2, 3), Fraction(3, 4)]),
)
def test_a_missed_threshold_never_shows_as_reached(share: Fraction, threshold: Fraction) -> None:
    shown = Fraction(rounded(share, threshold), 1000)
    assert abs(shown - share) < Fraction(1, 1000)
    if share < threshold:
        assert shown < threshold
    if share > threshold:
        assert shown > threshold


def test_every_phrase_exists_in_both_languages_with_the_same_places() -> None:
    for key, (french, english) in PHRASES.items():
        assert ("|" in french) == ("|" in english), key
        assert set(re.findall(r"{\w+}", french)) == set(re.findall(r"{\w+}", english)), key


@pytest.mark.parametrize(
    ("n", "french", "english"),
    [(0, "0 votant", "0 voters"), (1, "1 votant", "1 voter"), (2, "2 votants", "2 voters")],
)
def test_nought_is_singular_in_french_and_plural_in_english(n: int, french: str, english: str) -> None:
    assert (FRENCH.say("cast", n), ENGLISH.say("cast", n)) == (french, english)


@pytest.mark.parametrize("by", ["heads", "coefficient", "proportional", "block", "most", "every"])
def test_the_terms_of_the_formula_add_up_to_the_support(by: str) -> None:
    settings = rule(by, tied_college="split")
    document = vote(settings, *THIRDS, college("d", "40", 9, 3, 3), college("e", "2", 4))
    result = tally(document)
    shown = formula(result, read(settings))
    assert sum(Fraction(term["value"]) for term in shown["terms"]) == Fraction(result["support"])
    for term in shown["terms"]:
        assert Fraction(term["weight"]) * Fraction(term["numer"], term["denom"]) == Fraction(term["value"])


def test_the_formula_names_ballots_weights_and_threshold() -> None:
    settings = rule("proportional", threshold="2/3")
    shown = formula(tally(vote(settings, *NAMED)), read(settings))
    assert (shown["by"], shown["sign"], shown["threshold"], shown["support"]) == (
        "proportional",
        ">=",
        "2/3",
        "17/20",
    )
    assert shown["terms"][0] == {
        "id": "a", "name": "Lieux", "weight": "3/4", "numer": 4, "denom": 5, "value": "3/5",
    }  # fmt: skip


def test_there_is_no_formula_where_nothing_was_compared() -> None:
    settings = rule("proportional")
    assert formula(tally(vote(settings, college("a", "1", 3))), read(settings))["terms"] == []


def test_a_silence_in_a_further_condition_is_told() -> None:
    settings = {**rule(also=[{"by": "every"}]), **SILENCES, "silent_college": "blocks"}
    sentence = tally(vote(settings, *NAMED, college("c", "1", 3)))["sentence"]
    assert plain(sentence["fr"]) == "Reportée : le silence d’un collège suspend la décision"

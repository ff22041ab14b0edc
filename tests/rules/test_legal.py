"""Doubts: what the law asks of a legal form, and the power that rules give to one college."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.rules.code import read
from governance.rules.legal import warnings
from governance.rules.power import power
from tests.rules.samples import COLLEGIAL, code_of

HEADS = 'method = "majority"\n'


def doubts(text: str) -> list[str]:
    return [problem.sentence for problem in warnings(read(text))]


def block(threshold: str = "1/2", by: str = "block", more: str = "") -> str:
    return f'method = "majority"\nby = "{by}"\nthreshold = "{threshold}"\n{COLLEGIAL}{more}'


def alone(text: str) -> dict[str, tuple[str, ...]]:
    code = read(text)
    found = power(code.decision("rule").rule, code.shares())
    return {name: value for name, value in vars(found).items() if value}


@pytest.mark.parametrize("weights", [("50", "40", "10"), ("1/3", "1/3", "1/3"), ("10",) * 8 + ("20",)])
def test_a_scic_within_the_law_raises_no_doubt(weights: tuple[str, ...]) -> None:
    assert doubts(code_of(HEADS, weights, "scic")) == []


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        (("51", "39", "10"), ["A has 51/100"]),
        (("50", "41", "9"), ["C has 9/100"]),
        (("60", "35", "5"), ["A has 3/5", "C has 1/20"]),
        (("50", "50"), ["at least three categories"]),
        (("1",), ["at least three categories", "A has 1"]),
    ],
)
def test_a_scic_outside_the_law_is_told_where(weights: tuple[str, ...], said: list[str]) -> None:
    found = doubts(code_of(HEADS, weights, "scic"))
    assert len(found) == len(said)
    assert all(words in sentence for words, sentence in zip(said, found, strict=True))
    assert all("47-1775" in sentence for sentence in found)


def test_other_forms_may_weigh_as_they_like() -> None:
    assert doubts(code_of(HEADS, ("60", "35", "5"))) == []


@pytest.mark.parametrize(
    ("proxies", "doubtful"),
    [
        ("", False),
        ("proxies = { max = 0 }", False),
        ("proxies = { max = 1 }", False),
        ("proxies = { max = 2 }", True),
        ("proxies = {}", True),
        ('proxies = { max = { share = "1/20", at_least = 1 } }', False),
        ('proxies = { max = { share = "1/20", at_least = 2 } }', True),
        ('proxies = { max = { share = "1/10", at_least = 1 } }', True),
    ],
)
def test_proxies_of_a_scop_follow_its_size(proxies: str, doubtful: bool) -> None:
    found = doubts(code_of(HEADS + proxies + "\n", form="scop"))
    assert bool(found) is doubtful
    assert doubts(code_of(HEADS + proxies + "\n")) == []


@pytest.mark.parametrize(("weight", "doubtful"), [("50", True), ("51", False)])
def test_public_members_of_a_gip_hold_more_than_half(weight: str, doubtful: bool) -> None:
    rest = str(100 - int(weight))
    text = code_of(HEADS, (weight, rest), "gip")
    assert doubts(text)  # nobody is marked public
    marked = text.replace(f'weight = "{weight}"', f'weight = "{weight}"\npublic = true', 1)
    assert bool(doubts(marked)) is doubtful


@pytest.mark.parametrize(("months", "doubtful"), [(72, False), (73, True)])
@pytest.mark.parametrize("form", ["scic", "scop", "association-1901"])
def test_a_term_in_a_cooperative_lasts_six_years_at_most(months: int, doubtful: bool, form: str) -> None:
    text = code_of(HEADS, form=form).replace("term_months = 12", f"term_months = {months}")
    assert bool(doubts(text)) is (doubtful and form != "association-1901")


@pytest.mark.parametrize(
    ("rule", "weights", "found"),
    [
        (block(), ("40", "40", "20"), {}),
        (block(), ("51", "29", "20"), {"adopts": ("a",), "refuses": ("a",), "idle": ("b", "c")}),
        (block(), ("50", "30", "20"), {"refuses": ("a",)}),
        (block("2/3"), ("40", "40", "20"), {"refuses": ("a", "b"), "idle": ("c",)}),
        (block("2/3", "proportional"), ("40", "40", "20"), {"refuses": ("a", "b")}),
        (block("2/3", "proportional"), ("1/3", "1/3", "1/3"), {}),
        (block("1/2", "every"), ("1", "1", "1"), {"refuses": ("a", "b", "c")}),
        (block("1/2", "most"), ("98", "1", "1"), {}),
        (block("1/3", "most"), ("1", "1", "1"), {"adopts": ("a", "b", "c")}),
        (block("1/2", "proportional"), ("1",), {}),
        (block("1/2", "block", 'cap = "1/2"\n'), ("60", "20", "20"), {"refuses": ("a",)}),
        (block("1/2", "block", 'also = [{ college = "c" }]\n'), ("40", "40", "20"), {"refuses": ("c",)}),
        (block("1/2", "block", 'also = [{ by = "heads" }]\n'), ("51", "29", "20"), {"refuses": ("a",)}),
        ('method = "majority"\nby = "heads"\n', ("98", "1", "1"), {}),
        ('method = "majority"\nby = "coefficient"\n', ("98", "1", "1"), {}),
    ],
)
def test_who_alone_decides_or_refuses(rule: str, weights: tuple[str, ...], found: dict[str, object]) -> None:
    assert alone(code_of(rule, weights)) == found


@pytest.mark.parametrize(
    ("rule", "silent"),
    [
        (block(more='quorum = [{ of = "each-college", at_least = { heads = 1 } }]\n'), ("a", "b", "c")),
        (block(more='quorum = [{ of = "c", at_least = "1/2" }]\n'), ("c",)),
        (block(more='quorum = [{ of = "c", at_least = "0" }]\n'), ()),
        (block(more='quorum = [{ of = "all", at_least = "1/2" }]\n'), ()),
        (block().replace('silent_college = "against"', 'silent_college = "blocks"'), ("a", "b", "c")),
        (
            block(more='quorum = [{ of = "c", at_least = "1/2" }]\n').replace('"no-quorum"', '"excluded"'),
            (),
        ),
        ('method = "majority"\nquorum = [{ of = "c", at_least = "1/2" }]\n', ("c",)),
    ],
)
def test_whose_silence_stops_everything(rule: str, silent: tuple[str, ...]) -> None:
    assert alone(code_of(rule)).get("silence_stops", ()) == silent


def test_power_is_said_in_words_with_names_and_shares() -> None:
    found = doubts(code_of(block("2/3", "proportional")))
    assert found == ["“La règle”: one college alone can prevent adoption: A (2/5), B (2/5)"]


@pytest.mark.parametrize(
    ("threshold", "said"),
    [
        ('threshold = "1"\nstrict = true', "can never be adopted"),
        ('threshold = "1"\nplus_one = true', "can never be adopted"),
        ('threshold = "0"', "adopted even when everybody is against"),
        ('threshold = "1"', ""),
        ('threshold = "0"\nstrict = true', ""),
    ],
)
def test_thresholds_out_of_reach_are_pointed_at(threshold: str, said: str) -> None:
    found = doubts(code_of(HEADS + threshold + "\n"))
    assert bool(found) is bool(said)
    assert all(said in sentence for sentence in found)


def test_a_consent_raises_no_doubt_about_power() -> None:
    assert doubts(code_of('method = "consent"\n')) == []


WEIGHTS = st.lists(st.integers(1, 60), min_size=2, max_size=5)


@given(WEIGHTS, st.fractions(Fraction(1, 10), Fraction(9, 10), max_denominator=10), st.booleans())
def test_one_who_adopts_alone_is_also_one_without_whom_nothing_strict_passes(
    weights: list[int], threshold: Fraction, strict: bool
) -> None:
    rule = block(str(threshold), "block", f"strict = {str(strict).lower()}\n")
    code = read(code_of(rule, tuple(map(str, weights))))
    found = power(code.decision("rule").rule, code.shares())
    total = sum(weights)
    for college, weight in zip(code.colleges, weights, strict=True):
        own, rest = Fraction(weight, total), Fraction(total - weight, total)
        assert (college.id in found.adopts) == (own > threshold if strict else own >= threshold)
        assert (college.id in found.refuses) == (rest <= threshold if strict else rest < threshold)
        assert not (college.id in found.idle and college.id in found.adopts + found.refuses)

"""Who may give a proxy to whom: the cap, the college, no chain, the deadline, as tables and as properties."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.errors import Refusal
from voting import proxies, proxy_errors
from voting.proxies import Given, Party
from voting.proxy_rule import Proxies, ProxyCap

TWO = Proxies(ProxyCap(heads=2), same_college=True)
GIVER = Party(1, "Bois & Vis", "places")
HOLDER = Party(2, "La Filature", "places")


def carrying(terms: Proxies, holder: Party, principal: Party = GIVER, registered: int = 37) -> Refusal | None:
    return proxies.carrying_refusal(terms, principal, holder, registered=registered)


@pytest.mark.parametrize(
    ("cap", "registered", "most"),
    [
        (ProxyCap(heads=2), 37, 2),
        (ProxyCap(heads=0), 37, 0),
        (ProxyCap(), 37, None),
        (ProxyCap(share=Fraction(1, 20)), 19, 0),
        (ProxyCap(share=Fraction(1, 20)), 20, 1),
        (ProxyCap(share=Fraction(1, 20)), 39, 1),
        (ProxyCap(share=Fraction(1, 20)), 40, 2),
        (ProxyCap(share=Fraction(1, 20), at_least=1), 19, 1),
        (ProxyCap(share=Fraction(1, 20), at_least=1), 0, 1),
        (ProxyCap(share=Fraction(1, 3)), 3, 1),
        (ProxyCap(share=Fraction(2, 3)), 4, 2),
    ],
)
def test_the_cap_is_a_number_or_a_share_rounded_down(
    cap: ProxyCap, registered: int, most: int | None
) -> None:
    assert proxies.most(cap, registered) == most


@pytest.mark.parametrize(("carries", "refused"), [(0, False), (1, False), (2, True), (3, True)])
def test_one_below_the_cap_holds_one_more(carries: int, refused: bool) -> None:
    refusal = carrying(TWO, replace(HOLDER, carries=carries))
    assert isinstance(refusal, proxy_errors.OverTheCap) if refused else refusal is None


def test_without_cap_there_is_no_limit() -> None:
    assert carrying(Proxies(ProxyCap()), replace(HOLDER, carries=10_000)) is None


@pytest.mark.parametrize(
    ("holder", "refusal"),
    [
        (GIVER, proxy_errors.OwnProxy),
        (replace(HOLDER, college_id="coops"), proxy_errors.OtherCollege),
        (replace(HOLDER, has_given=True), proxy_errors.GiverCarries),
        (replace(HOLDER, spoken_for=False), proxy_errors.NobodySpeaks),
    ],
)
def test_who_cannot_carry(holder: Party, refusal: type[Refusal]) -> None:
    assert type(carrying(TWO, holder)) is refusal


def test_a_rule_may_let_a_proxy_leave_its_college() -> None:
    assert carrying(Proxies(ProxyCap(heads=1)), replace(HOLDER, college_id="coops")) is None


def test_who_has_voted_still_carries() -> None:
    assert carrying(TWO, replace(HOLDER, has_voted=True)) is None


@pytest.mark.parametrize(
    ("giver", "refusal"),
    [
        (replace(GIVER, has_given=True), proxy_errors.AlreadyGiven),
        (replace(GIVER, carries=1), proxy_errors.CarrierGives),
        (replace(GIVER, has_voted=True), proxy_errors.AlreadyVoted),
    ],
)
def test_who_cannot_give(giver: Party, refusal: type[Refusal]) -> None:
    assert type(proxies.giving_refusal(giver)) is refusal
    assert proxies.giving_refusal(GIVER) is None


@pytest.mark.parametrize(
    ("terms", "stage", "refusal"),
    [
        (None, "open", proxy_errors.NoProxies),
        (Proxies(ProxyCap(heads=0)), "open", proxy_errors.NoProxies),
        (Proxies(ProxyCap(), until="closing"), "before", proxy_errors.OnceOpenOnly),
        (Proxies(ProxyCap(), until="closing"), "open", None),
        (Proxies(ProxyCap(), until="closing"), "closed", proxy_errors.ProxyTooLate),
        (Proxies(ProxyCap(), until="opening"), "before", None),
        (Proxies(ProxyCap(), until="opening"), "open", proxy_errors.BeforeOpeningOnly),
        (Proxies(ProxyCap(), until="opening"), "closed", proxy_errors.ProxyTooLate),
    ],
)
def test_until_when(terms: Proxies | None, stage: str, refusal: type[Refusal] | None) -> None:
    found = proxies.stage_refusal(terms, stage)
    assert found is None if refusal is None else type(found) is refusal


def test_instructions_where_the_rule_allows_them() -> None:
    silent = Proxies(ProxyCap(), instructions=False)
    assert proxies.instructions_refusal(silent, "") is None
    assert type(proxies.instructions_refusal(silent, "Pour")) is proxy_errors.NoInstructions
    assert proxies.instructions_refusal(TWO, "é" * 1000) is None
    assert type(proxies.instructions_refusal(TWO, "é" * 1001)) is proxy_errors.InstructionsTooLong


COLLEGES = ("places", "coops")
MEMBERS = st.integers(0, 9)
TERMS = st.builds(
    Proxies,
    cap=st.one_of(
        st.builds(ProxyCap, heads=st.one_of(st.none(), st.integers(0, 3))),
        st.builds(ProxyCap, share=st.fractions(0, 1, max_denominator=20), at_least=st.integers(0, 2)),
    ),
    same_college=st.booleans(),
    until=st.just("opening"),
)
PAIRS = st.lists(st.tuples(MEMBERS, MEMBERS), max_size=25)


@given(TERMS, PAIRS, st.sets(MEMBERS))
@settings(deadline=None)
def test_whatever_was_given_what_is_kept_obeys_the_rule(
    terms: Proxies, pairs: list[tuple[int, int]], listed: set[int]
) -> None:
    electorate = [Party(id_, str(id_), COLLEGES[id_ % 2]) for id_ in sorted(listed)]
    given = [Given(position, *pair) for position, pair in enumerate(pairs)]
    kept = proxies.kept(terms, given, electorate, registered=len(electorate))
    principals, holders = [each.principal for each in kept], [each.holder for each in kept]
    assert len(set(principals)) == len(principals)
    assert not set(principals) & set(holders)
    assert {*principals, *holders} <= listed
    limit = proxies.most(terms.cap, len(electorate))
    assert limit is None or all(holders.count(holder) <= limit for holder in holders)
    if terms.same_college:
        assert all(each.principal % 2 == each.holder % 2 for each in kept)
    assert [each.id for each in kept] == sorted(each.id for each in kept)


@given(TERMS, PAIRS, st.sets(MEMBERS))
@settings(deadline=None)
def test_what_is_kept_is_kept_again(terms: Proxies, pairs: list[tuple[int, int]], listed: set[int]) -> None:
    electorate = [Party(id_, str(id_), COLLEGES[id_ % 2]) for id_ in sorted(listed)]
    given = [Given(position, *pair) for position, pair in enumerate(pairs)]
    once = proxies.kept(terms, given, electorate, registered=len(electorate))
    assert proxies.kept(terms, once, electorate, registered=len(electorate)) == once


@given(st.fractions(0, 1), st.integers(0, 5), st.integers(0, 10_000))
def test_a_share_never_exceeds_itself(share: Fraction, at_least: int, registered: int) -> None:
    limit = proxies.most(ProxyCap(share=share, at_least=at_least), registered)
    assert limit is not None
    assert limit == at_least or limit <= share * registered
    assert limit >= at_least
    assert (limit + 1) > share * registered


def test_nothing_is_kept_where_the_rule_no_longer_wants_it() -> None:
    given = [Given(1, 1, 2)]
    assert proxies.kept(None, given, [GIVER, HOLDER], registered=2) == []
    assert proxies.kept(TWO, given, [GIVER, HOLDER], registered=2) == []
    until_opening = replace(TWO, until="opening")
    assert proxies.kept(until_opening, given, [GIVER, HOLDER], registered=2) == given

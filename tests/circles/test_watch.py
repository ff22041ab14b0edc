"""Which roles are vacant, ending or over their term; what is looked for is found."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from governance.circles.facts import Holder, RoleFacts, Seat
from governance.circles.watch import ENDING, HELD, NEAR, OVER, VACANT, Wanted, choose, numbers, standing
from governance.db import Database
from governance.members.roles import Description
from tests.circles import network

ON = network.DAY
Clients = Callable[[str], FlaskClient]


def holder(ends: date | None, *, starts: date = ON, end_kind: str = "") -> Holder:
    return Holder(
        1, 1, "", 1, 1, "Élodie Œuvrard", 1, "La Filature", True, None, starts, ends, None, None, end_kind,
        "", "", "election", "", "", False,
    )  # fmt: skip


def role(*seats: Seat, **said: object) -> RoleFacts:
    what = replace(Description("Trésorerie", 12, "election", purpose="Tenir les comptes"), **said)  # type: ignore[arg-type]
    return RoleFacts(1, "t", "network", "Réseau", True, None, "", None, "", 1, what, None, seats)


@pytest.mark.parametrize(("days", "state"), [(NEAR + 1, HELD), (NEAR, ENDING), (30, ENDING), (1, ENDING)])
def test_a_term_that_ends_within_ninety_days_is_ending(days: int, state: str) -> None:
    seat = Seat(1, holder(ON + timedelta(days=days)), None, None)
    assert standing(seat, 12, ON).state == state
    assert standing(seat, 12, ON).days == days


def test_a_term_whose_next_holder_is_known_is_not_ending() -> None:
    end = ON + timedelta(days=9)
    assert standing(Seat(1, holder(end), None, holder(None, starts=end)), 12, ON).state == HELD


def test_nobody_chosen_after_a_term_is_over_and_vacant() -> None:
    ended = Seat(1, None, ON, None, holder(ON, starts=date(2025, 3, 2)))
    assert standing(ended, 12, ON).state == OVER
    given_back = Seat(1, None, ON, None, holder(ON, end_kind="resigned"))
    assert standing(given_back, 12, ON).state == VACANT
    assert standing(Seat(1, None, None, None), 12, ON).state == VACANT
    assert numbers([role(ended, given_back)], ON) == {VACANT: 2, OVER: 1, ENDING: 0}
    assert choose([role(ended)], Wanted(state=VACANT), ON, shows_member=lambda _: True)


def test_a_mandate_without_an_end_is_over_after_a_term() -> None:
    kept = Seat(1, holder(None, starts=date(2025, 3, 3)), None, None)
    assert standing(kept, 12, ON).state == HELD
    assert standing(kept, 12, ON + timedelta(days=1)).state == OVER


@pytest.mark.parametrize(
    ("words", "found"),
    [("tresorerie", 1), ("COMPTES elodie", 1), ("oeuvrard", 1), ("filature", 0), ("", 1), ("comptes zut", 0)],
)
def test_words_are_looked_for_without_accents_nor_case(words: str, found: int) -> None:
    here = role(Seat(1, holder(None), None, None))
    assert len(choose([here], Wanted(words), ON, shows_member=lambda _: False)) == found


def test_a_member_is_found_by_who_may_see_it() -> None:
    here = role(Seat(1, holder(None), None, None))
    assert choose([here], Wanted("filature"), ON, shows_member=lambda _: True)


def test_the_page_finds_by_word_circle_college_and_state(
    as_: Clients, site: Database, moment: Callable[..., None]
) -> None:
    moment(network.NOW)
    network.entrust(site, "president", "bob", "La Filature", ends_on=date(2026, 4, 1))
    nobody = as_("nobody")
    page = nobody.get("/roles/").text
    assert "dans 30 jours" in page
    president, treasurer = 'href="/roles/president"', 'href="/roles/treasurer"'
    assert president in nobody.get("/roles/?q=lefevre").text
    assert nobody.get("/roles/?q=lefevre").text.count(treasurer) == page.count(treasurer) - 1
    assert nobody.get("/roles/?college=places&q=bob").text.count(president) >= 1
    assert "Aucun rôle ne répond" in nobody.get("/roles/?college=coops&q=bob").text
    assert "Aucun rôle ne répond" in nobody.get("/roles/?circle=machines&q=bob").text
    assert president in nobody.get("/roles/?state=ending").text
    assert "Aucun rôle ne répond" in nobody.get("/roles/?state=over").text
    assert nobody.get("/roles/?state=anything").status_code == 200
    moment(network.NOW + timedelta(days=31))
    over = as_("nobody").get("/roles/?state=over").text
    assert president in over
    assert "Mandat dépassé" in over

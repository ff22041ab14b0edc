"""Choices among options in a real browser: papers by keyboard and by script, nothing that axe minds."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests import cast
from tests.browser.conftest import Site
from tests.voting import choices
from tests.voting.acts import CLOSES
from voting.models import Ballot

pytestmark = pytest.mark.browser


def ballots(site: Site) -> list[dict[str, object]]:
    with site.database.reading() as session:
        return [json.loads(each) for each in session.scalars(select(Ballot.paper))]


def confirm(page: Page) -> None:
    page.get_by_role("button", name="Relire mon bulletin").click()
    expect(page.get_by_role("heading", name="Ce qui sera enregistré")).to_be_visible()
    page.get_by_role("button", name="Déposer mon bulletin").click()
    expect(page.get_by_text("Votre bulletin est dans l’urne")).to_be_visible()


def test_a_ranking_by_its_buttons(site: Site, visit: Callable[..., Page]) -> None:
    vote = choices.opened(site.database, "irv")
    site.now = cast.NOW + timedelta(hours=1)
    page = visit("bob")
    page.goto(f"/votes/{vote}")
    for _ in range(2):  # ranked last of those ranked, then one up
        page.get_by_role("button", name="Monter : Un jardin partagé").click()
        page.get_by_role("button", name="Monter : Un four à pain").click()
    expect(page.get_by_role("status").last).to_have_text("Un four à pain, rang 1")
    expect(page.get_by_label("Un jardin partagé", exact=True)).to_have_value("2")
    confirm(page)
    assert ballots(site) == [{"vote": vote, "ranking": [["four"], ["jardin"]]}]


def test_a_ranking_without_scripts(site: Site, visit: Callable[..., Page]) -> None:
    vote = choices.opened(site.database, "schulze")
    site.now = cast.NOW + timedelta(hours=1)
    page = visit("bob", javascript=False)
    page.goto(f"/votes/{vote}")
    page.get_by_label("Un four à pain", exact=True).select_option("1")
    page.get_by_label("Un atelier bois", exact=True).select_option("1")
    confirm(page)
    assert ballots(site) == [{"vote": vote, "ranking": [["atelier", "four"]]}]


@pytest.mark.parametrize("method", choices.RULES)
def test_papers_and_results_are_accessible_on_a_phone(
    site: Site, visit: Callable[..., Page], accessible: Callable[[Page], None], method: str
) -> None:
    sealed = choices.sealed(site.database, site.settings, method)
    site.now = CLOSES
    vote = choices.opened(site.database, method, closes_at=CLOSES + timedelta(days=1))
    page = visit("bob")
    for number in (vote, sealed):
        page.goto(f"/votes/{number}")
        accessible(page)

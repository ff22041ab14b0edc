"""A network decides online: propose, debate, amend, open, vote in three colleges, close, read it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests import cast
from tests.browser.conftest import DESK, PHONE, Site

pytestmark = pytest.mark.browser

TITLE = "Ouvrir les machines un samedi par mois"
VOTES = {"bob": "Pour", "chloe": "Contre", "david": "Pour"}


def propose(page: Page) -> int:
    """Write a draft, look at it, submit it to debate; the number of the proposal."""
    page.goto("/proposals/new")
    page.get_by_label("Titre").fill(TITLE)
    page.get_by_label("En une phrase").fill("Chaque lieu équipé ouvre son atelier un samedi par mois.")
    page.get_by_label("Le texte à décider").fill("Chaque lieu ouvre son atelier **tous** les samedis.")
    page.locator("label", has_text="Décision d’orientation").first.click()
    page.get_by_role("button", name="Aperçu").click()
    expect(page.locator(".act strong")).to_have_text("tous")
    page.get_by_role("button", name="Garder le brouillon").click()
    page.get_by_role("button", name="Soumettre au débat").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    return int(page.url.rsplit("/", 1)[1].split("#")[0])


def speak(page: Page, number: int, words: str) -> None:
    page.goto(f"/proposals/{number}")
    page.get_by_label("Votre message").fill(words)
    page.get_by_role("button", name="Publier").click()
    expect(page.locator(".thread").first).to_contain_text(words)


def amend(page: Page, number: int) -> None:
    page.goto(f"/proposals/{number}")
    page.get_by_role("link", name="Amender le texte").click()
    page.get_by_label("Le texte à décider").fill("Chaque lieu ouvre son atelier **un** samedi par mois.")
    page.locator("form.form button.button:not(.button--quiet)").first.click()
    page.goto(f"/proposals/{number}")
    expect(page.locator("ins").first).to_contain_text("un")


def open_vote(page: Page, number: int) -> int:
    page.goto(f"/proposals/{number}")
    page.locator(f'#act a[href="/proposals/{number}/open"], #act a.button').first.click()
    page.locator("form.form button.button").click()
    page.goto(f"/proposals/{number}")
    return int((page.locator('main a[href^="/votes/"]').first.get_attribute("href") or "").rsplit("/", 1)[1])


def vote(page: Page, number: int, choice: str) -> None:
    page.goto(f"/votes/{number}")
    page.locator("label.choice", has_text=choice).first.click()
    page.get_by_role("button", name="Relire").click()
    page.get_by_role("button", name="Déposer").click()
    expect(page.get_by_text("dans l’urne").first).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without JavaScript"])
def test_from_an_idea_to_a_public_decision(
    site: Site, visit: Callable[..., Page], accessible: Callable[[Page], None], javascript: bool
) -> None:
    def check(page: Page) -> None:
        if javascript:
            accessible(page)

    bob = visit("bob", javascript=javascript)
    check(bob)
    number = propose(bob)
    check(bob)
    chloe = visit("chloe", javascript=javascript)
    speak(chloe, number, "Tous les samedis, c’est trop pour deux salariés.")
    amend(bob, number)
    check(bob)

    site.move(cast.NOW + timedelta(days=8))
    alice = visit("alice", size=DESK, javascript=javascript)
    ballot = open_vote(alice, number)
    check(alice)

    for who, choice in VOTES.items():
        voter = visit(who, javascript=javascript)
        voter.goto(f"/votes/{ballot}")
        check(voter)
        vote(voter, ballot, choice)
        check(voter)
        expect(voter.locator("main")).not_to_contain_text("2/3")

    site.move(cast.NOW + timedelta(days=16))
    public = visit("nobody", javascript=javascript)
    public.goto(f"/votes/{ballot}")
    expect(public.locator(".verdict__say")).to_contain_text("Adoptée")
    check(public)
    public.goto("/register/")
    public.get_by_role("link", name=TITLE).click()
    expect(public.get_by_role("heading", level=1)).to_contain_text(TITLE)
    expect(public.locator(".number")).to_contain_text("2026-001")
    expect(public.locator("main")).to_contain_text("un samedi par mois")
    check(public)


def test_a_ballot_is_cast_with_the_keyboard_alone(site: Site, visit: Callable[..., Page]) -> None:
    bob = visit("bob", size=DESK)
    number = propose(bob)
    site.move(cast.NOW + timedelta(days=8))
    ballot = open_vote(visit("alice", size=DESK), number)
    david = visit("david", size=DESK)
    david.goto(f"/votes/{ballot}")
    david.keyboard.press("Tab")
    expect(david.locator(".skip")).to_be_focused()
    david.keyboard.press("Enter")
    for _ in range(40):
        david.keyboard.press("Tab")
        if david.evaluate("document.activeElement.type") == "radio":
            break
    david.keyboard.press("Space")
    david.keyboard.press("Tab")
    david.keyboard.press("Enter")
    expect(david.get_by_role("button", name="Déposer")).to_be_visible()
    for _ in range(40):
        david.keyboard.press("Tab")
        if "Déposer" in david.evaluate("document.activeElement.textContent"):
            break
    david.keyboard.press("Enter")
    expect(david.get_by_text("dans l’urne").first).to_be_visible()


PUBLIC = ("/", "/register/", "/proposals/", "/votes/", "/rules/", "/rules/access", "/circles/", "/open-data/",
          "/sign-in", "/forgotten", "/accessibility", "/votes/check", "/nowhere")  # fmt: skip
MINE = ("/", "/proposals/", "/proposals/new", "/votes/", "/members/", "/account")
STEWARDS = ("/members/new", "/members/import", "/members/1")


@pytest.mark.parametrize(
    ("size", "scheme"),
    [({"width": 320, "height": 700}, "light"), (PHONE, "dark"), (DESK, "light")],
    ids=["320 light", "390 dark", "1280 light"],
)
def test_every_page_is_accessible_and_fits(
    site: Site,
    visit: Callable[..., Page],
    accessible: Callable[[Page], None],
    scheme: str,
    size: dict[str, int],
) -> None:
    for who, addresses in (("nobody", PUBLIC), ("bob", MINE), ("alice", STEWARDS)):
        page = visit(who, size=size, color_scheme=scheme)
        for address in addresses:
            page.goto(address)
            accessible(page)

"""An election without candidate in the room: a facilitator's phone, the phone of a member, a screen."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests import cast
from tests.browser.conftest import DESK, Site
from tests.circles import in_the_room
from tests.circles.in_the_room import NAMED

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Visit = Callable[..., Page]
FOLLOWS = 4_000  # milliseconds
SLIPS = {
    "La Filature": ("Chloé Garnier, Coop Semailles", "Elle sait écouter et résumer."),
    "Ville de Montreval": ("Chloé Garnier, Coop Semailles", "Elle tient l’heure."),
}
HERS = ("David Morel, Ville de Montreval", "Il connaît tous les lieux.")
BOB = "Bob Lefèvre, La Filature"


def begin(alice: Page) -> str:
    """A facilitator begins the succession, then its live session; the address of the succession."""
    alice.goto("/roles/facilitator")
    alice.get_by_role("link", name="Lancer la succession").click()
    alice.get_by_label("Au nom de").select_option(label="La Filature")
    alice.get_by_label("Consentement sur la personne").select_option("person")
    alice.get_by_role("button", name="Commencer", exact=True).click()
    alice.wait_for_url("**/successions/*")
    succession = alice.url
    alice.get_by_role("link", name="Commencer une séance").click()
    return succession


def next_step(page: Page) -> None:
    """The one big next step."""
    page.locator("#next").click()


def write(page: Page, nominee: str, why: str) -> None:
    page.locator("#n-nominee").select_option(label=nominee)
    page.locator("#n-reason").fill(why)
    with page.expect_navigation():
        page.locator("#seal").click()


def consent(page: Page) -> None:
    with page.expect_navigation():
        page.locator(".live__now").get_by_role("button", name="Consent", exact=True).click()


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without JavaScript"])
def test_a_role_changes_hands_at_one_meeting(
    site: Site, visit: Visit, accessible: Callable[[Page], None], javascript: bool
) -> None:
    site.database.transact(in_the_room.found)

    def check(*pages: Page) -> None:
        for page in pages if javascript else ():
            accessible(page)

    alice, chloe = visit("alice", javascript=javascript), visit("chloe", javascript=javascript)
    screen = visit("nobody", size=DESK, javascript=javascript)

    def seen(page: Page, words: str) -> None:
        """Words come by themselves; without scripts, once the page is asked for again."""
        if not javascript:
            page.reload()
        expect(page.locator("main")).to_contain_text(words, timeout=FOLLOWS)

    succession = begin(alice)
    check(alice)
    alice.get_by_role("button", name="Commencer la séance").click()
    live = alice.url
    screen.goto(f"{live}/screen")
    chloe.goto(live)
    check(alice, screen, chloe)

    next_step(alice)  # who is here
    for name in NAMED:
        alice.locator("fieldset", has_text=name).get_by_label("présent", exact=True).check()
    alice.get_by_role("button", name="Enregistrer").click()
    next_step(alice)  # criteria
    seen(screen, "Que demande ce rôle aujourd’hui")
    check(alice, screen)
    for _member in NAMED:
        next_step(alice)
    next_step(alice)  # to the nominations
    check(alice)
    alice.get_by_role("button", name="Ouvrir les nominations").click()
    seen(screen, "En silence")
    seen(chloe, "Personne ne le voit avant que tout soit révélé")
    check(alice, screen, chloe)

    chloe.get_by_role("link", name="Nommer une personne").click()
    check(chloe)
    write(chloe, *HERS)
    seen(chloe, "Votre nomination est enregistrée")
    for member, (nominee, why) in SLIPS.items():
        next_step(alice)
        expect(alice.get_by_role("heading", level=1)).to_contain_text(member)
        check(alice)
        write(alice, nominee, why)
        check(alice)
    for page in (alice, chloe, screen):
        seen(page, "A nommé")
        for _nominee, why in (*SLIPS.values(), HERS):
            expect(page.locator("body")).not_to_contain_text(why)
    check(screen, chloe)

    next_step(alice)  # reveal
    check(alice)
    site.now = cast.NOW + timedelta(minutes=30)
    with alice.expect_navigation():
        alice.get_by_role("button", name="Les révéler").click()
    for page in (alice, chloe, screen):
        for _nominee, why in (*SLIPS.values(), HERS):
            seen(page, why)
    check(alice, screen, chloe)
    for _member in NAMED:
        next_step(alice)
    next_step(alice)  # changes
    seen(chloe, "Vous nommez David Morel")
    check(alice, screen, chloe)
    alice.locator("#change").click()
    check(alice)
    alice.get_by_label("Nomme maintenant").select_option(label=BOB)
    alice.get_by_label("Parce que").fill("Chloé part en congé en mai.")
    alice.get_by_role("button", name="Noter", exact=True).click()
    seen(screen, "Chloé part en congé en mai.")
    check(screen, alice)
    while not alice.get_by_text("Tout le monde a été entendu").count():
        next_step(alice)
    check(alice)

    next_step(alice)  # propose
    check(alice)
    alice.get_by_label("Je propose").select_option("bob-lefevre")
    alice.get_by_label("Parce que").fill("Bob a le temps, et les voix de la salle.")
    alice.get_by_role("button", name="Proposer, et entendre").click()
    alice.wait_for_url("**/proposals/2/live")
    if javascript:
        screen.wait_for_url("**/proposals/2/live/screen")
        chloe.wait_for_url("**/proposals/2/live")
    else:
        screen.reload()
        screen.get_by_role("link", name="La séance continue").click()
        chloe.reload()
        chloe.get_by_role("link", name="La séance continue").click()
    check(alice, screen, chloe)
    next_step(alice)
    alice.get_by_role("button", name="Ouvrir le tour").click()
    check(alice)
    chloe.reload()
    chloe.locator("#live-mine").get_by_role("button", name="Consent", exact=True).click()
    alice.reload()
    while alice.locator(".live__now .quad").count():
        consent(alice)
    next_step(alice)
    site.now = cast.NOW + timedelta(minutes=60)
    alice.get_by_role("button", name="Clore le tour").click()
    seen(screen, "Il reste à Bob Lefèvre d’accepter")
    check(alice, screen)
    bob = visit("bob", javascript=javascript)
    bob.goto(alice.url)
    check(bob)
    next_step(bob)
    bob.get_by_role("button", name="J’accepte le rôle").click()
    expect(bob.locator("main")).to_contain_text("Tient le rôle")
    alice.goto(succession)
    expect(alice.locator("main")).to_contain_text("Le rôle est confié")

"""A role changes hands: an election without candidate of a facilitator; an annual presidency goes round."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests import cast
from tests.browser.conftest import DESK, Site
from tests.circles import network, succeeding

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Visit = Callable[..., Page]
NAMED = {
    "bob": ("Chloé Garnier, Coop Semailles", "Elle sait écouter et résumer."),
    "chloe": ("David Morel, Ville de Montreval", "Il connaît tous les lieux."),
    "david": ("Chloé Garnier, Coop Semailles", "Elle tient l’heure."),
}


def open_vote(page: Page, proposal: str) -> str:
    """Open the vote that is due; its address."""
    page.goto(f"{proposal}/vote")
    page.locator("form.form button.button").click()
    page.wait_for_url("**/votes/*")
    return page.url


def name(page: Page, vote: str, nominee: str, why: str) -> None:
    page.goto(vote)
    chosen = page.locator("select[name$=nominee]")
    if chosen.count():
        chosen.select_option(label=nominee)
    else:
        page.locator("label", has_text=nominee).first.click()
    page.locator("textarea").first.fill(why)
    page.get_by_role("button", name="Relire").click()
    page.get_by_role("button", name="Déposer").click()
    expect(page.get_by_text("dans l’urne").first).to_be_visible()


def consent(page: Page, vote: str) -> None:
    page.goto(vote)
    page.locator("label.choice", has_text="Je consens").first.click()
    page.get_by_role("button", name="Relire").click()
    page.get_by_role("button", name="Déposer").click()
    expect(page.get_by_text("dans l’urne").first).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without JavaScript"])
def test_an_election_without_candidate_of_a_facilitator(
    site: Site, visit: Visit, accessible: Callable[[Page], None], javascript: bool
) -> None:
    site.database.transact(succeeding.found)

    def check(page: Page) -> None:
        if javascript:
            accessible(page)

    alice = visit("alice", size=DESK, javascript=javascript)
    alice.goto("/roles/facilitator")
    alice.get_by_role("link", name="Lancer la succession").click()
    alice.get_by_label("Au nom de").select_option(label="La Filature")
    alice.get_by_label("Consentement sur la personne").select_option("person")
    check(alice)
    alice.get_by_role("button", name="Commencer", exact=True).click()
    alice.wait_for_url("**/successions/*")
    succession = alice.url
    check(alice)
    proposal = site.address + (alice.get_by_role("link", name="Aller au débat").get_attribute("href") or "")

    chloe = visit("chloe", javascript=javascript)
    chloe.goto(proposal)
    expect(chloe.get_by_role("heading", level=1)).to_contain_text("Facilitation")
    check(chloe)

    vote = open_vote(alice, proposal)
    for who, (nominee, why) in NAMED.items():
        voter = visit(who, javascript=javascript)
        name(voter, vote, nominee, why)
    site.move(cast.NOW + timedelta(days=3))

    david = visit("david", javascript=javascript)
    david.goto(succession)
    expect(david.locator("main")).to_contain_text("Elle sait écouter et résumer.")
    check(david)
    david.get_by_role("link", name="Nommer une autre personne").click()
    david.get_by_label("Je nomme maintenant").select_option(label="Bob Lefèvre, La Filature")
    david.get_by_label("Parce que").fill("Chloé vient de dire qu’elle part en congé.")
    david.get_by_role("button", name="Changer ma nomination").click()
    expect(david.locator("del")).to_contain_text("Chloé Garnier")
    expect(david.locator("ins")).to_contain_text("Bob Lefèvre")

    alice.goto(succession)
    alice.get_by_role("link", name="Proposer une personne").click()
    alice.locator("select[name=nominee]").select_option("bob-lefevre")
    alice.get_by_label("Parce que").fill("Bob a le temps, et les deux voix de la salle.")
    alice.get_by_role("button", name="Proposer", exact=True).click()
    alice.wait_for_url("**/proposals/*")
    expect(alice.locator("main")).to_contain_text("La personne proposée donne sa position en dernier")
    check(alice)
    objections = open_vote(alice, alice.url)
    for who in ("chloe", "david", "bob"):
        consent(visit(who, javascript=javascript), objections)
    site.move(cast.NOW + timedelta(days=7))

    bob = visit("bob", javascript=javascript)
    expect(bob.locator("main")).to_contain_text("Un rôle à accepter")
    bob.goto(succession)
    check(bob)
    bob.get_by_role("button", name="J’accepte le rôle").click()
    expect(bob.locator("main")).to_contain_text("Tient le rôle")
    public = visit("nobody", javascript=javascript)
    public.goto("/roles/facilitator")
    expect(public.locator("main")).to_contain_text("Bob Lefèvre")
    check(public)


def test_an_annual_presidency_goes_round(
    site: Site, visit: Visit, accessible: Callable[[Page], None]
) -> None:
    site.database.transact(succeeding.found)
    network.entrust(site.database, "president", "bob", "La Filature", starts_on=date(2025, 3, 2))
    public = visit("nobody")
    public.goto("/roles/president")
    expect(public.locator("main")).to_contain_text("À qui le tour")
    accessible(public)

    alice = visit("alice", size=DESK)
    alice.goto("/roles/president/rotation")
    expect(alice.locator("#turn-2")).to_contain_text("Coop Semailles")
    accessible(alice)
    alice.get_by_role("link", name="Confier le prochain tour").click()
    expect(alice.get_by_role("heading", level=1)).to_contain_text("Coop Semailles")
    alice.locator("select[name=decision]").select_option(network.DECISION)
    alice.get_by_role("button", name="Confier").click()
    expect(alice.locator("main")).to_contain_text("Chloé Garnier")

    fanny = visit("fanny")
    fanny.goto("/roles/president/rotation/refuse")
    fanny.locator("select[name=member]").select_option(label="L’Établi")
    fanny.get_by_label("Tous les tours jusqu’au").fill("2040-01-01")
    fanny.get_by_label("Pourquoi").fill("L’atelier déménage.")
    fanny.get_by_role("button", name="Refuser", exact=True).click()
    expect(fanny.locator("main")).to_contain_text("L’atelier déménage.")
    expect(fanny.locator("tbody th", has_text="L’Établi")).to_have_count(0)
    accessible(fanny)
    later = {"Ville de Montreval", "Le Quai 9", "Scop Rouages"}
    for place in later:
        expect(fanny.locator("tbody th", has_text=place).first).to_be_visible()
    site.move(cast.NOW + timedelta(days=365))
    public.goto("/roles/president/rotation")
    expect(public.locator("#turn-3")).to_contain_text("Ville de Montreval")
    expect(public.locator("#turn-3")).to_contain_text("À confier maintenant")
    alice.goto("/roles/president/turn")
    alice.locator("select[name=decision]").select_option(network.DECISION)
    alice.get_by_role("button", name="Confier").click()
    public.goto("/roles/president/rotation")
    expect(public.locator("#turn-3")).to_contain_text("En ce moment")
    public.goto("/roles/president")
    expect(public.locator("main")).to_contain_text("David Morel")

"""Who does what, the map, the hand-over, an opinion: on a phone, with a keyboard, found faultless by axe."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page

from tests import cast
from tests.browser.conftest import DESK, PHONE, Site
from tests.circles import network
from tests.proposals.steps import submitted

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_an_organisation_is_read_handed_over_and_heard(
    site: Site, visit: Callable[..., Page], accessible: Callable[[Page], None]
) -> None:
    site.database.transact(network.found)
    network.entrust(site.database, "treasurer", "bob", ends_on=date(2026, 4, 1))
    network.entrust(site.database, "board-places", "bob", "La Filature")
    number = site.database.transact(lambda session: submitted(session, "orientation"))
    site.move(cast.NOW + timedelta(days=1))
    for size in (PHONE, DESK):
        page = visit("nobody", size=size)
        for path in ("/roles/", "/roles/?state=ending", "/circles/", f"/proposals/{number}"):
            page.goto(path)
            accessible(page)

    bob = visit("bob")
    bob.get_by_role("link", name="Préparer la transmission").click()
    bob.get_by_label("Une chose de plus").fill("Rendre les clés")
    bob.get_by_role("button", name="Ajouter à la liste").click()
    bob.get_by_role("button", name="C’est fait").click()
    bob.get_by_label("Une note").fill("La banque ferme le lundi.")
    bob.get_by_role("button", name="Garder la note").click()
    assert "La banque ferme le lundi." in bob.content()
    accessible(bob)

    bob.goto(f"/proposals/{number}")
    bob.get_by_role("link", name="Publier l’avis").click()
    accessible(bob)
    bob.get_by_role("button", name="Publier l’avis").click()
    accessible(bob)
    bob.get_by_label("Avec réserves").check()
    bob.get_by_label("En quelques mots").fill("Prévoir la sécurité.")
    bob.get_by_role("button", name="Publier l’avis").click()
    assert "Prévoir la sécurité." in bob.content()

    bob.goto("/account/calendar")
    bob.get_by_role("button", name="Créer une adresse").click()
    accessible(bob)

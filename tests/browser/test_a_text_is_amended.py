"""A text written by two, amended by a third, changed by both at once: on a phone, without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from sqlalchemy.orm import Session

from proposals import service
from proposals.texts import Terms, Text
from tests.browser.conftest import DESK, PHONE, Site
from tests.cast import NOW, member_id, person_id

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ARTICLES = """## L’ouverture

Chaque lieu équipé ouvre son atelier tous les samedis, de neuf heures à midi.

Les lieux se répartissent :

- les machines à bois
- les machines à coudre

## Le coût

Chaque lieu porte ses heures de permanence."""
TEXT = Text("Ouvrir les machines le samedi", "Chaque lieu équipé ouvre son atelier le samedi.", ARTICLES)


def begun(session: Session) -> int:
    terms = Terms("network", "ordinary", True, "La Filature")
    mine = {"member_id": member_id(session, "La Filature"), "by": person_id(session, "bob")}
    return service.draft(session, TEXT, terms, **mine, now=NOW)


def test_a_text_is_written_by_two_amended_and_compared(
    site: Site, visit: Callable[..., Page], accessible: Callable[[Page], None]
) -> None:
    number = site.database.transact(begun)
    bob = visit("bob", javascript=False)
    bob.goto(f"/proposals/{number}/coauthors")
    bob.get_by_label("Membre").select_option(label="Coop Semailles")
    bob.get_by_role("button", name="Demander").click()

    chloe = visit("chloe")
    chloe.get_by_role("link", name="Répondre").first.click()
    accessible(chloe)
    chloe.get_by_role("button", name="Accepter pour Coop Semailles").click()
    chloe.get_by_text("par La Filature, avec Coop Semailles").wait_for()

    # both open the draft, Chloé keeps hers first
    bob.goto(f"/proposals/{number}/edit")
    chloe.goto(f"/proposals/{number}/edit")
    chloe.get_by_label("Le texte à décider").fill(ARTICLES.replace("de neuf heures à midi", "l’après-midi"))
    chloe.get_by_role("button", name="Garder le brouillon").last.click()
    bob.get_by_label("Le texte à décider").fill(
        ARTICLES.replace("de neuf heures à midi", "le matin").replace("ses heures", "ses propres heures")
    )
    bob.get_by_role("button", name="Garder le brouillon").last.click()
    bob.get_by_role("heading", name="Deux personnes ont écrit en même temps").wait_for()
    bob.get_by_role("radio", name="D’autres mots, écrits ci-dessous").check()
    bob.get_by_label("D’autres mots (facultatif)").fill(
        "Chaque lieu équipé ouvre son atelier le samedi matin."
    )
    bob.get_by_role("button", name="Garder le brouillon").click()
    bob.get_by_role("button", name="Soumettre").first.click()
    assert "ses propres heures" in bob.content()

    david = visit("david", size=PHONE)
    david.goto(f"/proposals/{number}")
    accessible(david)
    david.get_by_role("link", name="Amender paragraphe 2").click()
    accessible(david)
    david.get_by_label("Ce qu’il dirait").fill(
        "Chaque lieu équipé ouvre son atelier un samedi matin par mois."
    )
    david.get_by_label("Pourquoi").fill("Quatre samedis par mois sont trop pour une petite équipe.")
    david.get_by_role("button", name="Proposer l’amendement").click()
    accessible(david)

    chloe.goto("/")
    chloe.get_by_role("link", name="Répondre").first.click()
    chloe.get_by_role("button", name="Accepter amendement nº\u00a01").click()
    chloe.get_by_text("La version 2 est publiée.").wait_for()

    reader = visit(size=DESK, color_scheme="dark")
    reader.goto(f"/proposals/{number}")
    accessible(reader)
    reader.goto(f"/proposals/{number}/versions/1..2")
    accessible(reader)
    reader.get_by_role("link", name="Côte à côte").click()
    accessible(reader)
    assert reader.get_by_role("columnheader").count() == 2
    reader.set_viewport_size(PHONE)
    accessible(reader)
    assert reader.get_by_role("cell").count() > 2


def test_a_merge_is_read_on_a_phone(
    site: Site, visit: Callable[..., Page], accessible: Callable[[Page], None]
) -> None:
    def work(session: Session) -> int:
        number = begun(session)
        service.submit(session, number, by=person_id(session, "bob"), now=NOW)
        return number

    number = site.database.transact(work)
    bob = visit("bob")
    bob.goto(f"/proposals/{number}/edit")
    theirs = Text(TEXT.title, "Autre phrase.", ARTICLES.replace("tous les samedis", "le samedi"))
    site.database.transact(
        lambda s: service.revise(s, number, theirs, note="", based_on=1, by=person_id(s, "bob"), now=NOW)
    )
    bob.get_by_label("En une phrase, pour tout le monde").fill("Une troisième phrase.")
    bob.get_by_label("Le texte à décider").fill(ARTICLES.replace("tous les samedis", "un samedi sur deux"))
    bob.get_by_role("button", name="Publier cette version").last.click()
    accessible(bob)
    bob.get_by_role("radio", name="Ce que vous avez écrit").first.check()
    bob.get_by_role("radio", name="Version 2").last.check()
    bob.get_by_role("button", name="Publier cette version").click()
    bob.get_by_text("La version 3 est publiée.").wait_for()
    assert "Une troisième phrase." in bob.content()

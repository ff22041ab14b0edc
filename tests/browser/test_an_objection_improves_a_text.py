"""A consent over weeks, on a phone, by the pages alone: three colleges, two rounds, one objection integrated,
one set aside and contested, one concern; then the same without consent, and the vote that the rule provides.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import update

from governance.rules.models import CodeVersion
from tests import cast
from tests.browser.conftest import PHONE, Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Visit = Callable[..., Page]
Check = Callable[[Page], None]

PROCESS = "process = { questions_days = 2, reactions_days = 2, expires_days = 60 }\n"
CODE = cast.CODE.replace("rounds_max = 2\n", "rounds_max = 2\n" + PROCESS)
DAY = timedelta(days=1)
TITLE = "Limiter le bruit après 22 h"
FIRST = "Pas de musique amplifiée après 22 h dans les lieux habités.\n\nLes ateliers ferment à la même heure."
BETTER = FIRST.replace("habités.", "habités, sauf trois soirées par an annoncées aux voisins.")
HARM = "Nos concerts payent le chauffage du lieu : sans exception, la salle ferme cet hiver."
HABIT = "On a toujours fait autrement."
GROUND = "Aucune raison n’est donnée : on lit une habitude, pas ce que le texte abîmerait."
WHY = "L’habitude dont je parle est celle des équipes du soir, que personne n’a écoutées."
CONCERN = "Qui tiendra le compte des trois soirées ?"


@pytest.fixture(autouse=True)
def code(site: Site) -> None:
    """A consent with its time for questions and for reactions, and two rounds at most."""
    site.database.transact(lambda session: session.execute(update(CodeVersion).values(toml=CODE)))


def unlooked(page: Page) -> None:
    """A page that another step of the walk has looked at."""


def main(page: Page) -> Locator:
    return page.locator("main")


def propose(bob: Page, check: Check) -> int:
    """Write it with its reasons, cost and criteria; look at it; submit it. The number of the proposal."""
    bob.goto("/proposals/")
    bob.get_by_role("link", name="Proposer").first.click()
    bob.get_by_label("Titre").fill(TITLE)
    bob.get_by_label("En une phrase").fill("Dormir, et garder trois soirées de fête par an.")
    bob.get_by_label("Ce qui se passe, et ce qu’il faut").fill("La mairie reçoit trois appels par mois.")
    bob.get_by_label("Le texte à décider").fill(FIRST)
    bob.locator("summary", has_text="Coût et").click()
    bob.get_by_label("Ce que cela coûte").fill("Rien d’autre que l’attention de chacun.")
    bob.get_by_label("critères").fill("Moins d’un appel par mois à la mairie.")
    bob.locator("label.choice", has_text="Décision courante").click()
    check(bob)
    bob.get_by_role("button", name="Aperçu").click()
    check(bob)
    bob.get_by_role("button", name="Garder le brouillon").last.click()
    check(bob)
    bob.get_by_role("button", name="Soumettre au débat").click()
    expect(bob.get_by_role("heading", level=1)).to_have_text(TITLE)
    check(bob)
    return int(bob.url.rsplit("/", 1)[1].split("#")[0].split("?")[0])


def say(page: Page, number: int, words: str) -> None:
    page.goto(f"/proposals/{number}")
    page.get_by_role("link", name="Prendre la parole").last.click()
    page.get_by_label("Votre message").fill(words)
    page.get_by_role("button", name="Publier", exact=True).click()
    expect(main(page)).to_contain_text(words)


def open_round(alice: Page, number: int, check: Check) -> int:
    """The number of the vote that a facilitator opens."""
    alice.goto("/")
    check(alice)
    alice.goto(f"/proposals/{number}")
    check(alice)
    alice.get_by_role("link", name="Ouvrir le tour").click()
    check(alice)
    alice.locator("form.form button.button").click()
    alice.goto(f"/proposals/{number}")
    return int((alice.locator('#act a[href^="/votes/"]').first.get_attribute("href") or "").split("/")[2])


def paper(page: Page, member: str) -> Locator:
    return page.locator("fieldset.ballot", has_text=member)


def object_to(paper: Locator, reason: str, nature: str = "harm", sure: str = "yes") -> None:
    paper.locator("label.choice", has_text="J’objecte").click()
    paper.locator(f"input[name$=nature][value={nature}]").check()
    paper.locator("textarea").first.fill(reason)
    for question in paper.locator("fieldset.question").all():
        question.locator(f"input[value={sure}]").check()


def cast_ballots(page: Page, check: Check) -> None:
    page.get_by_role("button", name="Relire").click()
    check(page)
    drop(page, check)


def drop(page: Page, check: Check) -> None:
    page.get_by_role("button", name="Déposer").click()
    expect(page.get_by_text("dans l’urne").first).to_be_visible()
    check(page)


def position(page: Page, vote: int, choice: str, words: str = "") -> None:
    page.goto(f"/votes/{vote}")
    page.locator("label.choice", has_text=choice).first.click()
    if words:
        page.get_by_label("Votre préoccupation").fill(words)


def close_early(alice: Page, number: int, check: Check) -> None:
    alice.goto(f"/proposals/{number}")
    alice.get_by_role("link", name="Clore le tour").click()
    check(alice)
    alice.get_by_role("link", name="Clore le tour maintenant").click()
    check(alice)
    alice.get_by_label("Pourquoi").fill("Une objection est dans l’urne : intégrons-la sans attendre.")
    alice.get_by_role("button", name="Clore le tour").click()
    check(alice)


def amend(bob: Page, number: int, check: Check, text: str = BETTER) -> None:
    bob.goto(f"/proposals/{number}")
    bob.get_by_role("link", name="Amender le texte").click()
    check(bob)
    bob.get_by_label("Le texte à décider").fill(text)
    bob.get_by_label("Ce qui change, et pourquoi").fill("Répond à l’objection nº 1")
    bob.get_by_role("button", name="Publier cette version").last.click()
    expect(bob.get_by_text("est publiée")).to_be_visible()


def test_an_objection_improves_a_text(site: Site, visit: Visit, accessible: Check) -> None:
    people = {who: visit(who, size=PHONE) for who in ("alice", "bob", "chloe", "david", "fanny")}
    alice, bob, chloe, david, fanny = people.values()
    number = propose(bob, accessible)

    site.move(cast.NOW + 6 * timedelta(hours=1))
    say(chloe, number, "Un lieu est habité à partir de combien de nuits ?")
    accessible(chloe)
    bob.goto("/")
    accessible(bob)
    bob.goto(f"/proposals/{number}")
    bob.get_by_role("link", name="Répondre Chloé").click()
    bob.get_by_label("Votre message").fill("Dès qu’une personne y dort.")
    bob.get_by_label("répond à la question").check()
    bob.get_by_role("button", name="Publier", exact=True).click()
    accessible(bob)

    site.move(cast.NOW + 3 * DAY)
    say(david, number, "La Ville reçoit ces appels : merci de vous en saisir.")
    accessible(david)

    site.move(cast.NOW + 7 * DAY)
    first = open_round(alice, number, accessible)
    chloe.goto(f"/votes/{first}")
    object_to(paper(chloe, "Coop Semailles"), HARM)
    accessible(chloe)
    cast_ballots(chloe, accessible)
    fanny.goto(f"/votes/{first}")
    object_to(paper(fanny, "L’Établi"), HABIT, "limit", "no")
    paper(fanny, "Scop Rouages").locator("label.choice", has_text="Je consens").first.click()
    cast_ballots(fanny, accessible)
    position(david, first, "Je consens, avec une préoccupation", CONCERN)
    cast_ballots(david, unlooked)
    position(bob, first, "Je consens")
    cast_ballots(bob, unlooked)
    site.move(site.now + DAY)
    close_early(alice, number, accessible)
    site.tick()

    alice.goto(f"/proposals/{number}")
    accessible(alice)
    habit = alice.locator("article.objection", has_text=HABIT)
    habit.get_by_role("link", name="Écarter").click()
    accessible(alice)
    alice.get_by_label("Le motif").fill(GROUND)
    alice.get_by_role("button", name="Écarter").click()
    fanny.goto(f"/proposals/{number}")
    fanny.get_by_role("link", name="Contester").click()
    accessible(fanny)
    fanny.locator("select[name=member]").select_option(label="L’Établi")
    fanny.locator("textarea").fill(WHY)
    fanny.get_by_role("button", name="Contester").click()
    accessible(fanny)

    alice.goto("/")
    accessible(alice)
    alice.goto(f"/proposals/{number}")
    alice.get_by_role("link", name="Poser la question au cercle").first.click()
    accessible(alice)
    alice.locator("label.choice", has_text="Décision rapide").click()
    alice.get_by_role("button", name="Poser la question au cercle").click()
    asked = int(alice.url.rsplit("/", 1)[1])
    accessible(alice)
    for page in (bob, chloe, david):
        position(page, asked, "Contre")
        cast_ballots(page, accessible if page is bob else unlooked)
    site.move(site.now + timedelta(hours=1))
    chloe.goto(f"/proposals/{number}")
    expect(main(chloe)).to_contain_text("n’y a pas trouvé d’argument")
    accessible(chloe)

    amend(bob, number, accessible)
    bob.get_by_role("button", name="Oui, elle répond à l’objection").click()
    accessible(bob)
    chloe.goto("/")
    accessible(chloe)
    chloe.goto(f"/proposals/{number}")
    chloe.get_by_role("button", name="Oui, cette version lève mon objection").click()
    accessible(chloe)

    second = open_round(alice, number, accessible)
    assert second != first
    david.goto(f"/votes/{second}")
    accessible(david)
    david.get_by_role("button", name="La confirmer sur la version 2").click()
    drop(david, accessible)
    for page in (bob, chloe):
        position(page, second, "Je consens")
        cast_ballots(page, unlooked)
    site.move(site.now + 8 * DAY)

    public = visit()
    public.goto(f"/votes/{second}")
    accessible(public)
    public.goto(f"/proposals/{number}")
    accessible(public)
    public.get_by_role("link", name="Décision 2026-").first.click()
    for words in (HARM, HABIT, GROUND, CONCERN, "trois soirées par an"):
        expect(main(public)).to_contain_text(words)
    expect(main(public).get_by_text(CONCERN)).to_have_count(1)
    accessible(public)


def test_no_consent_is_found_and_the_vote_that_the_rule_provides_decides(
    site: Site, visit: Visit, accessible: Check
) -> None:
    alice, bob, chloe, david = (visit(who, size=PHONE) for who in ("alice", "bob", "chloe", "david"))
    number = propose(bob, unlooked)
    site.move(cast.NOW + 7 * DAY)
    for text in (BETTER, ""):
        vote = open_round(alice, number, unlooked)
        chloe.goto(f"/votes/{vote}")
        object_to(paper(chloe, "Coop Semailles"), HARM)
        cast_ballots(chloe, unlooked)
        for page in (bob, david):
            position(page, vote, "Je consens")
            cast_ballots(page, unlooked)
        if not text:
            chloe.goto(f"/votes/{vote}")
            expect(main(chloe)).to_contain_text("le dernier que la règle permet")
            accessible(chloe)
        site.move(site.now + 7 * DAY)
        if text:
            amend(bob, number, accessible, text)

    bob.goto(f"/proposals/{number}")
    expect(main(bob)).to_contain_text(
        "Comme le dit la règle « Décision courante » du code social, version 1."
    )
    accessible(bob)
    alice.goto("/")
    accessible(alice)
    alice.goto(f"/proposals/{number}")
    alice.get_by_role("link", name="Ouvrir le vote que la règle prévoit").click()
    accessible(alice)
    alice.locator("form.form button.button").click()
    alice.goto(f"/proposals/{number}")
    href = alice.locator('#act a[href^="/votes/"]').first.get_attribute("href") or ""
    for page, choice in ((bob, "Pour"), (chloe, "Contre"), (david, "Pour")):
        position(page, int(href.split("/")[2]), choice)
        cast_ballots(page, unlooked)
    site.move(site.now + 8 * DAY)

    public = visit()
    public.goto("/register/")
    public.get_by_role("link", name=TITLE).click()
    expect(main(public)).to_contain_text("Adoptée")
    expect(main(public)).to_contain_text("tour 2")
    expect(main(public)).to_contain_text("Décision d’orientation")
    accessible(public)


def tab_to(page: Page, found: str) -> None:
    """Press the tab key until what has the focus matches."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement.matches('{found}')"):
            return
    raise AssertionError(f"{found} is not reached by the keyboard on {page.url}")


def test_an_objection_is_made_with_the_keyboard_alone(site: Site, visit: Visit) -> None:
    bob = visit("bob")
    number = propose(bob, unlooked)
    site.move(cast.NOW + 7 * DAY)
    vote = open_round(visit("alice"), number, unlooked)
    chloe = visit("chloe")
    chloe.goto(f"/votes/{vote}")
    tab_to(chloe, "input[type=radio]")
    chloe.keyboard.press("Space")
    while chloe.evaluate("document.activeElement.value") != "objection":
        chloe.keyboard.press("ArrowDown")
    tab_to(chloe, "input[name$=nature]")
    chloe.keyboard.press("Space")
    tab_to(chloe, "textarea")
    chloe.keyboard.type(HARM)
    for _question in range(4):
        tab_to(chloe, "input[value=yes]")
        chloe.keyboard.press("Space")
    tab_to(chloe, "form button.button")
    chloe.keyboard.press("Enter")
    expect(chloe.get_by_role("button", name="Déposer mon bulletin")).to_be_visible()
    expect(main(chloe)).to_contain_text(HARM)
    tab_to(chloe, "button[name=sure]")
    chloe.keyboard.press("Enter")
    expect(chloe.get_by_text("dans l’urne").first).to_be_visible()


def test_propose_comment_object_integrate_without_scripts(site: Site, visit: Visit) -> None:
    alice, bob, chloe = (visit(who, javascript=False) for who in ("alice", "bob", "chloe"))
    number = propose(bob, unlooked)
    say(chloe, number, "Un lieu est habité à partir de combien de nuits ?")
    site.move(cast.NOW + 7 * DAY)
    first = open_round(alice, number, unlooked)
    chloe.goto(f"/votes/{first}")
    object_to(paper(chloe, "Coop Semailles"), HARM)
    cast_ballots(chloe, unlooked)
    for page in (bob, visit("david", javascript=False)):
        position(page, first, "Je consens")
        cast_ballots(page, unlooked)
    site.move(site.now + 7 * DAY)
    amend(bob, number, unlooked)
    bob.get_by_role("button", name="Oui, elle répond à l’objection").click()
    chloe.goto(f"/proposals/{number}")
    chloe.get_by_role("button", name="Oui, cette version lève mon objection").click()
    expect(main(chloe)).to_contain_text("L’objection est levée")

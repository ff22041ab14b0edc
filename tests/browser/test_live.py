"""A consent in the room: the phone of who facilitates, a screen that follows, a member; without scripts."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from governance.rules.models import CodeVersion
from proposals.live import service
from tests.browser.conftest import DESK, Site
from tests.cast import member_id, person_id
from tests.proposals.live.room import CODE, MEETING, REASON, SPEAKS
from tests.proposals.steps import submitted

pytestmark = pytest.mark.browser
FOLLOWS = 2_000  # milliseconds


@pytest.fixture
def number(site: Site) -> int:
    """A proposal whose debate has had its time, under a rule that may be taken live."""
    site.database.transact(lambda session: session.execute(update(CodeVersion).values(toml=CODE)))
    site.now = MEETING
    return site.database.transact(submitted)


def begin(alice: Page, number: int) -> None:
    alice.goto(f"/proposals/{number}")
    alice.get_by_role("link", name="Commencer une séance").click()
    alice.get_by_role("button", name="Commencer la séance").click()
    alice.locator("#next").click()
    for name in SPEAKS:
        alice.locator("fieldset", has_text=name).get_by_label("présent", exact=True).check()
    alice.get_by_role("button", name="Enregistrer").click()


def to_the_round(alice: Page) -> None:
    onward, passes = alice.get_by_role("button", name="Passer à :"), alice.locator("#passes")
    for _phase in range(2):
        expect(passes.or_(onward)).to_be_visible()
        while not onward.count():
            with alice.expect_navigation():
                passes.click()
            expect(passes.or_(onward)).to_be_visible()
        with alice.expect_navigation():
            onward.click()
    alice.get_by_role("link", name="Tour d’objections sur la version 1").click()
    alice.get_by_role("button", name="Ouvrir le tour").click()


def consent(alice: Page) -> None:
    with alice.expect_navigation():
        alice.locator(".live__now").get_by_role("button", name="Consent", exact=True).click()


def test_a_round_is_led_from_a_phone_and_the_screen_follows(
    site: Site, visit: Callable[..., Page], accessible: Callable[[Page], None], number: int
) -> None:
    alice, screen = visit("alice"), visit("nobody", size=DESK)
    begin(alice, number)
    accessible(alice)
    screen.goto(f"/proposals/{number}/live/screen")
    expect(screen.locator("#floor")).to_have_text("Fanny Roche")
    accessible(screen)
    to_the_round(alice)
    expect(screen.locator("#live-state .title")).to_have_text("Tour d’objections 1", timeout=FOLLOWS)
    chloe = visit("chloe")
    chloe.goto(f"/proposals/{number}/live")
    consent(alice)
    expect(screen.locator("#floor")).to_have_text("Bob Lefèvre", timeout=FOLLOWS)
    accessible(chloe)
    chloe.locator("#live-mine").get_by_role("button", name="Objection").click()
    chloe.locator("[name=reason]").fill(REASON)
    chloe.locator("[name=nature][value=harm]").check()
    for test in ("purpose", "role", "without", "certain"):
        chloe.locator(f"[name=test_{test}][value=yes]").check()
    accessible(chloe)
    chloe.get_by_role("button", name="Enregistrer cette position").click()
    for page in (screen, alice):
        expect(page.get_by_text(REASON)).to_be_visible(timeout=FOLLOWS)
    while alice.locator(".live__now").count():
        consent(alice)
    accessible(alice)
    alice.get_by_role("link", name="Clore le tour").click()
    accessible(alice)
    site.now = MEETING + timedelta(minutes=30)
    alice.get_by_role("button", name="Clore le tour").click()
    alice.get_by_role("button", name="Intégrer l’objection").click()
    expect(screen.get_by_text("En cours d’intégration")).to_be_visible(timeout=FOLLOWS)
    accessible(alice)
    accessible(screen)


@pytest.mark.slow
def test_a_lost_connection_is_said_and_what_is_focused_stays_so(
    site: Site, visit: Callable[..., Page], number: int
) -> None:
    alice = visit("alice")
    begin(alice, number)
    alice.locator("#passes").focus()
    alice.context.set_offline(True)
    expect(alice.locator("[data-live-lost]")).to_be_visible(timeout=4_000)
    expect(alice.locator("[data-live-lost]")).to_contain_text("Connexion perdue")
    alice.context.set_offline(False)
    expect(alice.locator("[data-live-lost]")).to_be_hidden(timeout=12_000)

    def elsewhere(session) -> None:  # type: ignore[no-untyped-def]
        member = member_id(session, "Ville de Montreval")
        facts = {"by": person_id(session, "alice"), "now": MEETING}
        service.step(session, number, "passed", {"member": member}, after=2, **facts)

    site.database.transact(elsewhere)
    expect(alice.locator("#passed summary")).to_contain_text("(1)", timeout=FOLLOWS)
    expect(alice.locator("#passes")).to_be_focused()


@pytest.mark.slow
def test_a_whole_round_without_scripts(site: Site, visit: Callable[..., Page], number: int) -> None:
    alice = visit("alice", javascript=False)
    begin(alice, number)
    to_the_round(alice)
    while alice.locator(".live__now").count():
        consent(alice)
    screen = visit("nobody", size=DESK, javascript=False)
    screen.goto(f"/proposals/{number}/live/screen")
    expect(screen.locator("noscript meta, meta[http-equiv=refresh]").first).to_be_attached()
    alice.get_by_role("link", name="Clore le tour").click()
    site.now = MEETING + timedelta(minutes=30)
    alice.get_by_role("button", name="Clore le tour").click()
    expect(alice.locator("main")).to_contain_text("Adoptée")

"""A third of a board is renewed by college, on a phone, by the pages alone: six seats given a year apart, one
election in which each college elects for its own, the composition before, between and after.
"""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy.orm import Session

from governance.circles import service as circles
from governance.members import service as members
from governance.rules import service as rules
from tests import cast
from tests.browser.conftest import PHONE, Site
from tests.circles import network

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Visit = Callable[..., Page]
Check = Callable[[Page], None]

ROLE = """
[[roles]]
id = "board-{college}"
name = "{name}"
term_months = 36
max_consecutive = 2
selection = "election"
renewal = {{ parts = 3 }}
"""
CODE = (
    cast.CODE
    + """
[[decisions]]
id = "renew"
name = "Élection du bureau"
method = "approval"
by = "seats-per-college"
seats = 1
candidates = true
time = { debate_days = 7, vote_days = 7 }

[[circles]]
id = "board"
name = "Bureau"
purpose = "Tenir l’association entre deux assemblées"
decisions = ["quick"]
members = [{ seats = { places = 3, coops = 3 } }]
"""
    + ROLE.format(college="places", name="Siège des lieux")
    + ROLE.format(college="coops", name="Siège des coopératives")
)
FOUNDED = date(2025, 4, 1)
RENEWAL = date(2026, 4, 1)
DAY = timedelta(days=1)
BOARD = (  # role, seat, person, member: a seat ends each year
    ("board-places", 1, "eve", "Le Quai 9"),
    ("board-places", 2, "fanny", "L’Établi"),
    ("board-places", 3, "david", "Le Hangar"),
    ("board-coops", 1, "eve", "Coop Levain"),
    ("board-coops", 2, "fanny", "Scop Rouages"),
    ("board-coops", 3, "david", "Scop Argile"),
)
OTHERS = (1, 2, 4, 5)
JOINED = (("Le Hangar", "places"), ("Coop Levain", "coops"), ("Scop Argile", "coops"))


@pytest.fixture(autouse=True)
def board(site: Site) -> None:
    """A board since April 2025, whose first terms last one, two and three years."""

    def found(session: Session) -> None:
        rules.adopt(session, CODE, by=None, now=cast.NOW)
        for name, college in JOINED:
            members.admit(
                session, name=name, kind="organisation", college_id=college, place="", by=None,
                joined_on=cast.START, now=cast.NOW,
            )  # fmt: skip
        for role, seat, who, member in BOARD:
            entrust(session, role, seat, who, member)

    site.database.transact(found)


def entrust(session: Session, role: str, seat: int, who: str, member: str) -> None:
    person_id, member_id = cast.person_id(session, who), cast.member_id(session, member)
    if who != "fanny":
        members.represent(
            session,
            person_id=person_id,
            member_id=member_id,
            starts_on=cast.START,
            ends_on=None,
            now=cast.NOW,
        )
    circles.entrust(
        session, role_id=network.role_id(session, role), person_id=person_id, member_id=member_id, seat=seat,
        starts_on=FOUNDED, by=None, now=cast.NOW,
    )  # fmt: skip


def main(page: Page) -> Locator:
    return page.locator("main")


def begin(alice: Page, check: Check) -> str:
    """The address of the succession that a facilitator begins from the page of the board."""
    alice.goto("/circles/board")
    check(alice)
    alice.get_by_role("link", name="Siège des lieux").first.click()
    check(alice)
    alice.get_by_role("link", name="Lancer la succession").click()
    alice.get_by_label("Le mandat commence le").fill(RENEWAL.isoformat())
    alice.locator("select[name=member]").select_option(label="La Filature")
    alice.locator("select[name=rule]").select_option(label="Élection du bureau")
    alice.get_by_label("accepte d’abord").check()
    check(alice)
    alice.get_by_role("button", name="Commencer").click()
    for name in ("Siège des lieux", "Siège des coopératives"):
        expect(main(alice).get_by_role("link", name=name)).to_be_visible()
    check(alice)
    return alice.url


def stand(page: Page, succession: str, why: str, check: Check, member: str = "") -> None:
    page.goto(succession)
    check(page)
    page.get_by_role("link", name="Aller au débat").click()
    page.get_by_role("link", name="Me présenter").first.click()
    check(page)
    if member:
        page.locator("select[name=member]").select_option(label=member)
    page.locator("textarea").fill(why)
    page.locator("form.form button.button").click()
    expect(main(page)).to_contain_text(why)
    check(page)


def open_vote(alice: Page, succession: str, check: Check) -> int:
    alice.goto(succession)
    alice.get_by_role("link", name="Aller au débat").click()
    proposal = alice.url
    alice.get_by_role("link", name="Mettre au vote").first.click()
    check(alice)
    alice.locator("form.form button.button").click()
    alice.goto(proposal)
    return int((alice.locator('#act a[href^="/votes/"]').first.get_attribute("href") or "").split("/")[2])


def approve(page: Page, vote: int, check: Check, *names: str) -> None:
    """Each approves, on each of their papers, whom of these it lists."""
    page.goto(f"/votes/{vote}")
    check(page)
    for name in names:
        for box in page.locator("label.choice", has_text=name).all():
            box.click()
    page.get_by_role("button", name="Relire").click()
    check(page)
    page.get_by_role("button", name="Déposer").click()
    expect(page.get_by_text("dans l’urne").first).to_be_visible()


def accept(page: Page, succession: str, check: Check) -> None:
    page.goto("/")
    check(page)
    page.goto(succession)
    check(page)
    page.get_by_role("button", name="J’accepte le rôle").click()
    expect(main(page)).to_contain_text("Tient le rôle")
    check(page)


def sits(page: Page, on: date, check: Check) -> list[str]:
    """Who sits on the board on a day, as its page says, seat by seat."""
    page.goto(f"/circles/board?on={on.isoformat()}")
    check(page)
    lines = page.locator("section[aria-labelledby=who] tbody tr")
    return [" ".join(line.locator("td").first.inner_text().split()) for line in lines.all()]


def who_of(cell: str) -> str:
    """The person and the member, without initials nor college."""
    return cell.partition(" ")[2].rsplit(" L Lieux", 1)[0].rsplit(" C Coop", 1)[0]


def test_a_third_of_the_board_is_renewed_by_college(site: Site, visit: Visit, accessible: Check) -> None:
    people = {who: visit(who, size=PHONE) for who in ("alice", "bob", "chloe", "david", "eve", "fanny")}
    alice, bob, chloe = people["alice"], people["bob"], people["chloe"]
    succession = begin(alice, accessible)
    stand(bob, succession, "Les lieux du nord n’ont personne au bureau.", accessible)
    stand(chloe, succession, "Je tiendrai les comptes.", accessible)
    stand(people["eve"], succession, "Encore trois ans pour finir.", accessible, member="Le Quai 9")

    site.move(cast.NOW + 8 * DAY)
    vote = open_vote(alice, succession, accessible)
    for who in ("bob", "david", "fanny"):
        approve(people[who], vote, accessible, "Bob Lefèvre", "Chloé Garnier")
    approve(chloe, vote, accessible, "Chloé Garnier")
    approve(people["eve"], vote, accessible, "Eve Noël")
    site.move(site.now + 8 * DAY)
    for page in (bob, chloe):
        accept(page, succession, accessible)

    public = visit()
    former = sits(public, RENEWAL - DAY, accessible)
    assert sits(public, cast.NOW.date(), accessible) == former == sits(public, site.now.date(), accessible)
    assert [who_of(each) for each in former] == [
        "Eve Noël Le Quai 9", "Fanny Roche L’Établi", "David Morel Le Hangar",
        "Eve Noël Coop Levain", "Fanny Roche Scop Rouages", "David Morel Scop Argile",
    ]  # fmt: skip
    renewed = sits(public, RENEWAL, accessible)
    assert [who_of(renewed[0]), who_of(renewed[3])] == [
        "Bob Lefèvre La Filature",
        "Chloé Garnier Coop Semailles",
    ]
    assert [renewed[n] for n in OTHERS] == [former[n] for n in OTHERS]
    later = sits(public, RENEWAL.replace(year=2027), accessible)
    assert [n for n in range(6) if "Mandat dépassé" in later[n]] == [1, 4]  # the second third, a year after

    for role in ("board-places", "board-coops"):
        public.goto(f"/roles/{role}?on={RENEWAL.isoformat()}")
        accessible(public)
        expect(main(public).get_by_role("link", name="2026-001").first).to_be_visible()
        expect(main(public)).to_contain_text("par tiers, chaque année")
        for seat, year in ((2, 2027), (3, 2028), (1, 2029)):  # the term of whoever is elected, and the others
            expect(main(public)).to_contain_text(f"siège {seat} le 1er avril {year}")
    public.goto(succession)
    accessible(public)
    main(public).get_by_role("link", name="2026-001").first.click()
    expect(main(public)).to_contain_text("Bob Lefèvre")
    accessible(public)
    assert "@example.org" not in public.content()

"""The right of referral: a circle puts what one of its own proposes on the agenda of another circle."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select, update
from sqlalchemy.orm import Session

from governance.circles import service as circles
from governance.db import Database
from governance.errors import Refusal
from governance.rules import service as rules
from governance.rules.models import CodeVersion
from proposals import chronicle, embargo, heads, petition, referral, service
from proposals.errors import NoProposal, NotYours, TooEarly
from proposals.errors_life import (
    NoRightOfReferral,
    NotFromThatCircle,
    NotOfTheReferringCircle,
    NotReferred,
    OnTheAgenda,
    ReferralTooLate,
)
from proposals.models import Proposal
from proposals.models_events import ProposalEvent
from tests import cast
from tests.cast import member_id, person_id
from tests.circles import network
from tests.proposals.steps import draft, opened, submitted
from tests.proposals.test_queries import awaiting, visitor

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
NOW = cast.NOW
READY = NOW + 7 * DAY
Clients = Callable[[str], FlaskClient]

CODE = (
    (
        network.CODE.replace('opinions = [{ before = ["orientation"], days = 14 }]', 'refers = ["network"]')
        .replace("{ lot = 2 }]", "{ lot = 2 }]\nrefers = true")
        .replace("rounds_max = 2\n", 'rounds_max = 2\nprocess = { petition = "1/3", expires_days = 30 }\n')
    )
    + """
[[roles]]
id = "clerk"
name = "Greffe du bureau"
circle = "board"
term_months = 12
selection = "election"
"""
)


def found(database: Database) -> Database:
    """Adopt the code: the board refers to the network, the users' committee to any other circle; La Filature
    has a seat of the board, held by Bob, and all places sit in the committee.
    """
    database.transact(lambda session: rules.adopt(session, CODE, by=None, now=NOW))
    network.entrust(database, "board-places", "bob", "La Filature")
    return database


@pytest.fixture
def asked(database: Database) -> Database:
    return found(database)


def refer(session: Session, number: int, who: str = "bob", circle: str = "board", now=NOW) -> None:  # type: ignore[no-untyped-def]
    referral.refer(session, number, circle, by=person_id(session, who), now=now)


def take_back(session: Session, number: int, who: str = "bob", now=NOW) -> None:  # type: ignore[no-untyped-def]
    referral.take_back(session, number, by=person_id(session, who), now=now)


def put(session: Session, number: int, who: str = "bob", now=READY) -> int:  # type: ignore[no-untyped-def]
    return service.put_to_vote(session, number, by=person_id(session, who), now=now)


def refused(kind: type[Refusal], session: Session, act: Callable[[], object]) -> None:
    with pytest.raises(kind), session.begin_nested():
        act()


def of(session: Session, number: int) -> Proposal:
    return session.get_one(Proposal, number)


def kinds(session: Session, number: int) -> list[str]:
    query = select(ProposalEvent.kind).where(ProposalEvent.proposal == number).order_by(ProposalEvent.id)
    return list(session.scalars(query))


def test_who_signed_a_petition_that_was_not_heard_opens_no_vote_on_what_is_referred(asked: Database) -> None:
    def work(session: Session) -> None:
        number, coop, chloe = submitted(session), member_id(session, "Coop Semailles"), "chloe"
        assert not petition.sign(session, number, member_id=coop, by=person_id(session, chloe), now=NOW)
        refer(session, number, now=NOW + DAY)
        refused(NotYours, session, lambda: put(session, number, chloe))
        assert ("agenda", number) not in awaiting(session, chloe, READY)
        assert put(session, number)

    asked.transact(work)


def test_who_proposes_opens_the_vote_on_what_a_circle_has_referred(asked: Database) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        refused(NotYours, session, lambda: put(session, number))
        refer(session, number, now=NOW + DAY)
        known = of(session, number)
        assert (known.referred_by, known.referred_at, known.petitioned_at) == ("board", NOW + DAY, NOW + DAY)
        assert kinds(session, number)[-1] == "referred"
        refused(NotYours, session, lambda: put(session, number, "chloe"))
        refused(TooEarly, session, lambda: put(session, number, now=READY - SECOND))
        assert put(session, number)

    asked.transact(work)


def test_a_draft_is_on_the_agenda_when_its_debate_begins(asked: Database) -> None:
    def work(session: Session) -> None:
        number = draft(session)
        refer(session, number)
        assert of(session, number).petitioned_at is None
        assert "referred" not in kinds(session, number)
        service.submit(session, number, by=person_id(session, "bob"), now=NOW + DAY)
        assert of(session, number).petitioned_at == NOW + DAY
        assert kinds(session, number).count("referred") == 1
        assert put(session, number, now=READY + DAY)

    asked.transact(work)


@pytest.mark.parametrize("changed", ["the circle", "the code", "the seat"])
def test_what_a_draft_no_longer_has_by_then_lapses(asked: Database, changed: str) -> None:
    number = asked.transact(lambda session: draft(session, "quick"))
    asked.transact(lambda session: refer(session, number))

    def change(session: Session) -> None:
        if changed == "the circle":
            of(session, number).circle_id = "board"
        elif changed == "the code":
            plain = CODE.replace('refers = ["network"]\n', "")
            session.execute(update(CodeVersion).values(toml=plain))
        else:
            known = session.scalars(select(network.Mandate).where(network.Mandate.role_id.is_not(None))).one()
            circles.resign(session, known.id, by=person_id(session, "bob"), now=NOW)

    asked.transact(change)
    later = NOW + DAY
    asked.transact(lambda session: service.submit(session, number, by=person_id(session, "bob"), now=later))
    with asked.reading() as session:
        known = of(session, number)
        assert (known.referred_by, known.referred_at, known.petitioned_at) == (None, None, None)
        assert "referred" not in kinds(session, number)


def test_who_acts_in_the_name_of_a_circle(asked: Database) -> None:
    network.entrust(asked, "clerk", "fanny", "L’Établi")
    network.entrust(asked, "president", "david", "Ville de Montreval")

    def work(session: Session) -> None:
        number = submitted(session)
        for who in ("chloe", "david", "eve"):  # the president of the network has no mandate in the board
            refused(NotOfTheReferringCircle, session, lambda who=who: refer(session, number, who))
        for who in ("bob", "fanny", "alice"):
            refer(session, number, who)
            for other in ("chloe", "david", "eve"):
                refused(
                    NotOfTheReferringCircle, session, lambda other=other: take_back(session, number, other)
                )
            take_back(session, number, "fanny")

    asked.transact(work)


def test_a_mandate_that_is_over_speaks_for_nobody(asked: Database) -> None:
    network.entrust(asked, "clerk", "fanny", "L’Établi", starts_on=date(2025, 3, 3), ends_on=date(2026, 3, 3))
    number = asked.transact(submitted)
    with pytest.raises(NotOfTheReferringCircle):
        asked.transact(lambda session: refer(session, number, "fanny", now=NOW + DAY))
    asked.transact(lambda session: refer(session, number, "fanny", now=NOW))


def test_a_circle_refers_only_what_its_own_propose(asked: Database) -> None:
    def work(session: Session) -> None:
        number = draft(session, who="chloe")
        service.submit(session, number, by=person_id(session, "chloe"), now=NOW)
        for circle in ("board", "users"):
            refused(NotFromThatCircle, session, lambda circle=circle: refer(session, number, "alice", circle))
        mine = submitted(session)
        refer(session, mine, "alice", "users")  # La Filature sits there, as every place
        assert of(session, mine).referred_by == "users"

    asked.transact(work)


def test_only_a_circle_with_the_right_refers_and_never_to_itself(asked: Database) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        for circle in ("network", "machines", "nowhere", ""):
            refused(NoRightOfReferral, session, lambda circle=circle: refer(session, number, "alice", circle))
        of(session, number).circle_id = "machines"
        refused(NoRightOfReferral, session, lambda: refer(session, number))
        of(session, number).circle_id = "users"
        refused(NoRightOfReferral, session, lambda: refer(session, number, "alice", "users"))

    asked.transact(work)


def test_a_question_is_put_on_the_agenda_once(asked: Database) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        refused(NotReferred, session, lambda: take_back(session, number))
        refer(session, number)
        refused(OnTheAgenda, session, lambda: refer(session, number, "alice", "users"))
        chloe, coop = person_id(session, "chloe"), member_id(session, "Coop Semailles")
        refused(
            OnTheAgenda,
            session,
            lambda: petition.sign(session, number, member_id=coop, by=chloe, now=NOW),
        )
        heard = submitted(session)
        petition.sign(session, heard, member_id=coop, by=chloe, now=NOW)
        town = member_id(session, "Ville de Montreval")
        assert petition.sign(session, heard, member_id=town, by=person_id(session, "david"), now=NOW)
        refused(OnTheAgenda, session, lambda: refer(session, heard))
        refused(NotReferred, session, lambda: take_back(session, heard))

    asked.transact(work)


def test_it_is_taken_back_before_any_vote(asked: Database) -> None:
    def work(session: Session) -> None:
        number = submitted(session)
        refer(session, number)
        take_back(session, number)
        known = of(session, number)
        assert (known.referred_by, known.referred_at, known.petitioned_at) == (None, None, None)
        assert kinds(session, number)[-2:] == ["referred", "referral-withdrawn"]
        refused(NotYours, session, lambda: put(session, number))
        refer(session, number, "alice", "users")
        put(session, number)
        refused(ReferralTooLate, session, lambda: take_back(session, number, "alice", READY))
        known = of(session, number)
        known.state = "debate"  # as after a round with an objection
        refused(ReferralTooLate, session, lambda: take_back(session, number, "alice", READY))
        unseen = draft(session)
        refer(session, unseen)
        take_back(session, unseen)
        assert kinds(session, unseen) == []

    asked.transact(work)


def test_when_a_question_may_not_be_referred(asked: Database) -> None:
    def work(session: Session) -> None:
        number, unseen = submitted(session), draft(session)
        refused(NoProposal, session, lambda: refer(session, unseen, "alice"))
        refused(NoProposal, session, lambda: take_back(session, unseen, "alice"))
        refused(NoProposal, session, lambda: refer(session, 999))
        refused(ReferralTooLate, session, lambda: refer(session, number, now=READY + 30 * DAY))  # expired
        opened(session, number)
        refused(ReferralTooLate, session, lambda: refer(session, number, now=READY))
        for state in ("postponed", "rejected", "withdrawn"):
            of(session, number).state = state
            refused(ReferralTooLate, session, lambda: refer(session, number, now=READY))
        embargo.submit(session, unseen, ["users"], by=person_id(session, "bob"), now=NOW)
        refused(ReferralTooLate, session, lambda: refer(session, unseen))

    asked.transact(work)


def test_the_story_of_the_decision_says_it(asked: Database) -> None:
    number = asked.transact(submitted)
    silent = asked.transact(submitted)
    asked.transact(lambda session: refer(session, number, now=NOW + DAY))
    with asked.reading() as session:
        told = chronicle.story_of(session, of(session, number), [], "adopted")
        other = chronicle.story_of(session, of(session, silent), [], "adopted")
    said = {"fr": "Saisine par le cercle «\u00a0Bureau\u00a0»", "en": "Referred by the circle “Bureau”"}
    assert {"on": "2026-03-03", "what": said} in told
    assert all("Saisine" not in each["what"]["fr"] for each in other)


@pytest.mark.parametrize(
    ("who", "offered"), [("bob", ("board",)), ("alice", ("board", "users")), ("eve", ())]
)
def test_the_page_offers_what_the_act_allows(asked: Database, who: str, offered: tuple[str, ...]) -> None:
    number = asked.transact(submitted)
    with asked.reading() as session:
        reader = visitor(session, who)
        head = heads.head(session, number, reader, NOW)
        shown = referral.of(session, head, reader, NOW)
    assert tuple(id for id, _name in shown.offered) == offered
    assert (shown.by, shown.mine) == ("", False)


@pytest.fixture
def site(sqlite_database: Database) -> Database:
    return found(sqlite_database)


@pytest.fixture
def page(site: Database, moment: Callable[..., None]) -> str:
    moment(NOW)
    return f"/proposals/{site.transact(submitted)}"


EACH = [
    ("nobody", 401),
    ("eve", 403),
    ("bob", 303),
    ("chloe", 403),
    ("david", 403),
    ("fanny", 403),
    ("alice", 303),
]


@pytest.mark.parametrize(("who", "status"), EACH)
def test_who_may_refer(as_: Clients, page: str, site: Database, who: str, status: int) -> None:
    assert as_(who).post(f"{page}/referral", data={"circle": "board"}).status_code == status
    with site.reading() as session:
        known = of(session, int(page.split("/")[2])).referred_by
    assert known == ("board" if status == 303 else None)


@pytest.mark.parametrize(("who", "status"), EACH)
def test_who_may_take_it_back(as_: Clients, page: str, site: Database, who: str, status: int) -> None:
    number = int(page.split("/")[2])
    site.transact(lambda session: refer(session, number))
    assert as_(who).post(f"{page}/referral/withdraw").status_code == status
    with site.reading() as session:
        known = of(session, number).referred_by
    assert known == (None if status == 303 else "board")


@pytest.mark.parametrize("act", ["referral", "referral/withdraw"])
def test_what_cannot_be_seen_is_not_referred(
    as_: Clients, site: Database, moment: Callable[..., None], act: str
) -> None:
    moment(NOW)
    among = site.transact(lambda session: submitted(session, public=False))
    unseen = site.transact(draft)
    sent = {"circle": "board"}
    assert as_("eve").post(f"/proposals/{among}/{act}", data=sent).status_code == 404
    assert as_("alice").post(f"/proposals/{unseen}/{act}", data=sent).status_code == 404
    assert as_("alice").post(f"/proposals/999/{act}", data=sent).status_code == 404
    assert as_("alice").post(f"/proposals/{among}/{act}", data={}).status_code == 409


def test_the_page_says_by_which_circle_and_takes_it_back(as_: Clients, page: str) -> None:
    bob, nobody = as_("bob"), as_("nobody")
    button = f'action="{page}/referral"'
    assert button in bob.get(page).text
    assert button not in nobody.get(page).text
    after = bob.post(f"{page}/referral", data={"circle": "board"}, follow_redirects=True).text
    assert "La saisine est faite" in after
    assert button not in after
    assert f'action="{page}/referral/withdraw"' in after
    shown = nobody.get(page).text
    assert "Saisine par «\u00a0Bureau\u00a0»\u00a0: à l’ordre du jour depuis le" in shown
    assert "referral/withdraw" not in shown
    assert "Assez de membres ont signé" not in shown
    assert "par la saisine d’un cercle" in nobody.get("/proposals/").text
    assert "La saisine est retirée" in bob.post(f"{page}/referral/withdraw", follow_redirects=True).text
    assert "Saisine par" not in nobody.get(page).text


def test_the_page_of_a_draft_says_what_will_be(
    as_: Clients, site: Database, moment: Callable[..., None]
) -> None:
    moment(NOW)
    unseen = f"/proposals/{site.transact(draft)}"
    bob = as_("bob")
    after = bob.post(f"{unseen}/referral", data={"circle": "board"}, follow_redirects=True).text
    assert "La question sera à l’ordre du jour dès que le débat commencera" in after
    assert "à l’ordre du jour dès que le débat commence" in after


def test_the_page_of_the_circle_and_the_code_say_its_right(as_: Clients, page: str) -> None:
    nobody = as_("nobody")
    shown = nobody.get("/circles/users").text
    assert "Droit de saisine" in shown
    assert 'href="/circles/board"' in shown
    assert "Droit de saisine" not in nobody.get("/circles/machines").text
    assert "Il a le droit de saisine" in nobody.get("/rules/").text


def test_the_page_asks_no_more_once_it_is_referred(as_: Clients, page: str, site: Database) -> None:
    client = as_("bob")

    def counted() -> int:
        statements: list[str] = []
        listener = lambda *args: statements.append(args[2])  # noqa: E731
        engine = client.application.extensions["tiersvoix.database"].read_engine
        event.listen(engine, "before_cursor_execute", listener)
        client.get(page)
        event.remove(engine, "before_cursor_execute", listener)
        return len(statements)

    before = counted()
    site.transact(lambda session: refer(session, int(page.split("/")[2])))
    assert counted() <= before

"""An embargoed proposal: who sees it on which page, who looked, and how an arbitration publishes it."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.db import Database
from governance.errors import Refusal
from governance.register.models import Decision, DecisionLink
from proposals import attachments, debate, embargo, expiry, service
from proposals import lifecycle as life
from proposals.errors import Embargoed, Expired, NoProposal, QuestionPending
from proposals.errors_life import CircleMissing, UnknownCircles
from proposals.models import Attachment, Proposal
from proposals.models_life import ProposalQuestion
from tests.cast import NOW, member_id, person_id
from tests.proposals.processes import close, embargoed, prepare, put
from tests.proposals.steps import BETTER, DAY, draft, say
from voting.models import Vote

SignIn = Callable[[str], FlaskClient]
INSIDE, OUTSIDE = ("alice", "bob", "david", "fanny"), ("chloe", "eve", "")
TITLE = "Ouvrir les machines un samedi par mois"


def refused(kind: type[Refusal], session: Session, act: Callable[[], object]) -> None:
    with pytest.raises(kind), session.begin_nested():
        act()


def test_a_draft_is_shown_to_the_circles_that_its_author_names(database: Database) -> None:
    def work(session: Session) -> None:
        prepare(session)
        number, bob = draft(session, "prepared"), person_id(session, "bob")
        refused(CircleMissing, session, lambda: embargo.submit(session, number, [], by=bob, now=NOW))
        refused(UnknownCircles, session, lambda: embargo.submit(session, number, ["x"], by=bob, now=NOW))
        chloe = person_id(session, "chloe")
        board = ["board"]
        refused(NoProposal, session, lambda: embargo.submit(session, number, board, by=chloe, now=NOW))
        embargo.submit(session, number, ["board", "board"], by=bob, now=NOW)
        assert session.get_one(Proposal, number).state == life.EMBARGOED
        refused(Embargoed, session, lambda: embargo.submit(session, number, board, by=bob, now=NOW))

    database.transact(work)


def test_the_board_speaks_and_the_author_amends_while_others_know_nothing(database: Database) -> None:
    def work(session: Session) -> None:
        prepare(session)
        number = embargoed(session)
        david, city = person_id(session, "david"), member_id(session, "Ville de Montreval")
        assert debate.comment(
            session, number, text="Vu", purpose="question", member_id=city, by=david, now=NOW
        )
        bob = person_id(session, "bob")
        assert service.revise(session, number, BETTER, note="", based_on=1, by=bob, now=NOW) == 2
        coop = member_id(session, "Coop Semailles")
        for who in ("chloe", "eve"):
            by = person_id(session, who)
            refused(
                NoProposal,
                session,
                lambda by=by: debate.comment(session, number, text="?", member_id=coop, by=by, now=NOW),
            )
        alice = person_id(session, "alice")
        refused(Embargoed, session, lambda: service.put_to_vote(session, number, by=alice, now=NOW))

    database.transact(work)


def test_an_arbitration_that_adopts_publishes_it_by_its_decision(database: Database) -> None:
    def work(session: Session) -> None:
        prepare(session)
        number = embargoed(session)
        vote = put(session, number, "arbitration", now=NOW)
        row = session.get_one(Vote, vote)
        assert (row.electorate_only, row.public, row.registered) == (True, False, 4)
        bob = person_id(session, "bob")
        refused(
            QuestionPending,
            session,
            lambda: service.revise(session, number, BETTER, note="", based_on=1, by=bob, now=NOW),
        )
        refused(QuestionPending, session, lambda: service.withdraw(session, number, by=bob, now=NOW))
        refused(QuestionPending, session, lambda: put(session, number, "arbitration", now=NOW))
        say(session, vote, "bob", "for", now=NOW)
        say(session, vote, "david", "for", now=NOW)
        at = close(session, vote)
        service.settle(session, vote, now=at)
        found = session.get_one(Proposal, number)
        session.refresh(row)
        assert (found.state, found.published_at, found.opening) == (life.DEBATE, at, life.FIRST)
        assert (row.electorate_only, row.public) == (False, True)
        decision = session.scalars(select(Decision).where(Decision.vote == vote)).one()
        assert (decision.number, decision.outcome, decision.proposal) == (found.decision, "adopted", number)

    database.transact(work)


def test_the_decision_that_follows_is_linked_to_the_one_that_published_it(database: Database) -> None:
    def work(session: Session) -> None:
        prepare(session)
        number = embargoed(session, rule="quick")
        session.get_one(Proposal, number).circle_id = "network"
        vote = put(session, number, "arbitration", now=NOW)
        say(session, vote, "bob", "for", now=NOW)
        at = close(session, vote)
        alice = person_id(session, "alice")
        main = service.put_to_vote(session, number, by=alice, now=at)
        say(session, main, "chloe", "for", now=at)
        close(session, main)
        assert session.get_one(Proposal, number).state == life.ADOPTED
        assert session.scalars(select(DecisionLink.kind)).all() == ["follows"]

    database.transact(work)


@pytest.mark.parametrize("answer", ["against", None])
def test_an_arbitration_that_does_not_adopt_leaves_it_as_it_is(
    database: Database, answer: str | None
) -> None:
    def work(session: Session) -> None:
        prepare(session)
        number, bob = embargoed(session), person_id(session, "bob")
        vote = put(session, number, "arbitration", now=NOW)
        if answer:
            say(session, vote, "david", answer, now=NOW)
        at = close(session, vote)
        found = session.get_one(Proposal, number)
        assert (found.state, found.decision) == (life.EMBARGOED, None)
        assert session.get_one(Vote, vote).electorate_only
        assert session.scalars(select(Decision)).all() == []
        assert session.scalars(select(ProposalQuestion.outcome)).one() not in (None, "adopted")
        service.revise(session, number, BETTER, note="", based_on=1, by=bob, now=at)
        assert put(session, number, "arbitration", now=at)

    database.transact(work)


def test_an_embargoed_proposal_that_nobody_moves_expires_unless_the_circle_is_asked(
    database: Database,
) -> None:
    def work(session: Session) -> None:
        prepare(session)
        number, asked = embargoed(session), embargoed(session)
        put(session, asked, "arbitration", now=NOW)
        late = NOW + 40 * DAY
        assert expiry.due(session, late) == [number]
        bob = person_id(session, "bob")
        refused(Expired, session, lambda: service.withdraw(session, number, by=bob, now=late))
        expiry.expire(session, number, now=late)
        expiry.expire(session, asked, now=late)
        states = [session.get_one(Proposal, each).state for each in (number, asked)]
        assert states == [life.EXPIRED, life.EMBARGOED]

    database.transact(work)


@pytest.fixture
def hidden(sqlite_database: Database, as_: SignIn) -> dict[str, int]:
    """An embargoed proposal with a second version, a message, a file and its arbitration under way."""

    def work(session: Session) -> dict[str, int]:
        prepare(session)
        number = embargoed(session)
        bob, david = person_id(session, "bob"), person_id(session, "david")
        city = member_id(session, "Ville de Montreval")
        service.revise(session, number, BETTER, note="", based_on=1, by=bob, now=NOW)
        said = debate.comment(
            session, number, text="Vu", purpose="question", member_id=city, by=david, now=NOW
        )
        attachments.attach(
            session, number, name="note.txt", content=b"secret", largest=10_000, by=bob, now=NOW
        )
        file = session.scalars(select(Attachment.id)).one()
        vote = put(session, number, "arbitration", now=NOW)
        return {"number": number, "said": said, "file": file, "vote": vote}

    return sqlite_database.transact(work)


def pages(hidden: dict[str, int]) -> dict[str, str]:
    base = f"/proposals/{hidden['number']}"
    return {
        "show": base,
        "plain": f"{base}?read=plain",
        "compare": f"{base}/versions/1..2",
        "file": f"{base}/attachments/{hidden['file']}",
        "vote": f"/votes/{hidden['vote']}",
        "question": "/proposals/questions/1",
    }


@pytest.mark.parametrize("who", INSIDE)
def test_those_inside_read_every_page(hidden: dict[str, int], as_: SignIn, who: str) -> None:
    client = as_(who)
    for name, address in pages(hidden).items():
        answer = client.get(address)
        assert answer.status_code == (302 if name == "question" else 200), name
    assert TITLE in client.get("/proposals/").get_data(as_text=True)


@pytest.mark.parametrize("who", OUTSIDE)
def test_others_find_nothing_on_any_page(
    hidden: dict[str, int], as_: SignIn, client: FlaskClient, who: str
) -> None:
    visitor = as_(who) if who else client
    for name, address in pages(hidden).items():
        answer = visitor.get(address)
        wanted = (302, 303) if name == "vote" and not who else (404,)
        assert answer.status_code in wanted, (name, answer.status_code)
        assert TITLE not in answer.get_data(as_text=True), name
    lists = ("/", "/proposals/", "/proposals/?state=debate", "/votes/", "/register/", "/register/feed.atom")
    for address in (*lists, "/proposals/?state=ended", f"/register/?q={TITLE.split()[0]}"):
        answer = visitor.get(address)
        assert TITLE not in answer.get_data(as_text=True), address


def routes(client: FlaskClient, hidden: dict[str, int]) -> list[tuple[str, str]]:
    """Every address of a proposal or a vote, with its method; numbers are those of the hidden ones."""
    found = []
    for rule in client.application.url_map.iter_rules():
        if "number" not in rule.arguments or not rule.rule.startswith(("/proposals/", "/votes/")):
            continue
        given: dict[str, object] = {name: 1 for name in rule.arguments}
        given |= {"number": hidden["number"], "file": hidden["file"], "kind": "arbitration", "target": 0}
        address = client.application.url_map.bind("").build(rule.endpoint, given, force_external=False)
        found += [(method, address) for method in sorted((rule.methods or set()) & {"GET", "POST"})]
    return found


@pytest.mark.parametrize("who", OUTSIDE)
def test_others_are_shown_nothing_by_any_address(
    hidden: dict[str, int], sqlite_database: Database, as_: SignIn, client: FlaskClient, who: str
) -> None:
    visitor = as_(who) if who else client
    every = routes(client, hidden)
    assert len(every) > 60
    for method, address in every:
        answer = visitor.open(
            address, method=method, data={"text": "x", "member": "4"} if method == "POST" else None
        )
        assert answer.status_code in (302, 303, 400, 401, 403, 404, 405, 409, 422), (method, address)
        words = answer.get_data(as_text=True)
        assert TITLE not in words, (method, address)
        assert "son atelier" not in words, (method, address)

    def untouched(session: Session) -> tuple[str, int, int]:
        found = session.get_one(Proposal, hidden["number"])
        return found.state, found.versions, found.comments

    assert sqlite_database.transact(untouched) == (life.EMBARGOED, 2, 1)


@pytest.mark.parametrize("who", OUTSIDE)
def test_the_recount_of_its_vote_is_for_its_electorate(
    hidden: dict[str, int], sqlite_database: Database, as_: SignIn, client: FlaskClient, who: str
) -> None:
    sqlite_database.transact(lambda session: close(session, hidden["vote"]))
    address = f"/votes/{hidden['vote']}/recount.json"
    assert (as_(who) if who else client).get(address).status_code in (302, 303, 404)
    assert as_("david").get(address).status_code == 200


def test_who_looked_is_shown_to_stewards_alone(
    hidden: dict[str, int], as_: SignIn, client: FlaskClient
) -> None:
    base = f"/proposals/{hidden['number']}"
    for _ in range(2):
        as_("david").get(base)
    as_("fanny").get(f"/votes/{hidden['vote']}")
    as_("bob").get(base)
    as_("chloe").get(base)
    page = as_("alice").get(f"{base}/looks")
    words = page.get_data(as_text=True)
    assert page.status_code == 200
    assert all(each in words for each in ("David Morel", "Fanny Roche", "<td>2</td>"))
    assert all(each not in words for each in ("Bob Lefèvre", "Chloé Garnier", TITLE))
    for who in ("bob", "chloe", "david", "fanny", "eve"):
        assert as_(who).get(f"{base}/looks").status_code == 403
    assert client.get(f"{base}/looks").status_code in (302, 303)
    assert as_("alice").get("/proposals/99/looks").status_code == 404


def test_once_published_it_is_everybodys_and_looks_are_noted_no_more(
    hidden: dict[str, int], sqlite_database: Database, as_: SignIn, client: FlaskClient
) -> None:
    def adopt(session: Session) -> None:
        say(session, hidden["vote"], "bob", "for", now=NOW)
        close(session, hidden["vote"])

    sqlite_database.transact(adopt)
    base = f"/proposals/{hidden['number']}"
    for address in (base, f"{base}/versions/1..2", f"/votes/{hidden['vote']}", "/proposals/", "/register/"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert TITLE in answer.get_data(as_text=True), address
    as_("chloe").get(base)
    assert "Chloé" not in as_("alice").get(f"{base}/looks").get_data(as_text=True)


def test_the_form_of_an_embargo_comes_back_with_its_error(sqlite_database: Database, as_: SignIn) -> None:
    def work(session: Session) -> int:
        prepare(session)
        return draft(session, "prepared")

    number = sqlite_database.transact(work)
    bob, address = as_("bob"), f"/proposals/{number}/embargo"
    assert "Bureau" in bob.get(address).get_data(as_text=True)
    answer = bob.post(address, data={})
    assert answer.status_code == 422
    assert 'id="circles-e"' in answer.get_data(as_text=True)
    assert bob.post(address, data={"circles": ["board"]}).status_code == 303
    assert bob.post(address, data={"circles": ["board"]}).status_code in (403, 409)
    for who in ("alice", "chloe", "david", "fanny", "eve"):
        assert as_(who).get(address).status_code in (403, 404, 409)


def test_what_is_written_under_embargo_is_not_said_to_be_public(
    sqlite_database: Database, as_: SignIn, moment: Callable[..., None]
) -> None:
    moment(NOW)

    def work(session: Session) -> int:
        prepare(session)
        return embargoed(session)

    number, david = sqlite_database.transact(work), as_("david")
    for path in (f"/proposals/{number}/amendments/new?paragraph=1", f"/proposals/{number}"):
        page = david.get(path).get_data(as_text=True)
        assert "tant qu’elle est sous embargo, les cercles qu’elle nomme" in page
        assert "Public, signé" not in page

"""Where the network keeps its list of members to itself no public answer names a member or a person."""

import re
from collections.abc import Callable
from datetime import datetime
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from governance.db import Database
from governance.members import founding
from governance.members.models import Member, Person
from governance.rules.models import CodeVersion
from proposals import (
    amendments,
    coauthoring,
    conflicts,
    debate,
    executing,
    meetings,
    objections,
    petition,
    service,
    summaries,
)  # fmt: skip
from proposals.live import service as live
from proposals.models import Proposal
from tests.cast import NOW, member_id, person_id
from tests.proposals.processes import prepare, put
from tests.proposals.steps import BETTER, DAY, close, opened, say, submitted
from tests.proposals.test_amendments import propose

SignIn = Callable[[str], FlaskClient]
LATER = NOW + 40 * DAY
STARTS = (
    "/", "/proposals/", "/proposals/?state=ended", "/votes/", "/register/", "/register/execution",
    "/register/feed.atom", "/circles/", "/roles/", "/rules/", "/open-data/", "/members/",
)  # fmt: skip
NAMED = re.compile("La Filature|Bob Lefèvre")
HREF = re.compile(r'(?:href|data-live)="(/[^"#]*)')
ROLES = ("/roles", "/circles")  # who holds a role is said to everybody: people, not members


def told(session: Session, number: int) -> None:
    """Everything that people do on a proposal, by Bob for La Filature and Chloé for the Coop Semailles."""
    bob, chloe, alice = (person_id(session, who) for who in ("bob", "chloe", "alice"))
    coop, place = member_id(session, "Coop Semailles"), member_id(session, "La Filature")
    asked = debate.comment(
        session, number, text="Qui paie ?", purpose="question", member_id=coop, by=chloe, now=NOW
    )
    debate.comment(
        session, number, text="Nous.", purpose="answer", answers=asked, member_id=place, by=bob, now=NOW
    )
    debate.resolve(session, number, asked, by=chloe, now=NOW)
    last = summaries.last_message(session, number)
    summaries.summarise(session, number, text="Tout va.", upto=last, based_on=0, by=alice, now=NOW)
    conflicts.declare(session, number, text="J’y travaille.", member_id=coop, by=chloe, now=NOW)
    coauthoring.ask(session, number, member_id=coop, by=bob, now=NOW)
    coauthoring.accept(session, number, member_id=coop, by=chloe, now=NOW)
    meetings.ask(session, number, member_id=coop, why="De vive voix", by=chloe, now=NOW)
    propose(session, number)
    propose(session, number, after="Autrement.")
    amendments.refuse(session, number, 1, answer="Non.", by=bob, now=NOW)
    amendments.refer(session, number, 2, by=bob, now=NOW)


def by_consent(session: Session) -> int:
    """A decision: an objection that was integrated, another that was set aside, a concern, steps."""
    number = submitted(session)
    bob, chloe, alice = (person_id(session, who) for who in ("bob", "chloe", "alice"))
    told(session, number)
    asked = put(session, number, "amendment", 2, way="network/quick", now=NOW)
    say(session, asked, "bob", "against", now=NOW)
    close(session, asked)
    at = NOW + 8 * DAY
    vote = opened(session, number, now=at)
    for who, choice in (("bob", "consent"), ("chloe", "objection"), ("david", "objection")):
        why = ("Le bruit du samedi", "harm") if choice == "objection" else ("", "")
        say(session, vote, who, choice, *why, now=at)
    at = close(session, vote)
    service.revise(session, number, BETTER, note="", based_on=1, by=bob, now=at)
    objections.confirm(session, number, 1, as_="author", version=2, by=bob, now=at)
    objections.confirm(session, number, 1, as_="objector", version=2, by=chloe, now=at)
    objections.set_aside(session, number, 2, ground="Une préférence.", by=alice, now=at)
    vote = opened(session, number, now=at)
    for who in ("bob", "chloe", "david"):
        say(session, vote, who, "concern", "À surveiller", now=at)
    at = close(session, vote)
    decision = session.get_one(Proposal, number).decision or ""
    executing.plan(
        session, decision, executing.Planned("Prévenir", "", member_id(session, "La Filature"), at.date()),
        by=bob, now=at,
    )  # fmt: skip
    executing.finish(session, decision, 1, done=True, note="Fait", by=bob, now=at)
    executing.plan(
        session, decision, executing.Planned("Ouvrir", "Bob Lefèvre", None, at.date()), by=bob, now=at
    )
    executing.observe(session, decision, note="Cela tient.", by=bob, now=at)
    return number


def play(session: Session) -> None:
    prepare(session)
    toml = session.scalars(select(CodeVersion.toml)).one()
    in_the_room = 'fallback = "orientation"\nprocess = { live = true }'
    changed = toml.replace('fallback = "orientation"', in_the_room, 1)
    session.execute(update(CodeVersion).values(toml=changed))
    by_consent(session)
    held = submitted(session)
    live.begin(session, held, by=person_id(session, "alice"), now=NOW + 8 * DAY)
    told(session, submitted(session, "orientation"))
    signed = submitted(session, "prepared")
    for who, name in (("bob", "La Filature"), ("chloe", "Coop Semailles")):
        member, by = member_id(session, name), person_id(session, who)
        petition.sign(session, signed, member_id=member, by=by, now=NOW)
    vote = opened(session, submitted(session, "orientation"), now=NOW + 20 * DAY)
    say(session, vote, "bob", "for", now=NOW + 20 * DAY)
    close(session, vote)
    opened(session, submitted(session, "orientation"), now=LATER - DAY)


@pytest.fixture
def hidden(sqlite_database: Database, moment: Callable[[datetime], None]) -> Database:
    sqlite_database.transact(play)
    sqlite_database.transact(lambda s: founding.show_members(s, public=False))
    moment(LATER)
    return sqlite_database


def crawled(client: FlaskClient) -> dict[str, str]:
    """Every address that a visitor reaches by links, with its answer."""
    found: dict[str, str] = {}
    left = list(STARTS)
    while left:
        path = left.pop()
        if path in found or path.startswith(("/static", "/sign-in", "/language")):
            continue
        answer = client.get(path)
        body = answer.get_data(as_text=True) if answer.status_code == 200 else ""
        found[path] = unescape(body)
        left += [unescape(link) for link in HREF.findall(body)]
    return found


def names(database: Database) -> tuple[set[str], set[str]]:
    with database.reading() as session:
        return set(session.scalars(select(Member.name))), set(session.scalars(select(Person.name)))


def test_no_public_answer_names_anybody(hidden: Database, as_: SignIn) -> None:
    found = crawled(as_("nobody"))
    members, people = names(hidden)
    assert len([body for body in found.values() if body]) > 30
    for path, body in found.items():
        said = members if path.startswith(ROLES) else members | people
        assert not {name for name in said if name in body}, path


def test_a_live_session_names_nobody_but_to_those_who_were_given_its_key(
    hidden: Database, as_: SignIn
) -> None:
    with hidden.reading() as session:
        held = session.scalars(select(Proposal.number).where(Proposal.live.is_not(None))).one()
    page = as_("bob").get(f"/proposals/{held}/live").text
    [state] = re.findall(r'data-live="([^"]*)"', page)
    assert "key=" in state
    nobody = as_("nobody")
    for path in ("live", "live/screen", "live/state"):
        assert not NAMED.search(nobody.get(f"/proposals/{held}/{path}").text), path
    assert nobody.get(unescape(state)).status_code == 200


def test_the_college_is_said_in_the_place_of_the_name(hidden: Database, as_: SignIn) -> None:
    nobody = as_("nobody")
    proposal, decision = nobody.get("/proposals/1").text, unescape(nobody.get("/register/2026-001").text)
    college = "un membre du collège «\u00a0Coopératives et entreprises\u00a0»"
    for html in (proposal, decision):
        assert college in unescape(html)
    assert "quelqu’un du réseau" in unescape(proposal)
    data = nobody.get("/register/2026-001.json").json
    assert data["objections"][0]["by"] == college
    assert data["objections"][0]["reason"] == "Le bruit du samedi"
    assert "story" not in data["proof"]["openings"]
    assert "text" in data["proof"]["openings"]


def test_who_has_signed_in_reads_the_names(hidden: Database, as_: SignIn) -> None:
    as_("nobody").get("/register/2026-001.json")  # what the public was answered is not what they are
    for who in ("bob", "eve"):
        client = as_(who)
        for path in ("/proposals/1", "/register/2026-001", "/register/2026-001.json", "/register/execution"):
            body = unescape(client.get(path).text)
            assert ("Bob Lefèvre" if path.endswith("execution") else "La Filature") in body, (who, path)
    nobody = as_("nobody")
    assert "La Filature" not in nobody.get("/register/2026-001.json").text
    assert "Bob Lefèvre" not in nobody.get("/register/execution").text


def test_a_network_that_shows_its_members_names_them_at_once(hidden: Database, as_: SignIn) -> None:
    nobody = as_("nobody")
    paths = ("/proposals/1", "/proposals/", "/register/2026-001", "/register/2026-001.json", "/deadlines.ics")
    for path in paths:
        assert not NAMED.search(nobody.get(path).text), path
    hidden.transact(lambda s: founding.show_members(s, public=True))
    for path in paths:
        assert NAMED.search(nobody.get(path).text), path


def test_a_file_sealed_with_names_is_for_who_has_signed_in(
    sqlite_database: Database, as_: SignIn, moment: Callable[[datetime], None]
) -> None:
    def work(session: Session) -> int:
        toml = session.scalars(select(CodeVersion.toml)).one()
        changed = toml.replace('by = "heads"\n', 'by = "heads"\npublish = "names"\n', 1)
        session.execute(update(CodeVersion).values(toml=changed))
        vote = opened(session, submitted(session, "quick"), now=NOW)
        say(session, vote, "bob", "for", now=NOW)
        close(session, vote)
        return vote

    path = f"/votes/{sqlite_database.transact(work)}/recount.json"
    moment(LATER)
    assert NAMED.search(as_("nobody").get(path).text)
    sqlite_database.transact(lambda s: founding.show_members(s, public=False))
    assert as_("nobody").get(path).status_code in (303, 401)
    assert NAMED.search(as_("bob").get(path).text)
    assert not NAMED.search(as_("nobody").get(path.removesuffix("/recount.json")).text)

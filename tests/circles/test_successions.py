"""Who holds a role next: without candidates, with candidates, by lot; accepted, refused, given up."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.circles import asking, election, succession_end, successions
from governance.circles import errors_succession as errors
from governance.circles import succession_ground as ground
from governance.circles.models import Chosen, NominationChange, Succession
from governance.circles.successions import Way
from governance.config import Settings
from governance.db import Database
from governance.errors import Refusal
from governance.mail.models import Outgoing
from governance.members.models import Mandate, Person
from governance.register.models import Decision
from proposals import candidacies
from proposals.errors import NotYourVoice
from proposals.live.errors import NotOneself
from proposals.models import Proposal
from tests import cast
from tests.circles import network, succeeding
from tests.circles.succeeding import FREE, Play
from voting import service as votes

DAVID, CHLOE, BOB = "david-morel", "chloe-garnier", "bob-lefevre"


@pytest.fixture
def play(sqlite_database: Database, settings: Settings) -> Play:
    sqlite_database.transact(succeeding.found)
    return Play(sqlite_database, settings)


@pytest.fixture
def everywhere(database: Database, settings: Settings) -> Play:
    """On each database in turn."""
    database.transact(succeeding.found)
    return Play(database, settings)


def row(play: Play, succession: int) -> Succession:
    with play.database.reading() as session:
        found = session.get_one(Succession, succession)
        session.expunge(found)
        return found


def people(play: Play, succession: int) -> list[Chosen]:
    with play.database.reading() as session:
        return ground.chosen(session, succession)


def step(play: Play, succession: int) -> str:
    with play.database.reading() as session:
        return election.step(ground.facts(session, session.get_one(Succession, succession), play.now))


def mandates(play: Play, slug: str) -> list[Mandate]:
    with play.database.reading() as session:
        return list(session.scalars(select(Mandate).where(Mandate.role_id == network.role_id(session, slug))))


def named(play: Play, slug: str = "facilitator", way: Way = FREE) -> int:
    """A succession whose nominations are counted: two name Chloé, one David, one Bob."""
    succession = play.begin(slug, way)
    vote = play.open(row(play, succession).proposal or 0)
    for who, member, nominee in (
        ("bob", "La Filature", CHLOE),
        ("chloe", "Coop Semailles", DAVID),
        ("david", "Ville de Montreval", CHLOE),
        ("fanny", "L’Établi", BOB),
    ):
        play.cast(vote, who, member, nominee=nominee, reason=f"Parce que {nominee}.")
    assert step(play, succession) == election.NOMINATIONS
    play.pass_time()
    return succession


def consent(play: Play, succession: int, proposal: int, *, objects: str = "") -> None:
    """The objection round on whoever is proposed."""
    vote = play.open(proposal)
    for who, member in (("bob", "La Filature"), ("chloe", "Coop Semailles"), ("david", "Ville de Montreval")):
        if who == objects:
            play.cast(vote, who, member, choice="objection", reason="Trop de charges déjà.", nature="harm")
        else:
            play.cast(vote, who, member, choice="consent")
    play.pass_time()


def test_an_election_without_candidate(everywhere: Play) -> None:
    play = everywhere
    succession = named(play)
    assert step(play, succession) == election.HEARING
    with play.database.reading() as session:
        found = ground.nominations(session, session.get_one(Succession, succession))
        assert election.totals(found.named) == {CHLOE: 2, BOB: 1, DAVID: 1}
        assert len(found.silent) == 2
    play.change(succession, "bob", "La Filature", DAVID, why="David a du temps.")
    proposal = play.propose(succession, DAVID)
    with play.database.reading() as session:
        text = session.get_one(Proposal, proposal)
        assert text.title == "David Morel tient le rôle « Facilitation »"
        assert text.state == "debate"
    consent(play, succession, proposal)
    assert step(play, succession) == election.ACCEPTANCE
    assert mandates(play, "facilitator") == []
    (david,) = people(play, succession)
    play.answer(succession, david.id, "david")
    (mandate,) = mandates(play, "facilitator")
    with play.database.reading() as session:
        assert mandate.person_id == cast.person_id(session, "david")
        decided = session.scalar(select(Proposal.decision).where(Proposal.number == proposal))
        assert (mandate.decision, mandate.how) == (decided, "without-candidate")
        question = session.get_one(Proposal, row(play, succession).proposal or 0)
        assert (question.state, question.decision) == ("adopted", decided)
    ended = row(play, succession)
    assert (ended.outcome, ended.mandate_id) == ("held", mandate.id)


def test_an_objection_leads_to_the_next_person(play: Play) -> None:
    succession = named(play)
    first = play.propose(succession, CHLOE)
    consent(play, succession, first, objects="david")
    assert step(play, succession) == election.OBJECTIONS
    second = play.propose(succession, DAVID)
    assert play.state(first) == "withdrawn"
    consent(play, succession, second)
    chloe, david = people(play, succession)
    assert (chloe.answer, david.answer) == ("dropped", "")
    play.answer(succession, david.id, "david")
    assert len(mandates(play, "facilitator")) == 1


def test_a_refusal_is_kept_and_the_succession_goes_on(everywhere: Play) -> None:
    play = everywhere
    succession = named(play)
    consent(play, succession, play.propose(succession, DAVID))
    (david,) = people(play, succession)
    with pytest.raises(errors.NotAsked):
        play.answer(succession, david.id, "bob")
    with pytest.raises(errors.ReasonNeeded):
        play.answer(succession, david.id, "david", why=" ")
    play.answer(succession, david.id, "david", why="Une naissance.")
    assert step(play, succession) == election.HEARING
    assert people(play, succession)[0].why == "Une naissance."
    with pytest.raises(errors.NotOfThoseNamed):
        play.propose(succession, DAVID)
    consent(play, succession, play.propose(succession, CHLOE))
    play.answer(succession, people(play, succession)[1].id, "chloe")
    assert row(play, succession).outcome == "held"


def test_without_acceptance_the_mandate_follows_at_once(play: Play) -> None:
    succession = named(play, way=Way("names", consent="person", asks=False))
    consent(play, succession, play.propose(succession, DAVID))
    assert len(mandates(play, "facilitator")) == 1
    assert row(play, succession).outcome == "held"
    play.pass_time(1)
    assert len(mandates(play, "facilitator")) == 1


def test_variants(play: Play) -> None:
    way = Way("names", consent="person", oneself=False, passing=True, proposes=election.MOST_NAMED)
    succession = named(play, way=way)
    with pytest.raises(errors.NotOfThoseNamed):
        play.propose(succession, DAVID)
    with pytest.raises(NotOneself):
        play.change(succession, "bob", "La Filature", BOB)
    with pytest.raises(errors.NamedNobody):
        play.change(succession, "fanny", "Scop Rouages", DAVID)
    play.change(succession, "bob", "La Filature", DAVID)
    assert play.propose(succession, DAVID)


def test_changes_are_refused_with_words(play: Play) -> None:
    succession = named(play, way=Way("names", consent="person", passing=False))
    refused: list[tuple[type[Refusal], tuple[str, str, str, str]]] = [
        (NotYourVoice, ("bob", "Coop Semailles", DAVID, "Oui.")),
        (errors.SameNominee, ("bob", "La Filature", CHLOE, "Oui.")),
        (errors.NotOfThoseNamed, ("bob", "La Filature", "nobody", "Oui.")),
        (errors.ReasonNeeded, ("bob", "La Filature", DAVID, "  ")),
    ]
    for refusal, (who, member, nominee, why) in refused:
        with pytest.raises(refusal):
            play.change(succession, who, member, nominee, why)
    play.change(succession, "fanny", "Scop Rouages", DAVID)  # who named nobody names now
    play.change(succession, "bob", "La Filature", DAVID)
    with pytest.raises(errors.ChangedAlready):
        play.change(succession, "bob", "La Filature", CHLOE)
    with play.database.reading() as session:
        assert len(list(session.scalars(select(NominationChange)))) == 2


def test_what_a_succession_needs_to_begin(play: Play) -> None:
    with pytest.raises(errors.NotYourCircle):
        play.begin("facilitator", by="bob")
    with pytest.raises(errors.NoSuchRule):
        play.begin("facilitator", Way("quick", consent="person"))
    with pytest.raises(errors.NoSuchConsent):
        play.begin("facilitator", Way("names", consent="quick"))
    with pytest.raises(errors.TooSoon):
        play.begin("facilitator", starts_on=network.DAY + timedelta(days=91))
    play.begin("facilitator")
    with pytest.raises(errors.SuccessionGoesOn):
        play.begin("facilitator")


def test_a_seat_that_is_held_is_not_filled_before_it_ends(play: Play) -> None:
    network.entrust(play.database, "facilitator", "bob")
    with pytest.raises(errors.NoSeatToFill):
        play.begin("facilitator")


def test_a_succession_is_given_up_and_another_begins(play: Play) -> None:
    succession = named(play)
    proposal = play.propose(succession, DAVID)
    with pytest.raises(errors.NotYourCircle):
        play.abandon(succession, by="bob")
    with pytest.raises(errors.ReasonNeeded):
        play.abandon(succession, why=" ")
    vote = play.open(proposal)
    assert vote
    with pytest.raises(errors.CircleIsAsked):
        play.abandon(succession)
    play.pass_time()
    play.abandon(succession)
    assert row(play, succession).outcome == "abandoned"
    with pytest.raises(errors.SuccessionEnded):
        play.abandon(succession)
    assert play.begin("facilitator")


def stand(play: Play, proposal: int) -> None:
    for who, member in (("bob", "La Filature"), ("chloe", "Coop Semailles")):
        play.database.transact(
            lambda s, who=who, member=member: candidacies.stand(
                s, proposal, member_id=cast.member_id(s, member), statement="Je le ferai.",
                by=cast.person_id(s, who), now=play.now,
            )
        )  # fmt: skip


def test_an_election_with_candidates(everywhere: Play) -> None:
    play = everywhere
    succession = play.begin("treasurer", Way("elect", asks=False))
    proposal = row(play, succession).proposal or 0
    assert step(play, succession) == election.CANDIDATES
    stand(play, proposal)
    vote = play.open(proposal)
    assert step(play, succession) == election.VOTE
    for who, member in (("bob", "La Filature"), ("david", "Ville de Montreval")):
        play.cast(vote, who, member, approved=[CHLOE])
    play.pass_time()
    (mandate,) = mandates(play, "treasurer")
    with play.database.reading() as session:
        assert mandate.person_id == cast.person_id(session, "chloe")
        assert mandate.decision == session.scalar(select(Decision.number).where(Decision.vote == vote))
    assert row(play, succession).outcome == "held"


def test_a_lot(everywhere: Play) -> None:
    play = everywhere
    succession = play.begin("host", Way("draw", asks=True))
    proposal = row(play, succession).proposal or 0
    stand(play, proposal)
    vote = play.open(proposal)
    play.pass_time()
    assert step(play, succession) == election.VOTE
    play.database.transact(
        lambda s: votes.enter_seed(
            s, vote=vote, seed="3 14 15 92 65", by=cast.person_id(s, "alice"), now=play.now
        )
    )
    play.pass_time(1)
    assert step(play, succession) == election.ACCEPTANCE
    (drawn,) = people(play, succession)
    who = "bob" if drawn.person_name.startswith("Bob") else "chloe"
    play.answer(succession, drawn.id, who, why="Pas cette année.")
    assert row(play, succession).outcome == "refused"
    assert mandates(play, "host") == []


def test_what_stands_in_the_way_is_tried_again(play: Play) -> None:
    succession = named(play)
    consent(play, succession, play.propose(succession, DAVID))
    other = network.entrust(play.database, "facilitator", "bob", now=play.now, starts_on=network.DAY)
    (david,) = people(play, succession)
    play.answer(succession, david.id, "david")
    assert people(play, succession)[0].stuck_at is not None
    assert step(play, succession) == election.ENTRUSTING
    again: Callable[[Session], None] = lambda s: succession_end.try_again(  # noqa: E731
        s, succession, by=cast.person_id(s, "alice"), now=play.now
    )
    with pytest.raises(Refusal):
        play.database.transact(again)
    play.database.transact(
        lambda s: network.service.resign(s, other, by=cast.person_id(s, "bob"), now=play.now)
    )
    play.database.transact(again)
    assert row(play, succession).outcome == "held"


def test_nothing_is_due_while_people_are_awaited(play: Play) -> None:
    succession = named(play)
    with play.database.reading() as session:
        assert succession_end.due(session, play.now) == []
        assert successions.ways(session, "board", election.FREE) == []
    assert step(play, succession) == election.HEARING


def asked(play: Play) -> list[str]:
    """The keys of the mails that ask somebody whether they accept."""
    with play.database.reading() as session:
        query = select(Outgoing.key, Person.email).join(Person, Person.id == Outgoing.person_id)
        rows = session.execute(query.where(Outgoing.kind == asking.KIND).order_by(Outgoing.id))
        return [f"{email.partition('@')[0]} {key}" for key, email in rows]


def test_who_is_chosen_is_written_to_once_the_circle_has_consented(everywhere: Play) -> None:
    play = everywhere
    number = play.begin("machines-facilitator")
    vote = play.open(row(play, number).proposal or 0)
    play.cast(vote, "bob", "La Filature", nominee=DAVID, reason="Il écoute.")
    play.pass_time()
    proposal = play.propose(number, DAVID)
    play.pass_time(0)
    assert asked(play) == []
    vote = play.open(proposal)
    for who, member in (("bob", "La Filature"), ("chloe", "Coop Semailles"), ("david", "Ville de Montreval")):
        play.cast(vote, who, member, choice="consent")
    play.pass_time()
    chosen = people(play, number)[0].id
    assert asked(play) == [f"david role-asked:{chosen}"]
    play.pass_time()
    assert asked(play) == [f"david role-asked:{chosen}"]
    play.answer(number, chosen, "david", why="Pas cette année.")
    play.pass_time()
    assert len(asked(play)) == 1


def test_without_acceptance_nobody_is_asked(play: Play) -> None:
    number = play.begin("machines-facilitator", Way("names", consent="person", asks=False))
    vote = play.open(row(play, number).proposal or 0)
    play.cast(vote, "bob", "La Filature", nominee=DAVID, reason="Il écoute.")
    play.pass_time()
    vote = play.open(play.propose(number, DAVID))
    play.cast(vote, "bob", "La Filature", choice="consent")
    play.pass_time()
    assert asked(play) == []

"""Somebody who was elected or drawn refuses: the next in the order is asked, or the question is put again."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from governance.circles import election, succession_end
from governance.circles import errors_succession as errors
from governance.circles import succession_ground as ground
from governance.circles.models import Succession
from governance.circles.successions import Way
from governance.config import Settings
from governance.db import Database
from governance.members import service as members
from governance.members.models import Mandate
from governance.members.models_roles import Role
from governance.rules import service as rules
from proposals import candidacies, of_role
from proposals.models import Proposal, ProposalOption, Version
from proposals.of_role import MayNotStand
from tests import cast
from tests.circles import network, succeeding
from tests.circles.succeeding import NOW, Play
from voting import service as votes
from voting.models import Vote

MORE = """
[[decisions]]
id = "two"
name = "Élection à deux sièges"
method = "approval"
seats = 2
candidates = true
time = { debate_days = 0, vote_days = 2 }

[[decisions]]
id = "quietly"
name = "Élection à bulletin secret"
method = "approval"
candidates = true
ballots = "secret"
report = "overall-only"
time = { debate_days = 0, vote_days = 2 }

[[decisions]]
id = "transfer"
name = "Vote transférable"
method = "stv"
candidates = true
time = { debate_days = 0, vote_days = 2 }

[[decisions]]
id = "renew"
name = "Élection du bureau"
method = "approval"
by = "seats-per-college"
candidates = true
time = { debate_days = 0, vote_days = 2 }

[[roles]]
id = "pair"
name = "Trésorerie à deux"
term_months = 12
seats = 2
max_consecutive = 1
selection = "election"
incompatible = ["host"]

[[roles]]
id = "speaker"
name = "Porte-parole"
term_months = 12
selection = "election"
college = "coops"

[[roles]]
id = "guardian"
name = "Garde des clés"
term_months = 12
selection = "election"
alternates = true
"""
CODE = succeeding.CODE + MORE
NEXT = Way("elect", moves_up=True)
WHO = {
    "bob": ("La Filature", "bob-lefevre"), "chloe": ("Coop Semailles", "chloe-garnier"),
    "david": ("Ville de Montreval", "david-morel"), "fanny": ("L’Établi", "fanny-roche"),
}  # fmt: skip


@pytest.fixture
def play(sqlite_database: Database, settings: Settings) -> Play:
    return begun(sqlite_database, settings)


@pytest.fixture
def everywhere(database: Database, settings: Settings) -> Play:
    return begun(database, settings)


def begun(database: Database, settings: Settings) -> Play:
    database.transact(succeeding.found)
    database.transact(lambda s: rules.adopt(s, CODE, by=None, now=NOW))
    return Play(database, settings)


def question(play: Play, succession: int) -> int:
    with play.database.reading() as session:
        return session.get_one(Succession, succession).proposal or 0


def stand(play: Play, proposal: int, *who: str) -> None:
    for each in who:
        play.database.transact(
            lambda s, each=each: candidacies.stand(
                s, proposal, member_id=cast.member_id(s, WHO[each][0]), statement="",
                by=cast.person_id(s, each), now=play.now,
            )
        )  # fmt: skip


def enter(play: Play, proposal: int, name: str, member: str) -> None:
    play.database.transact(
        lambda s: candidacies.enter(
            s, proposal, member_id=cast.member_id(s, member), name=name, statement="",
            by=cast.person_id(s, "alice"), now=play.now,
        )
    )  # fmt: skip


def elect(play: Play, slug: str, way: Way, ballots: list[tuple[str, ...]], *stands: str) -> int:
    """An election by approval; the ballots are those of Bob, Chloé, David, Fanny."""
    succession = play.begin(slug, way)
    proposal = question(play, succession)
    stand(play, proposal, *stands)
    vote = play.open(proposal)
    for who, approved in zip(WHO, ballots, strict=False):
        play.cast(vote, who, WHO[who][0], approved=[WHO[each][1] for each in approved if each in stands])
    play.pass_time()
    return succession


def people(play: Play, succession: int) -> list[tuple[str, str]]:
    with play.database.reading() as session:
        return [(each.slug.partition("-")[0], each.answer) for each in ground.chosen(session, succession)]


def answer(play: Play, succession: int, who: str, why: str = "") -> None:
    with play.database.reading() as session:
        asked = ground.chosen(session, succession)
        by = cast.person_id(session, who)
        number = next(each.id for each in asked if each.person_id == by)
    play.answer(succession, number, who, why)


def outcome(play: Play, succession: int) -> str:
    with play.database.reading() as session:
        return session.get_one(Succession, succession).outcome


def holders(play: Play, slug: str) -> list[int]:
    with play.database.reading() as session:
        query = select(Mandate.person_id).join(Role, Role.id == Mandate.role_id).where(Role.slug == slug)
        return list(session.scalars(query))


def text(play: Play, succession: int) -> str:
    with play.database.reading() as session:
        query = select(Version.text).where(Version.proposal == question(play, succession))
        return session.scalars(query).one()


THREE = [("bob", "chloe", "david"), ("bob", "chloe"), ("bob",)]  # Bob 3, Chloé 2, David 1


def test_who_refuses_makes_way_for_the_next_in_the_order(everywhere: Play) -> None:
    play = everywhere
    succession = elect(play, "treasurer", NEXT, THREE, "chloe", "bob", "david")
    assert "la personne suivante dans l’ordre du résultat" in text(play, succession)
    assert people(play, succession) == [("bob", "")]
    answer(play, succession, "bob", "Une naissance.")
    assert people(play, succession) == [("bob", "refused"), ("chloe", "")]
    assert outcome(play, succession) == ""
    answer(play, succession, "chloe", "Trop de charges.")
    answer(play, succession, "david")
    assert people(play, succession)[2:] == [("david", "accepted")]
    assert outcome(play, succession) == "held"
    assert len(holders(play, "treasurer")) == 1


def test_when_all_have_refused_the_question_is_put_again(play: Play) -> None:
    succession = elect(play, "treasurer", NEXT, THREE, "chloe", "bob")
    for who in ("bob", "chloe"):
        answer(play, succession, who, "Non.")
    assert (outcome(play, succession), holders(play, "treasurer")) == ("refused", [])
    assert play.begin("treasurer", NEXT)


def test_where_the_way_says_so_nobody_moves_up(play: Play) -> None:
    succession = elect(play, "treasurer", Way("elect"), THREE, "chloe", "bob")
    assert "la question est posée de nouveau." in text(play, succession)
    answer(play, succession, "bob", "Non.")
    assert (people(play, succession), outcome(play, succession)) == ([("bob", "refused")], "refused")


def test_equals_who_come_next_are_never_chosen_by_accident(
    play: Play, as_: Callable[[str], FlaskClient], moment: Callable[..., None]
) -> None:
    ballots: list[tuple[str, ...]] = [("bob", "chloe"), ("bob", "david")]
    succession = elect(play, "treasurer", NEXT, ballots, "bob", "chloe", "david")
    answer(play, succession, "bob", "Non.")
    assert (people(play, succession), outcome(play, succession)) == ([("bob", "refused")], "refused")
    moment(play.now)
    page = as_("alice").get(f"/successions/{succession}").text
    assert "Chloé Garnier; David Morel" in page
    assert "/roles/treasurer/succession" in page
    for who in ("nobody", "eve", "bob", "david"):
        page = as_(who).get(f"/successions/{succession}").text
        assert "Chloé Garnier; David Morel" in page
        assert "/roles/treasurer/succession" not in page


def test_a_lot_goes_on_down_its_list(everywhere: Play) -> None:
    play = everywhere
    succession = play.begin("host", Way("draw", moves_up=True))
    proposal = question(play, succession)
    stand(play, proposal, "bob", "chloe", "david")
    vote = play.open(proposal)
    play.pass_time()
    play.database.transact(
        lambda s: votes.enter_seed(
            s, vote=vote, seed="3 14 15 92 65", by=cast.person_id(s, "alice"), now=play.now
        )
    )
    play.pass_time(1)
    with play.database.reading() as session:
        order = json.loads(session.get_one(Vote, vote).result or "")["order"]
    drawn = [slug.partition("-")[0] for (slug,) in order]
    assert people(play, succession) == [(drawn[0], "")]
    answer(play, succession, drawn[0], "Non.")
    answer(play, succession, drawn[1], "Non.")
    assert people(play, succession)[-1] == (drawn[2], "")


def test_the_next_is_one_of_the_same_college(play: Play) -> None:
    succession = play.begin("board-places", Way("renew", moves_up=True))
    proposal = question(play, succession)
    with play.database.reading() as session:
        assert of_role.seats(session, proposal) == {"places": 2, "coops": 1, "public": 0}
    stand(play, proposal, "bob", "chloe", "fanny")
    enter(play, proposal, "Fanny Roche", "Scop Rouages")
    vote = play.open(proposal)
    play.cast(vote, "bob", "La Filature", approved=["bob-lefevre", "fanny-roche"])
    play.cast(vote, "chloe", "Coop Semailles", approved=["chloe-garnier"])
    play.pass_time()
    assert sorted(people(play, succession)) == [("bob", ""), ("chloe", ""), ("fanny", "")]
    answer(play, succession, "bob", "Non.")  # nobody of the places is left
    assert len(people(play, succession)) == 3
    for who in ("chloe", "fanny"):
        answer(play, succession, who)
    assert outcome(play, succession) == "held"


def test_a_way_of_voting_without_an_order_says_it_beforehand(play: Play) -> None:
    with pytest.raises(errors.NoOrder):
        play.begin("treasurer", Way("transfer", moves_up=True))
    succession = play.begin("treasurer", Way("transfer"))
    assert "ne classe personne" in text(play, succession)


def test_a_secret_election_that_shows_no_college_is_counted(play: Play) -> None:
    succession = elect(play, "treasurer", Way("quietly", moves_up=True), THREE, "chloe", "bob")
    assert people(play, succession) == [("bob", "")]
    answer(play, succession, "bob", "Non.")
    assert people(play, succession)[-1] == ("chloe", "")


def test_without_acceptance_nobody_is_asked_and_the_mandate_follows(play: Play) -> None:
    way = Way("elect", asks=False, moves_up=True)
    succession = elect(play, "treasurer", way, THREE, "chloe", "bob")
    assert (outcome(play, succession), len(holders(play, "treasurer"))) == ("held", 1)
    assert len(people(play, succession)) == 1


def stuck(play: Play, way: Way = NEXT) -> int:
    """Bob is elected for a role that somebody was given meanwhile, and accepts."""
    succession = elect(play, "treasurer", way, THREE, "chloe", "bob")
    network.entrust(play.database, "treasurer", "fanny", now=play.now, starts_on=play.now.date())
    answer(play, succession, "bob")
    return succession


def without(play: Play, succession: int, number: int, by: str = "alice") -> None:
    play.database.transact(
        lambda s: succession_end.go_on_without(s, succession, number, by=cast.person_id(s, by), now=play.now)
    )


def test_a_seat_that_was_taken_meanwhile_leaves_nothing_stuck(
    play: Play, as_: Callable[[str], FlaskClient], moment: Callable[..., None]
) -> None:
    succession = stuck(play)
    with play.database.reading() as session:
        row = session.get_one(Succession, succession)
        assert election.step(ground.facts(session, row, play.now)) == election.ENTRUSTING
        number = ground.chosen(session, succession)[0].id
    moment(play.now)
    path = f"/successions/{succession}"
    for who in ("nobody", "bob", "alice"):
        page = as_(who).get(path).text
        assert "Ce qui a empêché de confier le rôle" in page
        assert ("/without" in page) is (who == "alice")
    assert as_("bob").post(f"{path}/people/{number}/without").status_code == 403
    with pytest.raises(errors.NotYourCircle):
        without(play, succession, number, by="bob")
    assert as_("alice").post(f"{path}/people/{number}/without").status_code == 303
    assert people(play, succession) == [("bob", "dropped")]  # there is no seat for Chloé either
    assert outcome(play, succession) == "refused"


def test_who_can_be_entrusted_is_not_left_out(play: Play) -> None:
    succession = elect(play, "treasurer", NEXT, THREE, "chloe", "bob")
    with play.database.reading() as session:
        number = ground.chosen(session, succession)[0].id
    with pytest.raises(errors.NotAtThisStep):
        without(play, succession, number)


def test_one_may_accept_while_another_cannot_be_entrusted(play: Play) -> None:
    ballots: list[tuple[str, ...]] = [("bob", "chloe", "david"), ("bob", "chloe"), ("david",)]
    succession = elect(play, "pair", NEXT, ballots[:2], "bob", "chloe", "david")
    network.entrust(play.database, "host", "bob", now=play.now, starts_on=play.now.date())
    answer(play, succession, "bob")  # incompatible since
    with play.database.reading() as session:
        row = session.get_one(Succession, succession)
        facts = ground.facts(session, row, play.now)
        assert election.step(facts) == election.ACCEPTANCE
        assert {"accept", "refuse", "entrust"} <= election.possible(facts)
        number = ground.chosen(session, succession)[0].id
    answer(play, succession, "chloe")
    assert len(holders(play, "pair")) == 1
    without(play, succession, number)
    assert people(play, succession)[-1] == ("david", "")
    answer(play, succession, "david")
    assert (outcome(play, succession), len(holders(play, "pair"))) == ("held", 2)


def test_a_rule_without_seats_takes_those_that_are_free(everywhere: Play) -> None:
    play = everywhere
    succession = elect(play, "pair", NEXT, THREE, "bob", "chloe", "david")
    assert "2 sièges sont à pourvoir." in text(play, succession)
    with play.database.reading() as session:
        vote = session.get_one(Vote, session.get_one(Proposal, question(play, succession)).vote)
        assert json.loads(vote.rule)["seats"] == 2
        assert "Deux sièges" in " ".join(json.loads(vote.rule_words)["fr"])
    assert people(play, succession) == [("bob", ""), ("chloe", "")]


@pytest.mark.parametrize(("held", "seat", "expected"), [(0, None, 2), (1, None, 1), (0, 2, 1)])
def test_how_many_seats_a_vote_fills(play: Play, held: int, seat: int | None, expected: int) -> None:
    for who in ("bob",)[:held]:
        network.entrust(play.database, "pair", who)
    succession = play.begin("pair", NEXT) if seat is None else begin_seat(play, seat)
    with play.database.reading() as session:
        assert of_role.seats(session, question(play, succession)) == {"": expected}


def begin_seat(play: Play, seat: int) -> int:
    from governance.circles import successions

    return play.database.transact(
        lambda s: successions.begin(
            s, network.role_id(s, "pair"), NEXT, starts_on=network.DAY, seat=seat, now=play.now,
            member_id=cast.member_id(s, "La Filature"), by=cast.person_id(s, "alice"),
        )
    )  # fmt: skip


def test_no_more_are_elected_than_there_are_seats(play: Play) -> None:
    with pytest.raises(errors.TooManySeats):
        play.begin("treasurer", Way("two"))
    network.entrust(play.database, "pair", "bob")
    with pytest.raises(errors.TooManySeats):
        play.begin("pair", Way("two"))


def why(play: Play, proposal: int, who: str, member: str = "") -> str:
    """The sentence with which somebody may not stand; "" where they may."""
    try:
        if member:
            enter(play, proposal, who, member)
        else:
            stand(play, proposal, who)
    except MayNotStand as refusal:
        return str(refusal.sentence % refusal.facts)
    return ""


def test_who_may_not_hold_it_is_told_when_standing(everywhere: Play) -> None:
    play = everywhere
    network.entrust(play.database, "pair", "bob", starts_on=network.DAY - timedelta(days=400),
                    ends_on=network.DAY - timedelta(days=40))  # fmt: skip
    network.entrust(play.database, "host", "chloe")
    proposal = question(play, play.begin("pair", NEXT))
    assert "2 terms in a row" in why(play, proposal, "bob") or "row" in why(play, proposal, "bob")
    assert "Accueil des rencontres" in why(play, proposal, "chloe")
    assert "row" in why(play, proposal, "Bob Lefèvre", "La Filature")  # also by a facilitator
    assert why(play, proposal, "david") == ""
    assert why(play, proposal, "Ginette Inconnue", "L’Établi") == ""


def test_the_college_of_a_role_and_the_one_that_held_it_last(play: Play) -> None:
    proposal = question(play, play.begin("speaker", NEXT))
    assert "Coopératives" in why(play, proposal, "bob")
    assert why(play, proposal, "chloe") == ""
    network.entrust(play.database, "guardian", "bob", "La Filature",
                    starts_on=network.DAY - timedelta(days=300), ends_on=network.DAY)  # fmt: skip
    proposal = question(play, play.begin("guardian", NEXT))
    assert "Lieux" in why(play, proposal, "bob")
    assert "Lieux" in why(play, proposal, "fanny")
    assert why(play, proposal, "chloe") == ""


def option(play: Play, proposal: int, slug: str) -> ProposalOption:
    with play.database.reading() as session:
        query = select(ProposalOption).where(ProposalOption.proposal == proposal, ProposalOption.slug == slug)
        return session.scalars(query).one()


def test_what_changes_meanwhile_takes_a_candidate_off_the_list_with_the_reason(
    play: Play, as_: Callable[[str], FlaskClient], moment: Callable[..., None]
) -> None:
    succession = play.begin("pair", NEXT)
    proposal = question(play, succession)
    stand(play, proposal, "bob", "chloe", "david")
    network.entrust(play.database, "host", "bob", now=play.now)
    moment(play.now)
    for path in (f"/successions/{succession}", f"/proposals/{proposal}"):
        assert "sera retirée de la liste à l’ouverture du vote" in as_("nobody").get(path).text
    assert option(play, proposal, "bob-lefevre").withdrawn_at is None
    play.open(proposal)
    taken = option(play, proposal, "bob-lefevre")
    assert taken.withdrawn_at == play.now
    assert "Accueil des rencontres" in taken.withdrawn_why
    for path in (f"/successions/{succession}", f"/proposals/{proposal}"):
        assert "Accueil des rencontres" in as_("nobody").get(path).text


def test_who_may_hold_it_again_meanwhile_stays_on_the_list(play: Play) -> None:
    proposal = question(play, play.begin("pair", NEXT))
    stand(play, proposal, "bob", "chloe", "david")
    given = network.entrust(play.database, "host", "bob", now=play.now)
    play.database.transact(
        lambda s: network.service.resign(s, given, by=cast.person_id(s, "bob"), now=play.now)
    )
    play.open(proposal)
    assert option(play, proposal, "bob-lefevre").withdrawn_at is None


def test_a_change_of_college_is_seen_by_the_worker(play: Play) -> None:
    network.entrust(play.database, "guardian", "bob", "La Filature",
                    starts_on=network.DAY - timedelta(days=300), ends_on=network.DAY)  # fmt: skip
    proposal = question(play, play.begin("guardian", NEXT))
    stand(play, proposal, "chloe", "david")
    play.database.transact(
        lambda s: members.change_college(
            s, member_id=cast.member_id(s, "Coop Semailles"), college_id="places", on=play.now.date(),
            by=None, now=play.now,
        )
    )  # fmt: skip
    play.pass_time(1)
    enter(play, proposal, "Ginette", "Scop Rouages")
    play.open(proposal)
    assert option(play, proposal, "chloe-garnier").withdrawn_why


def test_the_form_says_beforehand_for_whom_one_cannot_stand(
    play: Play, as_: Callable[[str], FlaskClient], moment: Callable[..., None]
) -> None:
    proposal = question(play, play.begin("speaker", NEXT))
    moment(play.now)
    path = f"/proposals/{proposal}/candidacies/new"
    page = as_("bob").get(path).text
    assert "Vous ne pouvez pas vous présenter pour La Filature." in page
    assert "<textarea" not in page
    page = as_("fanny").get(path).text  # for the cooperative she can
    assert "Vous ne pouvez pas vous présenter pour L’Établi." in page
    assert "<textarea" in page
    assert "Scop Rouages" in page
    assert ">L’Établi</option>" not in page
    with play.database.reading() as session:
        member = cast.member_id(session, "L’Établi")
    refused = as_("fanny").post(path, data={"member": str(member), "statement": "Je le ferai."})
    assert refused.status_code == 422
    assert "Je le ferai." in refused.text

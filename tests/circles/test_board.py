"""A board by college: its seats are filled by one vote of the circle above, each college for its own."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from governance.circles import errors_succession as errors
from governance.circles import queries, succession_lists, successions
from governance.circles.models import Succession
from governance.circles.successions import Way
from governance.config import Settings
from governance.db import Database
from governance.members import service as members
from governance.rules import service as rules
from proposals import candidacies
from proposals.models import Proposal
from proposals.of_role import MayNotStand
from tests import cast
from tests.circles import network, succeeding
from tests.circles.network import DAY, NOW
from tests.circles.succeeding import Play

PER_COLLEGE = """
[[decisions]]
id = "renew"
name = "Élection du bureau"
method = "approval"
by = "seats-per-college"
seats = 1
candidates = true
time = { debate_days = 0, vote_days = 2 }
"""
WAY = Way("renew", asks=False)
ENDS = DAY + timedelta(days=60)


@pytest.fixture
def play(sqlite_database: Database, settings: Settings) -> Play:
    sqlite_database.transact(succeeding.found)
    code = succeeding.CODE + PER_COLLEGE
    sqlite_database.transact(lambda s: rules.adopt(s, code, by=None, now=NOW))
    return Play(sqlite_database, settings)


def stand(play: Play, proposal: int, *who: tuple[str, str]) -> None:
    for person, member in who:
        play.database.transact(
            lambda s, person=person, member=member: candidacies.stand(
                s, proposal, member_id=cast.member_id(s, member), statement="",
                by=cast.person_id(s, person), now=play.now,
            )
        )  # fmt: skip


def renew(play: Play, starts_on: date = DAY) -> int:
    """An election in which Bob and Chloé stand and are elected, each in a college."""
    succession = play.begin("board-places", WAY, starts_on=starts_on)
    with play.database.reading() as session:
        proposal = session.get_one(Succession, succession).proposal or 0
    everybody = (("bob", "La Filature"), ("chloe", "Coop Semailles"))
    stand(play, proposal, *everybody)
    with pytest.raises(MayNotStand):  # no seat of the board is for the public bodies
        stand(play, proposal, ("david", "Ville de Montreval"))
    vote = play.open(proposal)
    slugs = {"bob": "bob-lefevre", "chloe": "chloe-garnier"}
    for who, member in everybody:
        play.cast(vote, who, member, approved=[slugs[who]])
    play.pass_time()
    return succession


def sits(play: Play, on: date) -> list[tuple[str, list[str | None]]]:
    with play.database.reading() as session:
        found = queries.composition(session, "board", on)
    return [(each.slug, [s.holder and s.holder.person for s in each.seats]) for each in found.sitting]


def test_an_empty_board_is_elected_by_the_network_each_college_for_its_seats(play: Play) -> None:
    succession = renew(play)
    now = play.now.date()
    assert sits(play, now) == [("board-places", ["Bob Lefèvre", None]), ("board-coops", ["Chloé Garnier"])]
    assert sits(play, DAY) == [("board-places", [None, None]), ("board-coops", [None])]
    with play.database.reading() as session:
        row = session.get_one(Succession, succession)
        assert (row.outcome, session.get_one(Proposal, row.proposal).circle_id) == ("held", "network")
        coops = network.role_id(session, "board-coops")
        assert [each.id for each in succession_lists.of_role(session, coops)] == [succession]


def test_who_is_elected_early_sits_when_the_seat_ends_and_the_others_stay(play: Play) -> None:
    network.entrust(play.database, "board-places", "fanny", "L’Établi", ends_on=ENDS)
    network.entrust(play.database, "board-coops", "fanny", "Scop Rouages", ends_on=ENDS)
    renew(play, starts_on=ENDS)
    before, after = ENDS - timedelta(days=1), ENDS
    assert sits(play, before) == [("board-places", ["Fanny Roche", None]), ("board-coops", ["Fanny Roche"])]
    assert sits(play, after) == [("board-places", ["Bob Lefèvre", None]), ("board-coops", ["Chloé Garnier"])]


@pytest.mark.parametrize("slug", ["board-places", "board-coops"])
def test_seats_that_are_being_filled_together_are_not_filled_apart(play: Play, slug: str) -> None:
    play.begin("board-coops", WAY)
    with pytest.raises(errors.SuccessionGoesOn):
        play.begin(slug, Way("elect", asks=False))


def test_seats_filled_apart_are_not_filled_together_meanwhile(play: Play) -> None:
    play.begin("board-places", Way("elect", asks=False))
    play.begin("board-coops", Way("elect", asks=False))
    with pytest.raises(errors.SuccessionGoesOn):
        play.begin("board-coops", WAY)


@pytest.mark.parametrize(
    ("slug", "circle"),
    [
        ("treasurer", "network"),
        ("board-places", "network"),
        ("users-lot", "machines"),
        ("machines-lead", "machines"),
        ("machines-representative", "machines"),
        ("machines-facilitator", "machines"),
    ],
)
def test_who_is_asked(play: Play, slug: str, circle: str) -> None:
    with play.database.reading() as session:
        assert successions.asked(session, network.role_id(session, slug)) == circle


def test_the_public_reads_for_which_member_only_where_members_are_public(
    play: Play, as_: Callable[[str], FlaskClient], moment: Callable[..., None]
) -> None:
    path = f"/successions/{renew(play)}"
    moment(play.now)
    assert "La Filature" in as_("nobody").get(path).text
    play.database.transact(lambda s: members.show_members(s, public=False))
    page = as_("nobody").get(path).text
    assert "Bob Lefèvre" in page
    assert "La Filature" not in page
    assert "La Filature" in as_("eve").get(path).text

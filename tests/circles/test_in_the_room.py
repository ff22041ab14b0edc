"""An election without candidate held in the room, from the role to the mandate; what is written at once, and
who may write it, on both databases.
"""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from governance.circles import election, elections, succession_end
from governance.circles import errors_succession as errors
from governance.circles import succession_ground as ground
from governance.circles.models import Chosen, NominationChange, Succession
from governance.circles.successions import Way
from governance.db import Database
from governance.members.models import Mandate
from proposals import service as proposals
from proposals.errors import LiveGoesOn, NotFacilitator, NotYourVoice
from proposals.live import errors as refusals
from proposals.live import nominating, round, service
from proposals.live.fold import sealed
from proposals.live.models import LiveSession, LiveStep
from proposals.live.steps import NOMINATIONS, REASONS, ROLE
from proposals.models import Proposal
from tests import cast
from tests.circles.in_the_room import FREE, NAMED, Meeting
from voting import service as voting
from voting.answers import Answer
from voting.errors import Closed, HeldLive
from voting.errors_choice import WrongPaper
from voting.models import Vote, VoteRight
from voting.queries import positions

BOB, CHLOE, DAVID = "bob-lefevre", "chloe-garnier", "david-morel"


def step(meeting: Meeting) -> str:
    row = meeting.read(lambda s: s.get_one(Succession, meeting.succession))
    found: str = meeting.read(lambda s: election.step(ground.facts(s, row, meeting.now)))
    return found


def state_of(meeting: Meeting, number: int) -> str:
    found: str = meeting.read(lambda s: s.get_one(Proposal, number).state)
    return found


def chosen(meeting: Meeting) -> Chosen:
    found: Chosen = meeting.read(lambda s: ground.chosen(s, meeting.succession)[-1])
    return found


def test_a_role_changes_hands_at_one_meeting(database: Database) -> None:
    meeting = Meeting(database)
    assert meeting.room().state.phase == ROLE
    vote = meeting.to_nominations()
    assert (step(meeting), meeting.room().state.phase) == (election.NOMINATIONS, NOMINATIONS)
    for name, (who, _nominee, _why) in NAMED.items():
        if who == "chloe":
            meeting.nominate(name)
        else:
            meeting.write_down(name)
    assert meeting.read(lambda s: s.get_one(Vote, vote).cast) == 0, "nothing is in the urn yet"
    assert meeting.close() == REASONS
    assert step(meeting) == election.HEARING
    row = meeting.read(lambda s: s.get_one(Vote, vote))
    assert (row.closed_why, row.closes_at, row.cast) == ("live", meeting.now, 3)
    found = {each.member_name: each.entered_by for each in meeting.read(lambda s: positions(s, vote))}
    assert found == {
        "La Filature": "Alice Martin",
        "Coop Semailles": None,
        "Ville de Montreval": "Alice Martin",
    }
    labels = {each.label for each in meeting.room().state.nominations}
    assert labels == {"Chloé Garnier, Coop Semailles", "David Morel, Ville de Montreval"}

    meeting.spoken()
    meeting.take("phase", to="changes")
    meeting.change_aloud("Ville de Montreval", BOB, "Chloé part en congé.")
    meeting.spoken()
    change = meeting.read(lambda s: s.scalars(select(NominationChange)).one())
    assert (change.nominee, change.why) == (BOB, "Chloé part en congé.")

    assert meeting.propose(BOB)
    assert meeting.number == 2
    lines = {line.name: line.here for line in meeting.room().state.roster}
    assert {name for name, here in lines.items() if here} == set(NAMED), "who is here stays marked as here"
    assert list(lines)[-1] == "La Filature", "the person proposed speaks last"
    assert meeting.read(lambda s: s.get_one(Proposal, 1).live) is None
    assert meeting.consent() == "ended"
    assert (step(meeting), state_of(meeting, 2)) == (election.ACCEPTANCE, "adopted")

    number, mine = meeting.succession, chosen(meeting).id
    decided = meeting.read(lambda s: s.get_one(Proposal, 2).decision)
    meeting.do(lambda s, by: succession_end.accept(s, number, mine, by=by, now=meeting.now), "bob")
    held = meeting.read(lambda s: s.scalars(select(Mandate).order_by(Mandate.id.desc())).first())
    assert (held.person_id, held.decision) == (chosen(meeting).person_id, decided)
    assert (step(meeting), state_of(meeting, 1)) == (election.ENDED, "adopted")


def test_a_person_who_is_not_adopted_gives_way_to_another_in_the_same_room(database: Database) -> None:
    meeting = Meeting(database)
    meeting.to_changes()
    meeting.spoken()
    meeting.propose(CHLOE)
    assert meeting.consent("Ville de Montreval") == "integration"
    assert meeting.propose(DAVID)
    assert (state_of(meeting, 2), meeting.number) == ("withdrawn", 3)
    assert meeting.room().state.here == len(NAMED)
    followed = meeting.read(lambda s: s.execute(select(LiveSession.proposal, LiveSession.follows)).all())
    assert [tuple(each) for each in followed] == [(1, None), (2, 1), (3, 2)]
    assert meeting.consent() == "ended"
    assert state_of(meeting, 3) == "adopted"


def test_the_room_goes_on_from_a_consent_that_is_over(sqlite_database: Database) -> None:
    meeting = Meeting(sqlite_database)
    meeting.to_changes()
    meeting.propose(CHLOE)
    meeting.consent("Ville de Montreval")
    after = meeting.acts()
    meeting.do(lambda s, by: round.end(s, 2, after=after, by=by, now=meeting.now))
    assert meeting.propose(DAVID)
    assert meeting.room().state.here == len(NAMED)


def test_a_stale_page_proposes_nobody(database: Database) -> None:
    meeting = Meeting(database)
    meeting.to_changes()
    old = meeting.seen()
    meeting.spoken()
    with pytest.raises(refusals.SeenBefore):
        meeting.propose(CHLOE, seen=old)
    assert (meeting.number, state_of(meeting, 1)) == (1, "postponed")
    meeting.propose(CHLOE)
    with pytest.raises(refusals.SeenBefore):
        meeting.propose(DAVID, seen=old)


def test_while_a_round_is_open_nobody_else_is_proposed_and_nothing_is_lost(database: Database) -> None:
    meeting = Meeting(database)
    meeting.to_changes()
    meeting.propose(CHLOE)
    meeting.open()
    with pytest.raises(refusals.NotTheNextStep):
        meeting.propose(DAVID)
    assert meeting.room().state.voting


def test_while_the_reasons_are_heard_in_the_room_nobody_is_proposed_online(sqlite_database: Database) -> None:
    meeting = Meeting(sqlite_database)
    meeting.to_changes()
    said: dict[str, Any] = {"nominee": CHLOE, "why": "Par les arguments."}
    with pytest.raises(LiveGoesOn):
        meeting.do(lambda s, by: elections.propose(s, 1, **said, by=by, now=meeting.now))
    with pytest.raises(LiveGoesOn):
        meeting.do(lambda s, by: succession_end.abandon(s, 1, why="Non.", by=by, now=meeting.now))


def test_a_consent_for_online_alone_leaves_the_room(sqlite_database: Database) -> None:
    meeting = Meeting(sqlite_database, Way("names", consent="ordinary"))
    meeting.to_changes()
    assert not meeting.propose(CHLOE)
    assert meeting.read(lambda s: [s.get_one(Proposal, number).live for number in (1, 2)]) == [None, None]


def test_who_may_write_what_down(database: Database) -> None:
    meeting = Meeting(database)
    meeting.to_nominations()
    meeting.here("La Filature")
    mine, after = meeting.answer("La Filature"), meeting.acts()
    with pytest.raises(NotFacilitator):
        meeting.do(
            lambda s, by: nominating.write_down(s, 1, mine, after=after, by=by, now=meeting.now), "bob"
        )
    with pytest.raises(NotYourVoice):
        meeting.nominate("La Filature", who="chloe")
    member = mine.member_id
    with pytest.raises(NotYourVoice):
        meeting.do(lambda s, by: nominating.name_nobody(s, 1, member, by=by, now=meeting.now), "chloe")
    meeting.write_down("La Filature")
    with pytest.raises(refusals.SeenBefore):
        meeting.do(lambda s, by: nominating.write_down(s, 1, mine, after=after, by=by, now=meeting.now))
    meeting.nominate("La Filature", reason="C’est moi qui le dis.")
    with pytest.raises(refusals.GivenByItself):
        meeting.write_down("La Filature")
    with pytest.raises(WrongPaper):
        meeting.nominate("Coop Semailles", nominee="personne-de-connu")
    absent = Answer(meeting.read(lambda s: cast.member_id(s, "Scop Rouages")), ballot=mine.ballot)
    count = meeting.acts()
    with pytest.raises(refusals.IsAbsent):
        meeting.do(lambda s, by: nominating.write_down(s, 1, absent, after=count, by=by, now=meeting.now))
    assert set(sealed(meeting.room().steps)) == {mine.member_id}


def test_nobodys_own_people_are_named_where_the_election_does_not_let_it(sqlite_database: Database) -> None:
    meeting = Meeting(sqlite_database, Way("names", consent="person", oneself=False))
    meeting.to_nominations()
    with pytest.raises(refusals.NotOneself):
        meeting.nominate("Coop Semailles", nominee=CHLOE)
    with pytest.raises(refusals.NotOneself):
        meeting.write_down("La Filature", nominee=BOB)
    meeting.nominate("Coop Semailles")


def test_who_passes_takes_its_name_back_and_says_none_later_where_that_is_the_way(
    sqlite_database: Database,
) -> None:
    meeting = Meeting(sqlite_database)
    meeting.to_nominations()
    ids = meeting.ids()
    meeting.nominate("La Filature")
    member = ids["La Filature"]
    meeting.do(lambda s, by: nominating.name_nobody(s, 1, member, by=by, now=meeting.now), "bob")
    meeting.write_down("Coop Semailles")
    meeting.write_down("Ville de Montreval")
    meeting.close()
    assert {each.member for each in meeting.room().state.nominations} == set(ids.values()) - {member}
    meeting.spoken()
    meeting.take("phase", to="changes")
    with pytest.raises(errors.NamedNobody):
        meeting.change_aloud("La Filature", CHLOE)


def test_where_passing_is_for_a_while_only_who_named_nobody_may_name_somebody_then(
    sqlite_database: Database,
) -> None:
    meeting = Meeting(sqlite_database, Way("names", consent="person", passing=False))
    meeting.to_nominations()
    meeting.take("passed", member=meeting.ids()["La Filature"])
    meeting.write_down("Coop Semailles")
    meeting.write_down("Ville de Montreval")
    meeting.close()
    meeting.spoken()
    meeting.take("phase", to="changes")
    meeting.change_aloud("La Filature", DAVID)
    named = meeting.room().state.nomination(meeting.ids()["La Filature"])
    assert named is not None
    assert (named.before, named.label) == ("", "David Morel, Ville de Montreval")


def test_a_change_is_made_once_in_its_time_aloud_or_from_ones_phone(database: Database) -> None:
    meeting = Meeting(database)
    meeting.revealed()
    member = meeting.ids()["Coop Semailles"]
    said: dict[str, Any] = {"member_id": member, "nominee": BOB, "why": "Entendu."}

    def own(who: str = "chloe") -> None:
        meeting.do(lambda s, by: elections.change(s, 1, **said, by=by, now=meeting.now), who)

    with pytest.raises(refusals.NoChanges):
        own()
    assert meeting.read(lambda s: s.scalars(select(NominationChange)).all()) == [], "the two live together"
    meeting.spoken()
    meeting.take("phase", to="changes")
    with pytest.raises(NotYourVoice):
        own("bob")
    after = meeting.acts()
    own()
    assert meeting.acts() == after, "the page of the facilitator stays good"
    line = meeting.room().state.line(member)
    assert line is not None
    assert line.heard
    with pytest.raises(errors.ChangedAlready):
        own()
    with pytest.raises(errors.ChangedAlready):
        meeting.change_aloud("Coop Semailles", CHLOE)
    with pytest.raises(errors.ReasonNeeded):
        meeting.change_aloud("La Filature", DAVID, why=" ")
    seq, count = max(each.seq for each in meeting.room().steps), meeting.acts()
    with pytest.raises(refusals.NothingToUndo):
        meeting.do(lambda s, by: service.undo(s, 1, seq=seq, after=count, by=by, now=meeting.now))


def test_a_slip_wrongly_written_down_is_undone(sqlite_database: Database) -> None:
    meeting = Meeting(sqlite_database)
    meeting.to_nominations()
    meeting.write_down("La Filature", nominee=DAVID)
    seq, after = max(each.seq for each in meeting.room().steps), meeting.acts()
    meeting.do(lambda s, by: service.undo(s, 1, seq=seq, after=after, by=by, now=meeting.now))
    assert not sealed(meeting.room().steps)
    assert len(meeting.room().state.awaited) == 3


def test_nominations_that_nobody_reveals_go_on_online_with_nothing_lost(database: Database) -> None:
    meeting = Meeting(database)
    vote = meeting.to_nominations()
    meeting.nominate("Coop Semailles")
    meeting.write_down("La Filature")
    late = [meeting.answer("Ville de Montreval")]
    with pytest.raises(HeldLive):
        meeting.do(lambda s, by: voting.cast_all(s, vote=vote, answers=late, by=by, now=meeting.now), "david")
    near = meeting.read(lambda s: s.get_one(Vote, vote).closes_at) - timedelta(hours=5)
    assert meeting.read(lambda s: round.due(s, near)) == [1]
    database.transact(lambda s: round.hand_back(s, 1, now=near))
    row = meeting.read(lambda s: s.get_one(Vote, vote))
    assert (row.live, row.cast, row.sealed_at) == (False, 2, None)
    meeting.do(lambda s, by: voting.cast_all(s, vote=vote, answers=late, by=by, now=near), "david")
    assert meeting.read(lambda s: s.get_one(Vote, vote).cast) == 3
    with pytest.raises(refusals.NoSession):
        meeting.room()


def test_a_session_ended_by_its_facilitator_leaves_the_slips_in_the_urn(sqlite_database: Database) -> None:
    meeting = Meeting(sqlite_database)
    vote = meeting.to_nominations()
    meeting.write_down("La Filature")
    meeting.end()
    row = meeting.read(lambda s: s.get_one(Vote, vote))
    assert (row.live, row.cast) == (False, 1)
    entered = meeting.read(
        lambda s: s.scalars(select(VoteRight.entered_by).where(VoteRight.vote == vote)).all()
    )
    assert [each for each in entered if each] == ["Alice Martin"]
    assert step(meeting) == election.NOMINATIONS


def test_nothing_is_written_after_the_deadline_nor_revealed_early(
    sqlite_database: Database,
) -> None:
    meeting = Meeting(sqlite_database)
    vote = meeting.to_nominations()
    with pytest.raises(refusals.StillToHear):
        meeting.close()
    deadline = meeting.read(lambda s: s.get_one(Vote, vote).closes_at)
    meeting.now = deadline
    with pytest.raises(Closed):
        meeting.nominate("Coop Semailles")
    meeting.now = deadline - timedelta(seconds=1)
    meeting.nominate("Coop Semailles")


def test_a_vote_is_sealed_only_with_what_was_written_in_the_room(database: Database) -> None:
    meeting = Meeting(database)
    vote = meeting.to_nominations()
    meeting.nominate("Coop Semailles")
    late = meeting.read(lambda s: s.get_one(Vote, vote).closes_at) + timedelta(days=1)
    with pytest.raises(HeldLive):
        database.transact(lambda s: voting.seal(s, vote, now=late))
    database.transact(lambda s: round.hand_back(s, 1, now=late))
    database.transact(lambda s: voting.seal(s, vote, now=late))
    assert len(meeting.read(lambda s: positions(s, vote))) == 1


def test_a_reveal_that_fails_reveals_nothing(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = Meeting(database)
    vote = meeting.to_nominations()
    for name in NAMED:
        meeting.write_down(name)
    steps = meeting.read(lambda s: len(s.scalars(select(LiveStep)).all()))

    def stop(*_given: object, **_named: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as broken:
        broken.setattr("proposals.live.round.settlement.settle", stop)
        with pytest.raises(ConnectionError):
            meeting.close()
    row = meeting.read(lambda s: s.get_one(Vote, vote))
    assert (row.cast, row.sealed_at, row.result) == (0, None, None)
    assert meeting.read(lambda s: len(s.scalars(select(LiveStep)).all())) == steps
    assert meeting.close() == REASONS


def test_nominations_made_online_are_heard_in_the_room(sqlite_database: Database) -> None:
    meeting = Meeting(sqlite_database)
    vote = meeting.to_nominations()
    meeting.write_down("La Filature")
    meeting.end()
    meeting.now = meeting.read(lambda s: s.get_one(Vote, vote).closes_at)
    sqlite_database.transact(lambda s: voting.seal(s, vote, now=meeting.now))
    sqlite_database.transact(lambda s: proposals.settle(s, vote, now=meeting.now))
    meeting.do(lambda s, by: service.begin(s, 1, by=by, now=meeting.now))
    state = meeting.room().state
    assert state.phase == REASONS
    assert [each.label for each in state.nominations] == ["Chloé Garnier, Coop Semailles"]


def test_an_election_of_no_succession_is_held_as_far_as_the_reasons(sqlite_database: Database) -> None:
    meeting = Meeting(sqlite_database)
    meeting.end()

    def alone(session: Any, by: int) -> int:
        text = proposals.Text(
            "Qui nous représente ?", "Qui va à la rencontre.", "Une rencontre a lieu en mai."
        )
        terms = proposals.Terms("network", "names", True)
        member = cast.member_id(session, "La Filature")
        number = proposals.draft(session, text, terms, member_id=member, by=by, now=meeting.now)
        proposals.submit(session, number, by=by, now=meeting.now)
        return number

    meeting.number = meeting.do(alone, "bob")
    meeting.do(lambda s, by: service.begin(s, meeting.number, by=by, now=meeting.now))
    meeting.to_nominations()
    for name in NAMED:
        meeting.write_down(name, nominee="Chloé Garnier")
    assert meeting.close() == REASONS
    assert [each.label for each in meeting.room().state.nominations] == ["Chloé Garnier"] * 3
    meeting.spoken()
    with pytest.raises(refusals.NotTheNextStep):
        meeting.take("phase", to="changes")
    meeting.end()


def test_what_an_election_lets_its_members_do_is_copied(sqlite_database: Database) -> None:
    meeting = Meeting(sqlite_database, Way("names", consent="person", oneself=False, passing=False))
    state = meeting.room().state
    assert (state.election, state.goes_on, state.silent_stays) == (True, True, False)
    assert FREE.passing

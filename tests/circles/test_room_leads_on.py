"""Nothing typed is lost and every state leads on, in an election without candidate held in the room."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from governance.circles import elections, succession_end
from governance.circles.successions import Way
from governance.db import Database
from governance.members.models import CollegeMembership, Member
from proposals import moves, summaries
from proposals.errors import NotYours
from proposals.errors_debate import SummaryCameMeanwhile
from proposals.live import criteria, service
from proposals.live.errors import NoCriteria, NoSession, SomebodyIsProposed
from proposals.live.models import LiveSession
from proposals.models import Proposal
from proposals.models_appointing import Appointment
from tests.circles import in_the_room
from tests.circles.in_the_room import NAMED, Meeting

As = Callable[[str], FlaskClient]
BOB, CHLOE, DAVID = "bob-lefevre", "chloe-garnier", "david-morel"
WORDS = "Des mots que personne n’écrit deux fois."


@pytest.fixture
def meeting(sqlite_database: Database, moment: Callable[[datetime], None]) -> Meeting:
    moment(in_the_room.NOW)
    return Meeting(sqlite_database)


def hidden(html: str) -> dict[str, str]:
    found: list[tuple[str, str]] = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html)
    return dict(found)


def write(meeting: Meeting, text: str, *, based_on: int = 0, who: str = "alice") -> int:
    found: int = meeting.do(
        lambda s, by: criteria.write(s, meeting.number, text, based_on=based_on, by=by, now=meeting.now), who
    )
    return found


def undo(meeting: Meeting) -> None:
    seq = max(each.seq for each in meeting.room().steps if not each.own and not each.undone)
    after = meeting.acts()
    facts = {"seq": seq, "after": after, "now": meeting.now}
    meeting.do(lambda s, by: service.undo(s, meeting.number, by=by, **facts))


def leave(session: Session, member: int, on: date) -> None:
    """A member is of the network no more from this day on."""
    session.execute(update(Member).where(Member.id == member).values(left_on=on))
    belongs = update(CollegeMembership).where(CollegeMembership.member_id == member)
    session.execute(belongs.values(ends_on=on))


# forms that come back


def test_a_change_aloud_and_a_proposal_come_back_with_their_words(
    meeting: Meeting, as_: As, moment: Callable[[datetime], None]
) -> None:
    meeting.to_changes()
    moment(meeting.now)
    alice, member, seen = as_("alice"), meeting.ids()["La Filature"], meeting.seen()
    given = {"after": seen.after, "room": seen.live, "member": member, "nominee": BOB, "why": WORDS}
    meeting.take("timer", seconds=60)
    for form in ("change", "propose"):
        back = alice.post(f"/successions/1/room/{form}", data=given)
        assert (back.status_code, WORDS in back.text, "Où en est la séance" in back.text) == (409, True, True)
        assert f'selected value="{BOB}"' in back.text
        assert "entre-temps" in back.text
        fresh = {name: value for name, value in hidden(back.text).items() if name in ("after", "room")}
        assert alice.post(f"/successions/1/room/{form}", data=given | fresh).status_code == 303


def test_a_paused_room_gives_the_words_back(
    meeting: Meeting, as_: As, moment: Callable[[datetime], None]
) -> None:
    meeting.to_changes()
    moment(meeting.now)
    meeting.take("pause")
    given = {"member": meeting.ids()["La Filature"], "nominee": BOB, "why": WORDS, "after": meeting.acts()}
    back = as_("alice").post("/successions/1/room/change", data=given)
    assert (back.status_code, WORDS in back.text, "en pause" in back.text) == (409, True, True)


def test_a_change_from_a_phone_says_why_it_is_refused(
    meeting: Meeting, as_: As, moment: Callable[[datetime], None]
) -> None:
    meeting.to_changes()
    moment(meeting.now)
    given = {"member": meeting.ids()["Coop Semailles"], "nominee": BOB, "why": WORDS}
    chloe = as_("chloe")
    assert chloe.post("/successions/1/change", data=given).status_code == 303
    back = chloe.post("/successions/1/change", data=given)
    assert (back.status_code, WORDS in back.text) == (409, True)


def test_a_slip_sent_once_all_is_revealed_is_shown_to_who_wrote_it(
    meeting: Meeting, as_: As, moment: Callable[[datetime], None]
) -> None:
    meeting.revealed()
    moment(meeting.now)
    given = {"member": meeting.ids()["Coop Semailles"], "nominee": BOB, "reason": WORDS}
    back = as_("chloe").post("/proposals/1/live/nominate", data=given)
    assert (back.status_code, WORDS in back.text) == (409, True)
    assert WORDS not in as_("chloe").get("/proposals/1/live").text


# somebody is proposed already


def test_no_session_begins_on_the_question_while_somebody_is_proposed(
    database: Database,
) -> None:
    meeting = Meeting(database)
    meeting.to_changes()
    meeting.end()
    said = {"nominee": CHLOE, "why": "Par les arguments."}
    meeting.do(lambda s, by: elections.propose(s, 1, **said, by=by, now=meeting.now))
    with pytest.raises(SomebodyIsProposed) as refused:
        meeting.do(lambda s, by: service.begin(s, 1, by=by, now=meeting.now))
    assert refused.value.facts == {"number": 2}
    meeting.do(lambda s, by: service.begin(s, 2, by=by, now=meeting.now))


def test_the_page_leads_to_who_is_proposed(
    meeting: Meeting, as_: As, moment: Callable[[datetime], None]
) -> None:
    meeting.to_changes()
    meeting.end()
    moment(meeting.now)
    said = {"nominee": CHLOE, "why": "Par les arguments."}
    meeting.do(lambda s, by: elections.propose(s, 1, **said, by=by, now=meeting.now))
    alice = as_("alice")
    for answer in (alice.get("/proposals/1/live/begin"), alice.post("/proposals/1/live/begin")):
        assert (answer.status_code, 'class="button" href="/proposals/2"' in answer.text) == (409, True)
    page = alice.get("/proposals/1").text
    assert "/proposals/1/live/begin" not in page
    assert "Pas de séance sur cette question" in page


def test_who_was_proposed_and_is_out_leaves_the_question_to_the_room(
    sqlite_database: Database,
) -> None:
    meeting = Meeting(sqlite_database)
    meeting.to_changes()
    meeting.propose(CHLOE)
    meeting.consent()
    asked = meeting.read(lambda s: s.scalars(select(Appointment.proposal)).all())
    assert asked == [1, 2]
    chosen = meeting.read(lambda s: elections.ground.chosen(s, 1)[-1].id)
    meeting.do(lambda s, by: succession_end.refuse(s, 1, chosen, why="Non.", by=by, now=meeting.now), "chloe")
    meeting.number = 1
    meeting.do(lambda s, by: service.begin(s, 1, by=by, now=meeting.now))
    assert meeting.room().state.here == len(NAMED), "it is the same meeting"
    meeting.spoken()
    meeting.take("phase", to="changes")
    assert meeting.propose(DAVID), "from the room that the question is in"
    assert meeting.number == 3


# criteria


def test_what_is_said_is_kept_and_seen_on_every_page_until_the_end(
    meeting: Meeting, as_: As, moment: Callable[[datetime], None]
) -> None:
    meeting.here()
    meeting.take("phase", to="criteria")
    alice, address = as_("alice"), "/proposals/1/live/criteria"
    for who in ("bob", "eve", "nobody"):
        assert as_(who).post(address, data={"text": WORDS, "based_on": 0}).status_code in (401, 403)
    assert alice.post(address, data={"text": " ", "based_on": 0}).status_code == 422
    before = as_("nobody").get("/proposals/1/live/state").headers["ETag"]
    assert alice.post(address, data={"text": WORDS, "based_on": 0}).status_code == 303
    told = as_("nobody").get("/proposals/1/live/state", headers={"If-None-Match": before})
    assert (told.status_code, WORDS in told.text) == (200, True)

    def seen() -> bool:
        moment(meeting.now)
        pages = [f"/proposals/{meeting.number}/live{page}" for page in ("", "/screen", "/state")]
        return all(WORDS in as_(who).get(page).text for page in pages for who in ("alice", "bob", "nobody"))

    assert seen()
    meeting.take("spoke", member=meeting.room().state.turn)
    undo(meeting)
    undo(meeting)
    assert meeting.room().state.phase == "role"
    assert seen()
    assert WORDS in alice.get(address).text, "it is gone on with"
    meeting.take("phase", to="criteria")
    meeting.spoken()
    meeting.open()
    assert seen()
    for name in NAMED:
        meeting.write_down(name)
    meeting.close()
    assert seen()
    meeting.spoken()
    meeting.take("phase", to="changes")
    meeting.propose(CHLOE)
    assert seen()
    assert WORDS in as_("bob").get("/proposals/1/summaries").text, "it is the summary of the debate"


def test_two_facilitators_who_write_lose_nothing(
    sqlite_database: Database, as_: As, moment: Callable[[datetime], None]
) -> None:
    moment(in_the_room.NOW)
    meeting = Meeting(sqlite_database)
    write(meeting, "Sait écouter.")
    alice, address = as_("alice"), "/proposals/1/live/criteria"
    back = alice.post(address, data={"text": WORDS, "based_on": 0})
    assert (back.status_code, WORDS in back.text, "Sait écouter." in back.text) == (409, True, True)
    assert alice.post(address, data={"text": WORDS} | hidden(back.text)).status_code == 303
    again = alice.post(address, data={"text": WORDS, "based_on": 2})
    assert again.status_code == 303, "the same words: nothing to write"
    found = meeting.read(lambda s: [each.text for each in summaries.history(s, 1)])
    assert found == [WORDS, "Sait écouter."]


def test_criteria_are_written_by_who_facilitates_an_election_that_goes_on(database: Database) -> None:
    meeting = Meeting(database)
    with pytest.raises(NotYours):
        write(meeting, WORDS, who="bob")
    assert write(meeting, WORDS) == 1
    with pytest.raises(SummaryCameMeanwhile):
        write(meeting, "Autre chose.")
    meeting.to_changes()
    meeting.propose(CHLOE)
    with pytest.raises(NoCriteria):
        write(meeting, WORDS)
    meeting.end()
    with pytest.raises(NoSession):
        write(meeting, WORDS)


# the same meeting


def test_other_nominations_begin_with_who_is_here(database: Database) -> None:
    meeting = Meeting(database)
    meeting.to_changes()
    meeting.end()
    meeting.do(lambda s, by: moves.reopen(s, 1, by=by, now=meeting.now))
    meeting.now += timedelta(minutes=30)
    meeting.do(lambda s, by: service.begin(s, 1, by=by, now=meeting.now))
    state = meeting.room().state
    assert (state.phase, state.here, state.nominations) == ("role", len(NAMED), ())
    assert meeting.read(lambda s: s.scalars(select(LiveSession.follows)).all()) == [None, 1]


def test_another_day_nobody_is_here_yet(sqlite_database: Database) -> None:
    meeting = Meeting(sqlite_database)
    meeting.here()
    meeting.end()
    meeting.now += timedelta(hours=3, seconds=1)
    meeting.do(lambda s, by: service.begin(s, 1, by=by, now=meeting.now))
    assert meeting.room().state.here == 0
    assert meeting.read(lambda s: s.scalars(select(LiveSession.follows)).all()) == [None, None]


def test_who_changed_their_mind_did_so_in_the_next_session_too(
    meeting: Meeting, as_: As, moment: Callable[[datetime], None]
) -> None:
    ids = meeting.ids()
    meeting.to_changes()
    meeting.change_aloud("La Filature", DAVID)
    meeting.end()
    moment(meeting.now)
    online = {"member": ids["Coop Semailles"], "nominee": BOB, "why": "Lu depuis."}
    assert as_("chloe").post("/successions/1/change", data=online).status_code == 303
    assert as_("alice").post("/proposals/1/live/begin").status_code == 303
    found = {each.member: each for each in meeting.room().state.nominations}
    said = [(each.nominee, each.before, each.why) for each in found.values()]
    assert sorted(said) == [
        (BOB, "David Morel, Ville de Montreval", "Lu depuis."),
        (CHLOE, "", ""),
        (DAVID, "Chloé Garnier, Coop Semailles", "Entendu."),
    ]
    assert found[ids["Coop Semailles"]].reason == NAMED["Coop Semailles"][2]
    meeting.spoken()
    meeting.take("phase", to="changes")
    given = {"member": ids["La Filature"], "nominee": BOB, "why": WORDS, "after": meeting.acts()}
    back = as_("alice").post("/successions/1/room/change", data=given)
    assert (back.status_code, WORDS in back.text) == (409, True), "once each"


# every state leads on


def test_every_phase_has_its_next_step_and_undoing_leads_back_to_one(
    meeting: Meeting, as_: As, moment: Callable[[datetime], None]
) -> None:
    alice = as_("alice")

    def leads_on() -> bool:
        moment(meeting.now)
        return 'id="next"' in alice.get(f"/proposals/{meeting.number}/live").text

    assert leads_on()
    meeting.take("phase", to="criteria")
    assert leads_on(), "with nobody marked as here"
    undo(meeting)
    meeting.here()
    assert leads_on()
    undo(meeting)
    meeting.to_nominations()
    assert leads_on()
    for name in NAMED:
        meeting.take("passed", member=meeting.ids()[name])
    page = alice.get("/proposals/1/live").text
    assert "Poursuivre en ligne" in page, "everybody passes"
    undo(meeting)
    assert leads_on()
    everybody = {str(member): "absent" for member in meeting.ids().values()}
    meeting.take("presence", marks=everybody)
    assert leads_on(), "everybody has left"
    meeting.here()
    for name in list(NAMED)[:2]:
        meeting.write_down(name)
    meeting.write_down("Ville de Montreval")
    meeting.close()
    while meeting.room().state.turn:
        meeting.take("passed", member=meeting.room().state.turn)
    assert leads_on(), "everybody passes"
    undo(meeting)
    meeting.spoken()
    meeting.take("phase", to="changes")
    undo(meeting)
    assert meeting.room().state.phase == "reasons"
    meeting.take("phase", to="changes")
    meeting.spoken()
    assert leads_on()
    meeting.propose(CHLOE)
    assert leads_on()


ENDS: dict[str, Callable[[Meeting], object]] = {
    "role": lambda meeting: meeting.here(),
    "criteria": lambda meeting: (meeting.here(), meeting.take("phase", to="criteria")),
    "nominations": lambda meeting: meeting.to_nominations(),
    "reasons": lambda meeting: meeting.revealed(),
    "changes": lambda meeting: meeting.to_changes(),
    "amending": lambda meeting: (meeting.to_changes(), meeting.propose(CHLOE)),
    "objections": lambda meeting: (meeting.to_changes(), meeting.propose(CHLOE), meeting.open()),
    "integration": lambda meeting: (
        meeting.to_changes(), meeting.propose(CHLOE), meeting.consent("Ville de Montreval")
    ),
}  # fmt: skip


@pytest.mark.parametrize("phase", ENDS)
def test_a_session_ended_in_any_phase_leads_on(
    meeting: Meeting, as_: As, moment: Callable[[datetime], None], phase: str
) -> None:
    ENDS[phase](meeting)
    assert meeting.room().state.phase == phase
    meeting.end()
    moment(meeting.now)
    page = as_("alice").get(f"/proposals/{meeting.number}/live").text
    assert "/successions/1" in page
    succession = as_("alice").get("/successions/1").text
    if phase in ("nominations", "objections"):
        vote = meeting.read(lambda s: s.get_one(Proposal, meeting.number).vote)
        assert f"/votes/{vote}" in succession + as_("alice").get(f"/proposals/{meeting.number}").text
        return
    assert f"/proposals/{meeting.number}/live/begin" in succession
    meeting.do(lambda s, by: service.begin(s, meeting.number, by=by, now=meeting.now))
    assert meeting.room().state.here == len(NAMED)
    assert 'id="next"' in as_("alice").get(f"/proposals/{meeting.number}/live").text


def test_who_speaks_for_two_members_names_for_each(meeting: Meeting, as_: As) -> None:
    names = ("L’Établi", "Scop Rouages")
    two: list[int] = meeting.read(lambda s: [in_the_room.cast.member_id(s, name) for name in names])
    meeting.to_nominations()
    fanny = as_("fanny")
    page = fanny.get("/proposals/1/live").text
    for member, nominee in zip(two, (CHLOE, DAVID), strict=True):
        assert f'id="name-{member}"' in page
        given = {"member": member, "nominee": nominee, "reason": "Oui."}
        assert fanny.post("/proposals/1/live/nominate", data=given).status_code == 303
    heard = {line.member_id for line in meeting.room().state.roster if line.heard}
    assert heard == set(two)


def test_who_is_proposed_and_speaks_for_nobody_here_is_not_awaited_last(
    meeting: Meeting, as_: As, moment: Callable[[datetime], None]
) -> None:
    last = "La personne proposée donne sa position en dernier."
    meeting.to_changes()
    meeting.propose(CHLOE)
    moment(meeting.now)
    hint = f'<p class="hint">{last}</p>'
    assert hint in as_("nobody").get("/proposals/2/live/state").text
    meeting.database.transact(
        lambda s: s.execute(update(Appointment).where(Appointment.proposal == 2).values(member_id=None))
    )
    meeting.take("timer", seconds=60)
    assert hint not in as_("nobody").get("/proposals/2/live/state").text
    assert meeting.consent() == "ended"


def test_a_member_that_leaves_the_circle_meanwhile_is_asked_no_more_in_the_next_round(
    database: Database,
) -> None:
    meeting = Meeting(database, Way("names", consent="person"))
    meeting.to_changes()
    gone = meeting.ids()["Ville de Montreval"]
    database.transact(lambda s: leave(s, gone, meeting.now.date()))
    meeting.spoken()
    meeting.propose(CHLOE)
    assert meeting.room().state.line(gone) is None
    assert meeting.room().state.here == len(NAMED) - 1
    assert meeting.consent() == "ended"

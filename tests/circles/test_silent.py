"""Who no longer speaks for a member keeps no mandate held for it: it ends with the representation."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.circles import errors, queries
from governance.db import Database
from governance.members import queries as members_queries
from governance.members import service as members
from governance.members.errors import LastSteward
from governance.members.models import Mandate, Representation
from governance.members.models_roles import MandateEvent
from tests import cast
from tests.circles import network
from tests.circles.network import DAY, NOW

LATER = DAY + timedelta(days=40)
MIDNIGHT = datetime(2026, 4, 10, 22, tzinfo=UTC)  # of LATER, for the network


def voice(session: Session, who: str, member: str) -> int:
    query = select(Representation.id).where(
        Representation.person_id == cast.person_id(session, who),
        Representation.member_id == cast.member_id(session, member),
    )
    return session.scalars(query.order_by(Representation.id.desc())).first() or 0


def silence(database: Database, who: str, member: str, on: date = LATER) -> None:
    database.transact(
        lambda s: members.end_representation(
            s, representation_id=voice(s, who, member), member_id=cast.member_id(s, member), on=on,
            by=cast.person_id(s, "alice"), now=NOW,
        )
    )  # fmt: skip


def speak(database: Database, who: str, member: str, starts_on: date, ends_on: date | None) -> None:
    database.transact(
        lambda s: members.represent(
            s, person_id=cast.person_id(s, who), member_id=cast.member_id(s, member), starts_on=starts_on,
            ends_on=ends_on, now=NOW,
        )
    )  # fmt: skip


def ended(database: Database, number: int) -> tuple[str, date | None, datetime | None]:
    with database.reading() as session:
        found = network.mandate(session, number)
        return found.end_kind, found.ended_on, found.ended_at


@pytest.mark.parametrize("on", [DAY + timedelta(days=1), LATER])
def test_what_is_held_for_a_member_ends_with_the_representation(founded: Database, on: date) -> None:
    number = network.entrust(founded, "board-places", "bob", "La Filature", starts_on=DAY - timedelta(days=9))
    own = network.entrust(founded, "treasurer", "bob")
    silence(founded, "bob", "La Filature", on)
    kind, day, _at = ended(founded, number)
    assert (kind, day) == ("left", on)
    assert ended(founded, own)[0] == ""
    with founded.reading() as session:
        eve, after = (queries.composition(session, "board", d) for d in (on - timedelta(days=1), on))
        assert eve.sitting[0].seats[0].holder is not None
        assert after.sitting[0].seats[0].holder is None
        events = session.scalars(select(MandateEvent.kind).where(MandateEvent.mandate_id == number))
        assert list(events) == ["entrusted", "ended"]
    network.entrust(founded, "board-places", "fanny", "L’Établi", starts_on=on, seat=1)


def test_rights_end_at_that_second(founded: Database) -> None:
    network.entrust(founded, "machines-facilitator", "bob", "La Filature")
    silence(founded, "bob", "La Filature")
    second = timedelta(seconds=1)
    with founded.reading() as session:
        bob = cast.person_id(session, "bob")
        for at, expected in ((MIDNIGHT - second, True), (MIDNIGHT, False)):
            day = LATER if at >= MIDNIGHT else LATER - timedelta(days=1)
            held = members_queries.holders(session, "facilitator", on=day, circle_id="machines", at=at)
            assert (bob in held) is expected


def test_what_another_holds_or_is_held_for_another_member_stays(founded: Database) -> None:
    fanny = network.entrust(founded, "board-coops", "fanny", "Scop Rouages")
    bob = network.entrust(founded, "board-places", "bob", "La Filature")
    silence(founded, "fanny", "L’Établi")
    assert (ended(founded, fanny)[0], ended(founded, bob)[0]) == ("", "")


def test_who_goes_on_speaking_keeps_the_mandate(founded: Database) -> None:
    number = network.entrust(founded, "board-places", "bob", "La Filature")
    with founded.reading() as session:
        last = session.get_one(Representation, voice(session, "bob", "La Filature"))
        assert last.ends_on is None
    silence_and_go_on(founded, LATER, None)
    assert ended(founded, number)[0] == ""


def silence_and_go_on(database: Database, on: date, until: date | None) -> None:
    """One representation ends and the next begins that day, in one act."""

    def act(session: Session) -> None:
        facts = {
            "person_id": cast.person_id(session, "bob"), "member_id": cast.member_id(session, "La Filature"),
        }  # fmt: skip
        number = voice(session, "bob", "La Filature")
        session.get_one(Representation, number).ends_on = on
        session.flush()
        session.add(Representation(**facts, starts_on=on, ends_on=until))
        session.flush()
        members.end_representation(
            session, representation_id=number, member_id=facts["member_id"], on=on, by=None, now=NOW
        )

    database.transact(act)


def test_the_end_of_the_last_of_two_representations_counts(founded: Database) -> None:
    number = network.entrust(founded, "board-places", "bob", "La Filature")
    silence_and_go_on(founded, LATER, LATER + timedelta(days=30))
    assert ended(founded, number)[1] == LATER + timedelta(days=30)


def test_a_mandate_given_to_who_will_not_speak_any_more_ends_by_that_day(founded: Database) -> None:
    silence(founded, "bob", "La Filature")
    number = network.entrust(founded, "board-places", "bob", "La Filature")
    assert ended(founded, number) == ("left", LATER, MIDNIGHT)
    for starts in (LATER, LATER + timedelta(days=9)):
        with pytest.raises(errors.NotForThisMember):
            network.entrust(founded, "board-places", "bob", "La Filature", starts_on=starts)


def test_what_ends_before_stays_as_it_was(founded: Database) -> None:
    number = network.entrust(founded, "board-places", "bob", "La Filature", ends_on=LATER)
    silence(founded, "bob", "La Filature")
    assert ended(founded, number) == ("", None, None)


def test_the_last_steward_hands_over_first(founded: Database) -> None:
    network.entrust(founded, "secretary", "bob", "La Filature")
    with founded.reading() as session:
        (alice,) = session.scalars(
            select(Mandate.id).where(Mandate.office == "steward", Mandate.role_id.is_(None))
        )
    founded.transact(lambda s: members.end_mandate(s, mandate_id=alice, on=LATER, by=None, now=NOW))
    with pytest.raises(LastSteward):
        silence(founded, "bob", "La Filature")


def test_the_form_says_what_ends_and_facilitators_are_told(
    site: Database, as_: Callable[[str], FlaskClient], moment: Callable[..., None]
) -> None:
    moment(NOW)
    network.entrust(site, "board-places", "bob", "La Filature", starts_on=DAY - timedelta(days=9))
    with site.reading() as session:
        number, member = voice(session, "bob", "La Filature"), cast.member_id(session, "La Filature")
    path = f"/members/{member}/representatives/{number}/end"
    for path_ in (path, f"/members/{member}/leave"):
        assert "Siège des lieux (Bob Lefèvre)" in as_("alice").get(path_).text
    assert as_("bob").get(path).status_code == 403
    assert as_("alice").post(path, data={"ends_on": DAY.isoformat()}).status_code == 303
    page = as_("nobody").get("/roles/board-places").text
    assert "Bob Lefèvre" in page  # the past stays readable
    assert "/roles/board-places/succession" in as_("alice").get("/roles/board-places").text
    home = as_("alice").get("/").text
    assert "Bob Lefèvre" in home
    assert "/roles/board-places" in home

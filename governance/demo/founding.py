"""The network, its people and its members, as they came and went."""

from collections.abc import Iterator
from datetime import date, datetime, time

from governance.circles import mandates, turns
from governance.demo.content import Content, Held, Place, Swap, social_code
from governance.demo.stage import MORNING, Event, Play, Stage, mail_of, moment
from governance.members import service as members
from governance.members.models_roles import Role
from governance.members.queries import representatives
from governance.rules import service as rules


def events(content: Content, today: date) -> Iterator[Event]:
    """The founding first; then each arrival, departure and mandate on its day."""
    yield Event(moment(today, content.founded, time(7)), found)
    for name, day in content.people.items():
        yield Event(moment(today, day, time(7, 30)), _meet(name))
    for place in content.members:
        yield Event(moment(today, place.joined, time(8)), _admit(place))
        if place.left is not None:
            yield Event(moment(today, place.left, MORNING), _leave(place))
    for held in content.mandates:
        yield Event(moment(today, held.since, time(8, 30)), _entrust(held))
    for swap in content.swaps:
        yield Event(moment(today, swap.day, time(18)), _ask(swap))


def found(stage: Stage, now: datetime) -> None:
    members.found(
        stage.session,
        slug=stage.content.slug,
        name=stage.content.name,
        time_zone="Europe/Paris",
        locale="fr",
        now=now,
    )
    rules.adopt(stage.session, social_code("v1"), by=None, now=now)


def _meet(name: str) -> Play:
    def play(stage: Stage, now: datetime) -> None:
        stage.people[name] = members.add_person(stage.session, name=name, email=mail_of(name), now=now)

    return play


def _admit(place: Place) -> Play:
    def play(stage: Stage, now: datetime) -> None:
        on = stage.day(place.joined)
        number = members.admit(
            stage.session,
            name=place.name,
            kind="organisation",
            college_id=place.college,
            place=place.commune,
            joined_on=on,
            by=None,
            now=now,
        )
        stage.members[place.name] = number
        person = stage.people[place.person]
        members.represent(
            stage.session, person_id=person, member_id=number, starts_on=on, ends_on=None, now=now
        )

    return play


def _leave(place: Place) -> Play:
    def play(stage: Stage, now: datetime) -> None:
        assert place.left is not None
        steward = stage.people["Samia Belkacem"]
        on = stage.day(place.left)
        members.leave(stage.session, member_id=stage.members[place.name], on=on, by=steward, now=now)

    return play


def _ask(swap: Swap) -> Play:
    def play(stage: Stage, now: datetime) -> None:
        role_id = stage.session.query(Role.id).filter_by(slug=swap.role).scalar()
        found = turns.held(stage.session, role_id, now=now)
        lines = found.calendar.lines if found.calendar else []
        member = stage.members[swap.member]
        turns.swap(
            stage.session,
            role_id,
            turn=next(each.slot.start for each in lines if each.slot.start > found.today),
            seat=1,
            member_id=member,
            other_id=stage.members[swap.other],
            why=swap.why,
            by=representatives(stage.session, [member], on=found.today)[0][1],
            now=now,
        )

    return play


def _entrust(held: Held) -> Play:
    def play(stage: Stage, now: datetime) -> None:
        mandates.entrust(
            stage.session,
            role_id=stage.session.query(Role.id).filter_by(slug=held.role).scalar(),
            person_id=stage.people[held.person],
            member_id=stage.members[held.member] if held.member else None,
            starts_on=stage.day(held.since),
            ends_on=stage.day(held.until) if isinstance(held.until, int) else None,
            until_filled=held.until == "filled",
            how=held.how,
            by=None,
            now=now,
        )

    return play

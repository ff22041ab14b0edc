"""A room as the public follows it where the network keeps its members to itself."""

from dataclasses import replace

from governance.web.veil import Veil
from proposals.live.reading import Card, Room
from proposals.live.steps import Line


def unnamed(room: Room, veil: Veil) -> Room:
    """The same room, in which members and people have no name; who was named is between members."""
    return replace(
        room,
        head=replace(room.head, member_name=veil.member(room.head.member_name)),
        state=replace(
            room.state, roster=tuple(_line(each, veil) for each in room.state.roster), nominations=()
        ),
        undone=replace(room.undone, by=veil.person(room.undone.by)) if room.undone else None,
        objections=[_card(each, veil) for each in room.objections],
    )


def _line(line: Line, veil: Veil) -> Line:
    position = line.position
    if position is not None:
        position = replace(position, by=veil.person(position.by))
    return replace(
        line,
        name=veil.member(line.name),
        people=(),
        position=position,
        written_by=veil.person(line.written_by),
    )


def _card(card: Card, veil: Veil) -> Card:
    return replace(card, member_name=veil.member(card.member_name))

"""An election without candidate held in the room: a code that allows it, and acts in one line each."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from governance.circles import elections, successions
from governance.circles.successions import Way
from governance.db import Database
from governance.rules import service as rules
from proposals.live import ground, nominating, round, service
from proposals.live.ground import Room
from proposals.live.models import LiveSession
from proposals.live.onward import Seen
from proposals.models import Proposal
from tests import cast
from tests.circles import network, succeeding
from voting.answers import Answer

NOW = cast.NOW
LIVE = "process = { live = true }\n"
CODE = succeeding.CODE.replace('publish = "names"\n', f'publish = "names"\n{LIVE}').replace(
    'rounds_max = 3\nfallback = "rejected"\n', f'rounds_max = 2\nfallback = "rejected"\n{LIVE}'
)
NAMED = {  # member: who speaks for it, whom it names, why
    "La Filature": ("bob", "chloe-garnier", "Elle sait écouter et résumer."),
    "Coop Semailles": ("chloe", "david-morel", "Il connaît tous les lieux."),
    "Ville de Montreval": ("david", "chloe-garnier", "Elle tient l’heure."),
}
FREE = Way("names", consent="person")


def found(session: Session) -> None:
    """Adopt a code under which elections without candidate, and consents on a person, are held live."""
    rules.adopt(session, CODE, by=None, now=NOW)
    session.add(network.decision(session, 1))
    session.flush()


class Meeting:
    """A succession held in the room, and its clock. Every act of Alice is on the session as it stands."""

    def __init__(self, database: Database, way: Way = FREE) -> None:
        self.database, self.now = database, NOW
        database.transact(found)
        self.succession = database.transact(lambda s: self._begin(s, way))
        self.number = 1
        self.do(lambda s, by: service.begin(s, 1, by=by, now=self.now))

    def _begin(self, session: Session, way: Way) -> int:
        return successions.begin(
            session, network.role_id(session, "facilitator"), way, starts_on=network.DAY, now=self.now,
            member_id=cast.member_id(session, "La Filature"), by=cast.person_id(session, "alice"),
        )  # fmt: skip

    def do(self, act: Callable[[Session, int], Any], who: str = "alice") -> Any:
        """An act of somebody, in a transaction of its own."""
        return self.database.transact(lambda s: act(s, cast.person_id(s, who)))

    def read(self, question: Callable[[Session], Any]) -> Any:
        with self.database.reading() as session:
            return question(session)

    def ids(self) -> dict[str, int]:
        return {name: self.read(lambda s, name=name: cast.member_id(s, name)) for name in NAMED}  # type: ignore[misc]

    def acts(self) -> int:
        def count(session: Session) -> int:
            live = session.get_one(Proposal, self.number).live
            return session.get_one(LiveSession, live).acts if live else 0

        found: int = self.read(count)
        return found

    def room(self) -> Room:
        found: Room = self.database.transact(lambda s: ground.held(s, self.number))
        return found

    def take(self, kind: str, **body: Any) -> None:
        after = self.acts()
        self.do(lambda s, by: service.step(s, self.number, kind, body, after=after, by=by, now=self.now))

    def here(self, *names: str) -> None:
        ids = self.ids()
        self.take("presence", marks={str(ids[name]): "present" for name in names or NAMED})

    def spoken(self) -> None:
        """Everybody who has the floor, one after the other, is heard."""
        while (turn := self.room().state.turn) is not None:
            self.take("spoke", member=turn)

    def to_nominations(self) -> int:
        self.here()
        self.take("phase", to="criteria")
        self.spoken()
        return self.open()

    def open(self) -> int:
        after = self.acts()
        vote: int = self.do(lambda s, by: round.open_round(s, self.number, after=after, by=by, now=self.now))
        return vote

    def answer(self, name: str, nominee: str = "", reason: str = "") -> Answer:
        _who, first, why = NAMED[name]
        return Answer(self.ids()[name], ballot={"nominee": nominee or first, "reason": reason or why})

    def write_down(self, name: str, **said: str) -> None:
        answer, after = self.answer(name, **said), self.acts()
        self.do(lambda s, by: nominating.write_down(s, self.number, answer, after=after, by=by, now=self.now))

    def nominate(self, name: str, who: str = "", **said: str) -> None:
        answer = self.answer(name, **said)
        self.do(
            lambda s, by: nominating.nominate(s, self.number, answer, by=by, now=self.now),
            who or NAMED[name][0],
        )

    def close(self) -> str:
        self.now += timedelta(minutes=20)
        after = self.acts()
        to: str = self.do(lambda s, by: round.close_round(s, self.number, after=after, by=by, now=self.now))
        return to

    def revealed(self) -> None:
        """Straight to the reasons: one writes on their phone, the slips of the others are written down."""
        self.to_nominations()
        self.nominate("Coop Semailles")
        for name in ("La Filature", "Ville de Montreval"):
            self.write_down(name)
        self.close()

    def to_changes(self) -> None:
        self.revealed()
        self.spoken()
        self.take("phase", to="changes")

    def change_aloud(self, name: str, nominee: str, why: str = "Entendu.") -> None:
        member, after = self.ids()[name], self.acts()
        facts: dict[str, Any] = {"member_id": member, "nominee": nominee, "why": why, "after": after}
        self.do(lambda s, by: elections.change_aloud(s, self.succession, **facts, by=by, now=self.now))

    def seen(self) -> Seen:
        last = self.read(lambda s: max(s.query(LiveSession.id).filter_by(proposal=self.number).all())[0])
        return Seen(last, self.acts())

    def propose(self, nominee: str, seen: Seen | None = None) -> bool:
        shown = seen or self.seen()
        facts: dict[str, Any] = {"nominee": nominee, "why": "Par les arguments.", "seen": shown}
        self.number, live = self.do(
            lambda s, by: elections.propose_in_room(s, self.succession, **facts, by=by, now=self.now)
        )
        return bool(live)

    def consent(self, *objecting: str) -> str:
        """The objection round on the person: all consent but these."""
        self.open()
        for line in self.room().state.awaited:
            choice, nature = ("objection", "harm") if line.name in objecting else ("consent", "")
            said = Answer(line.member_id, choice, "Elle part en mai." if nature else "", nature)
            self.say(said)
        return self.close()

    def say(self, said: Answer) -> None:
        after = self.acts()
        self.do(lambda s, by: service.position(s, self.number, said, after=after, by=by, now=self.now))

    def end(self, *, now: datetime | None = None) -> None:
        after = self.acts()
        self.do(lambda s, by: round.end(s, self.number, after=after, by=by, now=now or self.now))

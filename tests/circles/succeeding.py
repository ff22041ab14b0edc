"""A network whose circle fills its roles by every way of choosing; acts in one line each."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from governance import worker
from governance.circles import elections, succession_end, successions
from governance.circles.successions import Way
from governance.config import Settings
from governance.db import Database
from governance.register import keys
from governance.rules import service as rules
from proposals import service as proposals
from proposals.models import Proposal
from tests import cast
from tests.circles import network
from voting import service as votes

NOW = cast.NOW
CODE = (
    network.CODE
    + """
[[decisions]]
id = "names"
name = "Qui pour ce rôle"
method = "without-candidate"
publish = "names"
time = { debate_days = 0, vote_days = 2 }

[[decisions]]
id = "person"
name = "Consentement sur une personne"
method = "consent"
rounds_max = 3
fallback = "rejected"
time = { debate_days = 0, vote_days = 2 }

[[decisions]]
id = "elect"
name = "Élection au jugement de chacun"
method = "approval"
candidates = true
time = { debate_days = 0, vote_days = 2 }

[[decisions]]
id = "draw"
name = "Tirage au sort"
method = "lot"
randomness = "Loto national du lendemain"
time = { debate_days = 0, vote_days = 2 }

[[roles]]
id = "host"
name = "Accueil des rencontres"
term_months = 12
selection = "lot"

[[roles]]
id = "minutes"
name = "Compte rendu"
term_months = 12
selection = "rotation"
report = true

[[roles]]
id = "committee-host"
name = "Accueil du comité"
term_months = 12
selection = "rotation"
"""
)
FREE = Way("names", consent="person")


def found(session: Session) -> None:
    """Adopt the code, with a decision of the register to refer to."""
    rules.adopt(session, CODE, by=None, now=NOW)
    session.add(network.decision(session, 1))
    session.flush()


class Play:
    """One succession, with its clock; every act takes an hour."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self.database, self.settings, self.now = database, settings, NOW

    def begin(self, slug: str, way: Way = FREE, *, by: str = "alice", starts_on: date = network.DAY) -> int:
        def act(session: Session) -> int:
            return successions.begin(
                session, network.role_id(session, slug), way, starts_on=starts_on, now=self.now,
                member_id=cast.member_id(session, "La Filature"), by=cast.person_id(session, by),
            )  # fmt: skip

        return self.database.transact(act)

    def open(self, proposal: int) -> int:
        return self.database.transact(
            lambda s: proposals.put_to_vote(s, proposal, by=cast.person_id(s, "alice"), now=self.now)
        )

    def cast(self, vote: int, who: str, member: str, **said: object) -> None:
        def act(session: Session) -> object:
            key = keys.load(self.settings.signing_key_file)
            given: dict[str, Any] = said if "choice" in said else {"ballot": said}
            return votes.cast(
                session, vote=vote, member_id=cast.member_id(session, member), **given,
                by=cast.person_id(session, who), now=self.now + timedelta(hours=1), key=key,
            )  # fmt: skip

        self.database.transact(act)

    def pass_time(self, days: int = 3) -> None:
        """Let the vote close; count, settle, follow, as the worker does."""
        self.now += timedelta(days=days)
        tick(self.database, self.settings, self.now)

    def propose(self, succession: int, nominee: str, why: str = "Elle a été citée pour son écoute.") -> int:
        return self.database.transact(
            lambda s: elections.propose(
                s, succession, nominee=nominee, why=why, by=cast.person_id(s, "alice"), now=self.now
            )
        )

    def change(self, succession: int, who: str, member: str, nominee: str, why: str = "Entendu.") -> None:
        self.database.transact(
            lambda s: elections.change(
                s, succession, member_id=cast.member_id(s, member), nominee=nominee, why=why,
                by=cast.person_id(s, who), now=self.now,
            )
        )  # fmt: skip

    def answer(self, succession: int, chosen: int, who: str, why: str = "") -> None:
        def act(session: Session) -> None:
            by = cast.person_id(session, who)
            if why:
                succession_end.refuse(session, succession, chosen, why=why, by=by, now=self.now)
            else:
                succession_end.accept(session, succession, chosen, by=by, now=self.now)

        self.database.transact(act)

    def abandon(self, succession: int, *, by: str = "alice", why: str = "Le rôle change d’abord.") -> None:
        self.database.transact(
            lambda s: succession_end.abandon(s, succession, why=why, by=cast.person_id(s, by), now=self.now)
        )

    def state(self, proposal: int) -> str:
        with self.database.reading() as session:
            return session.get_one(Proposal, proposal).state


def tick(database: Database, settings: Settings, now: datetime) -> None:
    """What the worker does of votes and successions."""
    worker.tick(database, settings, now=now)

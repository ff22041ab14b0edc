"""What the tests of live sessions do again and again: a rule that allows them, a session, people who say."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from governance.rules.models import CodeVersion
from proposals.live import ground, round, service
from proposals.live.models import LiveSession
from proposals.models import Proposal
from tests import cast
from tests.cast import NOW, member_id, person_id
from tests.proposals.steps import DAY, submitted
from voting.answers import Answer

CODE = cast.CODE.replace("rounds_max = 2\n", "rounds_max = 2\nprocess = { live = true }\n")
NEXT = {"questions": "reactions", "reactions": "amending"}
MEETING = NOW + 7 * DAY
SPEAKS = {
    "La Filature": "bob",
    "L’Établi": "fanny",
    "Coop Semailles": "chloe",
    "Scop Rouages": "fanny",
    "Ville de Montreval": "david",
}
REASON = "80 € par séance pour sept lieux, c’est 560 € par mois que le programme n’a pas."


def allow_live(session: Session) -> None:
    """The rule “ordinary” may be taken live."""
    session.execute(update(CodeVersion).values(toml=CODE))


def begun(session: Session, *, public: bool = True, now: datetime = MEETING) -> int:
    """A proposal under consent whose live session has begun; returns its number."""
    allow_live(session)
    number = submitted(session, public=public)
    service.begin(session, number, by=person_id(session, "alice"), now=now)
    return number


def acts(session: Session, number: int) -> int:
    live = session.get_one(Proposal, number).live
    return session.get_one(LiveSession, live).acts if live else 0


def state(session: Session, number: int):  # type: ignore[no-untyped-def]
    return ground.held(session, number).state


def take(session: Session, number: int, kind: str, *, now: datetime = MEETING, **body: object) -> None:
    """A step of Alice, on the session as it stands."""
    service.step(
        session, number, kind, body, after=acts(session, number), by=person_id(session, "alice"), now=now
    )


def here(session: Session, number: int, *names: str) -> None:
    take(session, number, "presence", marks={str(member_id(session, name)): "present" for name in names})


def opened(session: Session, number: int, *, now: datetime = MEETING) -> int:
    """Straight to the objection round, with everybody here."""
    here(session, number, *SPEAKS)
    while (phase := state(session, number).phase) in NEXT:
        take(session, number, "phase", to=NEXT[phase])
    by = person_id(session, "alice")
    return round.open_round(session, number, after=acts(session, number), by=by, now=now)


def said(session: Session, number: int, name: str, choice: str = "consent", reason: str = "") -> None:
    """Alice writes down what a member says."""
    nature = "harm" if choice == "objection" else ""
    answer = Answer(member_id(session, name), choice, reason, nature)
    by = person_id(session, "alice")
    service.position(session, number, answer, after=acts(session, number), by=by, now=MEETING)


def all_consent(session: Session, number: int, *but: str) -> None:
    for name in SPEAKS:
        if name not in but:
            said(session, number, name)


def close(session: Session, number: int, *, now: datetime = MEETING + timedelta(minutes=20)) -> str:
    by = person_id(session, "alice")
    return round.close_round(session, number, after=acts(session, number), by=by, now=now)

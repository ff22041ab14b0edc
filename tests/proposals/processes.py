"""A social code whose rules say how a text is prepared, and the acts that tests of it do again and again."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from governance.members.models import Circle, CircleCollege
from governance.rules.models import CodeVersion
from governance.web.richtext import render
from proposals import embargo, questions
from tests.cast import CODE, NOW, person_id
from tests.proposals.steps import TEXT, close, draft

PROCESS = """
[[decisions]]
id = "prepared"
name = "Décision préparée"
method = "consent"
time = { debate_days = 7, vote_days = 7 }
rounds_max = 2
fallback = "postponed"
process = { questions_days = 2, reactions_days = 2, expires_days = 30, doubling = true, petition = "1/3" }

[[decisions]]
id = "swift"
name = "Avis rapide"
method = "majority"
by = "heads"
time = { debate_days = 0, vote_hours = 1 }
process = { expires_days = 3, petition = "1/2" }

[[circles]]
id = "board"
name = "Bureau"
colleges = ["places", "public"]
decisions = ["swift", "prepared"]
"""


WORDING = questions.Wording(TEXT.title, TEXT.text, render(TEXT.text))


def prepare(session: Session) -> None:
    """Put the rules in force: a board where places and public bodies sit (La Filature, L’Établi, Le Quai 9,
    Ville de Montreval), not the cooperatives.
    """
    place = CODE.index("[[roles]]")
    session.execute(update(CodeVersion).values(toml=CODE[:place] + PROCESS + CODE[place:]))
    session.add(Circle(id="board", name="Bureau", position=1))
    session.flush()
    for college in ("places", "public"):
        session.add(CircleCollege(circle_id="board", college_id=college))
    session.flush()


def embargoed(session: Session, *circles: str, now: datetime = NOW, rule: str = "prepared") -> int:
    number = draft(session, rule)
    embargo.submit(session, number, circles or ("board",), by=person_id(session, "bob"), now=now)
    return number


def put(
    session: Session, number: int, kind: str, target: int = 0, *, way: str | None = None, now: datetime
) -> int:
    """Put a question to the circle; returns the number of its vote."""
    return questions.open_question(
        session, number, WORDING, kind=kind, target=target, way=way, by=person_id(session, "alice"), now=now,
    )  # fmt: skip


__all__ = ["close", "embargoed", "prepare", "put"]

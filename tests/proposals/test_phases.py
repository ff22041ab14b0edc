"""The phases of a consent, read from a proposal and the rule in force."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from governance.db import Database
from governance.register import log
from governance.rules.check import check
from governance.rules.duration import Duration
from governance.rules.models import CodeVersion
from governance.rules.parts import Process
from proposals import lifecycle as life
from proposals import phases, rounds
from tests.cast import CODE, NOW

DAY = timedelta(days=1)
TIMED = CODE.replace(
    'method = "consent"\n', 'method = "consent"\nprocess = { questions_days = 2, reactions_days = 3 }\n'
)


@dataclass(frozen=True)
class Placed:
    """A proposal as its phase reads it."""

    state: str = life.DEBATE
    opening: str = life.FIRST
    moved_at: datetime = NOW
    debate_ends_at: datetime | None = NOW + 7 * DAY
    circle_id: str = "network"
    rule_id: str = "ordinary"


def timed(session: Session) -> None:
    session.execute(update(CodeVersion).values(toml=TIMED, sha256=log.fingerprint(TIMED.encode())))


def name(found: phases.Phase | None) -> str | None:
    return found.name if found else None


def test_questions_then_reactions_then_the_author_amends(database: Database) -> None:
    def act(session: Session) -> list[str | None]:
        timed(session)
        moments = (NOW, NOW + 2 * DAY, NOW + 5 * DAY, NOW + 30 * DAY)
        return [name(phases.of(session, Placed(), at)) for at in moments]

    expected = [rounds.QUESTIONS, rounds.REACTIONS, rounds.AMENDING, rounds.AMENDING]
    assert database.transact(act) == expected


def test_a_rule_without_these_times_leaves_the_debate_free(sqlite_database: Database) -> None:
    with sqlite_database.reading() as session:
        found = phases.of(session, Placed(), NOW)
    assert found is not None
    assert (found.name, found.plan.timed, found.ends) == (rounds.AMENDING, False, None)


def test_only_a_consent_has_phases(sqlite_database: Database) -> None:
    with sqlite_database.reading() as session:
        assert phases.of(session, Placed(rule_id="orientation"), NOW) is None
        assert phases.of(session, Placed(rule_id="gone"), NOW) is None


def test_the_end_of_a_phase_is_on_the_clocks_of_the_network() -> None:
    began = datetime(2026, 3, 28, 19, tzinfo=UTC)  # 20:00 in Paris, the night before summer time
    plan = phases.plan(Process(Duration(days=1), Duration(hours=12)), began, None, "Europe/Paris")
    assert plan.questions_end == datetime(2026, 3, 29, 18, tzinfo=UTC)
    assert plan.reactions_end == datetime(2026, 3, 30, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("questions", "reactions", "fits"), [(3, 4, True), (4, 4, False), (8, 0, False), (0, 7, True)]
)
def test_questions_and_reactions_hold_in_the_debate(questions: int, reactions: int, fits: bool) -> None:
    table = f"process = {{ questions_days = {questions}, reactions_days = {reactions} }}"
    found = check(CODE.replace('method = "consent"\n', f'method = "consent"\n{table}\n'))
    wrong = [(each.key, each.sentence) for each in found if each.severity == "error"]
    sentence = "the debate must last at least as long as its questions and reactions"
    assert wrong == ([] if fits else [("process", sentence)])

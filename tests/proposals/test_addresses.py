"""Every address of proposals and of their votes that takes a form, by each of the cast, with nothing in it
and with anything in it: a refusal in words or an act, never an error of the site.
"""

import random
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from governance.db import Database
from governance.rules.models import CodeVersion
from proposals import amendments, coauthoring, debate, objections
from proposals.live import service as live
from proposals.models import Proposal
from tests.cast import NOW, member_id, person_id
from tests.proposals.processes import embargoed, prepare
from tests.proposals.steps import DAY, close, closes_at, draft, opened, say, submitted

pytestmark = pytest.mark.slow  # seven hundred requests by each of the cast

SignIn = Callable[[str], FlaskClient]
WORDS = (
    "", "x", "-1", "0", "1", "2", "3", "4", "2147483648", "9" * 400, "1e9", "\x00", "\u202e", "x" * 6000, "{",
    "2026-02-30", "2026-03-29", "02:30", "yes", "network", "network/quick", "board", "consent", "objection",
    "against", "author", "objector", "harm", "question", "all", "presence", "phase", "reactions", "<b>&\"'",
)  # fmt: skip
FIELD = re.compile(
    r"""name="([a-z_]+)"|(?:form|values|args)(?:\.get)?[\[(]"([a-z_]+)"|^    (\w+) = \w*Field\(""", re.M
)
SOURCES = ("proposals/*.py", "proposals/live/*.py", "voting/*.py", "templates/proposals/**/*.html")
NAMES = {
    "kind": ("amendment", "contest", "arbitration", "x"),
    "rule": ("ordinary", "x"),
    "circle": ("board", "x"),
}
REFUSED = {303, 400, 401, 403, 404, 409, 410, 413, 422}
TIMES = {"alice": 4, "bob": 4, "chloe": 3, "fanny": 2, "eve": 1, "nobody": 1}


@pytest.fixture(autouse=True)
def clock_of_tests(moment: Callable[[datetime], None]) -> None:
    moment(NOW + 16 * DAY)


def world(session: Session) -> list[int]:
    """A proposal in each state that somebody can act upon."""
    prepare(session)
    given = 'rounds_max = 2\nfallback = "orientation"'
    code = session.scalars(select(CodeVersion.toml)).one()
    code = code.replace(given, given + '\nprocess = { live = true, doubling = true, petition = "1/3" }')
    session.execute(update(CodeVersion).values(toml=code))
    found = [draft(session), embargoed(session), submitted(session), *(submitted(session) for _ in range(4))]
    _draft, _embargoed, debated, round_, integrating, together, postponed = found
    opened(session, round_, now=NOW + 12 * DAY)
    say(session, opened(session, integrating), "bob", "consent", now=NOW + 8 * DAY)
    objecting(session, integrating)
    close(session, opened(session, postponed))
    live.begin(session, together, by=person_id(session, "alice"), now=NOW + 15 * DAY)
    for number in (debated, integrating):
        discussed(session, number)
    coop = member_id(session, "Coop Semailles")
    coauthoring.ask(session, debated, member_id=coop, by=person_id(session, "bob"), now=NOW)
    return found


def objecting(session: Session, number: int) -> None:
    """Two objections in the round that is open, which closes; the first is set aside."""
    vote = session.scalars(select(Proposal.vote).where(Proposal.number == number)).one()
    assert vote is not None
    at = closes_at(session, vote) - timedelta(hours=1)
    for who in ("chloe", "david"):
        say(session, vote, who, "objection", "Le lundi.", "harm", now=at)
    at = close(session, vote)
    objections.set_aside(session, number, 1, ground="Non.", by=person_id(session, "alice"), now=at)


def discussed(session: Session, number: int) -> None:
    """A question and three amendments of Chloé's."""
    voice = {"member_id": member_id(session, "Coop Semailles"), "by": person_id(session, "chloe")}
    now = NOW + 15 * DAY
    debate.comment(session, number, text="Pourquoi ?", purpose="question", **voice, now=now)
    for words in ("Le dimanche.", "Le lundi.", ""):
        facts = {"version": 1, "paragraph": 2, "after": words, "reason": "Le repos"}
        amendments.propose(session, number, **facts, **voice, now=now)  # type: ignore[arg-type]


def fields() -> list[str]:
    """The names of fields that the code or its pages speak of."""
    found: set[str] = set()
    for pattern in SOURCES:
        for path in Path().glob(pattern):
            found |= {name for match in FIELD.findall(path.read_text()) for name in match if name}
    return sorted(found)


def addresses(app: Flask) -> list[Rule]:
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
    return [
        rule
        for rule in rules
        if "POST" in (rule.methods or ()) and rule.rule.startswith(("/proposals", "/votes"))
    ]


def address(app: Flask, rule: Rule, numbers: list[int], chance: random.Random) -> str:
    said: dict[str, object] = {
        name: chance.choice(NAMES[name]) if name in NAMES else chance.choice((1, 1, 2, 3, 2**31 - 1))
        for name in rule.arguments
    }
    said |= {"number": chance.choice(numbers)} if "number" in said else {}
    said |= {"decision": "2026-1"} if "decision" in said else {}
    with app.test_request_context():
        return app.url_for(rule.endpoint, **said)  # type: ignore[arg-type]


@pytest.mark.parametrize("who", TIMES)
def test_no_form_is_too_strange(sqlite_database: Database, app: Flask, as_: SignIn, who: str) -> None:
    numbers, names, client = sqlite_database.transact(world), fields(), as_(who)
    chance = random.Random(who)
    for time in range(TIMES[who]):
        for rule in addresses(app):
            chosen = chance.sample(names, chance.randint(1, len(names))) if time else []
            data = {name: chance.choice(WORDS) for name in chosen}
            where = address(app, rule, numbers, chance)
            answer = client.post(where, data=data)
            assert answer.status_code in REFUSED | {200}, (where, answer.status_code, data)

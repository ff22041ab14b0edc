"""A kind of decision for each method of choosing, the options of a season, and ballots that decide."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from governance.config import Settings
from governance.db import Database
from governance.register import keys
from governance.rules.models import CodeVersion
from tests import cast
from tests.voting.acts import CLOSES
from voting import service
from voting.options import Option
from voting.receipts import Receipt

GRADES = ["À rejeter", "Insuffisant", "Passable", "Bien", "Très bien"]
RULES: Mapping[str, str] = {
    "plurality": "",
    "approval": "max_choices = 2\nseats = 2",
    "score": "max = 5",
    "majority-judgment": f"grades = {GRADES}".replace("'", '"'),
    "schulze": "",
    "ranked-pairs": "",
    "irv": "",
    "stv": "seats = 2",
    "without-candidate": "",
    "lot": 'seats = 2\nrandomness = "Loto national du lendemain"',
    "equal-shares": "budget = 1000",
}
SEATS = "seats-per-college"
OPTIONS = (
    Option("atelier", "Un atelier bois", "<p>Trois établis.</p>", cost="600"),
    Option("four", "Un four à pain", cost="400"),
    Option("jardin", "Un jardin partagé", cost="500"),
)
VOTERS = (
    ("bob", "La Filature"),
    ("fanny", "L’Établi"),
    ("fanny", "Scop Rouages"),
    ("chloe", "Coop Semailles"),
)


def ballots(method: str) -> Sequence[dict[str, Any]]:
    """What the four voters write: the bread oven is first, by every method."""
    ranked: list[list[list[str]]] = [
        [["four"], ["atelier"]],
        [["four"], ["jardin"]],
        [["atelier"], ["four"]],
        [["four"]],
    ]
    if method == "plurality":
        return [{"choice": each} for each in ("four", "four", "atelier", "blank")]
    if method in ("approval", "equal-shares"):
        return [{"approved": each} for each in (["four", "atelier"], ["four"], ["atelier", "four"], [])]
    if method == "score":
        return [
            {"scores": {"four": 5, "jardin": 1}},
            {"scores": {"four": 4}},
            {"scores": {"atelier": 3}},
            {"scores": {}},
        ]
    if method == "majority-judgment":
        return [
            {"grades": {"four": "Bien", "atelier": grade}}
            for grade in ("Passable", "Bien", "Passable", "Passable")
        ]
    if method == "without-candidate":
        names = ("Alice Martin", "Alice Martin", "Bob Lefèvre", "Chloé Garnier")
        return [{"nominee": name, "reason": "Elle écoute."} for name in names]
    return [{"ranking": each} for each in ranked] if method != "lot" else []


def code(*, extra: str = "") -> str:
    """The social code of the tests, and a rule for each method under its own name."""
    rules = [
        f'[[decisions]]\nid = "{method}"\nname = "Choix, {method}"\nmethod = "{method}"\n'
        f"{settings}\n{extra}\n"
        "time = { debate_days = 0, vote_days = 7 }\n"
        for method, settings in RULES.items()
    ]
    return cast.CODE + "\n" + "\n".join(rules)


def adopt(database: Database, text: str) -> None:
    database.transact(lambda session: session.execute(update(CodeVersion).values(toml=text)))


def opened(
    database: Database,
    method: str,
    options: Sequence[Option] | None = OPTIONS,
    *,
    text: str | None = None,
    closes_at: datetime = CLOSES,
) -> int:
    """A choice opened by Alice under the rule of that method."""
    adopt(database, text or code())

    def act(session: Session) -> int:
        return service.open_vote(
            session,
            subject="proposal:31",
            subject_version=1,
            question="Que faire de la grange",
            text="La grange est libre.",
            text_html="<p>La grange est libre.</p>",
            circle_id="network",
            rule_id=method,
            public=True,
            closes_at=closes_at,
            by=cast.person_id(session, "alice"),
            now=cast.NOW,
            options=None if method == "without-candidate" else options,
        )

    return database.transact(act)


def cast_one(
    database: Database, settings: Settings, vote: int, who: str, member: str, ballot: Mapping[str, Any]
) -> Receipt:
    def act(session: Session) -> Receipt:
        return service.cast(
            session,
            vote=vote,
            member_id=cast.member_id(session, member),
            ballot=ballot,
            by=cast.person_id(session, who),
            now=cast.NOW + timedelta(hours=1),
            key=keys.load(settings.signing_key_file),
        )

    return database.transact(act)


def cast_all(database: Database, settings: Settings, vote: int, method: str) -> list[Receipt]:
    return [
        cast_one(database, settings, vote, who, member, ballot)
        for (who, member), ballot in zip(VOTERS, ballots(method), strict=False)
    ]


def enter_seed(database: Database, vote: int, seed: str = "20260310-7-12-33", now: datetime = CLOSES) -> None:
    database.transact(
        lambda session: service.enter_seed(
            session, vote=vote, seed=seed, by=cast.person_id(session, "alice"), now=now
        )
    )


def sealed(database: Database, settings: Settings, method: str, **changes: Any) -> int:
    """A vote from its opening to its result."""
    vote = opened(database, method, **changes)
    cast_all(database, settings, vote, method)
    if method == "lot":
        enter_seed(database, vote)
    database.transact(lambda session: service.seal(session, vote, now=CLOSES))
    return vote

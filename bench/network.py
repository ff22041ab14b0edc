"""A network to measure: members with a representative signed in each, decisions, an open vote."""

import hashlib
import secrets
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from governance import schema
from governance.app import create_app
from governance.config import Settings
from governance.db import Database
from governance.mail.models import Outgoing
from governance.members.models import CollegeMembership, Member, Person, Representation, SignInSession
from governance.register import keys
from governance.register import service as register
from governance.register.entries import NewDecision
from tests import cast
from voting import service as votes
from voting.tally import tally

START = date(2025, 1, 1)
COLLEGES = [{"id": id_, "name": name, "letter": letter, "position": position, "weight": weight}
            for position, (id_, name, letter, weight) in enumerate(cast.COLLEGES, 1)]  # fmt: skip


def make(folder: Path, port: int) -> tuple[Settings, Database, Flask]:
    """A network in ``folder``: database, keys, application (to make cookies)."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = Settings(data_dir=folder, address=f"http://127.0.0.1:{port}", port=port)
    keys.make(settings.signing_key_file)
    database = Database(settings.url)
    schema.upgrade(database)
    now = datetime.now(UTC).replace(microsecond=0)
    database.transact(lambda session: cast.found(session, now=now - timedelta(days=400)))
    return settings, database, create_app(settings, database)


def people(session: Session, number: int) -> list[tuple[int, str]]:
    """``number`` more members, each with a representative signed in: pairs (member, token)."""
    now = datetime.now(UTC)
    first_member, first_person = 1000, 1000
    members, memberships, persons, representations, sessions, made = [], [], [], [], [], []
    for index in range(number):
        member, person, token = first_member + index, first_person + index, secrets.token_urlsafe(32)
        members.append(
            {"id": member, "key": f"lieu {index}", "name": f"Lieu {index}", "kind": "organisation",
             "place": "", "joined_on": START}
        )  # fmt: skip
        memberships.append({"member_id": member, "college_id": COLLEGES[index % 3]["id"], "starts_on": START})
        persons.append(
            {"id": person, "name": f"Personne {index}", "email": f"p{index}@example.org", "mails": "all",
             "created_at": now}
        )  # fmt: skip
        representations.append({"person_id": person, "member_id": member, "starts_on": START})
        sessions.append(
            {"token_hash": hashlib.sha256(token.encode()).hexdigest(), "person_id": person, "browser": "",
             "created_at": now, "seen_at": now, "expires_at": now + timedelta(days=30)}
        )  # fmt: skip
        made.append((member, token))
    rows = (Member, members), (CollegeMembership, memberships), (Person, persons)
    for table, values in (*rows, (Representation, representations), (SignInSession, sessions)):
        session.execute(insert(table), values)
    return made


def cookie(app: Flask, token: str) -> tuple[str, str]:
    """The cookie of a signed-in browser and its CSRF token."""
    raw = secrets.token_hex(20)
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    value = serializer.dumps({"_user_id": token, "_fresh": True, "csrf_token": raw})
    csrf = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps(raw)  # type: ignore[arg-type]
    return f"{app.config['SESSION_COOKIE_NAME']}={value}", str(csrf)


def decisions(session: Session, number: int) -> None:
    """``number`` decisions of the register, a few a day until today, with a result by college each."""
    now = datetime.now(UTC).replace(microsecond=0)
    result = tally(_count())
    for index in range(number):
        register.record(
            session,
            NewDecision(
                title=f"Ouvrir l’atelier nº {index} aux habitants",
                summary="Chaque lieu équipé ouvre son atelier un samedi par mois, avec un référent.",
                text="### Article 1\n\nChaque lieu ouvre son atelier.\n\n### Article 2\n\nIl le dit.",
                circle_id="network", circle_name="Réseau",
                rule_id="orientation", rule_name="Décision d’orientation", method="majority",
                rule_words={"fr": ["Plus de la moitié."], "en": ["More than half."]},
                outcome=str(result["outcome"]), result=result, colleges=COLLEGES, licence="CC-BY-SA-4.0",
                decided_at=now - timedelta(hours=(number - index) * 8000 // max(number, 1)),
            ),
            now=now - timedelta(hours=(number - index) * 8000 // max(number, 1)),
        )  # fmt: skip


def _count() -> dict[str, object]:
    numbers = {"places": (12, 4), "coops": (4, 6), "public": (3, 1)}
    ballots = [
        {"college": college, "choice": choice, "count": count}
        for college, (for_, against) in numbers.items()
        for choice, count in (("for", for_), ("against", against))
    ]
    rule = {"method": "majority", "by": "proportional", "threshold": "1/2"}
    rule |= {f"{kind}_college": "against" for kind in ("silent", "abstaining")}
    rule |= {"empty_college": "excluded", "short_college": "no-quorum"}
    colleges = [{"id": each["id"], "weight": each["weight"], "registered": 20} for each in COLLEGES]
    return {"format": "count/1", "question": "?", "rule": rule, "colleges": colleges, "ballots": ballots}


def open_vote(session: Session) -> int:
    """A vote by college open to every member, whose convocations have already gone."""
    now = datetime.now(UTC).replace(microsecond=0)
    vote = votes.open_vote(
        session, subject="bench", subject_version=1, round=1, question="Ouvrir les ateliers ?",
        text="Chaque lieu ouvre son atelier.", text_html="<p>Chaque lieu ouvre son atelier.</p>",
        circle_id="network", rule_id="orientation", public=True, closes_at=now + timedelta(days=8),
        by=cast.person_id(session, "alice"), now=now,
    )  # fmt: skip
    session.execute(delete(Outgoing))
    return vote

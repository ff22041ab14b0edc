"""The same cast everywhere: Alice facilitates, Bob belongs to a place, Chloé to a cooperative, David to a
public body, Fanny represents two members, Eve has an account and no right at all."""

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from governance.members.models import (
    Circle,
    College,
    CollegeMembership,
    Mandate,
    Member,
    Person,
    Representation,
)
from governance.members.names import fold
from governance.register import log
from governance.rules.models import CodeVersion
from governance.web.models import Network

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
START = date(2025, 1, 1)
PASSWORD = "atelier partagé du lundi"

CODE = """\
format = "social-code/1"
name = "Réseau d’essai"
licence = "CC-BY-SA-4.0"
legal_form = "association-1901"
time_zone = "Europe/Paris"

[[colleges]]
id = "places"
name = "Lieux et porteurs de projet"
letter = "L"
weight = "40"

[[colleges]]
id = "coops"
name = "Coopératives et entreprises"
letter = "C"
weight = "40"

[[colleges]]
id = "public"
name = "Acteurs publics"
letter = "P"
weight = "20"

[[decisions]]
id = "ordinary"
name = "Décision courante"
method = "consent"
time = { debate_days = 7, vote_days = 7 }
quorum = [{ of = "each-college", counted = "cast", at_least = { heads = 1 } }]
rounds_max = 2
fallback = "orientation"

[[decisions]]
id = "orientation"
name = "Décision d’orientation"
method = "majority"
threshold = "1/2"
by = "proportional"
empty_college = "excluded"
silent_college = "against"
abstaining_college = "against"
short_college = "no-quorum"
quorum = [{ of = "all", counted = "cast", at_least = "1/4" }]
time = { debate_days = 7, vote_days = 7 }

[[decisions]]
id = "quick"
name = "Décision rapide"
method = "majority"
by = "heads"
time = { debate_days = 0, vote_hours = 1 }

[[decisions]]
id = "secret"
name = "Vote à bulletin secret"
method = "majority"
by = "heads"
ballots = "secret"
report = "overall-only"
time = { debate_days = 0, vote_days = 2 }

[[roles]]
id = "facilitator"
name = "Facilitation"
purpose = "Préparer et tenir les réunions"
term_months = 6
max_consecutive = 2
selection = "without-candidate"
"""

COLLEGES = (
    ("places", "Lieux et porteurs de projet", "L", "40"),
    ("coops", "Coopératives et entreprises", "C", "40"),
    ("public", "Acteurs publics", "P", "20"),
)
MEMBERS = (  # name, college
    ("La Filature", "places"),
    ("L’Établi", "places"),
    ("Le Quai 9", "places"),
    ("Coop Semailles", "coops"),
    ("Scop Rouages", "coops"),
    ("Ville de Montreval", "public"),
)
PEOPLE = {  # name, members represented
    "alice": ("Alice Martin", ()),
    "bob": ("Bob Lefèvre", ("La Filature",)),
    "chloe": ("Chloé Garnier", ("Coop Semailles",)),
    "david": ("David Morel", ("Ville de Montreval",)),
    "fanny": ("Fanny Roche", ("L’Établi", "Scop Rouages")),
    "eve": ("Eve Noël", ()),
}


def email(who: str) -> str:
    return f"{who}@example.org"


def found(
    session: Session, *, now: datetime = NOW, code: str = CODE, password_hash: str | None = None
) -> None:
    """The network of the tests, straight into the tables: three colleges, six members, the cast."""
    session.add(Network(id=1, slug="essai", name="Réseau d’essai", time_zone="Europe/Paris", created_at=now))
    session.flush()
    log.append(session, "genesis", {"name": "essai"}, now=now)
    session.add(CodeVersion(number=1, toml=code, sha256=log.fingerprint(code.encode()), adopted_at=now))
    session.add(Circle(id="network", name="Réseau", purpose="L’association entière"))
    for position, (id_, name, letter, weight) in enumerate(COLLEGES, 1):
        session.add(College(id=id_, name=name, letter=letter, weight=weight, position=position))
    session.flush()
    by_name = {}
    for name, college in MEMBERS:
        member = Member(key=fold(name), name=name, kind="organisation", joined_on=START)
        session.add(member)
        session.flush()
        session.add(CollegeMembership(member_id=member.id, college_id=college, starts_on=START))
        by_name[name] = member.id
    for who, (name, represented) in PEOPLE.items():
        person = Person(name=name, email=email(who), password_hash=password_hash, created_at=now)
        session.add(person)
        session.flush()
        for member_name in represented:
            session.add(Representation(person_id=person.id, member_id=by_name[member_name], starts_on=START))
        if who == "alice":
            for office in ("steward", "facilitator"):
                session.add(Mandate(person_id=person.id, office=office, starts_on=START))
    session.flush()


def person_id(session: Session, who: str) -> int:
    return session.query(Person.id).filter_by(email=email(who)).scalar()


def member_id(session: Session, name: str) -> int:
    return session.query(Member.id).filter_by(name=name).scalar()

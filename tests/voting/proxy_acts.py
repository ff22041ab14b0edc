"""A network whose rules admit proxies, and their acts in one line each."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from governance.db import Database
from governance.mail.models import Outgoing
from governance.members.models import Person, Representation
from governance.rules.models import CodeVersion
from tests import cast
from voting import proxy_service
from voting.proxy_models import Proxy

HOUR = timedelta(hours=1)
TERMS = "max = 1, same_college = true"


def admit(database: Database, terms: str = TERMS, *, rule: str = "orientation", more: str = "") -> None:
    """Have a rule of the social code admit proxies on these terms; Alice speaks for Le Quai 9."""
    head = f'[[decisions]]\nid = "{rule}"\n'
    assert head in cast.CODE
    code = cast.CODE.replace(head, f"{head}proxies = {{ {terms} }}\n{more}")

    def act(session: Session) -> None:
        session.execute(update(CodeVersion).values(toml=code))
        spoken = Representation(
            person_id=cast.person_id(session, "alice"),
            member_id=cast.member_id(session, "Le Quai 9"),
            starts_on=cast.START,
        )
        session.add(spoken)

    database.transact(act)


def give(
    database: Database,
    vote: int,
    who: str,
    principal: str,
    holder: str,
    instructions: str = "",
    now: datetime = cast.NOW + HOUR,
) -> int:
    return database.transact(
        lambda session: proxy_service.give(
            session,
            vote=vote,
            principal=cast.member_id(session, principal),
            holder=cast.member_id(session, holder),
            instructions=instructions,
            by=cast.person_id(session, who),
            now=now,
        )
    )


def give_before(
    database: Database,
    who: str,
    principal: str,
    holder: str,
    *,
    rule: str = "orientation",
    subject: str = "proposal:31",
    now: datetime = cast.NOW - HOUR,
) -> int:
    return database.transact(
        lambda session: proxy_service.give_before(
            session,
            subject=subject,
            question="Créer un fonds d’entraide",
            circle_id="network",
            rule_id=rule,
            path="/proposals/31",
            principal=cast.member_id(session, principal),
            holder=cast.member_id(session, holder),
            by=cast.person_id(session, who),
            now=now,
        )
    )


def act(database: Database, verb: str, proxy: int, who: str, now: datetime = cast.NOW + HOUR) -> None:
    """``verb``: accept, decline, revoke."""
    verbs = {
        "accept": proxy_service.accept,
        "decline": proxy_service.decline,
        "revoke": proxy_service.revoke,
    }
    database.transact(lambda session: verbs[verb](session, proxy, by=cast.person_id(session, who), now=now))


def proxy(database: Database, number: int) -> Proxy:
    with database.reading() as session:
        return session.get_one(Proxy, number)


def mails(database: Database, kind: str) -> list[str]:
    """The addresses a kind of mail is queued for."""
    with database.reading() as session:
        query = select(Person.email).join(Outgoing, Outgoing.person_id == Person.id)
        return sorted(session.scalars(query.where(Outgoing.kind == kind)))

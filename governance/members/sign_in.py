"""From an address and a password to a person: the same answer and the same work for an unknown address."""

from ipaddress import IPv6Address, ip_address

from flask import request
from sqlalchemy import select

from governance import clock
from governance.errors import TooMany
from governance.members import attempts, passwords, people
from governance.members.errors import WrongPassword
from governance.members.models import Person
from governance.members.names import email_address
from governance.web import current

PLACE_FREE = 20  # requests for a link from one place, before waiting


def check(email: str, password: str) -> int:
    """The person who signs in. Raises WrongPassword, TooMany.

    The attempt is counted first, the password verified outside any transaction, the count given back when
    right.
    """
    account, address = email_address(email) or "", place()
    now = clock.now()
    current.transact(lambda session: attempts.begin(session, account=account, address=address, now=now))
    row = (
        current.reading()
        .execute(select(Person.id, Person.password_hash).where(Person.email == account))
        .one_or_none()
    )
    person_id, password_hash = row if row else (None, None)
    current.close_reading()
    if not passwords.verify(password_hash, password) or person_id is None:
        raise WrongPassword
    current.transact(lambda session: attempts.succeeded(session, account=account, address=address, now=now))
    return int(person_id)


def ask_link(email: str) -> None:
    """Queue a link to choose a password, if somebody has this address. Raises TooMany, for the place only.

    Too many requests for one address are silent: to say so would tell that it is known, or asked for.
    """
    account, now, moment = email_address(email) or "", clock.now(), current.moment()
    current.transact(lambda session: attempts.ask(session, "links-from", place(), free=PLACE_FREE, now=now))
    try:
        current.transact(lambda session: attempts.ask(session, "links-to", account, now=now))
    except TooMany:
        return
    current.transact(lambda session: people.ask_reset(session, email=account, now=moment))


def place() -> str:
    """Where the request comes from: an IPv4 address, or the /64 that one IPv6 household has."""
    written = request.remote_addr or ""
    try:
        address = ip_address(written)
    except ValueError:
        return written
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or (int(address) >> 64))
    return str(address)

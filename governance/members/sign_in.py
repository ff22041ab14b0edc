"""From an address and a password to a person: the same answer and the same work for an unknown address."""

from flask import request
from sqlalchemy import select

from governance import clock
from governance.members import attempts, passwords
from governance.members.errors import WrongPassword
from governance.members.models import Person
from governance.members.names import email_address
from governance.web import current


def check(email: str, password: str) -> int:
    """The person who signs in. Raises WrongPassword, TooMany.

    The attempt is counted first, the password verified outside any transaction, the count given back when
    right.
    """
    account, address = email_address(email) or "", request.remote_addr or ""
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

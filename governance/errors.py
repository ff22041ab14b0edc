"""Refusals: why an act cannot be done, in a sentence for the person who tried.

Every refusal is a class of its own. ``sentence`` is an English message of the catalogue with ``%(name)s``
placeholders; it is translated where it is shown (page or command line), never where it is raised.
"""

from typing import ClassVar


def N_(message: str) -> str:
    """Mark ``message`` for the catalogue without translating it yet."""
    return message


class Refusal(Exception):
    """An act that is refused; ``status`` is the HTTP status of the page that says so."""

    status: ClassVar[int] = 409
    sentence: ClassVar[str] = N_("This cannot be done now.")
    field: ClassVar[str | None] = None  # the form field beside which the sentence is shown

    def __init__(self, **facts: object) -> None:
        super().__init__(self.sentence % facts if facts else self.sentence)
        self.facts = facts


class NotAllowed(Refusal):
    """The person is known, but this act is not theirs."""

    status = 403
    sentence = N_("This act is not open to you.")


class NotFound(Refusal):
    """Nothing at this address, or nothing that this person may see."""

    status = 404
    sentence = N_("There is nothing at this address.")


class SignInNeeded(Refusal):
    """The act needs to know who acts."""

    status = 401
    sentence = N_("Sign in to continue.")


class TooMany(Refusal):
    """Too many attempts; the facts hold ``minutes``, how long to wait."""

    status = 429
    sentence = N_("Too many attempts. Try again in %(minutes)s minutes.")

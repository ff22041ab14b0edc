"""Refusals: why an act cannot be done, in a sentence for the person who tried.

Every refusal is a class of its own. ``sentence`` is an English message of the catalogue with ``%(name)s``
placeholders; it is translated where it is shown (page or command line), never where it is raised.
"""

import json
from datetime import date
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


class Kept(Refusal):
    """A refusal that was written down, to be said again in the language of whoever reads it."""

    sentence = "%(why)s"

    def __init__(self, words: str) -> None:
        said = json.loads(words)
        days = {name: date.fromisoformat(day) for name, day in said["days"].items()}
        Exception.__init__(self, said["sentence"])
        self.sentence, self.facts = said["sentence"], said["facts"] | days  # type: ignore[misc]


def kept(refusal: Refusal) -> str:
    """A refusal as it is written down; its facts are days, numbers and words."""
    days = {name: fact.isoformat() for name, fact in refusal.facts.items() if isinstance(fact, date)}
    facts = {name: fact for name, fact in refusal.facts.items() if name not in days}
    said = {"sentence": refusal.sentence, "facts": facts, "days": days}
    return json.dumps(said, ensure_ascii=False, sort_keys=True)

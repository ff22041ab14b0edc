"""The conditions of the access table: each is one line about the visitor, with its words."""

from collections.abc import Callable
from dataclasses import dataclass

from governance.errors import N_
from governance.web.visitor import Visitor

Condition = Callable[[Visitor], bool]


def everybody(visitor: Visitor) -> bool:
    return True


def signed_in(visitor: Visitor) -> bool:
    return visitor.is_authenticated


def represents(visitor: Visitor) -> bool:
    return bool(visitor.speaks_for)


def takes_part(visitor: Visitor) -> bool:
    return visitor.takes_part


def facilitates(visitor: Visitor) -> bool:
    return "facilitator" in visitor.offices or bool(visitor.facilitated)


def stewards(visitor: Visitor) -> bool:
    return "steward" in visitor.offices


def holds_an_office(visitor: Visitor) -> bool:
    return bool(visitor.offices or visitor.facilitated)


WORDS: dict[Condition, str] = {
    everybody: N_("everybody, without an account"),
    signed_in: N_("people who have signed in"),
    represents: N_("people who represent a member"),
    takes_part: N_("people who represent a member or hold an office"),
    facilitates: N_("facilitators, of the network or of the circle it is about, while their mandate lasts"),
    stewards: N_("stewards, while their mandate lasts"),
    holds_an_office: N_("stewards and facilitators, also of one circle, while their mandate lasts"),
}


@dataclass(frozen=True)
class Act:
    """``endpoint`` of Flask, what it does in words, the conditions that must all hold."""

    endpoint: str
    words: str
    conditions: tuple[Condition, ...]


def act(endpoint: str, words: str, *conditions: Condition) -> Act:
    return Act(endpoint, words, conditions)

"""The mails there are: what each needs to know, whether it is always sent, the link it carries."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """``facts``: names that ``queue`` must be given. ``convocation``: sent whatever a person chose, because
    a right depends on it. ``token``: the purpose of the secret link minted when sending, if any.
    """

    facts: frozenset[str]
    convocation: bool
    token: str | None = None


def kind(facts: str, *, convocation: bool, token: str | None = None) -> Kind:
    return Kind(frozenset(facts.split()), convocation, token)


KINDS = {
    # a person joins, or has forgotten a password
    "invitation": kind("", convocation=True, token="join"),
    "reset": kind("", convocation=True, token="reset"),
    # vote: its number; question; closes_at: ISO 8601; members: names of those the person may vote for
    "vote-opened": kind("vote question closes_at", convocation=True),
    "vote-reminder": kind("vote question closes_at", convocation=False),
    # decision: its number in the register; title; outcome: as in result/1
    "outcome": kind("decision title outcome", convocation=False),
}

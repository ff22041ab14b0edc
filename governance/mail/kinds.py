"""The mails there are: what each needs to know, whether it is always sent, the link it carries."""

from dataclasses import dataclass

from governance.errors import N_


@dataclass(frozen=True)
class Kind:
    """``subject`` and ``why`` (the person receives it) are messages of the catalogue, filled with the facts
    and ``network``.

    ``facts``: names that ``queue`` must be given; ``path``: the page the mail leads to. ``convocation``: sent
    whatever the person chose, because a right depends on it. ``token``: the purpose of the secret link that
    stands in place of ``path``. ``composed``: what it says is read when it leaves, by the composer that
    ``sending`` was given for it; ``facts`` then only says what is to be read.
    """

    subject: str
    facts: frozenset[str]
    why: str
    convocation: bool
    token: str | None = None
    composed: bool = False


NO_FACTS: frozenset[str] = frozenset()
# closes_at: ISO 8601; members: names of those the person may vote for; rule: its name
VOTE = frozenset({"vote", "question", "rule", "closes_at", "members", "path"})
# how: "" or what ended it, as in Proxy.ended_by
PROXY = frozenset({"question", "principal", "holder", "how", "path"})

KINDS = {
    "invitation": Kind(
        N_("Join %(network)s"),
        NO_FACTS,
        N_("You receive this mail because a steward of %(network)s gave your address."),
        convocation=True,
        token="join",
    ),
    "reset": Kind(
        N_("Choose a new password"),
        NO_FACTS,
        N_("You receive this mail because somebody asked for a new password for this address."),
        convocation=True,
        token="reset",
    ),
    "vote-opened": Kind(
        N_("Vote open: %(question)s"),
        VOTE,
        N_("You receive this convocation because you may vote. It is sent whatever mails you chose."),
        convocation=True,
    ),
    "vote-reminder": Kind(
        N_("It closes tomorrow: %(question)s"),
        VOTE,
        N_("You receive this reminder because you may vote and have not done so."),
        convocation=False,
    ),
    # outcome and sentence ({"fr", "en"}, may be empty) as in result/1
    "outcome": Kind(
        N_("Outcome: %(title)s"),
        frozenset({"title", "outcome", "sentence", "path"}),
        N_("You receive this mail because you could take part in this decision."),
        convocation=False,
    ),
    "proxy-given": Kind(
        N_("%(principal)s gives %(holder)s its proxy: %(question)s"),
        PROXY,
        N_("You receive this mail because a vote may be yours to cast. It is sent whatever mails you chose."),
        convocation=True,
    ),
    "proxy-accepted": Kind(
        N_("%(holder)s accepts your proxy: %(question)s"),
        PROXY,
        N_("You receive this mail because your member gave a proxy."),
        convocation=False,
    ),
    "proxy-revoked": Kind(
        N_("The proxy of %(principal)s has ended: %(question)s"),
        PROXY,
        N_("You receive this mail because a vote may be yours to cast. It is sent whatever mails you chose."),
        convocation=True,
    ),
    # role: its name, "" for an office without one; mine: "yes" or ""; next: who holds it after, or ""
    "term-ending": Kind(
        N_("A term ends soon: %(person)s"),
        frozenset({"role", "office", "circle", "person", "mine", "next", "ends_at", "days", "path"}),
        N_("You receive this mail because you hold this role, or facilitate the circle it belongs to."),
        convocation=False,
    ),
    # member: for whom it would be held, or ""
    "role-asked": Kind(
        N_("Do you accept this role? %(role)s"),
        frozenset({"role", "circle", "member", "starts_at", "path"}),
        N_("You receive this mail because you were chosen for a role. It is sent whatever mails you chose."),
        convocation=True,
    ),
    # asks: the member that asks, member: the one asked; undo: "yes" or ""; why may be empty
    "swap-asked": Kind(
        N_("A swap to confirm: %(role)s"),
        frozenset({"role", "circle", "member", "asks", "undo", "why", "turn_at", "path"}),
        N_("You receive this mail because you speak for the member that is asked."),
        convocation=False,
    ),
    # title: of the proposal; closes_at: the end of its time; soon: "yes" on the day before, or ""
    "opinion-owed": Kind(
        N_("An opinion is awaited from “%(circle)s”: %(title)s"),
        frozenset({"title", "circle", "closes_at", "soon", "path"}),
        N_("You receive this mail because you facilitate this circle, or give its opinion."),
        convocation=False,
    ),
    # how: a selection; debates: "yes" or "", until ends_at
    "succession-begun": Kind(
        N_("Who holds this role next? %(role)s"),
        frozenset({"role", "circle", "how", "starts_at", "debates", "ends_at", "path"}),
        N_("You receive this mail because you speak for a member of this circle."),
        convocation=False,
    ),
    # events: numbers of what happened to proposals; titles: of the first of these
    "news": Kind(
        N_("News of %(titles)s"),
        frozenset({"events"}),
        N_("You receive this mail because you asked for news of proposals, for all of them or for this one."),
        convocation=False,
        composed=True,
    ),
}

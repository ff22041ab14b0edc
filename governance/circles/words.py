"""How somebody comes to a role, what happened to a mandate, the parts of a role, as messages."""

from collections.abc import Mapping

from governance.errors import N_
from governance.members.roles import Description
from governance.rules import plain_bodies, spoken

HOW = {
    "without-candidate": N_("election without candidates"),
    "election": N_("election"),
    "rotation": N_("each in turn"),
    "lot": N_("by lot"),
    "named": N_("named by the circle above"),
    "volunteers": N_("by volunteering"),
}
EVENTS = {
    "entrusted": N_("entrusted"),
    "resigned": N_("given back"),
    "revoked": N_("taken back"),
    "replaced": N_("replaced, the seat being filled"),
    "extended": N_("extended"),
    "ended": N_("ended"),
    "deputy": N_("deputy named"),
    "warning": N_("warning"),
    "heard": N_("hearing recorded"),
    "notice": N_("notice given"),
}
PARTS = {
    "name": N_("Name"),
    "purpose": N_("Purpose"),
    "domain": N_("Domain"),
    "accountabilities": N_("Accountabilities"),
    "policies": N_("Policies"),
    "skills": N_("Skills"),
    "seats": N_("Seats"),
    "term_months": N_("Months of a term"),
    "max_consecutive": N_("Terms in a row at the most"),
    "selection": N_("Chosen by"),
    "office": N_("Rights on this site"),
    "college_id": N_("College"),
    "alternates": N_("Alternates between colleges"),
    "incompatible": N_("Does not go together with"),
    "deputy": N_("Has a deputy"),
    "report": N_("A turn ends when its report is published"),
    "hosts": N_("A turn of places, which host the next meeting"),
    "renewal": N_("Renewed in so many parts"),
    "renewal_first": N_("Part of the first seat"),
    "renewal_from": N_("Terms counted from"),
    "revocation": N_("Taking a mandate back"),
}
OFFICES = {
    "steward": N_("Steward of the rules"),
    "facilitator": N_("Facilitator"),
}
RIGHTS = {
    "steward": N_("Keeps members, rules and roles up to date on this site."),
    "facilitator": N_("Puts proposals of this circle to the vote, enters ballots, sets objections aside."),
}
YES_NO = {"yes": N_("yes"), "no": N_("no")}


def renewed(what: Description, language: str) -> str:
    """In how many parts the seats of a role are renewed, and how often: "by thirds, every year"."""
    parts = spoken.parts(what.renewal, language)
    return f"{parts}, {spoken.every(what.term_months // what.renewal, language)}"


def revoked(what: Description, names: Mapping[str, str], language: str) -> str:
    """What a role asks for before a mandate is taken back; ``names``: of the kinds of decision, by id."""
    return spoken.typeset(plain_bodies.revocation(what.revocation, names, language), language)


def value(part: str, said: str) -> str:
    """One value of a part of a role, as a message or as typed."""
    tables = {"selection": HOW, "office": OFFICES}
    return tables.get(part, YES_NO).get(said, said)

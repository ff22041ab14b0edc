"""Reading the tables ``[[circles]]`` and ``[[roles]]`` of a social code."""

from collections.abc import Mapping
from datetime import date

from governance.errors import N_
from governance.members.conditions import Conditions
from governance.rules.bodies import NETWORK, OFFICES, Circle, Opinion, Role, Seating
from governance.rules.reading import identifier, ids, required_choice, text, texts
from voting.dated_fields import DatedFields
from voting.fields import Fields, Problem

SELECTIONS = ("without-candidate", "election", "rotation", "lot")
SEATINGS = ("all_of", "seats", "one_per", "volunteers", "lot")
MOST_SEATS = 1000
NO_CONDITION = N_("must say one condition at least: by, absences, heard or notice_days")

CIRCLE_KEYS = (
    "id", "name", "purpose", "decisions", "colleges", "parent", "domain", "members", "links", "opinions",
    "refers",
)  # fmt: skip
ROLE_KEYS = (
    "id", "name", "purpose", "term_months", "max_consecutive", "selection", "circle", "domain",
    "accountabilities", "policies", "skills", "seats", "office", "college", "alternates", "incompatible",
    "deputy", "report", "hosts", "renewal", "revocation",
)  # fmt: skip


def role(fields: Fields) -> Role:
    """One ``[[roles]]``; one whose id is that of an office gives it."""
    fields.known(ROLE_KEYS)
    fields.required("term_months")
    id = identifier(fields)
    parts, since = _renewal(fields)
    return Role(
        id=id,
        name=text(fields, "name"),
        purpose=text(fields, "purpose", longest=2000, default=""),
        term_months=fields.whole("term_months", 12, least=1),
        max_consecutive=fields.whole("max_consecutive", None, least=1),
        selection=required_choice(fields, "selection", SELECTIONS),
        circle=fields.text("circle", NETWORK),
        domain=text(fields, "domain", longest=2000, default=""),
        accountabilities=texts(fields, "accountabilities"),
        policies=texts(fields, "policies"),
        skills=texts(fields, "skills"),
        seats=_seats(fields, "seats"),
        office=fields.choice("office", OFFICES, id if id in OFFICES else ""),
        college=fields.text("college", None),
        alternates=fields.flag("alternates", False),
        incompatible=ids(fields, "incompatible", ()),
        deputy=fields.flag("deputy", False),
        report=fields.flag("report", False),
        hosts=fields.flag("hosts", False),
        renewal=parts,
        renewal_from=since,
        revocation=_revocation(fields),
    )


def _revocation(fields: Fields) -> tuple[Conditions, ...]:
    """What has to be met before a mandate is taken back: a table, or a list of them where one is enough."""
    if isinstance(fields.raw.get("revocation", []), Mapping):
        return (_conditions(fields.table("revocation")),)
    found = tuple(_conditions(inner) for inner in fields.tables("revocation"))
    if "revocation" in fields and not found:
        fields.wrong("revocation", NO_CONDITION)
    return found


def _conditions(fields: Fields) -> Conditions:
    fields.known(("by", "absences", "heard", "notice_days"))
    found = Conditions(
        by=ids(fields, "by", ()),
        absences=fields.whole("absences", 0, least=1),
        heard=fields.flag("heard", False),
        notice_days=fields.whole("notice_days", 0, least=1),
    )
    if fields.raw in ({}, {"heard": False}):
        fields.found.append(Problem(fields.path, NO_CONDITION))
    return found


def _renewal(fields: Fields) -> tuple[int, date | None]:
    """In how many parts the seats are renewed, and the day from which the terms are counted."""
    if "renewal" not in fields:
        return 1, None
    inner = DatedFields(fields.raw["renewal"], fields.at("renewal"), fields.found)
    inner.known(("parts", "from"))
    if isinstance(fields.raw["renewal"], Mapping):
        inner.required("parts")
    return inner.whole("parts", 1, least=2), inner.day("from")


def circle(fields: Fields, decisions: tuple[str, ...], colleges: tuple[str, ...]) -> Circle:
    """One ``[[circles]]``; ``decisions`` and ``colleges``: all those of the code, where it names none."""
    fields.known(CIRCLE_KEYS)
    id = identifier(fields)
    if id == NETWORK:
        _only_network(fields)
    members = tuple(each for inner in fields.tables("members") if (each := _seating(inner)) is not None)
    return Circle(
        id=id,
        name=text(fields, "name"),
        purpose=text(fields, "purpose", longest=2000, default=""),
        decisions=ids(fields, "decisions", decisions),
        colleges=ids(fields, "colleges", _seated(members, colleges)),
        parent=fields.text("parent", None if id == NETWORK else NETWORK),
        domain=text(fields, "domain", longest=2000, default=""),
        members=members,
        links=fields.flag("links", False),
        opinions=tuple(_opinion(inner) for inner in fields.tables("opinions")),
        refers=_refers(fields),
    )


def _only_network(fields: Fields) -> None:
    for key in ("colleges", "members"):
        if key in fields:
            fields.wrong(key, N_("the circle of the whole network seats every college"))
    for key in ("parent", "links"):
        if key in fields:
            fields.wrong(key, N_("no circle lies above the whole network"))


def _seated(members: tuple[Seating, ...], colleges: tuple[str, ...]) -> tuple[str, ...]:
    """The colleges that sit where the rules of membership say who does, in the order of the code."""
    if not members or any(each.kind in ("one_per", "volunteers", "lot") for each in members):
        return colleges
    named = {each.college for each in members} | {id for each in members for id, _ in each.seats}
    return tuple(college for college in colleges if college in named)


def _seating(fields: Fields) -> Seating | None:
    fields.known(SEATINGS)
    named = [kind for kind in SEATINGS if kind in fields]
    if len(named) != 1:
        message = N_("must say one thing only: %(allowed)s")
        fields.found.append(Problem(fields.path, message, {"allowed": ", ".join(SEATINGS)}))
        return None
    kind = named[0]
    if kind == "all_of":
        return Seating(kind, college=text(fields, kind))
    if kind == "one_per":
        return Seating(kind, circle=text(fields, kind))
    if kind == "lot":
        return Seating(kind, number=_seats(fields, kind))
    if kind == "volunteers":
        if not fields.flag(kind, True):
            fields.wrong(kind, N_("leave it out instead"))
        return Seating(kind)
    return Seating(kind, seats=_by_college(fields))


def _by_college(fields: Fields) -> tuple[tuple[str, int], ...]:
    value = fields.raw["seats"]
    if not (isinstance(value, Mapping) and value):
        fields.wrong("seats", N_("must be a table of colleges, such as { places = 6, coops = 3 }"))
        return ()
    inner = fields.table("seats")
    return tuple((str(college), _seats(inner, str(college))) for college in value)


def _seats(fields: Fields, key: str) -> int:
    number = fields.whole(key, 1, least=1)
    if number > MOST_SEATS:
        fields.wrong(key, N_("must be at most %(most)s"), most=str(MOST_SEATS))
    return min(number, MOST_SEATS)


def _refers(fields: Fields) -> bool | tuple[str, ...]:
    """Any other circle, or the ids of those; none when absent."""
    value = fields.raw.get("refers", False)
    if isinstance(value, bool):
        return value
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return tuple(value)
    fields.wrong("refers", N_('must be true, or a list of ids of circles, such as ["network"]'))
    return False


def _opinion(fields: Fields) -> Opinion:
    fields.known(("before", "days"))
    fields.required("before")
    fields.required("days")
    return Opinion(ids(fields, "before", ()), fields.whole("days", 1, least=1))

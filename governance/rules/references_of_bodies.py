"""What circles and roles say of each other must exist: parents, colleges, incompatible roles, offices."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TypeVar

from governance.errors import N_
from governance.rules.bodies import NETWORK, Circle, Role, Seating, is_for_college
from governance.rules.parts import SocialCode
from voting.fields import Fields

Body = TypeVar("Body", Circle, Role)

NO_CIRCLE = N_("no circle has this id")
NO_DECISION = N_("no kind of decision has this id")
NO_COLLEGE = N_("no college has this id")
NOT_SEATED = N_("this college does not sit in this circle")
TWICE = N_("this circle says it twice")


def dangling_bodies(code: SocialCode, fields: Fields) -> None:
    """Note in ``fields`` what circles and roles name that is not there, and what cannot go together."""
    circles = {circle.id: circle for circle in code.circles}
    for inner, circle in _written(fields, "circles", code.circles):
        _parent(inner, circle, circles)
        _seatings(inner, circle, code)
        for position, opinion in enumerate(circle.opinions):
            for place, decision in enumerate(opinion.before):
                if decision not in {each.id for each in code.decisions}:
                    path = f"opinions[{position}].before[{place}]"
                    inner.wrong(path, NO_DECISION)
        _referrals(inner, circle, circles)
    _same_seat(code, fields)
    known = {sitting.role.id: sitting.role for sitting in code.sittings("en")}
    for inner, role in _written(fields, "roles", code.roles):
        _role(inner, role, code, set(known))
        _revocation(inner, role, code)
        if role.renewal > 1:
            _renewal(inner, known.get(role.id, role), known.values())


def _written(fields: Fields, key: str, things: Sequence[Body]) -> Iterator[tuple[Fields, Body]]:
    """Each table of the file with what was read of it; the circle of everybody may be written nowhere."""
    by_id = {thing.id: thing for thing in things}
    tables = fields.raw.get(key, [])
    for position, raw in enumerate(tables if isinstance(tables, list) else []):
        if isinstance(raw, Mapping) and (thing := by_id.get(str(raw.get("id")))) is not None:
            yield Fields(raw, f"{key}[{position}]", fields.found), thing


def _parent(fields: Fields, circle: Circle, circles: Mapping[str, Circle]) -> None:
    if circle.parent is None:
        return
    if circle.parent not in circles:
        fields.wrong("parent", NO_CIRCLE)
        return
    seen, above = {circle.id}, circle.parent
    while above in circles:
        if above in seen:
            if above == circle.id:
                fields.wrong("parent", N_("this circle would lie above itself"))
            return
        seen.add(above)
        above = circles[above].parent or ""


def _referrals(fields: Fields, circle: Circle, circles: Mapping[str, Circle]) -> None:
    named = () if isinstance(circle.refers, bool) else circle.refers
    for position, other in enumerate(named):
        if other not in circles:
            fields.wrong(f"refers[{position}]", NO_CIRCLE)
        elif other == circle.id:
            fields.wrong(f"refers[{position}]", N_("a circle refers nothing to itself"))


def _seatings(fields: Fields, circle: Circle, code: SocialCode) -> None:
    kinds: set[tuple[str, str]] = set()
    for position, rule in enumerate(circle.members):
        path = f"members[{position}]"
        named = (rule.kind, rule.college or rule.circle)
        if named in kinds:
            fields.wrong(path, TWICE)
        kinds.add(named)
        _seating(fields, path, rule, circle, code)


def _seating(fields: Fields, path: str, rule: Seating, circle: Circle, code: SocialCode) -> None:
    known = {college.id for college in code.colleges}
    if rule.kind == "one_per" and rule.circle not in {each.id for each in code.circles}:
        fields.wrong(f"{path}.one_per", NO_CIRCLE)
    named = {f"{path}.seats.{id}": id for id, _ in rule.seats}
    if rule.kind == "all_of":
        named[f"{path}.all_of"] = rule.college
    for place, college in named.items():
        if college not in known:
            fields.wrong(place, NO_COLLEGE)
        elif college not in circle.colleges:
            fields.wrong(place, NOT_SEATED)


def _same_seat(code: SocialCode, fields: Fields) -> None:
    """Two rules whose seats would be the same role."""
    seen: set[str] = set()
    for sitting in code.sittings("en"):
        if sitting.role.id in seen:
            message = N_("two seats would be the same role, “%(role)s”: give a circle another id")
            fields.wrong("circles", message, role=sitting.role.id)
        seen.add(sitting.role.id)


def _revocation(fields: Fields, role: Role, code: SocialCode) -> None:
    """The kinds of decision that take a mandate back have to exist."""
    several = isinstance(fields.raw.get("revocation"), list)
    for position, conditions in enumerate(role.revocation):
        path = f"revocation[{position}]" if several else "revocation"
        for place, kind in enumerate(conditions.by):
            if kind not in {each.id for each in code.decisions}:
                fields.wrong(f"{path}.by[{place}]", NO_DECISION)


def _renewal(fields: Fields, role: Role, roles: Collection[Role]) -> None:
    """The seats of all colleges in a circle are dealt together: what they say of it has to agree."""
    beside = [role]
    if is_for_college(role):
        beside = [each for each in roles if is_for_college(each) and each.circle == role.circle]
        beside = [each for each in beside if each.renewal > 1]
    if role.hosts:
        fields.wrong("renewal", N_("a turn of places has no seats to renew"))
    elif role.renewal > sum(each.seats for each in beside):
        seats = str(sum(each.seats for each in beside))
        fields.wrong("renewal.parts", N_("there are more parts than seats (%(seats)s)"), seats=seats)
    if role.term_months % role.renewal:
        fields.wrong("renewal.parts", N_("the months of a term cannot be divided by the parts"))
    for other in beside:
        said = (other.renewal, other.term_months, other.renewal_from)
        if said != (role.renewal, role.term_months, role.renewal_from):
            message = N_("the seats of “%(role)s” in the same circle say other parts, another term or day")
            fields.wrong("renewal", message, role=other.id)
            return


def _role(fields: Fields, role: Role, code: SocialCode, known: set[str]) -> None:
    if role.circle not in {circle.id for circle in code.circles}:
        fields.wrong("circle", NO_CIRCLE)
    if role.college is not None and role.college not in {college.id for college in code.colleges}:
        fields.wrong("college", NO_COLLEGE)
    if role.office == "steward" and role.circle != NETWORK:
        fields.wrong("office", N_("a steward serves the whole network: the role belongs to its circle"))
    if role.college is not None and role.alternates:
        fields.wrong("alternates", N_("a role that belongs to one college does not alternate between them"))
    for position, other in enumerate(role.incompatible):
        if other not in known:
            fields.wrong(f"incompatible[{position}]", N_("no role has this id"))
        elif other == role.id:
            fields.wrong(f"incompatible[{position}]", N_("a role is not incompatible with itself"))

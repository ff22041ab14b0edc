"""Circles and roles in plain sentences, in French and in English: every setting of them. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from governance.members.conditions import Conditions
from governance.rules import spoken
from governance.rules.bodies import NETWORK, Circle, Opinion, Role, Seating
from governance.rules.parts import SocialCode
from governance.rules.phrases import say


def circle_sentences(circle: Circle, code: SocialCode, lang: str) -> list[str]:
    """Where a circle lies, what it decides alone, who sits there, whom it links, when its opinion is owed."""
    return list(_circle(circle, code, lang))


def role_sentences(role: Role, code: SocialCode, lang: str) -> list[str]:
    """Where a role belongs, how long it lasts, what it asks for and what it gives."""
    return list(_role(role, code, lang))


def _circle(circle: Circle, code: SocialCode, lang: str) -> Iterator[str]:
    if circle.parent not in (None, NETWORK):
        yield say(lang, "circle.parent", parent=code.circle(str(circle.parent)).name)
    if circle.domain:
        yield say(lang, "circle.domain", domain=circle.domain.rstrip("."))
    for rule in circle.members:
        yield _seating(rule, code, lang)
    if circle.links:
        yield say(lang, "circle.links")
    for opinion in circle.opinions:
        yield _opinion(opinion, code, lang)
    if circle.refers is True:
        yield say(lang, "circle.refers")
    elif circle.refers:
        names = [code.circle(id).name for id in circle.refers]
        yield say(lang, "circle.refers.some", circles=spoken.enumerated(names, lang))


def _seating(rule: Seating, code: SocialCode, lang: str) -> str:
    if rule.kind == "all_of":
        return say(lang, "circle.all_of", college=code.college(rule.college).name)
    if rule.kind == "seats":
        seats = [f"{code.college(college).name} {number}" for college, number in rule.seats]
        return say(lang, "circle.seats", seats=spoken.enumerated(seats, lang))
    if rule.kind == "one_per":
        return say(lang, "circle.one_per", circle=code.circle(rule.circle).name)
    if rule.kind == "lot" and rule.number > 1:
        return say(lang, "circle.lot", number=rule.number)
    return say(lang, "circle.lot.one" if rule.kind == "lot" else "circle.volunteers")


def _opinion(opinion: Opinion, code: SocialCode, lang: str) -> str:
    names = [code.decision(id).name for id in opinion.before]
    days = spoken.quantity(opinion.days, "days", lang)
    return say(lang, "circle.opinion", days=days, decisions=spoken.enumerated(names, lang))


def _role(role: Role, code: SocialCode, lang: str) -> Iterator[str]:
    if role.circle != NETWORK:
        yield say(lang, "role.circle", circle=code.circle(role.circle).name)
    yield _term(role, lang)
    if role.seats > 1:
        yield say(lang, "role.seats", number=role.seats)
    if role.renewal > 1:
        yield _renewal(role, lang)
    if role.college is not None:
        yield say(lang, "role.college", college=code.college(role.college).name)
    if role.incompatible:
        names = {each.role.id: each.role.name for each in code.sittings(lang)}
        roles = [names[id] for id in role.incompatible]
        yield say(lang, "role.incompatible", roles=spoken.enumerated(roles, lang))
    for name in ("alternates", "deputy", "report", "hosts"):
        if getattr(role, name):
            yield say(lang, f"role.{name}")
    if role.revocation:
        names = {each.id: each.name for each in code.decisions}
        yield revocation(role.revocation, names, lang)
    if role.office:
        yield say(lang, f"role.office.{role.office}")
    yield from _lists(role, lang)


def _term(role: Role, lang: str) -> str:
    lasts = say(lang, "role.term" if role.term_months > 1 else "role.term.one", months=role.term_months)
    if role.max_consecutive is None:
        return lasts + say(lang, "role.free")
    key = "role.most" if role.max_consecutive > 1 else "role.most.one"
    return lasts + say(lang, key, number=role.max_consecutive)


def revocation(several: Sequence[Conditions], names: Mapping[str, str], lang: str) -> str:
    """What has to be met before a mandate is taken back; ``names``: of the kinds of decision, by id."""
    found = [", ".join(_conditions(each, names, lang)) for each in several]
    return say(lang, "role.revocation", conditions=say(lang, "role.revocation.or").join(found))


def _conditions(each: Conditions, names: Mapping[str, str], lang: str) -> Iterator[str]:
    if each.by:
        kinds = say(lang, "role.revocation.kinds").join(names.get(kind, kind) for kind in each.by)
        yield say(lang, "role.revocation.by", kinds=kinds)
    else:
        yield say(lang, "role.revocation.any")
    if each.absences:
        key = "role.revocation.absences" if each.absences > 1 else "role.revocation.absence"
        yield say(lang, key, number=each.absences)
    if each.heard:
        yield say(lang, "role.revocation.heard")
    if each.notice_days:
        yield say(lang, "role.revocation.notice", days=spoken.quantity(each.notice_days, "days", lang))


def _renewal(role: Role, lang: str) -> str:
    """By thirds, every year, counted from a day."""
    parts = spoken.parts(role.renewal, lang)
    every = spoken.every(role.term_months // role.renewal, lang)
    if role.renewal_from is None:
        return say(lang, "role.renewal", parts=parts, every=every)
    day = spoken.day(role.renewal_from, lang)
    return say(lang, "role.renewal.from", parts=parts, every=every, day=day)


def _lists(role: Role, lang: str) -> Iterator[str]:
    if role.domain:
        yield say(lang, "circle.domain", domain=role.domain.rstrip("."))
    for name in ("accountabilities", "policies", "skills"):
        things = getattr(role, name)
        if things:
            yield say(lang, f"role.{name}", things=", ".join(each.rstrip(".") for each in things))

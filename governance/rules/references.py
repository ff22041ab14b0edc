"""What a social code says of its own parts must exist: nothing twice, nothing named that is not there."""

from collections.abc import Iterator, Mapping
from typing import Any

from governance.errors import N_
from governance.rules.parts import Circle, Decision, SocialCode
from governance.rules.references_of_bodies import dangling_bodies
from voting.fields import Fields

REJECTED = "rejected"
POSTPONED = "postponed"  # as a fallback: nothing is decided for now
ASSEMBLY = "assembly"  # as a fallback: the question goes to the whole network


def dangling(code: SocialCode, raw: Mapping[str, Any], fields: Fields) -> None:
    """Note in ``fields`` every id given twice and every reference to nothing."""
    for key in ("colleges", "decisions", "circles", "roles"):
        _twice(fields, key, "id", N_("this id is given twice"))
    _twice(fields, "colleges", "letter", N_("two colleges have this letter"))
    for position, decision in enumerate(code.decisions):
        _decision(code, decision, Fields(decision.raw, f"decisions[{position}]", fields.found))
    for inner in _tables(fields, "circles"):
        _members(inner, "decisions", {decision.id for decision in code.decisions})
        _members(inner, "colleges", {college.id for college in code.colleges})
    for circle in code.circles:
        for decision in code.taken_in(circle.id):
            _seated(code, circle, decision, Fields({}, _path_of(fields, circle), fields.found))
    dangling_bodies(code, fields)


def _twice(fields: Fields, key: str, name: str, message: str) -> None:
    seen: set[object] = set()
    for inner in _tables(fields, key):
        value = inner.raw.get(name)
        if isinstance(value, str) and value:
            if value in seen:
                inner.wrong(name, message)
            seen.add(value)


def _tables(fields: Fields, key: str) -> Iterator[Fields]:
    value = fields.raw.get(key, [])
    for position, raw in enumerate(value if isinstance(value, list) else []):
        if isinstance(raw, Mapping):
            yield Fields(raw, f"{key}[{position}]", fields.found)


def _members(fields: Fields, key: str, known: set[str]) -> None:
    value = fields.raw.get(key, [])
    for position, id in enumerate(value if isinstance(value, list) else []):
        if isinstance(id, str) and id not in known:
            message = (
                N_("no college has this id") if key == "colleges" else N_("no kind of decision has this id")
            )
            fields.wrong(f"{key}[{position}]", message)


def _decision(code: SocialCode, decision: Decision, fields: Fields) -> None:
    colleges = {college.id for college in code.colleges}
    for position, requirement in enumerate(decision.rule.quorum):
        if requirement.of not in {"all", "each-college"} | colleges:
            fields.wrong(f"quorum[{position}].of", N_("must be all, each-college or the id of a college"))
    for position, condition in enumerate(decision.rule.also):
        if condition.college is not None and condition.college not in colleges:
            fields.wrong(f"also[{position}].college", N_("no college has this id"))
    if decision.id in (REJECTED, POSTPONED):
        fields.wrong("id", N_("this word is kept for a fallback that ends there"))
    _casting_vote(code, decision, fields)
    _fallback(code, decision, fields)
    _phases(decision, fields)
    _questions(code, decision, Fields({}, fields.at("process"), fields.found))


def _path_of(fields: Fields, circle: Circle) -> str:
    tables = _tables(fields, "circles")
    return next((inner.path for inner in tables if inner.raw.get("id") == circle.id), "circles")


def _seated(code: SocialCode, circle: Circle, decision: Decision, fields: Fields) -> None:
    """A rule that names a college cannot be counted where that college does not sit."""
    named = {requirement.of for requirement in decision.rule.quorum} - {"all", "each-college"}
    named |= {condition.college for condition in decision.rule.also if condition.college is not None}
    absent = {college.id for college in code.colleges} - set(circle.colleges)
    for college in sorted(named & absent):
        message = N_("“%(decision)s” names the college “%(college)s”, which does not sit in this circle")
        fields.wrong("decisions", message, decision=decision.name, college=college)


def _casting_vote(code: SocialCode, decision: Decision, fields: Fields) -> None:
    if decision.rule.tie == "casting-vote":
        fields.required("casting_role")
    role = decision.rule.casting_role
    if role is not None and role not in {role.id for role in code.roles}:
        fields.wrong("casting_role", N_("no role has this id"))


def _fallback(code: SocialCode, decision: Decision, fields: Fields) -> None:
    target = decision.fallback
    if target is None:
        return
    decisions = {other.id for other in code.decisions}
    circles = {circle.id for circle in code.circles}
    if decision.method != "consent":
        fields.wrong("fallback", N_("only a consent has a fallback"))
    elif target not in decisions | circles | {REJECTED, POSTPONED, ASSEMBLY}:
        message = N_("must be the id of a decision or of a circle, “assembly”, “postponed” or “rejected”")
        fields.wrong("fallback", message)
    elif target in decisions & circles:
        fields.wrong("fallback", N_("both a kind of decision and a circle have this id"))
    elif _comes_back(code, decision):
        fields.wrong("fallback", N_("these fallbacks lead back to where they began"))


def _phases(decision: Decision, fields: Fields) -> None:
    """Questions, then reactions, hold in the time of the debate: no objection round opens before its end."""
    process, debate = decision.process, decision.debate.span
    if (process.questions or process.reactions) and process.questions.span + process.reactions.span > debate:
        fields.wrong("process", N_("the debate must last at least as long as its questions and reactions"))


def _questions(code: SocialCode, decision: Decision, fields: Fields) -> None:
    """A question on the way is voted on by a majority, which every circle that may ask it takes."""
    named = decision.process.asked_under
    if named is None:
        return
    found = next((each for each in code.decisions if each.id == named), None)
    if found is None:
        fields.wrong("questions", N_("no kind of decision has this id"))
    elif found.method != "majority":
        message = N_("“%(decision)s” is not taken by a majority: a question is answered by yes or no")
        fields.wrong("questions", message, decision=found.name)
    for circle in code.circles if found else ():
        taken = code.taken_in(circle.id)
        if decision in taken and found not in taken:
            message = N_("the circle “%(circle)s” takes this kind of decision, and not that of its questions")
            fields.wrong("questions", message, circle=circle.name)


def _comes_back(code: SocialCode, first: Decision) -> bool:
    fallbacks = {decision.id: decision.fallback for decision in code.decisions}
    seen, at = {first.id}, first.fallback
    while at in fallbacks:
        if at in seen:
            return at == first.id
        seen.add(at)
        at = fallbacks[at]
    return False

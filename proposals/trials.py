"""From a decision to the proposal that reviews it: confirm, change or end it, or depart from it a while."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from governance.register import numbers
from governance.register import queries as register
from governance.register.facts import Whole
from proposals import service, texts, wording
from proposals.errors import UnknownRule
from proposals.errors_terms import NoLongerInForce, NoSuchDecision, NotAdopted, UnknownReview
from proposals.models_terms import ProposalLink
from proposals.texts import Terms, Text
from proposals.to_vote import Way, all_ways

LINKS = {"confirm": "confirms", "change": "replaces", "end": "ends", "derogate": "derogates"}
HOWS = tuple(LINKS)

FRENCH = {
    "confirm": (
        "Confirmer : {title}",
        "La décision {number} est confirmée et s’applique désormais sans terme.",
        "La décision {number}, « {title} », est confirmée. Elle s’applique sans terme.",
    ),
    "change": ("{title}", "{summary}", "{text}"),
    "end": (
        "Mettre fin à : {title}",
        "La décision {number} prend fin.",
        "La décision {number}, « {title} », prend fin le jour où celle-ci est adoptée.",
    ),
    "derogate": (
        "Déroger à : {title}",
        "Une dérogation à la décision {number}, jusqu’au {until}.",
        "Par dérogation à la décision {number}, « {title} », et jusqu’au {until} :",
    ),
}
ENGLISH = {
    "confirm": (
        "Confirm: {title}",
        "Decision {number} is confirmed and now applies without a last day.",
        "Decision {number}, “{title}”, is confirmed. It applies without a last day.",
    ),
    "change": ("{title}", "{summary}", "{text}"),
    "end": (
        "End: {title}",
        "Decision {number} ends.",
        "Decision {number}, “{title}”, ends on the day this one is adopted.",
    ),
    "derogate": (
        "Depart from: {title}",
        "A derogation from decision {number}, until {until}.",
        "By derogation from decision {number}, “{title}”, and until {until}:",
    ),
}


def begin(
    session: Session,
    decision_number: str,
    how: str,
    *,
    member_id: int,
    by: int,
    now: datetime,
    until: date | None = None,
) -> int:
    """Begin the draft that reviews a decision in force, written and linked; returns its number.

    ``how``: "confirm", "change", "end", or "derogate" with ``until``, its last day. It is for the circle that
    decided, under the same rule where the code still has it. Raises UnknownReview, NoSuchDecision,
    NotAdopted, NoLongerInForce, and the refusals of a draft.
    """
    if how not in LINKS:
        raise UnknownReview
    decision = in_force(session, decision_number)
    kind = texts.DEROGATION if how == "derogate" else texts.DECISION
    way = _way(session, decision)
    terms = Terms(
        way.circle_id,
        way.decision.id,
        carried_by=decision.carried_by if how == "change" else "",
        kind=kind,
        until=until,
        derogates=decision.number if how == "derogate" else "",
    )
    number = service.draft(
        session, _written(session, decision, how, until), terms, member_id=member_id, by=by, now=now
    )
    if how != "derogate":
        session.add(ProposalLink(proposal=number, decision_number=decision.number, kind=LINKS[how]))
        session.flush()
    return number


def in_force(session: Session, number: str) -> Whole:
    """A decision that was adopted and that no later one ended. Raises NoSuchDecision, NotAdopted,
    NoLongerInForce."""
    if numbers.read(number) is None or register.outcome_of(session, number) is None:
        raise NoSuchDecision(number=number[:16])
    decision = register.one(session, number)
    if decision.outcome != "adopted":
        raise NotAdopted(number=number)
    if not decision.in_force:
        raise NoLongerInForce(number=number)
    return decision


def _way(session: Session, decision: Whole) -> Way:
    """Where it was decided; where that is gone, the nearest that the author can then change."""
    ways = all_ways(session)
    here = [way for way in ways if way.circle_id == decision.circle_id]
    same = [way for way in here if way.decision.id == decision.rule_id]
    found = next(iter((*same, *here, *ways)), None)
    if found is None:
        raise UnknownRule
    return found


def _written(session: Session, decision: Whole, how: str, until: date | None) -> Text:
    language = wording.network_language(session)
    patterns = (FRENCH if language == "fr" else ENGLISH)[how]
    facts = {
        "number": decision.number,
        "title": decision.title,
        "summary": decision.summary or decision.title,
        "text": decision.text,
        "until": wording.long_day(until, language) if until else "",
    }
    title, summary, text = (pattern.format(**facts) for pattern in patterns)
    again = (decision.driver, decision.cost, decision.criteria) if how == "change" else ("", "", "")
    return Text(texts.line(title, texts.TITLE), texts.line(summary, texts.SUMMARY), text, *again)

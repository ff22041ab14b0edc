"""What a proposal says beside its text: its kind, its last day, when and how it is reviewed, its licence."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from governance.register import queries as register
from governance.register.licences import KNOWN
from governance.web.richtext import render
from proposals import texts
from proposals.errors_terms import (
    CriteriaMissing,
    DerogatedMissing,
    EndsBeforeTheVote,
    NothingToDerogateFrom,
    ReviewAfterTheEnd,
    ReviewPassed,
    UnknownKind,
    UnknownLicence,
    UntilMissing,
    UntilPassed,
)
from proposals.models import Proposal, Version
from proposals.models_terms import ProposalLink
from proposals.standing import person_name, today, zone
from proposals.texts import Terms, Text

DEROGATES = "derogates"


def checked(session: Session, terms: Terms, text: Text, *, now: datetime) -> Terms:
    """The terms of a draft as they will be kept.

    Raises UnknownKind, UntilMissing, UntilPassed, CriteriaMissing, ReviewPassed, ReviewAfterTheEnd,
    UnknownLicence, DerogatedMissing, NothingToDerogateFrom.
    """
    day = today(session, now)
    if terms.kind not in texts.KINDS:
        raise UnknownKind
    if terms.licence and terms.licence not in KNOWN:
        raise UnknownLicence
    kept = terms if terms.kind != texts.DECISION else replace(terms, until=None)
    kept = replace(kept, derogates=terms.derogates.strip() if terms.kind == texts.DEROGATION else "")
    if kept.kind == texts.DEROGATION:
        _check_derogated(session, kept.derogates)
    check_bounds(kept.kind, kept.until, text, day)
    check_review(text.review_on, day)
    return kept


def _check_derogated(session: Session, number: str) -> None:
    if not number:
        raise DerogatedMissing
    if register.outcome_of(session, number) != "adopted":
        raise NothingToDerogateFrom(number=number)


def check_bounds(kind: str, until: date | None, text: Text, day: date) -> None:
    """Raises UntilMissing, UntilPassed, CriteriaMissing, ReviewAfterTheEnd. ``day``: it is that day."""
    if kind == texts.DECISION:
        return
    if until is None:
        raise UntilMissing
    if until <= day:
        raise UntilPassed(day=day)
    if kind == texts.TRIAL and not text.criteria:
        raise CriteriaMissing
    if text.review_on is not None and text.review_on > until:
        raise ReviewAfterTheEnd(until=until)


def check_review(review_on: date | None, day: date) -> None:
    """Raises ReviewPassed."""
    if review_on is not None and review_on <= day:
        raise ReviewPassed(day=day)


def check_end(session: Session, proposal: Proposal, at: datetime) -> None:
    """What ends by itself still has days before it at ``at``, when it could first be adopted.

    Raises EndsBeforeTheVote.
    """
    if proposal.until is not None and proposal.until <= at.astimezone(ZoneInfo(zone(session))).date():
        raise EndsBeforeTheVote(until=proposal.until)


def keep(session: Session, proposal: Proposal, terms: Terms) -> None:
    """Write checked terms on a draft, with the decision from which it is a derogation."""
    proposal.kind, proposal.until, proposal.licence = terms.kind, terms.until, terms.licence
    mine = ProposalLink.proposal == proposal.number
    session.execute(delete(ProposalLink).where(mine, ProposalLink.kind == DEROGATES))
    if terms.derogates:
        link = session.scalar(
            select(ProposalLink).where(mine, ProposalLink.decision_number == terms.derogates)
        )
        if link is None:
            link = ProposalLink(proposal=proposal.number, decision_number=terms.derogates)
            session.add(link)
        link.kind = DEROGATES
    session.flush()


def written(version: Version) -> Text:
    """What a version says."""
    return Text(
        version.title,
        version.summary,
        version.text,
        version.driver,
        version.cost,
        version.criteria,
        version.review_on,
    )


def version_of(
    session: Session, proposal: Proposal, number: int, text: Text, *, by: int, now: datetime
) -> Version:
    """A version of the proposal that says this, rendered once."""
    return Version(
        proposal=proposal.number,
        number=number,
        **vars(text),
        until=proposal.until,
        text_html=render(text.text),
        driver_html=render(text.driver),
        cost_html=render(text.cost),
        criteria_html=render(text.criteria),
        person_id=by,
        person_name=person_name(session, by),
        created_at=now,
    )

"""A decision as data: the document of ``/register/<number>.json``, format ``decision/1``.

Its schema is ``decision.schema.json``, published at ``/open-data/decision.schema.json``.
"""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from governance.register import log
from governance.register.execution import Execution
from governance.register.facts import Linked, Whole
from governance.register.queries_following import Followed, Review

SCHEMA = (Path(__file__).parent / "decision.schema.json").read_bytes()
SCHEMA_PATH = "/open-data/decision.schema.json"


def document(decision: Whole, followed: Followed, *, network: str, address: str) -> dict[str, Any]:
    """The ``decision/1`` object; ``network`` is its name, ``address`` the site's, without final slash."""
    return {
        "$schema": address + SCHEMA_PATH,
        "format": "decision/1",
        "number": decision.number,
        "url": f"{address}/register/{decision.number}",
        "network": network,
        "title": decision.title,
        "summary": decision.summary,
        "driver": decision.driver,
        "text": decision.text,
        "cost": decision.cost,
        "criteria": decision.criteria,
        "outcome": decision.outcome,
        "decided_at": log.stamp(decision.decided_at),
        "effective_on": _day(decision.effective_on),
        "review_on": _day(decision.review_on),
        "kind": decision.kind,
        "until": _day(decision.until),
        "unreviewed": decision.unreviewed,
        "carried_by": decision.carried_by,
        **_origin(decision, address),
        "colleges": decision.colleges,
        "result": decision.result,
        "objections": decision.objections,
        "concerns": decision.concerns,
        "conflicts": decision.conflicts,
        "story": decision.story,
        "earlier": _links(decision.earlier, address),
        "later": _links(decision.later, address),
        "execution": _execution(followed.execution),
        "reviews": [_review(each) for each in followed.reviews],
        "licence": decision.licence,
        "proof": _proof(decision, address),
    }


def dumps(document: dict[str, Any]) -> str:
    """The text of a document: the same data give the same bytes."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _origin(decision: Whole, address: str) -> dict[str, Any]:
    """Where it was decided, by which rule, on which proposal, by which vote."""
    proposal = {"number": decision.proposal, "version": decision.version}
    return {
        "circle": {"id": decision.circle_id, "name": decision.circle_name},
        "rule": {
            "id": decision.rule_id,
            "name": decision.rule_name,
            "method": decision.method,
            "words": decision.rule_words,
        },
        "proposal": proposal if decision.proposal else None,
        "vote": _vote(decision.vote, address),
    }


def _execution(execution: Execution) -> dict[str, Any]:
    """The steps as they stand, and the closing word."""
    steps = [
        {
            "step": each.number,
            "what": each.what,
            "who": each.who,
            "due_on": _day(each.due_on),
            "state": each.state,
            "note": each.note,
            "at": log.stamp(each.at),
        }
        for each in execution.steps
    ]
    closing = execution.closing
    word = {"word": closing.note, "at": log.stamp(closing.at)} if closing else None
    return {"steps": steps, "closing": word}


def _review(review: Review) -> dict[str, Any]:
    return {
        "kind": review.kind,
        "note": review.note,
        "decision": review.decision,
        "at": log.stamp(review.at),
    }


def _proof(decision: Whole, address: str) -> dict[str, Any]:
    return {
        "entry": decision.log_seq,
        "entry_url": f"{address}/register/log/{decision.log_seq}.json",
        "leaf_hash": decision.leaf_hash,
        "openings": decision.openings,
    }


def _vote(number: int | None, address: str) -> dict[str, Any] | None:
    if number is None:
        return None
    page = f"{address}/votes/{number}"
    return {"number": number, "url": page, "recount_url": f"{page}/recount.json"}


def _links(links: Iterable[Linked], address: str) -> list[dict[str, str]]:
    return [
        {
            "kind": link.kind,
            "number": link.number,
            "title": link.title,
            "url": f"{address}/register/{link.number}",
        }
        for link in links
    ]

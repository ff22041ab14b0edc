"""How what is done in a live session is answered: done, or where the session stands and why it was not."""

from collections.abc import Callable
from typing import Any

from flask import redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from governance.errors import Refusal
from governance.web import current
from proposals.live.errors import SeenBefore, StepRefused
from proposals.live.views import Answer, page
from proposals.views_reading import whole

WORDS = ("reason", "why", "ground", "words", "note", "text")  # the fields in which somebody writes


def number_of(name: str) -> int:
    """A number of the form; -1 where there is none."""
    found = request.form.get(name, -1, type=whole)
    return -1 if found is None else found


def taken(number: int, work: Callable[[Session, int, dict[str, Any]], object]) -> Answer:
    """A facilitator's step: given the count that their page had seen, and who acts when."""
    after, by = number_of("after"), {"by": current.visitor().person_id, "now": current.moment()}
    return acted(number, lambda session: work(session, after, by))


def acted(number: int, work: Callable[[Session], object]) -> Answer:
    """An act, then back to the session."""
    try:
        current.transact(work)
    except (SeenBefore, StepRefused) as refusal:
        return again(number, refusal)
    return back(number)


def written(number: int, work: Callable[[Session], object], form: Callable[[Refusal], Answer]) -> Answer:
    """An act that carries words; refused, for whatever reason, its form comes back with them."""
    try:
        current.transact(work)
    except Refusal as refusal:
        return form(refusal)
    return back(number)


def again(number: int, refusal: Refusal) -> tuple[str, int]:
    """Where the session stands, why the step was not taken, and the words that came with it."""
    words = [request.form[name] for name in WORDS if request.form.get(name, "").strip()]
    return page(number, refusal, words), refusal.status


def back(number: int) -> Response:
    """To the page of the session."""
    return redirect(url_for("proposals.live", number=number), 303)

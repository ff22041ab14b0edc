"""``/roles/<slug>/handover``: for who holds the role, who will, its facilitators and stewards."""

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from governance.circles import handover
from governance.errors import Refusal
from governance.web import current
from governance.web.errors import say

handing = Blueprint("handing", __name__)

Answer = str | tuple[str, int] | Response
NUMBER = "<int(max=2147483647):item>"


@handing.get("/roles/<slug>/handover")
def show(slug: str) -> Answer:
    return _page(slug)


@handing.post("/roles/<slug>/handover/items")
def add_item(slug: str) -> Answer:
    text, by, now = request.form.get("text", ""), current.visitor().person_id, current.moment()
    return _done(slug, "item", lambda session: handover.add_item(session, slug, text, by=by, now=now))


@handing.post(f"/roles/<slug>/handover/items/{NUMBER}/tick")
def tick(slug: str, item: int) -> Answer:
    done, by, now = request.form.get("done") == "yes", current.visitor().person_id, current.moment()
    return _done(slug, "", lambda session: handover.tick(session, slug, item, done=done, by=by, now=now))


@handing.post(f"/roles/<slug>/handover/items/{NUMBER}/remove")
def remove_item(slug: str, item: int) -> Answer:
    by, now = current.visitor().person_id, current.moment()
    return _done(slug, "", lambda session: handover.remove_item(session, slug, item, by=by, now=now))


@handing.post("/roles/<slug>/handover/notes")
def add_note(slug: str) -> Answer:
    text, by, now = request.form.get("text", ""), current.visitor().person_id, current.moment()
    return _done(slug, "note", lambda session: handover.add_note(session, slug, text, by=by, now=now))


def _done(slug: str, field: str, act: Callable[[Session], None]) -> Answer:
    """The page again; with what was typed where it was refused."""
    try:
        current.transact(act)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        return _page(slug, field, say(refusal)), refusal.status
    return redirect(url_for("handing.show", slug=slug), 303)


def _page(slug: str, field: str = "", error: str = "") -> str:
    found = handover.page(current.reading(), slug, by=current.visitor().person_id, now=current.moment())
    typed = request.form.get("text", "")
    return render_template("circles/handover.html", found=found, field=field, error=error, typed=typed)

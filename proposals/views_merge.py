"""The page that two people meet who changed the same text at once: both are shown, nothing is lost.

It is made from two forms: whatever field a form has is merged, a text paragraph by paragraph, the rest whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, TextAreaField
from wtforms.fields import HiddenField

from governance.web.richtext import render
from proposals import differences, merge, texts
from proposals.heads import Head
from proposals.marked import said

MINE, THEIRS, TOGETHER, OTHER = "mine", "theirs", "both", "other"
TYPED = "typed-"
APART = frozenset({"csrf_token", "based_on", "edits", "note", "template"})  # not what is said


@dataclass(frozen=True)
class Place:
    """One place where both collide: its number on the page from 1, each side as HTML with its changes marked.

    ``mine`` and ``theirs``: as they are written, to choose or to rewrite.
    """

    number: int
    base_html: str
    mine_html: str
    theirs_html: str
    mine: str
    theirs: str
    short: bool  # a line or a choice: there is nothing to put one after the other


@dataclass(frozen=True)
class Merging:
    """One field: its words, its places that collide, and the whole merged text where none does."""

    name: str
    label: str
    places: list[Place]
    settled_html: str


@dataclass(frozen=True)
class Side:
    """What the other text is called, and the numbers of what both come from and of that text."""

    name: str
    base: int
    theirs: int


def answers() -> list[str]:
    """What was chosen for each place, in order; empty where nothing was chosen for one of them."""
    found: list[str] = []
    while f"choice-{len(found) + 1}" in request.form:
        number = len(found) + 1
        choice = request.form[f"choice-{number}"]
        mine, theirs = (texts.paragraph(request.form.get(f"{side}-{number}", "")) for side in (MINE, THEIRS))
        together = "\n\n".join(each for each in (theirs, mine) if each)
        written = texts.paragraph(request.form.get(f"words-{number}", ""))
        found.append({MINE: mine, THEIRS: theirs, TOGETHER: together}.get(choice, written))
    return found


def place(conflict: merge.Conflict, number: int, *, field: Field | None = None) -> Place:
    """A place of the page, from a conflict."""
    if field is None or isinstance(field, TextAreaField):
        base, mine, theirs = (render(each) for each in (conflict.base, conflict.mine, conflict.theirs))
        ours, others = (differences.compare(base, each, said()) for each in (mine, theirs))
        return Place(number, base, ours, others, conflict.mine, conflict.theirs, False)
    was, ours, others = (_shown(field, each) for each in (conflict.base, conflict.mine, conflict.theirs))
    marked = [_line(was, each) for each in (was, ours, others)]
    return Place(number, marked[0], marked[1], marked[2], conflict.mine, conflict.theirs, True)


def page(mine: FlaskForm, base: FlaskForm, theirs: FlaskForm, *, head: Head, side: Side) -> str:
    """The merge page."""
    fields: list[Merging] = []
    number = 0
    for field in _said(mine):
        found = _merged(field, base, theirs)
        places = [place(each, number + n, field=field) for n, each in enumerate(found.conflicts, 1)]
        number += len(places)
        settled = _settled(field, theirs, found)
        if places or settled:
            fields.append(Merging(field.name, field.label.text, places, settled))
    return render_template(
        "proposals/merge.html",
        head=head,
        side=side,
        fields=fields,
        collide=number,
        typed=[(TYPED + each.name, written(each)) for each in _kept(mine)],
        member=request.form.get("member", ""),
    )


def resolved(mine: FlaskForm, base: FlaskForm, theirs: FlaskForm, **given: int) -> MultiDict[str, str] | None:
    """What the form sends with the answers of the page; None while a place has no answer.

    ``mine`` was made from ``typed``; ``given``: what it is based on now.
    """
    chosen = answers()
    values: dict[str, str] = {each.name: written(each) for each in _kept(mine)}
    for field in _said(mine):
        found = _merged(field, base, theirs)
        mine_of_it, chosen = chosen[: len(found.conflicts)], chosen[len(found.conflicts) :]
        if len(mine_of_it) != len(found.conflicts):
            return None
        values[field.name] = found.written(mine_of_it)
    values |= {name: str(value) for name, value in given.items()}
    values["csrf_token"] = request.form.get("csrf_token", "")
    return MultiDict({name: value for name, value in values.items() if value})


def typed() -> MultiDict[str, str]:
    """What this person had written, as the merge page kept it."""
    sent = request.form.items()
    return MultiDict({name[len(TYPED) :]: value for name, value in sent if name.startswith(TYPED)})


def written(field: Field) -> str:
    """What a field would send: a day, a choice, a text in normal form."""
    if isinstance(field, BooleanField):
        return "y" if field.data else ""
    if isinstance(field, TextAreaField):
        return texts.paragraph(field.data or "")
    if hasattr(field, "choices"):
        return str(field.data or "")
    return str(field._value() or "").strip()


def _said(form: FlaskForm) -> list[Field]:
    return [each for each in form if each.name not in APART and not isinstance(each, HiddenField)]


def _kept(form: FlaskForm) -> list[Field]:
    return [each for each in form if each.name not in ("csrf_token", "based_on", "edits")]


def _merged(field: Field, base: FlaskForm, theirs: FlaskForm) -> merge.Merged:
    sides = [written(form[field.name]) if field.name in form else "" for form in (base, theirs)]
    if isinstance(field, TextAreaField):
        return merge.three_way(sides[0], written(field), sides[1])
    return merge.whole(sides[0], written(field), sides[1])


def _settled(field: Field, theirs: FlaskForm, found: merge.Merged) -> str:
    """What mine adds to theirs, marked, where it fits by itself; empty where it adds nothing."""
    other = written(theirs[field.name]) if field.name in theirs else ""
    if found.conflicts or found.text == other:
        return ""
    if isinstance(field, TextAreaField):
        return differences.compare(render(other), render(found.text), said())
    return _line(_shown(field, other), _shown(field, found.text))


def _line(before: str, after: str) -> str:
    return f"<p>{differences.compare_line(before, after, said())}</p>"


def _shown(field: Field, value: str) -> str:
    """A value in words: the label of a choice, yes or no."""
    if isinstance(field, BooleanField):
        return str(gettext("yes") if value else gettext("no"))
    choices: Mapping[str, Any] = dict(getattr(field, "choices", None) or ())
    words: str = str(choices.get(value, value)) or gettext("nothing")
    return words

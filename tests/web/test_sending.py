"""A form that is sent: done, or shown again with the reason and all that was typed."""

from collections.abc import Callable
from typing import ClassVar

import pytest
from flask import Flask
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from wtforms import StringField
from wtforms.validators import InputRequired

from governance.errors import NotFound, Refusal
from governance.web import sending


class Words(FlaskForm):  # type: ignore[misc]
    beside: ClassVar = {"purpose": "words"}
    words = StringField("Words", [InputRequired("Write some.")])


class OfTheField(Refusal):
    status = 422
    sentence = "Not these words."
    field = "words"


class ByAnotherName(OfTheField):
    field = "purpose"


class OfNoField(Refusal):
    sentence = "Not now."


class OfAnotherForm(OfNoField):
    field = "somewhere"


def refuse(refusal: type[Refusal]) -> Callable[[Session], object]:
    def act(session: Session) -> object:
        raise refusal

    return act


def test_a_form_that_is_only_shown_does_nothing(app: Flask) -> None:
    with app.test_request_context("/"):
        form = Words()
        assert not sending.done(form, refuse(OfNoField))
        assert sending.status(form) == 200
        assert form.errors == {}


def test_what_is_done_is_done(app: Flask) -> None:
    done: list[str] = []
    with app.test_request_context("/", method="POST", data={"words": "some"}):
        form = Words()
        assert sending.done(form, lambda session: done.append(form.words.data))
    assert done == ["some"]


@pytest.mark.parametrize(
    ("words", "refusal", "status", "at_field", "above"),
    [
        ("", OfNoField, 422, ["Write some."], []),
        ("some", OfTheField, 422, ["Not these words."], []),
        ("some", ByAnotherName, 422, ["Not these words."], []),
        ("some", OfNoField, 409, [], ["Not now."]),
        ("some", OfAnotherForm, 409, [], ["Not now."]),
    ],
)
def test_a_refusal_is_beside_its_field_or_above_the_form(
    app: Flask, words: str, refusal: type[Refusal], status: int, at_field: list[str], above: list[str]
) -> None:
    with app.test_request_context("/", method="POST", data={"words": words}):
        form = Words()
        assert not sending.done(form, refuse(refusal))
        assert sending.status(form) == status
        assert (list(form.words.errors), list(form.form_errors)) == (at_field, above)
        assert form.words.data == words


def test_what_is_not_there_has_no_form(app: Flask) -> None:
    with app.test_request_context("/", method="POST", data={"words": "some"}), pytest.raises(NotFound):
        sending.done(Words(), refuse(NotFound))

"""The forms of the life of a proposal: an embargo, a question to the circle, a meeting."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from proposals import texts
from proposals.forms import VoteForm
from proposals.meetings import WORDS


class EmbargoForm(FlaskForm):  # type: ignore[misc]
    """The circles that see the proposal."""

    circles = SelectMultipleField(_("The circles that see it"), validate_choice=False)


class QuestionForm(VoteForm):
    """A question put to the circle, in words of its own."""

    question = StringField(
        _("The question, as voters read it"),
        validators=[InputRequired(_("Write the question.")), Length(max=texts.TITLE)],
    )


class MeetingForm(FlaskForm):  # type: ignore[misc]
    """Why a meeting."""

    why = TextAreaField(_("Why talk it over at a meeting"), validators=[Length(max=WORDS)])


class MeetingAnswerForm(FlaskForm):  # type: ignore[misc]
    """When and where, or why not."""

    answer = TextAreaField(
        _("Your answer"),
        description=_("When and where the meeting is, or why there is none. Everybody reads it."),
        validators=[
            InputRequired(_("Say when and where the meeting is, or why there is none.")),
            Length(max=WORDS),
        ],
    )

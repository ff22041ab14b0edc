"""The forms of what becomes of a decision: a step, how it goes, a word."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from proposals import executing
from proposals.executing import Planned
from proposals.forms_text import Day

GOING = (
    ("done", _("It is done")),
    ("changed", _("It changes: other words, other hands, another date")),
    ("dropped", _("It will not be done")),
)


class StepForm(FlaskForm):  # type: ignore[misc]
    """A step to carry out: what, by whom, until when."""

    what = StringField(
        _("What is to be done"),
        description=_("One thing that can be seen to be done: “Sign the insurance for the Saturdays”."),
        validators=[
            InputRequired(_("Say what is to be done.")),
            Length(max=executing.WHAT, message=_("300 characters at most.")),
        ],
        render_kw={"maxlength": executing.WHAT},
    )
    member_id = SelectField(
        _("The member that carries it"),
        description=_("Its representatives then find the step on their home page."),
        validators=[Optional()],
        validate_choice=False,
    )
    who = StringField(
        _("Or who else"),
        description=_("A circle, a role, somebody: in words, seen by everybody."),
        validators=[Optional(), Length(max=executing.WHO, message=_("200 characters at most."))],
        render_kw={"maxlength": executing.WHO},
    )
    due_on = Day(
        _("Until"),
        description=_("Its last day. After it the step is shown as late to everybody."),
        validators=[Optional()],
    )

    def offer(self, members: list[tuple[int, str]]) -> None:
        """The members among which to choose."""
        self.member_id.choices = [
            ("", _("No member in particular")),
            *((str(n), name) for n, name in members),
        ]

    @property
    def planned(self) -> Planned:
        member = str(self.member_id.data or "")
        return Planned(
            self.what.data or "",
            self.who.data or "",
            int(member) if member.isdecimal() and len(member) < 10 else None,
            self.due_on.data,
        )


class GoingForm(StepForm):
    """How a step goes: done, written otherwise, or dropped."""

    kind = RadioField(
        _("How it goes"),
        validators=[InputRequired(_("Say how it goes."))],
        validate_choice=False,
    )
    note = TextAreaField(
        _("In a few words"),
        description=_("Needed when it changes or is dropped: the reason stays on the page."),
        validators=[Optional(), Length(max=executing.NOTE, message=_("2,000 characters at most."))],
        render_kw={"rows": 3},
    )

    def __init__(self) -> None:
        super().__init__()
        self.kind.choices = list(GOING)
        if self.kind.data in ("done", "dropped"):
            self.what.validators = [Optional()]


class WordForm(FlaskForm):  # type: ignore[misc]
    """A closing word, or what was observed."""

    note = TextAreaField(
        _("Your words"),
        validators=[
            InputRequired(_("Write a few words: they will stand on the page of the decision.")),
            Length(max=executing.NOTE, message=_("2,000 characters at most.")),
        ],
        render_kw={"rows": 6},
    )

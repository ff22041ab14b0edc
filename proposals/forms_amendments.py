"""The forms of an amendment: other words for a paragraph, a refusal, and who is asked to write too."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from proposals import amendments


class AmendmentForm(FlaskForm):  # type: ignore[misc]
    """Other words for one paragraph; left empty, it goes."""

    after = TextAreaField(
        _("What it would say"),
        description=_(
            "Change the words. Leave nothing to remove the paragraph; an empty line begins another one."
        ),
        validators=[
            Optional(),
            Length(max=amendments.AFTER, message=_("This paragraph is too long: 10,000 characters at most.")),
        ],
        render_kw={"rows": 8},
    )
    reason = TextAreaField(
        _("Why"),
        description=_("What it improves, and for whom. Those who answer read it first."),
        validators=[
            InputRequired(_("Say why: those who decide will read it first.")),
            Length(max=amendments.REASON, message=_("2,000 characters at most.")),
        ],
        render_kw={"rows": 4},
    )
    version = IntegerField(validators=[InputRequired(_("The form is incomplete: reload the page."))])
    paragraph = IntegerField(validators=[InputRequired(_("The form is incomplete: reload the page."))])


class RefusalForm(FlaskForm):  # type: ignore[misc]
    """Why an amendment is refused."""

    answer = TextAreaField(
        _("Why you refuse it"),
        description=_("Shown to everybody, with your name. Who proposed it is told."),
        validators=[
            InputRequired(_("Write why you refuse it: the reason is shown to everybody.")),
            Length(max=amendments.ANSWER, message=_("2,000 characters at most.")),
        ],
        render_kw={"rows": 5},
    )


class ReferralForm(FlaskForm):  # type: ignore[misc]
    """A word with which the circle is asked to decide."""

    answer = TextAreaField(
        _("A word for the circle"),
        description=_("What you think of it yourself: it is shown beside the amendment."),
        validators=[
            Optional(),
            Length(max=amendments.ANSWER, message=_("2,000 characters at most.")),
        ],
        render_kw={"rows": 4},
    )


class AskForm(FlaskForm):  # type: ignore[misc]
    """A member to ask."""

    member = SelectField(_("Member"), validate_choice=False, coerce=str)

    def offer(self, members: list[tuple[int, str]]) -> None:
        """The members who may be asked; none is chosen beforehand."""
        self.member.choices = [("", gettext("Choose a member")), *((str(id_), name) for id_, name in members)]

    @property
    def chosen(self) -> int:
        """The member chosen, or 0."""
        written = self.member.data or ""
        return int(written) if written.isdecimal() and len(written) < 10 else 0

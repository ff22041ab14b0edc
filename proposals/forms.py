"""The forms of a proposal: its text, a new version, a message, a file, a vote to open, a ground."""

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import DateTimeLocalField
from wtforms.validators import InputRequired, Length, Optional

from governance.errors import Refusal
from governance.web.errors import say
from proposals import texts
from proposals.debate import PURPOSES
from proposals.to_vote import Way


class TextForm(FlaskForm):  # type: ignore[misc]
    """What is proposed."""

    title = StringField(
        _("Title"),
        description=_("What is to be decided, in a few words: “Open the machines one Saturday a month”."),
        validators=[
            InputRequired(_("Give the proposal a title.")),
            Length(max=texts.TITLE, message=_("A title holds in 150 characters.")),
        ],
        render_kw={"maxlength": texts.TITLE},
    )
    summary = StringField(
        _("In one sentence, for everybody"),
        description=_(
            "Somebody who knows nothing of the matter must understand what will change. "
            "It will stand in the register."
        ),
        validators=[
            InputRequired(_("Say it in one sentence that everybody understands.")),
            Length(max=texts.SUMMARY, message=_("One sentence holds in 300 characters.")),
        ],
        render_kw={"maxlength": texts.SUMMARY},
    )
    text = TextAreaField(
        _("The text to be decided upon"),
        description=_(
            "Article by article. An empty line makes a paragraph, “# ” a heading, “- ” a list, "
            "**two stars** make bold."
        ),
        validators=[
            InputRequired(_("Write the text to be decided upon.")),
            Length(max=texts.TEXT, message=_("This text is too long: 40,000 characters at most.")),
        ],
        render_kw={"rows": 16},
    )

    @property
    def written(self) -> texts.Text:
        return texts.Text(self.title.data or "", self.summary.data or "", self.text.data or "")


class ProposalForm(TextForm):
    """A draft: the text, and where and how it is to be decided."""

    way = RadioField(
        _("Where and how to decide"),
        validators=[InputRequired(_("Choose a decision rule."))],
        validate_choice=False,
    )
    carried_by = StringField(
        _("Who will carry it out"),
        description=_("A member, a circle, a role: who answers for it once it is adopted."),
        validators=[Optional(), Length(max=texts.CARRIED_BY, message=_("200 characters at most."))],
        render_kw={"maxlength": texts.CARRIED_BY},
    )
    members_only = BooleanField(
        _("Keep the proposal and its debate among members"),
        description=_("The decision itself will be public in the register in any case."),
    )

    def offer(self, ways: Sequence[Way]) -> None:
        """The rules among which to choose; none is chosen beforehand."""
        self.way.choices = [(way.key, way.decision.name) for way in ways]

    @property
    def terms(self) -> texts.Terms:
        circle_id, _slash, rule_id = (self.way.data or "").partition("/")
        return texts.Terms(circle_id, rule_id, not self.members_only.data, self.carried_by.data or "")


class VersionForm(TextForm):
    """Another version, and the one it was written from."""

    note = StringField(
        _("What changes, and why"),
        description=_("A few words for the list of versions: “answers objection no. 1”."),
        validators=[Optional(), Length(max=texts.NOTE, message=_("200 characters at most."))],
        render_kw={"maxlength": texts.NOTE},
    )
    based_on = IntegerField(validators=[InputRequired(_("The form is incomplete: reload the page."))])


class CommentForm(FlaskForm):  # type: ignore[misc]
    """A message in the debate."""

    purpose = SelectField(_("It is"), validate_choice=False)
    text = TextAreaField(
        _("Your message"),
        validators=[
            InputRequired(_("Write your message.")),
            Length(max=texts.COMMENT, message=_("This message is too long: 5,000 characters at most.")),
        ],
        render_kw={"rows": 5},
    )
    answers = HiddenField()

    def __init__(self) -> None:
        super().__init__()
        words = (_("a question"), _("a reaction"), _("an argument for"), _("an argument against"))
        self.purpose.choices = list(zip(PURPOSES, words, strict=True))


class FileForm(FlaskForm):  # type: ignore[misc]
    """A file to join."""

    file = FileField(_("A file"))


class LocalMoment(DateTimeLocalField):  # type: ignore[misc]
    """A day and an hour on the clocks of the network."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(gettext("Write a day and an hour.")) from None


class VoteForm(FlaskForm):  # type: ignore[misc]
    """The vote to open. An empty closing is the earliest that the rule allows."""

    way = RadioField(_("The vote that follows"), validators=[Optional()], validate_choice=False)
    closes_at = LocalMoment(
        _("Close later than that"), validators=[Optional()], format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
    )

    def closing(self, zone: str) -> datetime | None:
        """The moment chosen, in UTC."""
        chosen: datetime | None = self.closes_at.data
        return chosen.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) if chosen else None


class GroundForm(FlaskForm):  # type: ignore[misc]
    """Why an objection is set aside."""

    ground = TextAreaField(
        _("The ground"),
        description=_(
            "An objection is set aside only when it holds no reasoning, never because one disagrees. "
            "What you write is shown to everybody, with your name."
        ),
        validators=[
            InputRequired(
                _("Write why there is no reasoning in this objection: the ground is shown to everybody.")
            ),
            Length(max=texts.GROUND, message=_("2,000 characters at most.")),
        ],
        render_kw={"rows": 5},
    )


def show(form: FlaskForm, refusal: Refusal) -> int:
    """Put a refusal beside its field, or above the form; returns the status of the answer."""
    if refusal.field in form:
        form[refusal.field].errors = [say(refusal)]
    elif refusal.field in ("rule", "circle") and "way" in form:
        form["way"].errors = [say(refusal)]
    else:
        form.form_errors = [*form.form_errors, say(refusal)]
    return refusal.status

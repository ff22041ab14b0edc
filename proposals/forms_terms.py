"""The forms beside a proposal's text: a link, an interest to declare, a template, a decision to review."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from proposals import conflicts, texts
from proposals.forms_text import Day
from proposals.templates_of_kinds import PARTS, Template
from proposals.trials import HOWS

LINKS = (
    ("amends", _("It amends it: the rest stays")),
    ("replaces", _("It replaces it")),
    ("repeals", _("It repeals it")),
    ("confirms", _("It confirms it, after a trial")),
    ("ends", _("It ends it, after a trial")),
    ("derogates", _("It departs from it, for a time")),
    ("follows", _("It follows it, without touching it")),
)


class LinkForm(FlaskForm):  # type: ignore[misc]
    """A decision of the register, and what the proposal does to it."""

    kind = SelectField(_("What this proposal does to it"), validate_choice=False)
    decision = StringField(
        _("Number of the decision"),
        description=_("As the register writes it: 2026-014."),
        validators=[
            InputRequired(_("Write the number of a decision: 2026-014.")),
            Length(max=16, message=_("Write the number of a decision: 2026-014.")),
        ],
        render_kw={"maxlength": 16},
    )

    def __init__(self) -> None:
        super().__init__()
        self.kind.choices = list(LINKS)


class ConflictForm(FlaskForm):  # type: ignore[misc]
    """An interest of one's own in what is proposed."""

    interest = TextAreaField(
        _("My interest"),
        description=_("In a sentence or two: “I am the treasurer of the workshop that would be paid.”"),
        validators=[
            InputRequired(_("Say what your interest is, in a sentence or two.")),
            Length(max=conflicts.LENGTH, message=_("500 characters at most.")),
        ],
        render_kw={"rows": 3, "maxlength": conflicts.LENGTH},
    )


class TemplateForm(FlaskForm):  # type: ignore[misc]
    """The template of a kind of decision; any part may be left empty."""

    title = StringField(
        _("Title"),
        validators=[Optional(), Length(max=texts.TITLE, message=_("A title holds in 150 characters."))],
        render_kw={"maxlength": texts.TITLE},
    )
    summary = StringField(
        _("In one sentence, for everybody"),
        validators=[
            Optional(),
            Length(max=texts.SUMMARY, message=_("One sentence holds in 300 characters.")),
        ],
        render_kw={"maxlength": texts.SUMMARY},
    )
    driver = TextAreaField(_("What happens, and what is needed"), render_kw={"rows": 5})
    text = TextAreaField(
        _("The text to be decided upon"),
        description=_(
            "What every decision of this kind should say, with blanks to fill: “Article 1. From … on, …”"
        ),
        render_kw={"rows": 14},
    )
    cost = TextAreaField(_("What it costs, and who carries it"), render_kw={"rows": 3})
    criteria = TextAreaField(_("By what it will be reviewed"), render_kw={"rows": 3})

    @property
    def written(self) -> Template:
        return Template(**{part: self[part].data or "" for part in PARTS})


class ReviewForm(FlaskForm):  # type: ignore[misc]
    """What is proposed for a decision in force."""

    how = RadioField(
        _("What do you propose?"),
        validators=[InputRequired(_("Say what you propose to do with this decision."))],
        validate_choice=False,
    )
    until = Day(
        _("Last day of the derogation"),
        description=_("For a derogation only: after that day the decision applies again to everybody."),
        validators=[Optional()],
    )

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        words = (_("Confirm it"), _("Change it"), _("End this decision"), _("Depart from it, until a date"))
        self.how.choices = list(zip(HOWS, words, strict=True))

"""The forms of a proposal's text: a draft, a new version."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import DateField
from wtforms.validators import InputRequired, Length, Optional

from governance.register.licences import KNOWN
from proposals import texts
from proposals.forms import WAY
from proposals.templates_of_kinds import PARTS, Template
from proposals.to_vote import Way


class Day(DateField):  # type: ignore[misc]
    """A day."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([each.strip() for each in valuelist])
        except ValueError:
            raise ValueError(gettext("Write a day: 2027-03-31.")) from None


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

    driver = TextAreaField(
        _("What happens, and what is needed"),
        description=_(
            "The situation, its effects, the need it leaves: what anybody could check, before any solution."
        ),
        validators=[
            Optional(),
            Length(max=texts.DRIVER, message=_("This text is too long: 5,000 characters at most.")),
        ],
        render_kw={"rows": 5},
    )
    cost = TextAreaField(
        _("What it costs, and who carries it"),
        description=_("Money, hours, room: how much, from which budget, and who gives it."),
        validators=[
            Optional(),
            Length(max=texts.COST, message=_("This text is too long: 3,000 characters at most.")),
        ],
        render_kw={"rows": 3},
    )
    criteria = TextAreaField(
        _("By what it will be reviewed"),
        description=_("What you will look at to say whether it went well. A trial needs it."),
        validators=[
            Optional(),
            Length(max=texts.CRITERIA, message=_("This text is too long: 3,000 characters at most.")),
        ],
        render_kw={"rows": 3},
    )
    review_on = Day(
        _("Review on"),
        description=_("The day when the circle looks at it again."),
        validators=[Optional()],
    )
    until = Day(
        _("Last day"),
        description=_("Of a trial or a derogation: after that day it no longer applies by itself."),
        validators=[Optional()],
    )

    @property
    def written(self) -> texts.Text:
        return texts.Text(
            self.title.data or "",
            self.summary.data or "",
            self.text.data or "",
            self.driver.data or "",
            self.cost.data or "",
            self.criteria.data or "",
            self.review_on.data,
        )

    @property
    def last_day(self) -> date | None:
        """The last day, where it is asked."""
        day: date | None = self.until.data if "until" in self else None
        return day

    @property
    def opens_review(self) -> bool:
        """Whether cost and review, which may be left out, have something to show."""
        asked = (self.cost, self.criteria, self.review_on)
        return any(each.data or each.errors for each in asked)


class ProposalForm(TextForm):
    """A draft: the text, and where and how it is to be decided."""

    beside = WAY
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
    kind = RadioField(_("For how long"), default=texts.DECISION, validate_choice=False)
    derogates = StringField(
        _("From which decision"),
        description=_("Of a derogation: the number of the decision it departs from, 2026-014."),
        validators=[Optional(), Length(max=16, message=_("Write the number of a decision: 2026-014."))],
        render_kw={"maxlength": 16, "inputmode": "numeric"},
    )
    licence = SelectField(_("Licence of the text"), validate_choice=False)
    template = SelectField(_("Begin from a template"), validate_choice=False)
    members_only = BooleanField(
        _("Keep the proposal and its debate among members"),
        description=_("The decision itself will be public in the register in any case."),
    )

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        words = (
            _("An ordinary decision"),
            _("A trial, until a date"),
            _("A derogation from a decision, until a date"),
        )
        self.kind.choices = list(zip(texts.KINDS, words, strict=True))

    edits = IntegerField(validators=[Optional()])  # how many times it was kept when one began to write

    def offer(self, ways: Sequence[Way], templates: frozenset[str]) -> None:
        """The rules among which to choose, and those that have a template; none is chosen beforehand."""
        self.way.choices = [(way.key, way.decision.name) for way in ways]
        rules = {way.decision.id: way.decision.name for way in ways}
        self.template.choices = [(rule, name) for rule, name in rules.items() if rule in templates]

    def license(self, default: str) -> None:
        """The licences among which to choose; ``default``: the name of the network's."""
        same = gettext("That of the network: %(licence)s", licence=default)
        self.licence.choices = [("", same), *((each.spdx, each.name) for each in KNOWN.values())]

    def fill(self, template: Template) -> None:
        """Take from a template what is not written yet; what was typed stays."""
        for part in PARTS:
            field = self[part]
            if not (field.data or "").strip():
                field.data = getattr(template, part)
                field.raw_data = None

    @property
    def opens_bounds(self) -> bool:
        """Whether it is a trial or a derogation, or something is wrong with it."""
        asked = (self.kind, self.until, self.derogates)
        return self.kind.data != texts.DECISION or any(each.errors for each in asked)

    @property
    def terms(self) -> texts.Terms:
        circle_id, _slash, rule_id = (self.way.data or "").partition("/")
        return texts.Terms(
            circle_id,
            rule_id,
            not self.members_only.data,
            self.carried_by.data or "",
            self.kind.data or texts.DECISION,
            self.until.data,
            self.licence.data or "",
            self.derogates.data or "",
        )


class VersionForm(TextForm):
    """Another version, and the one it was written from."""

    note = StringField(
        _("What changes, and why"),
        description=_("A few words for the list of versions: “answers objection no. 1”."),
        validators=[Optional(), Length(max=texts.NOTE, message=_("200 characters at most."))],
        render_kw={"maxlength": texts.NOTE},
    )
    based_on = IntegerField(validators=[InputRequired(_("The form is incomplete: reload the page."))])

    def bound(self, kind: str) -> None:
        """An ordinary decision has no last day."""
        if kind == texts.DECISION:
            del self.until

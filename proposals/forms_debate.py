"""The forms of a debate: a message, the summary, how closely to follow."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, IntegerField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from governance.members.forms_account import NOTICES
from proposals import summaries, texts
from proposals.debate import About
from proposals.purposes import AGAINST, FOR, PURPOSES, QUESTION, REACTION

SAID = {
    QUESTION: _("a question"),
    REACTION: _("a reaction"),
    FOR: _("an argument for"),
    AGAINST: _("an argument against"),
}


class CommentForm(FlaskForm):  # type: ignore[misc]
    """A message in the debate. ``quote`` and ``quoted``: a paragraph, and the version it was read in."""

    purpose = SelectField(_("It is"), validate_choice=False)
    text = TextAreaField(
        _("Your message"),
        validators=[
            InputRequired(_("Write your message.")),
            Length(max=texts.COMMENT, message=_("This message is too long: 5,000 characters at most.")),
        ],
        render_kw={"rows": 5},
    )
    resolves = BooleanField(_("This answers the question"))
    answers = HiddenField()
    quote = HiddenField()
    quoted = HiddenField()
    objection = HiddenField()

    def __init__(self, **known: object) -> None:
        super().__init__(**known)
        self.offer(PURPOSES)

    def offer(self, purposes: Iterable[str]) -> None:
        """The purposes among which to choose."""
        self.purpose.choices = [(purpose, SAID[purpose]) for purpose in purposes]

    def number(self, name: str) -> int | None:
        """A number that a hidden field carries; 0, which nothing has, where it is none."""
        written = self[name].data or ""
        return (int(written) if written.isdecimal() and len(written) < 10 else 0) if written else None

    @property
    def about(self) -> About:
        return About(self.number("quote"), self.number("quoted"), self.number("objection"))


class SummaryForm(FlaskForm):  # type: ignore[misc]
    """The summary of a debate, the message up to which it goes, the summary it replaces."""

    text = TextAreaField(
        _("The summary"),
        description=_(
            "What is asked, what is agreed, what is still disputed, with the names of nobody but the "
            "arguments of all. Markdown, as in the text."
        ),
        validators=[
            InputRequired(_("Write the summary.")),
            Length(max=summaries.LONGEST, message=_("A summary holds in 10,000 characters.")),
        ],
        render_kw={"rows": 14},
    )
    upto = IntegerField(validators=[Optional()])
    based_on = IntegerField(validators=[InputRequired(_("The form is incomplete: reload the page."))])


class CriteriaForm(SummaryForm):
    """The same, said aloud at a meeting that elects without candidate."""

    text = TextAreaField(
        _("What the role asks of somebody now"),
        description=_(
            "One line for each thing that was said, without any name. "
            "Everybody sees it, here and on the screen."
        ),
        validators=[
            InputRequired(_("Write what was said.")),
            Length(max=summaries.LONGEST, message=_("It holds in 10,000 characters.")),
        ],
        render_kw={"rows": 10},
    )


class FollowForm(FlaskForm):  # type: ignore[misc]
    """How closely to follow one proposal; empty: as chosen in one's account (``usual``)."""

    level = SelectField(_("Tell me by mail"), validate_choice=False)

    def __init__(self, usual: str = "", **known: object) -> None:
        super().__init__(**known)
        as_usual = _("As in my account: %(level)s", level=dict(NOTICES).get(usual, ""))
        self.level.choices = [("", as_usual), *NOTICES]

"""What a paper of consent asks of who objects: which paragraph, four questions in a few words."""

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Form, RadioField, SelectField, StringField
from wtforms.validators import Length, Optional

from proposals.paragraphs import Paragraph
from voting.answers import LONGEST_WHY, NO, TESTS, YES, Reply
from voting.texts import words

BEGINNING = 70  # characters of a paragraph in the list of paragraphs
WHOLE = ""  # the objection is about the whole text


def _yes_or_no(question: str, hint: str) -> RadioField:
    """YES or NO, written out by the template."""
    return RadioField(question, description=hint, validators=[Optional()], validate_choice=False)


def _why() -> StringField:
    return StringField(
        _("Why, in a few words"),
        validators=[Length(max=LONGEST_WHY, message=_("Write at most 500 characters."))],
    )


class ObjectionFields(Form):  # type: ignore[misc]
    """The part of a paper for who objects; nothing in it is asked of the others."""

    paragraph = SelectField(_("Which paragraph is it about?"), validate_choice=False, default=WHOLE)
    test_purpose = _yes_or_no(
        _("Would it harm the circle’s purpose?"),
        _("An objection protects what the circle is here for; “I would do otherwise” is a preference."),
    )
    why_purpose = _why()
    test_role = _yes_or_no(
        _("Does it limit a role I represent?"),
        _("Would it keep you, or the member you speak for, from doing what was entrusted to you?"),
    )
    why_role = _why()
    test_without = _yes_or_no(
        _("Would the problem exist without the proposal?"),
        _("If it is there in any case, the proposal does not cause it: another proposal may deal with it."),
    )
    why_without = _why()
    test_certain = _yes_or_no(
        _("Is it certain, or no time to adapt before harm?"),
        _("What can be tried, watched and adapted in time is perhaps safe enough to try."),
    )
    why_certain = _why()

    def offer(self, paragraphs: Sequence[Paragraph]) -> None:
        """The paragraphs among which to choose, by the beginning of their words."""
        self.paragraph.choices = [(str(each.number), beginning(each.text)) for each in paragraphs]

    @property
    def questions(self) -> list[tuple[RadioField, StringField]]:
        """The four questions, each with the place for its reason."""
        return [(self[f"test_{name}"], self[f"why_{name}"]) for name in TESTS]

    @property
    def tested(self) -> dict[str, Reply]:
        """The questions that were answered."""
        return {
            name: Reply(self[f"test_{name}"].data, self[f"why_{name}"].data or "")
            for name in TESTS
            if self[f"test_{name}"].data
        }

    @property
    def about(self) -> int | None:
        """The number of the paragraph chosen; None for the whole text."""
        return int(self.paragraph.data) if (self.paragraph.data or "").isdigit() else None

    def check_objection(self) -> bool:
        """Whether who objects said enough; what is missing is said beside each field."""
        if self.paragraph.data not in (None, WHOLE, *dict(self.paragraph.choices or ())):
            self.paragraph.errors = [gettext("The text put to consent has no such paragraph.")]
        for question, _reason in self.questions:
            if question.data not in (YES, NO):
                question.errors = [gettext("Answer yes or no: %(question)s", question=question.label.text)]
        return not (self.paragraph.errors or any(question.errors for question, _reason in self.questions))


def beginning(text: str) -> str:
    """The first words of a paragraph."""
    said = words(text)
    return said if len(said) <= BEGINNING else said[:BEGINNING].rsplit(" ", 1)[0] + "…"

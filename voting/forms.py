"""The ballot papers of a person, one per member they speak for, and the receipt somebody brings to check."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from proposals.paragraphs import Paragraph
from voting.answers import CHOICES, LONGEST_REASON, NATURES, Answer
from voting.forms_choice import ChoicePaper
from voting.forms_objection import ObjectionFields


class PaperForm(ObjectionFields):
    """One ballot paper. Nothing is chosen beforehand; a paper left empty is not cast."""

    choice = RadioField(_("My answer"), validators=[Optional()], validate_choice=False)
    nature = RadioField(_("What the objection is about"), validators=[Optional()], validate_choice=False)
    reason = TextAreaField(
        _("In words"),
        validators=[Length(max=LONGEST_REASON, message=_("Write at most 5,000 characters."))],
    )

    def __init__(
        self,
        given: Mapping[str, Any] | None,
        *,
        method: str,
        prefix: str,
        paragraphs: Sequence[Paragraph] = (),
    ) -> None:
        super().__init__(given, prefix=prefix)
        self.choice.choices = [(each, each) for each in CHOICES[method]]
        self.nature.choices = [(each, each) for each in NATURES]
        self.offer(paragraphs)

    def validate_choice(self, field: RadioField) -> None:
        if field.data not in dict(field.choices):
            raise ValidationError(_("This is not one of the answers of this vote."))

    def validate_reason(self, field: TextAreaField) -> None:
        if (field.data or "").strip():
            return
        if self.choice.data == "objection":
            raise ValidationError(
                _("Give the reason of the objection: it is what makes it possible to lift it.")
            )
        if self.choice.data == "concern":
            raise ValidationError(_("Write the concern that goes on record, or simply consent."))

    def validate(self, extra_validators: Any = None) -> bool:
        valid: bool = super().validate(extra_validators)
        if self.choice.data != "objection":
            return valid
        if self.nature.data not in NATURES:
            self.nature.errors = [*self.nature.errors, _("Say what kind of objection it is.")]
        return self.check_objection() and valid and not self.nature.errors

    @property
    def is_filled(self) -> bool:
        """Whether anything was answered on it."""
        return bool(self.choice.data)

    @property
    def problems(self) -> list[str]:
        """What is wrong, one sentence a field."""
        return [field.errors[0] for field in self if field.errors]

    def answer(self, member_id: int) -> Answer | None:
        """What is answered for a member; None while the paper is empty."""
        if not self.choice.data:
            return None
        choice, reason = self.choice.data, self.reason.data or ""
        if choice != "objection":
            return Answer(member_id, choice, reason)
        nature = self.nature.data or ""
        return Answer(member_id, choice, reason, nature, paragraph=self.about, tests=self.tested)

    def accuse(self, field: str, sentence: str) -> None:
        """Put a refusal beside a field; about the four questions, beside the first."""
        field = "test_purpose" if field == "tests" else field
        self[field].errors = [*self[field].errors, sentence]


class CastForm(FlaskForm):  # type: ignore[misc]
    """The papers of a person together; what is cast is what was filled in, all of it or nothing.

    A first sending shows what will be recorded; only the second, with ``sure``, records it.
    """

    sure = HiddenField()

    def __init__(self, papers: Mapping[int, PaperForm | ChoicePaper]) -> None:
        super().__init__()
        self.papers = papers
        self.nothing: str | None = None

    @property
    def answers(self) -> list[Answer]:
        """What was answered, for each member whose paper was filled in."""
        answers = (paper.answer(member_id) for member_id, paper in self.papers.items())
        return [answer for answer in answers if answer is not None]

    def validate(self, extra_validators: Any = None) -> bool:
        """Every paper is looked at, so that all that is missing is said at once."""
        papers = [paper.validate() for paper in self.papers.values()]
        valid: bool = super().validate(extra_validators)
        if not any(paper.is_filled for paper in self.papers.values()):
            self.nothing = _("No ballot is filled in: choose an answer.")
        return all(papers) and valid and self.nothing is None

    @property
    def wrong(self) -> bool:
        """Whether something has to be corrected before anything is cast."""
        return self.nothing is not None or any(paper.problems for paper in self.papers.values())

    def accuse(self, field: str, sentence: str) -> None:
        """Put a refusal beside the field it is about, on the first paper filled in."""
        self.papers[self.answers[0].member_id].accuse(field, sentence)


class EntryForm(FlaskForm):  # type: ignore[misc]
    """Why a ballot is entered for a member."""

    ground = StringField(
        _("Why you enter it for this member"),
        validators=[
            InputRequired(_("Say why: paper ballot, telephone, help with the page…")),
            Length(max=500, message=_("Write at most 500 characters.")),
        ],
        description=_("Kept with the ballot: “paper ballot handed at the assembly”, “by telephone”."),
    )


class WhyForm(FlaskForm):  # type: ignore[misc]
    """Why a round closes before its time."""

    why = StringField(
        _("Why it closes now"),
        validators=[
            InputRequired(_("Say in a few words why the round closes now: it is shown with its result.")),
            Length(max=500, message=_("Write at most 500 characters.")),
        ],
        description=_(
            "Shown to everybody with the result and your name: “an objection is to be integrated”."
        ),
    )


class SeedForm(FlaskForm):  # type: ignore[misc]
    """The public randomness of a lot, entered once."""

    seed = TextAreaField(
        _("The public randomness, exactly as it was published"),
        validators=[InputRequired(_("Enter the public randomness exactly as it was published."))],
        description=_("It is entered once, cannot be changed, and is published with the result."),
    )


class CheckForm(FlaskForm):  # type: ignore[misc]
    """A receipt to check, pasted or as a file."""

    receipt = TextAreaField(
        _("The receipt"),
        validators=[Length(max=50_000, message=_("This is far longer than a receipt."))],
        description=_("Paste the text of the file, from the first brace to the last."),
    )
    file = FileField(_("Or the file itself"))

    def text(self) -> str:
        """What was brought: the file where there is one, else what was pasted."""
        upload = self.file.data
        if upload and getattr(upload, "filename", ""):
            return str(upload.read(50_000).decode("utf-8", errors="replace"))
        return self.receipt.data or ""

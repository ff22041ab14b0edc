"""The ballot papers of a person, one per member they speak for, and the receipt somebody brings to check."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, Form, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from voting.casting import CHOICES, LONGEST_REASON, NATURES, Answer
from voting.sheet import Held

NEEDS_WORDS = {"concern", "objection"}


class PaperForm(Form):  # type: ignore[misc]
    """One ballot paper. Nothing is chosen beforehand; a paper left empty is not cast."""

    choice = RadioField(_("My answer"), validators=[Optional()], validate_choice=False)
    nature = RadioField(_("What the objection is about"), validators=[Optional()], validate_choice=False)
    reason = TextAreaField(
        _("In words"),
        validators=[Length(max=LONGEST_REASON, message=_("Write at most 5,000 characters."))],
    )

    def __init__(self, given: Mapping[str, Any] | None, *, method: str, prefix: str) -> None:
        super().__init__(given, prefix=prefix)
        self.choice.choices = [(each, each) for each in CHOICES[method]]
        self.nature.choices = [(each, each) for each in NATURES]

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
        if self.choice.data == "objection" and self.nature.data not in NATURES:
            self.nature.errors = [*self.nature.errors, _("Say what kind of objection it is.")]
            return False
        return valid


class CastForm(FlaskForm):  # type: ignore[misc]
    """The papers of a person together; what is cast is what was filled in, all of it or nothing."""

    sure = BooleanField(
        _("I have read my ballots again."),
        validators=[InputRequired(_("Tick the box once you have read your ballots again."))],
    )

    def __init__(self, held: Sequence[Held], *, method: str, given: Mapping[str, Any] | None = None) -> None:
        super().__init__()
        self.papers = {
            each.voice.member_id: PaperForm(given, method=method, prefix=f"m{each.voice.member_id}-")
            for each in held
        }
        self.nothing: str | None = None

    @property
    def answers(self) -> list[Answer]:
        """What was answered, for each member whose paper was filled in."""
        return [
            Answer(member_id, paper.choice.data, paper.reason.data or "", paper.nature.data or "")
            for member_id, paper in self.papers.items()
            if paper.choice.data
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """Every paper is looked at, so that all that is missing is said at once."""
        papers = [paper.validate() for paper in self.papers.values()]
        sure: bool = super().validate(extra_validators)
        if not self.answers:
            self.nothing = _("No ballot is filled in: choose an answer.")
        return all(papers) and sure and self.nothing is None

    def accuse(self, field: str, sentence: str) -> None:
        """Put a refusal beside the field it is about, on the first paper filled in."""
        paper = self.papers[self.answers[0].member_id]
        paper[field].errors = [*paper[field].errors, sentence]


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

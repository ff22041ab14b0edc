"""The form of a new social code."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import Optional

from governance.rules.code import LONGEST


class AdoptedByForm(FlaskForm):  # type: ignore[misc]
    """The decision of the register that adopted other rules."""

    decision = SelectField(
        _("Adopted by"),
        [Optional()],
        description=_("The rules change only by a decision of the register; the version will name it."),
        validate_choice=False,
    )

    def offer(self, decisions: list[tuple[str, str]], *, founding: bool) -> None:
        """The decisions among which to choose; none while the network is being founded."""
        first = _("None yet: the network is being founded") if founding else _("Choose a decision")
        self.decision.choices = [
            ("", first),
            *((number, f"{number}, {title}") for number, title in decisions),
        ]


class CodeForm(AdoptedByForm):
    """A file, or the text itself; and the decision that adopted it."""

    file = FileField(_("The file"), [Optional()])
    text = TextAreaField(
        _("The text of the social code"),
        [Optional()],
        description=_("It is TOML: change it here, or choose a file above, which then takes its place."),
        render_kw={"rows": 24, "spellcheck": "false", "maxlength": LONGEST},
    )
    shown = HiddenField()  # the fingerprint of the text whose changes were read

"""Forms of sign-in and of one's account."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, Field, Form, PasswordField, SelectField, ValidationError
from wtforms.validators import EqualTo, InputRequired, Length

from governance.members.forms import IsEmail
from governance.members.passwords import LONGEST, SHORTEST, is_too_simple
from governance.members.people import ALL, CONVOCATIONS
from governance.web.locale import LANGUAGES

TRIED = Length(max=1000, message=_("This is too long for a password."))


MAILS = [
    (ALL, _("Everything: reminders and outcomes too")),
    (CONVOCATIONS, _("Only what calls me to vote")),
]
# levels of news of proposals; those who read them are in proposals.notices
NOTICES = [
    ("all", _("Everything, as it happens")),
    ("mine", _("What concerns me, as it happens")),
    ("daily", _("Everything, once a day at 7 in the morning")),
    ("weekly", _("Everything, on Monday at 7 in the morning")),
    ("none", _("Nothing, except the votes that call me")),
]


def is_strong(form: Form, field: Field) -> None:
    """A new password, long enough and not a single letter repeated."""
    password = field.data or ""
    if not SHORTEST <= len(password) <= LONGEST:
        raise ValidationError(_("Between 12 and 200 characters."))
    if is_too_simple(password):
        raise ValidationError(_("This password would be found at the first guess."))


class SignInForm(FlaskForm):  # type: ignore[misc]
    email = EmailField(
        _("E-mail address"),
        [InputRequired(_("Write your address.")), IsEmail()],
        description=_("The one that receives the convocations, for example name@place.example"),
    )
    password = PasswordField(_("Password"), [InputRequired(_("Write your password.")), TRIED])
    remember = BooleanField(_("Stay signed in on this device"), description=_("(not on a shared computer)"))


class ForgottenForm(FlaskForm):  # type: ignore[misc]
    email = EmailField(_("E-mail address"), [InputRequired(_("Write your address.")), IsEmail()])


class NewPasswordForm(FlaskForm):  # type: ignore[misc]
    password = PasswordField(
        _("New password"),
        [InputRequired(_("Choose a password.")), is_strong],
        description=_("At least 12 characters. Four ordinary words are easy to keep in mind, hard to guess."),
    )
    repeat = PasswordField(
        _("The same password again"),
        [InputRequired(_("Write it a second time.")), EqualTo("password", _("The two are different."))],
    )


class ChangePasswordForm(NewPasswordForm):
    current = PasswordField(_("Current password"), [InputRequired(_("Write your password.")), TRIED])


class PreferencesForm(FlaskForm):  # type: ignore[misc]
    locale = SelectField(_("Language of pages and mails"))
    mails = SelectField(_("Mails"))
    notices = SelectField(
        _("News of proposals"),
        description=_(
            "What concerns you: proposals, amendments and objections of members you speak for, answers to "
            "you, threads you spoke in, what calls your circles to act. "
            "Each proposal may be followed otherwise."
        ),
    )

    def __init__(self, **known: object) -> None:
        super().__init__(**known)
        self.locale.choices = [("", _("As the browser asks")), *LANGUAGES.items()]
        self.mails.choices = MAILS
        self.notices.choices = NOTICES

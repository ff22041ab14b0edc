"""Forms of sign-in and account."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, Field, Form, PasswordField, ValidationError
from wtforms.validators import InputRequired, Length

from governance.members.names import email_address


class IsEmail:
    """The field holds an e-mail address."""

    def __call__(self, form: Form, field: Field) -> None:
        if email_address(field.data or "") is None:
            raise ValidationError(_("An address looks like name@place.example."))


class SignInForm(FlaskForm):  # type: ignore[misc]
    email = EmailField(
        _("E-mail address"),
        [InputRequired(_("Write your address.")), IsEmail()],
        description=_("The one that receives the convocations, for example name@place.example"),
    )
    password = PasswordField(_("Password"), [InputRequired(_("Write your password.")), Length(max=1000)])
    remember = BooleanField(_("Stay signed in on this device"), description=_("(not on a shared computer)"))

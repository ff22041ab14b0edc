"""Forms of sign-in and account."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, Field, Form, PasswordField, ValidationError
from wtforms.validators import InputRequired, Length

from governance.members.names import email_address


class IsEmail:
    """The field holds an e-mail address."""

    def __call__(self, form: Form, field: Field) -> None:
        if email_address(field.data or "") is None:
            raise ValidationError(_l("An address looks like name@place.example."))


class SignInForm(FlaskForm):  # type: ignore[misc]
    email = EmailField(
        _l("E-mail address"),
        [InputRequired(_l("Write your address.")), IsEmail()],
        description=_l("The one that receives the convocations, for example name@place.example"),
    )
    password = PasswordField(_l("Password"), [InputRequired(_l("Write your password.")), Length(max=1000)])
    remember = BooleanField(_l("Stay signed in on this device"), description=_l("(not on a shared computer)"))

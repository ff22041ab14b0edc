"""Forms of stewards: members, who speaks for them, offices, lists."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    Field,
    Form,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, Optional

from governance.errors import N_
from governance.members.names import LONGEST_NAME, clean, email_address

KINDS = [("organisation", _("Organisation")), ("individual", _("Individual"))]
YEARS = range(1800, 2300)
OUT_OF_REACH = N_("Choose a day between the years 1800 and 2299.")
OFFICES = [("steward", _("Steward of the rules")), ("facilitator", _("Facilitator"))]


class IsEmail:
    """The field holds an e-mail address."""

    def __call__(self, form: Form, field: Field) -> None:
        if email_address(field.data or "") is None:
            raise ValidationError(_("An address looks like name@place.example."))


def is_name(form: Form, field: Field) -> None:
    """The field holds something to be called by."""
    if not clean(field.data or ""):
        raise ValidationError(_("Write a name."))


def name_field(label: object) -> StringField:
    return StringField(
        label,
        [
            InputRequired(_("Write a name.")),
            is_name,
            Length(max=LONGEST_NAME, message=_("200 letters at most.")),
        ],
    )


def is_in_reach(form: Form, field: Field) -> None:
    """The field holds a day with which one can reckon, in months and in time zones."""
    if field.data is not None and field.data.year not in YEARS:
        raise ValidationError(gettext(OUT_OF_REACH))


def day_field(label: object, description: object = "", *, optional: bool = False) -> DateField:
    needed = Optional() if optional else InputRequired(_("Write a date."))
    return DateField(label, [needed, is_in_reach], description=description)


class MemberForm(FlaskForm):  # type: ignore[misc]
    name = name_field(_("Name of the member"))
    kind = SelectField(_("Kind"))
    place = StringField(_("Town or village"), [Length(max=LONGEST_NAME, message=_("200 letters at most."))])

    def __init__(self, **known: object) -> None:
        super().__init__(**known)
        self.kind.choices = KINDS


class NewMemberForm(MemberForm):
    college = SelectField(_("College"))
    joined_on = day_field(_("Member from"))


class CollegeForm(FlaskForm):  # type: ignore[misc]
    college = SelectField(_("New college"))
    ends_on = day_field(_("From"), _("Votes that are already open keep their electorate."))


class LeaveForm(FlaskForm):  # type: ignore[misc]
    ends_on = day_field(_("First day outside"), _("From this day on, nobody speaks for this member."))


class RepresentativeForm(FlaskForm):  # type: ignore[misc]
    name = name_field(_("First and last name"))
    email = EmailField(
        _("E-mail address"),
        [InputRequired(_("Write an address.")), IsEmail()],
        description=_("Somebody who already has this address in the network keeps their account."),
    )
    starts_on = day_field(_("Speaks for the member from"))
    ends_on = day_field(
        _("First day without"), _("Leave empty when the end is not known yet."), optional=True
    )
    invitation = BooleanField(_("Send an invitation by mail"), default=True)


class EndForm(FlaskForm):  # type: ignore[misc]
    ends_on = day_field(_("First day without"), _("From this day on, this is over."))


class PersonForm(FlaskForm):  # type: ignore[misc]
    name = name_field(_("First and last name"))
    email = EmailField(_("E-mail address"), [InputRequired(_("Write an address.")), IsEmail()])


class OfficeForm(FlaskForm):  # type: ignore[misc]
    person = SelectField(_("Person"), coerce=int)
    office = SelectField(_("Office"))
    starts_on = day_field(_("From"))
    ends_on = day_field(_("First day without"), _("An office has an end: it can be entrusted again."))

    def __init__(self, **known: object) -> None:
        super().__init__(**known)
        self.office.choices = OFFICES


class ListForm(FlaskForm):  # type: ignore[misc]
    file = FileField(_("List of members (CSV)"), [FileRequired(_("Choose a file."))])


class ApplyForm(FlaskForm):  # type: ignore[misc]
    leave_out = BooleanField(_("Leave the refused lines out and apply the others"))
    invitations = BooleanField(_("Send an invitation to each person who has not joined yet"))

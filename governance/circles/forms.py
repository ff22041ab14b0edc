"""Forms of roles and mandates."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from governance.circles.service import Description
from governance.circles.words import HOW, OFFICES
from governance.members.conditions import Conditions
from governance.members.forms import day_field, name_field
from governance.rules.reading_bodies import MOST_SEATS, SELECTIONS

LONGEST_TEXT = 5000
LISTS = ("accountabilities", "policies", "skills")
Choices = Iterable[tuple[str, str]]


def lines(text: str) -> tuple[str, ...]:
    """One thing a line, empty ones left out."""
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())


def long_field(label: object, description: object = "") -> TextAreaField:
    limit = Length(max=LONGEST_TEXT, message=_("%(max)d letters at most."))
    return TextAreaField(label, [limit], description=description)


def words_field(label: object, description: object) -> TextAreaField:
    """Words that are needed; how long they may be, the act says."""
    return TextAreaField(label, [InputRequired(_("Say it in a few words."))], description=description)


def number_field(
    label: object, least: int, most: int, description: object = "", *, optional: bool = False
) -> IntegerField:
    needed = Optional() if optional else InputRequired(_("Write a number."))
    bounds = NumberRange(least, most, message=_("From %(min)s to %(max)s."))
    return IntegerField(label, [needed, bounds], description=description)


def decision_field(*, optional: bool = False) -> SelectField:
    needed = [] if optional else [InputRequired(_("Choose the decision that says so."))]
    return SelectField(_("Decision of the register"), needed)


class RoleForm(FlaskForm):  # type: ignore[misc]
    """What a decision says of a role."""

    decision = decision_field()
    name = name_field(_("Name of the role"))
    purpose = long_field(_("Purpose"), _("What it is for, in a sentence."))
    domain = long_field(_("Domain"), _("What it decides alone."))
    accountabilities = long_field(_("Accountabilities"), _("One a line."))
    policies = long_field(_("Policies"), _("One a line."))
    skills = long_field(_("Skills"), _("One a line."))
    seats = number_field(_("Seats"), 0, MOST_SEATS, _("How many hold it at once; 0 for any number."))
    term_months = number_field(_("Months of a term"), 1, 240)
    max_consecutive = number_field(_("Terms in a row at the most"), 1, 50, optional=True)
    selection = SelectField(_("Chosen by"))
    office = SelectField(_("Rights on this site"))
    college = SelectField(_("College"))
    alternates = BooleanField(_("Alternates between colleges"))
    incompatible = SelectMultipleField(
        _("Does not go together with"), description=_("The same person cannot hold both.")
    )
    deputy = BooleanField(_("Has a deputy"))
    report = BooleanField(_("A turn ends when its report is published"))
    hosts = BooleanField(_("A turn of places, which host the next meeting"))
    renewal = number_field(
        _("Renewed in so many parts"), 2, MOST_SEATS,
        _("3: a third of the seats at a time. Empty: all together."), optional=True,
    )  # fmt: skip
    renewal_from = day_field(
        _("Terms counted from"), _("Of a renewal in parts. Empty: from the first mandate."), optional=True
    )
    revocation_by = SelectMultipleField(
        _("A mandate is taken back by"), description=_("Kinds of decision. None chosen: any decision.")
    )
    revocation_absences = number_field(_("After so many warnings"), 1, 50, optional=True)
    revocation_heard = BooleanField(_("Once the person was heard"))
    revocation_notice = number_field(_("With so many days of notice"), 1, 366, optional=True)

    folds = (
        (_("Alternation, incompatible roles, deputy"), ("alternates", "incompatible", "deputy")),
        (_("Turns"), ("report", "hosts")),
        (_("Renewal in parts"), ("renewal", "renewal_from")),
        (
            _("When a mandate may be taken back"),
            ("revocation_by", "revocation_absences", "revocation_heard", "revocation_notice"),
        ),
    )

    @property
    def always(self) -> list[Field]:
        """The fields that are shown unfolded."""
        folded = {name for _title, names in self.folds for name in names}
        return [field for field in self if field.name not in folded]

    @property
    def folded(self) -> list[tuple[str, list[Field], bool]]:
        """The others: a title, its fields, and whether it is unfolded since something stands there."""
        groups = [(title, [self[name] for name in names]) for title, names in self.folds]
        return [(title, fields, any(each.data or each.errors for each in fields)) for title, fields in groups]

    def offer(self, *, decisions: Choices, colleges: Choices, roles: Choices, kinds: Choices) -> None:
        """The choices of this network."""
        self.decision.choices = [("", "…"), *decisions]
        self.selection.choices = [(key, _(HOW[key])) for key in SELECTIONS]
        self.office.choices = [("", _("none")), *((key, _(words)) for key, words in OFFICES.items())]
        self.college.choices = [("", _("any")), *colleges]
        self.incompatible.choices = list(roles)
        self.revocation_by.choices = list(kinds)

    def description(self) -> Description:
        """What was typed."""
        return Description(
            name=self.name.data.strip(),
            term_months=self.term_months.data,
            selection=self.selection.data,
            purpose=(self.purpose.data or "").strip(),
            domain=(self.domain.data or "").strip(),
            accountabilities=lines(self.accountabilities.data),
            policies=lines(self.policies.data),
            skills=lines(self.skills.data),
            seats=self.seats.data,
            max_consecutive=self.max_consecutive.data,
            office=self.office.data,
            college_id=self.college.data or None,
            alternates=self.alternates.data,
            incompatible=tuple(self.incompatible.data),
            deputy=self.deputy.data,
            report=self.report.data,
            hosts=self.hosts.data,
            renewal=self.renewal.data or 1,
            renewal_from=self.renewal_from.data if self.renewal.data else None,
            revocation=self._revocation(),
        )

    def _revocation(self) -> tuple[Conditions, ...]:
        said = Conditions(
            by=tuple(self.revocation_by.data),
            absences=self.revocation_absences.data or 0,
            heard=self.revocation_heard.data,
            notice_days=self.revocation_notice.data or 0,
        )
        return () if said == Conditions() else (said,)


class NewRoleForm(RoleForm):
    """A role that a decision created."""

    circle = SelectField(_("Circle"))
    slug = StringField(
        _("Short name, for its address"),
        [InputRequired(_("Write a short name.")), Length(max=140, message=_("%(max)d letters at most."))],
        description=_("Small letters, digits and hyphens, such as treasurer."),
    )


class EndRoleForm(FlaskForm):  # type: ignore[misc]
    decision = decision_field()


class EntrustForm(FlaskForm):  # type: ignore[misc]
    """Somebody holds a role, for a member or for themselves."""

    holder = SelectField(_("Who, and for whom"), [InputRequired(_("Choose somebody."))])
    starts_on = day_field(_("From"))
    ends_on = day_field(_("First day without"), _("Empty: a whole term."), optional=True)
    seat = SelectField(_("Seat"))
    how = SelectField(_("Chosen by"))
    decision = decision_field(optional=True)
    provisional = BooleanField(
        _("Provisional replacement"), description=_("Until the day above; it is no term.")
    )
    until_filled = BooleanField(
        _("Provisional replacement until the seat is filled"),
        description=_(
            "It ends to the second when somebody is entrusted with the seat. At the latest on the day above; "
            "left empty, after six months or with the rest of the term, whichever is first."
        ),
    )
    derogation = SelectField(
        _("Derogation"),
        description=_(
            "The decision that allows a longer term, one more in a row, or the same college again."
        ),
    )

    def offer(self, *, people: Choices, seats: int, decisions: Choices) -> None:
        """The choices of this role."""
        self.holder.choices = [("", "…"), *people]
        numbers = [(str(number), str(number)) for number in range(1, seats + 1)]
        self.seat.choices = [("", _("the first that is free")), *(numbers if seats > 1 else [])]
        self.how.choices = [(key, _(words)) for key, words in HOW.items()]
        self.decision.choices = [("", _("no decision")), *decisions]
        self.derogation.choices = [("", _("no decision")), *decisions]

    @property
    def pair(self) -> tuple[int, int | None]:
        """The person, and the member for whom."""
        person, _dot, member = self.holder.data.partition(".")
        return int(person), int(member) if member else None


class ResignForm(FlaskForm):  # type: ignore[misc]
    on = day_field(_("First day without"), _("Today: at once, to the second."))
    why = long_field(_("Why"), _("Shown to who has signed in."))


class RevokeForm(FlaskForm):  # type: ignore[misc]
    decision = decision_field()
    on = day_field(_("First day without"), _("Today: at once, to the second."))
    why = long_field(_("Why"), _("Shown to who has signed in."))


class ExtendForm(FlaskForm):  # type: ignore[misc]
    decision = decision_field()
    ends_on = day_field(_("First day without"))


class DeputyForm(FlaskForm):  # type: ignore[misc]
    holder = SelectField(_("Deputy"))


class WarningForm(FlaskForm):  # type: ignore[misc]
    on = day_field(_("Day"))
    text = words_field(_("What happened"), _("An absence, a report that is missing; for who has signed in."))


class HearingForm(FlaskForm):  # type: ignore[misc]
    on = day_field(_("Day"))
    text = words_field(
        _("What was said"), _("Or that the person did not come, though asked. For who has signed in.")
    )


class NoticeForm(FlaskForm):  # type: ignore[misc]
    on = day_field(_("Day"), _("On which the person was told."))
    text = words_field(_("How, and of what"), _("A letter, what it says. For who has signed in."))


def filled(what: Description) -> dict[str, object]:
    """A description as the form shows it."""
    known = {name: getattr(what, name) for name in Description.__dataclass_fields__}
    known |= {name: "\n".join(known[name]) for name in LISTS}
    known["renewal"] = what.renewal if what.renewal > 1 else None
    for each in what.revocation[:1]:
        known |= {"revocation_by": list(each.by), "revocation_heard": each.heard}
        known |= {"revocation_absences": each.absences or None, "revocation_notice": each.notice_days or None}
    return known | {"college": what.college_id or "", "incompatible": list(what.incompatible)}


__all__ = [
    "DeputyForm",
    "EndRoleForm",
    "EntrustForm",
    "ExtendForm",
    "HearingForm",
    "NewRoleForm",
    "NoticeForm",
    "ResignForm",
    "RevokeForm",
    "RoleForm",
    "WarningForm",
    "filled",
]  # fmt: skip

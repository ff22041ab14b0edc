"""The forms of a choice: an option that the author lists, a candidacy."""

from collections.abc import Sequence

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from governance.members.queries import Right
from governance.rules.parts import College
from proposals import candidacies, listing
from proposals.listing import Written


class OptionForm(FlaskForm):  # type: ignore[misc]
    """One option. ``cost`` is there under a budget, ``college`` where each college fills its own seats."""

    label = StringField(
        _("Name of the option"),
        description=_("As it will stand on the ballot: “A bread oven”, “The station”, a person’s name."),
        validators=[
            InputRequired(_("Give the option a name.")),
            Length(max=listing.LABEL, message=_("A name holds in 120 characters.")),
        ],
        render_kw={"maxlength": listing.LABEL},
    )
    note = TextAreaField(
        _("What it is"),
        description=_("What a voter has to know of it. An empty line makes a paragraph, “- ” a list."),
        validators=[
            Optional(),
            Length(max=listing.NOTE, message=_("This text is too long: 5,000 characters at most.")),
        ],
        render_kw={"rows": 8},
    )
    cost = StringField(
        _("What it costs"),
        description=_("A number alone, in the unit of the budget: 1200, or 850.50."),
        render_kw={"inputmode": "decimal"},
    )
    college = SelectField(_("College where it stands"), validators=[Optional()], validate_choice=False)

    def ask(self, *, costs: bool, colleges: Sequence[College]) -> None:
        """Keep the fields that the rule has a use for."""
        if costs:
            self.cost.flags.required = True
        else:
            del self.cost
        if colleges:
            named = [(college.id, college.name) for college in colleges]
            self.college.choices = [("", gettext("In each of them")), *named]
        else:
            del self.college

    @property
    def written(self) -> Written:
        cost = (self.cost.data or "") if "cost" in self else ""
        college = (self.college.data or "") if "college" in self else ""
        return Written(self.label.data or "", self.note.data or "", cost, college)


class CandidacyForm(FlaskForm):  # type: ignore[misc]
    """Somebody stands. ``member`` and ``name`` are asked when an office enters it for somebody."""

    member = SelectField(_("Member for whom the person stands"), validate_choice=False)
    name = StringField(
        _("Name of the person who stands"),
        description=_("As it will stand on the ballot. Make sure the person agrees."),
        validators=[
            InputRequired(_("Write the name of the person who stands.")),
            Length(max=candidacies.NAME, message=_("A name holds in 120 characters.")),
        ],
        render_kw={"maxlength": candidacies.NAME},
    )
    statement = TextAreaField(_("Statement"), render_kw={"rows": 10})

    def ask(self, least: int, rights: Sequence[Right] | None = None) -> None:
        """How long a statement is; ``rights``: the members among whom an office chooses."""
        why = gettext("Who stands, and to do what. Everybody who reads the proposal reads it.")
        if least:
            self.statement.flags.required = True
            number = ngettext("%(num)s character at least.", "%(num)s characters at least.", least)
            why = f"{why} {number}"
        self.statement.description = why
        if rights is None:
            del self.member
            del self.name
        else:
            self.member.choices = [
                ("", gettext("Choose a member")),
                *((str(each.member_id), each.member_name) for each in rights),
            ]

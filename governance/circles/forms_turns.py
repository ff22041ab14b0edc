"""Forms of turns."""

from datetime import date

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from governance.circles.forms import decision_field, long_field
from governance.members.forms import day_field


def turn_field(label: object, description: object = "", *, optional: bool = False) -> SelectField:
    """A turn of the calendar, "2027-01-01.1": the day it begins and its seat."""
    needed = [] if optional else [InputRequired(_("Choose a turn."))]
    return SelectField(label, needed, description=description)


def read_turn(said: str | None) -> tuple[date | None, int]:
    """The day a turn begins, and its seat."""
    day, _dot, seat = (said or "").partition(".")
    return (date.fromisoformat(day) if day else None), int(seat or 1)


class RefuseTurnForm(FlaskForm):  # type: ignore[misc]
    member = SelectField(_("For"), [InputRequired(_("Choose a member."))])
    turn = turn_field(_("This turn"), _("Or leave it empty, and write until when."), optional=True)
    until = day_field(_("Every turn until"), optional=True)
    why = long_field(_("Why"), _("Everybody reads it. Your place in the order is kept."))


class SwapForm(FlaskForm):  # type: ignore[misc]
    member = SelectField(_("For"), [InputRequired(_("Choose a member."))])
    turn = turn_field(_("Turn"))
    other = SelectField(
        _("With"), [InputRequired(_("Choose a member."))],
        description=_("They are asked to confirm: the swap counts from then on."),
    )  # fmt: skip
    why = long_field(_("Why"))


class UndoSwapForm(FlaskForm):  # type: ignore[misc]
    member = SelectField(_("For"), [InputRequired(_("Choose a member."))])
    why = long_field(_("Why"), _("The other member is asked to confirm: the swap counts until then."))


class ReportForm(FlaskForm):  # type: ignore[misc]
    turn = turn_field(_("Turn"))
    title = StringField(_("Title"), [Length(max=200, message=_("%(max)d letters at most."))])
    text = long_field(_("Report"), _("In Markdown."))
    link = StringField(
        _("Or where it is published"), [Length(max=500, message=_("%(max)d letters at most."))]
    )


class DayForm(FlaskForm):  # type: ignore[misc]
    on = day_field(_("Day of the meeting"))


class EndDayForm(FlaskForm):  # type: ignore[misc]
    """What became of a meeting: taken off, hosted by another, or not at all."""

    host = SelectField(
        _("Hosted by another"), description=_("Of a meeting that took place. Left empty: it did not.")
    )
    why = long_field(_("Why"), _("Needed of a meeting that did not take place; one to come is taken off."))


class TakeTurnForm(FlaskForm):  # type: ignore[misc]
    turn = turn_field(_("Turn"))
    person = SelectField(_("Who holds it"), [InputRequired(_("Choose somebody."))])
    decision = decision_field(optional=True)

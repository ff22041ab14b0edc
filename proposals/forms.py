"""The forms of a proposal: its text, a new version, a file, a vote to open, a ground."""

from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    RadioField,
    TextAreaField,
)
from wtforms.fields import DateTimeLocalField
from wtforms.validators import InputRequired, Length, Optional

from proposals import texts

WAY: Final = {"rule": "way", "circle": "way"}  # refusals beside the field that says both
FIRST_YEAR, LAST_YEAR = 1900, 9999


class FileForm(FlaskForm):  # type: ignore[misc]
    """A file to join."""

    file = FileField(_("A file"))


class LocalMoment(DateTimeLocalField):  # type: ignore[misc]
    """A day and an hour on the clocks of the network, in a year that every clock can show."""

    data: datetime | None

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(gettext("Write a day and an hour.")) from None
        if self.data is not None and not FIRST_YEAR <= self.data.year < LAST_YEAR:
            self.data = None
            raise ValueError(gettext("Write a day and an hour."))


class VoteForm(FlaskForm):  # type: ignore[misc]
    """The vote to open. An empty closing is the earliest that the rule allows."""

    beside = WAY
    way = RadioField(_("The vote that follows"), validators=[Optional()], validate_choice=False)
    closes_at = LocalMoment(
        _("Close later than that"), validators=[Optional()], format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
    )

    def closing(self, zone: str) -> datetime | None:
        """The moment chosen, in UTC."""
        chosen: datetime | None = self.closes_at.data
        return chosen.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) if chosen else None


class GroundForm(FlaskForm):  # type: ignore[misc]
    """Why an objection is set aside."""

    ground = TextAreaField(
        _("The ground"),
        description=_(
            "An objection is set aside only when it holds no reasoning, never because one disagrees. "
            "What you write is shown to everybody, with your name."
        ),
        validators=[
            InputRequired(
                _("Write why there is no reasoning in this objection: the ground is shown to everybody.")
            ),
            Length(max=texts.GROUND, message=_("2,000 characters at most.")),
        ],
        render_kw={"rows": 5},
    )

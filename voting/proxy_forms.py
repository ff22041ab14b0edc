"""Giving a proxy: to whom, and what the principal would like said."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from voting.proxies import LONGEST_INSTRUCTIONS
from voting.proxy_queries import Offer


class ProxyForm(FlaskForm):  # type: ignore[misc]
    """Nobody is chosen beforehand. ``instructions`` is taken out where the rule has none."""

    holder = SelectField(
        _("Who votes instead"),
        coerce=lambda sent: int(sent) if str(sent).isdecimal() else 0,
        validators=[InputRequired(_("Choose the member who will vote instead."))],
        validate_choice=False,
    )
    instructions = TextAreaField(
        _("Instructions"),
        description=_("Only the one who carries the proxy reads them. They ask, they do not bind the count."),
        validators=[Length(max=LONGEST_INSTRUCTIONS, message=_("Write at most 1,000 characters."))],
    )

    def __init__(self, offer: Offer, **given: Any) -> None:
        super().__init__(**given)
        nobody = [(0, gettext("Choose a member"))]
        self.holder.choices = {"": nobody} | {
            group.name: [(each.member_id, each.name) for each in group.members] for group in offer.groups
        }
        if not offer.terms.instructions:
            del self.instructions

    def validate_holder(self, field: SelectField) -> None:
        if not field.data:
            raise ValidationError(gettext("Choose the member who will vote instead."))

    @property
    def written(self) -> str:
        """The instructions, empty where there are none."""
        return (self.instructions.data or "") if "instructions" in self else ""

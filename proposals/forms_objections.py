"""The forms of what becomes of an objection."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from proposals import texts


class ContestForm(FlaskForm):  # type: ignore[misc]
    """Why the setting aside of an objection is contested."""

    why = TextAreaField(
        _("The reasoning that you see in it"),
        description=_(
            "Not whether you share it: whether it says why the text would do harm, or keep somebody from "
            "their work. Shown to everybody, with your name."
        ),
        validators=[
            InputRequired(
                _("Write what reasoning there is in this objection: it is what the circle will look at.")
            ),
            Length(max=texts.GROUND, message=_("2,000 characters at most.")),
        ],
        render_kw={"rows": 5},
    )

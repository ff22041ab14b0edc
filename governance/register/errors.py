"""Refusals of the register."""

from governance.errors import N_, Refusal


class UnknownDecision(Refusal):
    """A decision points to an earlier one that is not in the register."""

    status = 422
    sentence = N_("There is no decision %(number)s in the register.")
    field = "links"


class UnreadableFilter(Refusal):
    """A search address that was mistyped or tampered with."""

    status = 400
    sentence = N_(
        "This search cannot be read: “%(value)s” is not a possible value. Start again from the register."
    )

"""Why an objection cannot be lifted, set aside or contested, in sentences."""

from governance.errors import N_, NotAllowed, Refusal


class RoundIsOpen(Refusal):
    sentence = N_(
        "A round is open: an objection is set aside between two rounds, so that there is time to contest it."
    )


class RoundIsCounted(Refusal):
    sentence = N_("The round has closed and is being counted: wait for its result, in a moment.")


class ContestedObjection(Refusal):
    sentence = N_("This objection was contested: only the circle can set it aside now, by a vote.")


class NotSetAside(Refusal):
    sentence = N_("Only an objection that was set aside can be contested, and this one was not.")


class SetAsideByCircle(Refusal):
    sentence = N_("The circle itself found no reasoning in this objection: its vote is the last word.")


class NotOfTheCircle(NotAllowed):
    sentence = N_("Only a member of the circle, or the one who objects, can contest this.")


class ContestMissing(Refusal):
    status = 422
    field = "why"
    sentence = N_("Write what reasoning there is in this objection: it is what the circle will look at.")


class NothingToIntegrate(Refusal):
    sentence = N_("This objection is not one to be integrated now.")

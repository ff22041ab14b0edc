"""Why a round of consent cannot be closed before its time."""

from governance.errors import N_, NotAllowed, Refusal


class OnlyConsent(Refusal):
    sentence = N_("Only a round of consent can be closed before its time.")


class NotFacilitating(NotAllowed):
    sentence = N_("Only a facilitator can do this, while the mandate lasts.")


class NotOver(Refusal):
    sentence = N_("The round goes on: somebody may still speak, and what they say may still count.")


class WhyMissing(Refusal):
    status = 422
    field = "why"
    sentence = N_("Say in a few words why the round closes now: it is shown with its result.")

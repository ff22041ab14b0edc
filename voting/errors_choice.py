"""Why a vote among options cannot be opened, a paper not taken, a lot not drawn."""

from governance.errors import N_, NotAllowed, NotFound, Refusal


class OptionsMissing(Refusal):
    status = 422
    sentence = N_("The rule “%(rule)s” chooses among options: this vote needs at least %(least)s.")
    field = "options"


class NoOptionsWanted(Refusal):
    status = 422
    sentence = N_("A vote under the rule “%(rule)s” takes no options: the text is answered as it stands.")
    field = "options"


class OptionUnusable(Refusal):
    status = 422
    sentence = N_("The option “%(option)s” cannot be put to the vote: its name, cost or ratio is wrong.")
    field = "options"


class OptionTwice(Refusal):
    status = 422
    sentence = N_("Two options are called “%(option)s”.")
    field = "options"


class OptionElsewhere(Refusal):
    status = 422
    sentence = N_("The option “%(option)s” stands in a college that does not sit in this circle.")
    field = "options"


class NominationIsOpen(Refusal):
    sentence = N_("An election without candidate is open: the circle hears who proposes whom, and why.")


class RandomnessUnnamed(Refusal):
    status = 422
    sentence = N_("The rule “%(rule)s” draws lots and does not name its public randomness in advance.")
    field = "rule"


class WrongPaper(Refusal):
    status = 422
    sentence = N_("This ballot cannot be counted: %(why)s")
    field = "paper"


class NoBallotsInALot(Refusal):
    sentence = N_("Nobody votes in a lot: there is no ballot to cast.")


class SeedAwaited(Refusal):
    sentence = N_("This lot waits for its public randomness: it cannot be drawn yet.")


class SeedTooEarly(Refusal):
    sentence = N_("The public randomness is entered once the list is closed, never before.")


class SeedGiven(Refusal):
    sentence = N_("The public randomness of this lot is already entered, and cannot be changed.")


class SeedWanted(Refusal):
    status = 422
    sentence = N_("Enter the public randomness exactly as it was published, 1,000 characters at the most.")
    field = "seed"


class NotALot(NotFound):
    sentence = N_("This vote is not a lot.")


class NotAssisted(Refusal):
    sentence = N_("The rule of this vote lets nobody enter a ballot for somebody else.")


class GroundMissing(Refusal):
    status = 422
    sentence = N_("Say why you enter this ballot for the member, in 500 characters at the most.")
    field = "ground"


class HasVotedItself(Refusal):
    sentence = N_("This member has cast a ballot of its own: nobody else can replace it.")


class ForFacilitators(NotAllowed):
    sentence = N_("This is for the facilitators of the network, while their mandate lasts.")

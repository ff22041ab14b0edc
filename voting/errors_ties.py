"""Why a tie is not broken."""

from governance.errors import N_, NotAllowed, Refusal


class NoCastingVote(Refusal):
    sentence = N_("The rule of this vote gives nobody a casting vote.")


class NotYourCastingVote(NotAllowed):
    sentence = N_("The casting vote of this vote is not yours: the rule names the role that has it.")


class CastingVoteGiven(Refusal):
    sentence = N_("The casting vote of this vote is already given, and cannot be changed.")


class NotTied(Refusal):
    sentence = N_("This vote is not tied: there is no tie to break.")


class TieRecorded(Refusal):
    sentence = N_("This tie is recorded as it is in the register: a new vote may be opened.")


class CastingVoteWanted(Refusal):
    status = 422
    sentence = N_("Answer for or against.")
    field = "choice"


class CastingOrderWanted(Refusal):
    status = 422
    sentence = N_("Put the tied options in order, the preferred first, each of them once.")
    field = "choice"

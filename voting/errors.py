"""Why a vote cannot be opened, a ballot not cast, a receipt not given."""

from governance.errors import N_, NotFound, Refusal


class VoteNotFound(NotFound):
    sentence = N_("There is no vote with this number.")


# Opening


class UnknownRule(Refusal):
    status = 422
    sentence = N_("The social code in force has no decision rule “%(rule)s”.")
    field = "rule"


class ClosesTooEarly(Refusal):
    status = 422
    sentence = N_("Under this rule a vote lasts longer: it cannot close before %(earliest)s.")
    field = "closes_at"


class NobodyRegistered(Refusal):
    sentence = N_("No member is registered for this vote: its circle has no member today.")


class TooFewForSecrecy(Refusal):
    sentence = N_(
        "This vote is secret, and the college “%(college)s” has only %(registered)s registered: its ballots "
        "could be guessed. The rule asks for %(minimum)s, or for a result reported overall only."
    )


class ConsentIsOpen(Refusal):
    sentence = N_("A round of consent cannot be secret: an objection is lifted with the one who raised it.")


class NotCountable(Refusal):
    sentence = N_("This rule cannot be counted on what this vote may publish: %(why)s")


class NotHeldLive(Refusal):
    sentence = N_("The rule of this kind of decision does not let it be taken live, at a meeting.")


# Casting


class PaperRefused(Refusal):
    """A ballot paper wrongly filled in; said beside the ``field`` it is about."""

    status = 422


class Closed(Refusal):
    sentence = N_("This vote is closed: no ballot can be cast or replaced any more. Yours was not recorded.")


class HeldLive(Refusal):
    sentence = N_("This vote is held live: it is answered on the page of the meeting, not here.")


class NotRegistered(Refusal):
    status = 403
    sentence = N_("This member is not on the electoral list of this vote.")


class NotYourMember(Refusal):
    status = 403
    sentence = N_("You do not represent this member today: its ballot is not yours to cast.")


class CastForGood(Refusal):
    sentence = N_("A ballot has already been cast for %(member)s, and the rule does not let it be replaced.")


class UnknownChoice(PaperRefused):
    sentence = N_("This is not one of the answers of this vote.")
    field = "choice"


class ReasonMissing(PaperRefused):
    sentence = N_("Give the reason of the objection: it is what makes it possible to lift it.")
    field = "reason"


class ConcernMissing(PaperRefused):
    sentence = N_("Write the concern that goes on record, or simply consent.")
    field = "reason"


class NatureMissing(PaperRefused):
    sentence = N_("Say what kind of objection it is.")
    field = "nature"


class UnknownParagraph(PaperRefused):
    sentence = N_("The text put to consent has no such paragraph.")
    field = "paragraph"


class UnknownTest(PaperRefused):
    sentence = N_("Answer each question by yes or no, and say why in 500 characters at most.")
    field = "tests"


class ReasonTooLong(PaperRefused):
    sentence = N_("Write at most %(most)s characters.")
    field = "reason"


# Counting and checking


class TooEarly(Refusal):
    sentence = N_("This vote is not closed yet: it cannot be counted.")


class NotCountedYet(NotFound):
    sentence = N_("The recount file is published once the vote is closed and counted.")


class ReceiptGone(Refusal):
    status = 410
    sentence = N_("This vote was secret and is sealed: nothing links a ballot to its voter any more.")


class NotYourReceipt(NotFound):
    sentence = N_("There is no receipt of yours here.")


class UnreadableReceipt(Refusal):
    status = 422
    sentence = N_("This is not a receipt. Paste the whole file, from the first brace to the last.")
    field = "receipt"

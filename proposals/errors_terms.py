"""Why what a proposal says beside its text cannot be kept, in sentences."""

from governance.errors import N_, NotAllowed, NotFound, Refusal


class PartTooLong(Refusal):
    status = 422
    sentence = N_("This text is too long: %(most)s characters at most.")


class DriverTooLong(PartTooLong):
    field = "driver"


class CostTooLong(PartTooLong):
    field = "cost"


class CriteriaTooLong(PartTooLong):
    field = "criteria"


class CriteriaMissing(Refusal):
    status = 422
    field = "criteria"
    sentence = N_("A trial is judged by criteria: write by what you will see whether it went well.")


class UnknownKind(Refusal):
    status = 422
    field = "kind"
    sentence = N_("Choose what kind of decision it is.")


class UntilMissing(Refusal):
    status = 422
    field = "until"
    sentence = N_("Give its last day: a trial and a derogation end by themselves.")


class UntilPassed(Refusal):
    """The last day of a trial or a derogation comes too soon for anything to be tried."""

    status = 422
    field = "until"
    sentence = N_("Choose a last day after %(day)s.")


class EndsBeforeTheVote(Refusal):
    sentence = N_(
        "The last day of what is proposed (%(until)s) would come before the vote closes. "
        "Who proposes has to choose a later one."
    )


class ReviewPassed(Refusal):
    status = 422
    field = "review_on"
    sentence = N_("Choose a day of review after %(day)s.")


class ReviewAfterTheEnd(Refusal):
    status = 422
    field = "review_on"
    sentence = N_("It would be reviewed after its last day, %(until)s: choose an earlier day.")


class UnknownLicence(Refusal):
    status = 422
    field = "licence"
    sentence = N_("Choose one of the licences listed.")


class DerogatedMissing(Refusal):
    status = 422
    field = "derogates"
    sentence = N_("Give the number of the decision from which this is a derogation: 2026-014.")


class NoSuchDecision(Refusal):
    status = 422
    field = "decision"
    sentence = N_("There is no decision %(number)s in the register.")


class NothingToDerogateFrom(Refusal):
    status = 422
    field = "derogates"
    sentence = N_("There is no decision %(number)s in the register.")


class UnknownLink(Refusal):
    status = 422
    field = "kind"
    sentence = N_("Say what this proposal does to that decision.")


class LinkThere(Refusal):
    status = 422
    field = "decision"
    sentence = N_("Decision %(number)s is linked already: remove that link first.")


class TooManyLinks(Refusal):
    status = 422
    field = "decision"
    sentence = N_("There are %(most)s links already: remove one first.")


class NoLink(NotFound):
    sentence = N_("There is no such link.")


class LinkNeeded(Refusal):
    sentence = N_("A derogation needs the decision from which it departs: edit the draft to change it.")


class DerogationUnbounded(Refusal):
    status = 422
    field = "kind"
    sentence = N_("Only a proposal written as a derogation, with its last day, can depart from a decision.")


class NotAdopted(Refusal):
    status = 422
    field = "decision"
    sentence = N_("Decision %(number)s was not adopted: there is nothing in it to change. You can follow it.")


class NoLongerInForce(Refusal):
    sentence = N_("Decision %(number)s no longer applies: a later one took its place.")


class UnknownReview(Refusal):
    status = 422
    field = "how"
    sentence = N_("Say what you propose to do with this decision.")


class ConflictMissing(Refusal):
    status = 422
    field = "interest"
    sentence = N_("Say what your interest is, in a sentence or two.")


class ConflictTooLong(PartTooLong):
    field = "interest"


class ConflictThere(Refusal):
    status = 422
    field = "interest"
    sentence = N_("You have declared an interest for this member already: withdraw it first.")


class TooManyConflicts(Refusal):
    status = 422
    field = "interest"
    sentence = N_("You have declared and withdrawn often enough here: speak with a facilitator.")


class NoConflict(NotFound):
    sentence = N_("There is no such declaration.")


class NotYourConflict(NotAllowed):
    sentence = N_("Only who declared an interest can withdraw the declaration.")


class ConflictWithdrawn(Refusal):
    sentence = N_("This declaration is withdrawn already.")


class NotSteward(NotAllowed):
    sentence = N_("Only a steward can do this, while the mandate lasts.")


class NoTemplate(NotFound):
    sentence = N_("There is no such kind of decision, and no template for it.")


class TemplateEmpty(Refusal):
    status = 422
    field = "text"
    sentence = N_("Write at least one of its parts; to have none, clear the template.")

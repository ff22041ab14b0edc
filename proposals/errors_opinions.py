"""Why an opinion cannot be given, or why a vote waits for one, in sentences."""

from governance.errors import N_, NotAllowed, Refusal


class OpinionOwed(Refusal):
    sentence = N_("The vote waits for the opinion of “%(circle)s”, until %(until)s.")


class NoOpinionOwed(Refusal):
    sentence = N_("The opinion of this circle is not asked for on this proposal.")


class OpinionGiven(Refusal):
    sentence = N_("This circle has given its opinion already.")


class OpinionTooLate(Refusal):
    sentence = N_("The time for this opinion is over, or the vote is open.")


class NotOfThatCircle(NotAllowed):
    sentence = N_("A facilitator of the circle, or somebody who holds a seat there, publishes its opinion.")


class WordsNeeded(Refusal):
    status = 422
    field = "text"
    sentence = N_("Say why in a few words: an opinion with reservations, or unfavourable, gives its reasons.")

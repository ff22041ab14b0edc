"""Why something cannot be said, or said so, in a debate."""

from governance.errors import N_, NotAllowed, Refusal


class QuestionsOnly(Refusal):
    field = "purpose"
    sentence = N_("Questions only, until %(until)s; reactions follow.")


class AuthorAnswers(Refusal):
    sentence = N_("Until %(until)s members ask and who proposes answers; you may ask another question.")


class ReactionsOnly(Refusal):
    field = "purpose"
    sentence = N_("Reactions only, one for each member, until %(until)s; the debate is free after that.")


class NobodyAnswers(Refusal):
    sentence = N_("Nobody answers before %(until)s: each member gives its reaction, the others listen.")


class AuthorListens(Refusal):
    sentence = N_("Until %(until)s members give their reactions and who proposes listens.")


class OneReaction(Refusal):
    sentence = N_("Your member has given its reaction; the debate is free again from %(until)s on.")


BY_PHASE: dict[str, type[Refusal]] = {
    "questions-only": QuestionsOnly,
    "author-answers": AuthorAnswers,
    "reactions-only": ReactionsOnly,
    "nobody-answers": NobodyAnswers,
    "author-listens": AuthorListens,
    "one-reaction": OneReaction,
}
"""The refusal for each reason of ``rounds.may_say``; each carries ``until``, when the phase ends."""


class NothingToDiscuss(Refusal):
    status = 422
    sentence = N_("The objection you speak about is not one of this proposal.")


class NothingToQuote(Refusal):
    status = 422
    sentence = N_("The paragraph you quote is not in this text.")


class NotAQuestion(Refusal):
    status = 422
    sentence = N_("Only a question can be marked as answered.")


class NotYoursToResolve(NotAllowed):
    sentence = N_("Who asked, who proposes or a facilitator says whether a question has its answer.")


class SummaryOfDebateMissing(Refusal):
    status = 422
    field = "text"
    sentence = N_("Write the summary.")


class SummaryOfDebateTooLong(Refusal):
    status = 422
    field = "text"
    sentence = N_("A summary holds in %(most)s characters.")


class SummaryCameMeanwhile(Refusal):
    """Another summary was written while this one was; nothing was recorded."""

    sentence = N_(
        "Summary no. %(number)s came while you were writing. "
        "Your text is kept below: compare, then send again."
    )


class SummaryUnchanged(Refusal):
    status = 422
    field = "text"
    sentence = N_("This summary says the same, up to the same message, as the one before.")


class NotFollowable(Refusal):
    status = 422
    field = "level"
    sentence = N_("Choose what you want to be told.")

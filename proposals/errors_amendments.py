"""Refusals about amendments, those who write together, and texts written at the same time."""

from governance.errors import N_, NotAllowed, NotFound, Refusal


class NoAmendment(NotFound):
    sentence = N_("There is no such amendment.")


class NoParagraph(NotFound):
    sentence = N_("This text has no such paragraph.")


class ReasonMissing(Refusal):
    status = 422
    field = "reason"
    sentence = N_("Say why: those who decide will read it first.")


class SameWords(Refusal):
    status = 422
    field = "after"
    sentence = N_("These are the words of the paragraph already: change something, or leave nothing.")


class AmendmentTooLong(Refusal):
    status = 422
    field = "after"
    sentence = N_("This paragraph is too long: %(most)s characters at most.")


class AnotherVersion(Refusal):
    """The paragraph is not the one that the form showed; the words typed are still in the form."""

    field = "after"
    sentence = N_(
        "Version %(version)s changed this paragraph while you were writing: read it above, then send again."
    )


class TooManyAmendments(Refusal):
    sentence = N_("%(most)s amendments of this member await an answer: withdraw one first.")


class AnswerMissing(Refusal):
    status = 422
    field = "answer"
    sentence = N_("Write why you refuse it: the reason is shown to everybody.")


class AlreadyAnswered(Refusal):
    sentence = N_("This amendment has its answer already.")


class BeforeTheCircle(Refusal):
    sentence = N_("The circle is deciding on this amendment: nobody else can now.")


class NotYourAmendment(NotAllowed):
    sentence = N_("Only who proposed an amendment can withdraw it.")


class ParagraphChanged(Refusal):
    """The paragraph was rewritten since in the same place; the merge page shows both."""

    sentence = N_("The paragraph has changed since: choose what it will say.")


class DraftKeptMeanwhile(Refusal):
    """Somebody kept the draft while this one was being written; nothing was recorded."""

    sentence = N_("%(person)s kept the draft while you were writing. Nothing is lost: see both below.")

    @property
    def edits(self) -> int:
        """How many times the draft has been kept."""
        return int(str(self.facts["edits"]))


class UnknownMember(Refusal):
    status = 422
    field = "member"
    sentence = N_("Choose a member of the network.")


class AuthorItself(Refusal):
    status = 422
    field = "member"
    sentence = N_("This member is the author already.")


class AlreadyCoauthor(Refusal):
    status = 422
    field = "member"
    sentence = N_("%(member)s writes this proposal already, or was asked to.")


class TooManyCoauthors(Refusal):
    status = 422
    field = "member"
    sentence = N_("%(most)s members beside the author are enough for one text.")


class NotAsked(NotFound):
    sentence = N_("This member is not asked to write this proposal.")


class NotCoauthor(NotFound):
    sentence = N_("This member does not write this proposal.")


class NothingLeft(Refusal):
    status = 422
    field = "after"
    sentence = N_("Without this paragraph there would be no text left.")


class LeftToTheCircle(Refusal):
    sentence = N_("An amendment was left to the circle: it decides before the vote opens.")


class NotWrittenIn(Refusal):
    sentence = N_(
        "The circle adopted an amendment that is not in the text yet: who writes the proposal has to write "
        "it in before the vote."
    )

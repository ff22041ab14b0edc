"""Why something cannot be done to a proposal, in sentences."""

from governance.errors import N_, NotAllowed, NotFound, Refusal


class NoProposal(NotFound):
    sentence = N_("There is no such proposal, or it is not open to you.")


class NotYours(NotAllowed):
    sentence = N_("Only who proposes can do this, or a facilitator where the rule says so.")


class NotYourVoice(NotAllowed):
    sentence = N_("You do not speak for this member today.")


class NotFacilitator(NotAllowed):
    sentence = N_("Only a facilitator can do this, while the mandate lasts.")


class VoteIsOpen(Refusal):
    sentence = N_("A vote is open: the text is in the hands of the voters until it closes.")


class Finished(Refusal):
    sentence = N_("This proposal has come to its end; a new one can take it up.")


class Expired(Refusal):
    sentence = N_(
        "Nobody moved this proposal in the time of its rule: it has expired. A new one can take it up."
    )


class Embargoed(Refusal):
    sentence = N_("This proposal is under embargo: the arbitration of the circle comes first.")


class QuestionPending(Refusal):
    sentence = N_("A question about this proposal is before the circle: its answer comes first.")


class NotSubmitted(Refusal):
    sentence = N_("This proposal is still a draft: submit it to debate first.")


class NotInThisState(Refusal):
    sentence = N_("This cannot be done where the proposal stands now.")


class NoVoteToOpen(Refusal):
    sentence = N_("No vote can be opened now: reopen the debate first.")


class TooEarly(Refusal):
    sentence = N_("The rule gives time first: a vote can be opened from %(when)s on.")


class ObjectionUnanswered(Refusal):
    sentence = N_(
        "An objection stands against this very text: amend the text, or have it lifted, before another round."
    )


class LiveGoesOn(Refusal):
    sentence = N_(
        "This proposal is being decided live, at a meeting: this waits until the session has ended."
    )


class UnknownRule(Refusal):
    status = 422
    field = "rule"
    sentence = N_("This circle does not take decisions under this rule.")


class UnknownCircle(Refusal):
    status = 422
    field = "circle"
    sentence = N_("There is no such circle.")


class TextMissing(Refusal):
    status = 422
    field = "text"
    sentence = N_("Write the text to be decided upon.")


class TextTooLong(Refusal):
    status = 422
    field = "text"
    sentence = N_("This text is too long: %(most)s characters at most.")


class TitleMissing(Refusal):
    status = 422
    field = "title"
    sentence = N_("Give the proposal a title.")


class SummaryMissing(Refusal):
    status = 422
    field = "summary"
    sentence = N_("Say it in one sentence that everybody understands.")


class NothingChanged(Refusal):
    status = 422
    field = "text"
    sentence = N_("Nothing has changed since version %(version)s.")


class TextCameMeanwhile(Refusal):
    sentence = N_("Version %(version)s came while you were reading: read it, then open the vote.")


class VersionCameMeanwhile(Refusal):
    """Another version was published while this one was being written; nothing was recorded."""

    status = 409
    sentence = N_(
        "Version %(version)s came while you were writing. Your text is kept below: compare, then send again."
    )

    @property
    def version(self) -> int:
        """The number of that version."""
        return int(str(self.facts["version"]))


class ClosesTooLate(Refusal):
    status = 422
    field = "closes_at"
    sentence = N_("A vote cannot stay open for more than a year.")


class CommentMissing(Refusal):
    status = 422
    field = "text"
    sentence = N_("Write your message.")


class CommentTooLong(Refusal):
    status = 422
    field = "text"
    sentence = N_("This message is too long: %(most)s characters at most.")


class UnknownPurpose(Refusal):
    status = 422
    field = "purpose"
    sentence = N_("Say what your message is.")


class NothingToAnswer(Refusal):
    status = 422
    sentence = N_("The message you answer is not in this debate, or was removed.")


class NotYourComment(NotAllowed):
    sentence = N_("Only who wrote a message can remove it.")


class FileRefused(Refusal):
    status = 422
    field = "file"


class FileEmpty(FileRefused):
    sentence = N_("Choose a file that is not empty.")


class FileTooLarge(FileRefused):
    sentence = N_("This file is too large: %(most)s MB at most.")


class FileKindRefused(FileRefused):
    sentence = N_("This kind of file cannot be attached. These can: %(kinds)s.")


class FileIsSomethingElse(FileRefused):
    sentence = N_("The content of this file is not what its name says (%(kind)s).")


class FileHasMacros(FileRefused):
    sentence = N_("This document holds macros. Save it without them, then attach it.")


class TooManyFiles(FileRefused):
    sentence = N_("There are %(most)s files already: remove one first.")


class NoObjection(NotFound):
    sentence = N_("There is no such objection.")


class ObjectionNotStanding(Refusal):
    sentence = N_("This objection no longer stands.")


class NotYourObjection(NotAllowed):
    sentence = N_("Only the member who objects, or the one who proposes, can say this.")


class NoLaterVersion(Refusal):
    sentence = N_("There is no later version that could lift this objection: amend the text first.")


class GroundMissing(Refusal):
    status = 422
    field = "ground"
    sentence = N_("Write why there is no reasoning in this objection: the ground is shown to everybody.")


BY_REASON: dict[str, type[Refusal]] = {
    "not-yours": NotYours,
    "vote-open": VoteIsOpen,
    "finished": Finished,
    "expired": Expired,
    "embargoed": Embargoed,
    "question-pending": QuestionPending,
    "live": LiveGoesOn,
    "not-submitted": NotSubmitted,
    "not-now": NotInThisState,
    "no-vote-to-open": NoVoteToOpen,
    "objection-unanswered": ObjectionUnanswered,
}
"""The refusal for each reason of the pure rules; "too-early" carries its date and is raised apart."""

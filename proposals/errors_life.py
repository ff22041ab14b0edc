"""Why a proposal cannot be moved, embargoed, asked about or petitioned for, in sentences."""

from governance.errors import N_, NotAllowed, NotFound, Refusal


class NotOfCircle(NotAllowed):
    sentence = N_("This member does not sit in the circle that decides on this proposal.")


class NoDoubling(Refusal):
    sentence = N_("The rule of this proposal does not let the debate be doubled.")


class DoubledAlready(Refusal):
    sentence = N_("The debate was doubled already, once, as %(name)s asked.")


class DebateIsOver(Refusal):
    sentence = N_("The debate has had its time: it can be doubled only while it lasts.")


class NoPetition(Refusal):
    sentence = N_("The rule of this proposal knows no petition.")


class SignedAlready(Refusal):
    sentence = N_("This member has signed already.")


class NotSigned(Refusal):
    sentence = N_("This member has not signed.")


class PetitionHeard(Refusal):
    sentence = N_("Enough members have signed: the question is on the agenda.")


class OnTheAgenda(Refusal):
    sentence = N_("The question is on the agenda already.")


class NoRightOfReferral(Refusal):
    sentence = N_("This circle has no right of referral to the circle that decides.")


class NotOfTheReferringCircle(NotAllowed):
    sentence = N_("Who facilitates the circle, or holds a seat or a mandate there, acts in its name.")


class NotFromThatCircle(Refusal):
    sentence = N_("A circle refers only what somebody, or some member, who sits there proposes.")


class ReferralTooLate(Refusal):
    sentence = N_("A question is referred while it is a draft or in debate, and taken back before any vote.")


class NotReferred(Refusal):
    sentence = N_("No circle has referred this question.")


class CircleMissing(Refusal):
    status = 422
    field = "circles"
    sentence = N_("Name at least one circle that sees the proposal.")


class UnknownCircles(Refusal):
    status = 422
    field = "circles"
    sentence = N_("There is no such circle.")


class NoQuestion(NotFound):
    sentence = N_("There is no such question to put to the circle.")


class QuestionAskedAlready(Refusal):
    sentence = N_("This question is before the circle already.")


class NotForTheCircle(Refusal):
    sentence = N_("This is not before the circle: it was not referred to it, or it is settled.")


class MeetingAskedAlready(Refusal):
    sentence = N_("A meeting was asked for in the name of this member; a facilitator has not answered yet.")


class NoMeetingAsked(NotFound):
    sentence = N_("Nobody asked for this meeting, or it was answered.")


class AnswerMissing(Refusal):
    status = 422
    field = "answer"
    sentence = N_("Say when and where the meeting is, or why there is none.")

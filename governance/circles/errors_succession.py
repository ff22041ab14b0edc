"""Why a succession, or a turn, cannot go on as asked, in sentences."""

from governance.errors import N_, NotAllowed, Refusal


class NotYourCircle(NotAllowed):
    sentence = N_("Only a facilitator of the circle, or a steward, leads the succession of its roles.")


class SuccessionGoesOn(Refusal):
    sentence = N_("A succession of this role is going on already.")


class NoSeatToFill(Refusal):
    status = 422
    field = "starts_on"
    sentence = N_("Every seat of this role is held on that day.")


class TooSoon(Refusal):
    sentence = N_("A succession begins at the earliest %(days)s days before the end of a term.")


class NoSuchRule(Refusal):
    status = 422
    field = "rule"
    sentence = N_("The circle takes no decision in this way: the social code is to say so first.")


class TooManySeats(Refusal):
    status = 422
    field = "rule"
    sentence = N_(
        "“%(rule)s” elects for more seats (%(seats)s) than there are to fill of “%(role)s” on that day "
        "(%(free)s): choose another kind of decision, or another day."
    )


class OneSeatEach(Refusal):
    status = 422
    field = "rule"
    sentence = N_(
        "This kind of decision elects one person in each college, and the college “%(college)s” has no seat "
        "there: choose another kind of decision."
    )


class NoOrder(Refusal):
    status = 422
    field = "moves_up"
    sentence = N_(
        "The result of this kind of decision ranks nobody after those elected: if somebody refuses, the "
        "question is put again."
    )


class NoSeatForCollege(Refusal):
    sentence = N_("The college “%(college)s” has no seat to fill in this election.")


class NoSuchConsent(Refusal):
    status = 422
    field = "consent"
    sentence = N_("Choose a kind of decision by consent that the circle takes.")


class NotAMemberOfTheCircle(Refusal):
    status = 422
    field = "member"
    sentence = N_("This member does not sit in the circle.")


class NobodyToName(Refusal):
    status = 422
    field = "among"
    sentence = N_("Nobody could be named: no member there has a representative with an account.")


class SuccessionEnded(Refusal):
    sentence = N_("This succession has ended.")


class NotAtThisStep(Refusal):
    sentence = N_("The succession is not at this step.")


class CircleIsAsked(Refusal):
    sentence = N_("A vote of this succession is open: wait until it has closed.")


class NobodyNamed(Refusal):
    sentence = N_("Nobody who was named is left to be proposed: begin other nominations, or give it up.")


class NamedNobody(Refusal):
    status = 422
    field = "nominee"
    sentence = N_("This member named nobody, which this election lets it do: it cannot change.")


class ChangedAlready(Refusal):
    sentence = N_("Each member changes its nomination once.")


class SameNominee(Refusal):
    status = 422
    field = "nominee"
    sentence = N_("This is whom you named already.")


class NotOfThoseNamed(Refusal):
    status = 422
    field = "nominee"
    sentence = N_("Choose one of the people listed.")


class ReasonNeeded(Refusal):
    status = 422
    field = "why"
    sentence = N_("Give the reason in a few words.")


class NotAsked(NotAllowed):
    sentence = N_("Only the person who was chosen accepts or refuses.")


class NotStuck(Refusal):
    sentence = N_("The role can be entrusted to this person, or it depends on their answer: wait for it.")


class NoTurns(Refusal):
    sentence = N_("This role does not go round.")


class NotInTheTurn(Refusal):
    status = 422
    field = "member"
    sentence = N_("This member has no part in the turns of this role.")


class NoSuchTurn(Refusal):
    status = 422
    field = "turn"
    sentence = N_("Choose a turn of the calendar that has not begun.")


class NotTheOneCalled(Refusal):
    status = 422
    field = "turn"
    sentence = N_("The turns call another member: one of the two who swap is to be called.")


class SwapThere(Refusal):
    status = 422
    field = "turn"
    sentence = N_("A swap of this turn is there already.")


class SwapSettled(Refusal):
    sentence = N_("This swap has its answer already.")


class TurnEntrusted(Refusal):
    """Undoing a swap of a turn that somebody was entrusted with because of it."""

    sentence = N_("The role is entrusted for this turn already: the swap stays.")


class UndoingThere(Refusal):
    sentence = N_("Undoing this swap was asked for already: it awaits its answer.")


class RefusalEnds(Refusal):
    status = 422
    field = "until"
    sentence = N_("Choose a turn, or write a day that is still to come.")


class NoReportAwaited(Refusal):
    status = 422
    field = "turn"
    sentence = N_("No report of this turn is awaited.")


class ReportEmpty(Refusal):
    status = 422
    field = "text"
    sentence = N_("Write the report, or give its address.")


class LinkUnusable(Refusal):
    status = 422
    field = "link"
    sentence = N_("Write an address that begins with https:// or http://.")


class DayThere(Refusal):
    status = 422
    field = "on"
    sentence = N_("This day is there already.")

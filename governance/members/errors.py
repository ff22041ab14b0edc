"""Refusals about members, people and sign-in."""

from governance.errors import N_, Refusal


class WrongPassword(Refusal):
    """Unknown address, wrong password, invitation not yet accepted: the same sentence."""

    status = 422
    sentence = N_("This address and this password do not go together.")
    field = "password"


class WrongCurrentPassword(Refusal):
    status = 422
    sentence = N_("This is not your current password.")
    field = "current"


class LinkEnded(Refusal):
    """A mailed link that was used, has expired, or never existed."""

    status = 410
    sentence = N_("This link has been used or has expired. Ask for a new one.")


class NameTaken(Refusal):
    status = 422
    sentence = N_("“%(name)s” is already a member.")
    field = "name"


class NoSuchCollege(Refusal):
    status = 422
    sentence = N_("There is no such college in the social code.")
    field = "college"


class SameCollege(Refusal):
    status = 422
    sentence = N_("The member already belongs to this college on that day.")
    field = "college"


class CollegeInUse(Refusal):
    """A social code leaves out a college that still has members."""

    sentence = N_("The college “%(college)s” still has members: move them before it disappears.")


class RoleInUse(Refusal):
    """A social code leaves out a role that somebody still holds."""

    sentence = N_("Somebody still holds the role “%(role)s”: end their mandates before it disappears.")


class BadDates(Refusal):
    """An end that is not after the beginning."""

    status = 422
    sentence = N_("The end has to come after the beginning (%(starts)s).")
    field = "ends_on"


class BeforeAdmission(Refusal):
    status = 422
    sentence = N_("This is before the member joined (%(starts)s).")
    field = "starts_on"


class AlreadyRepresents(Refusal):
    status = 422
    sentence = N_("%(person)s already represents this member on these dates.")
    field = "email"


class AlreadyLeft(Refusal):
    sentence = N_("This member has already left.")


class AlreadyEnded(Refusal):
    sentence = N_("This has already ended.")


class AlreadyHolds(Refusal):
    status = 422
    sentence = N_("%(person)s already holds this office on these dates.")
    field = "person"


class LastSteward(Refusal):
    """Ending this mandate would leave nobody to keep members and rules."""

    sentence = N_("The network would have no steward left: entrust the office to somebody else first.")


class AlreadyJoined(Refusal):
    sentence = N_("%(person)s has already joined.")


class BadEmail(Refusal):
    status = 422
    sentence = N_("This is not an e-mail address.")
    field = "email"


class EmailTaken(Refusal):
    status = 422
    sentence = N_("Somebody else already uses this address.")
    field = "email"


class LinesRefused(Refusal):
    """Some lines are refused, and nobody chose to leave them out."""

    status = 422
    sentence = N_(
        "%(number)s lines are refused: correct them, or choose to leave them out. Nothing was applied."
    )


class PlanChanged(Refusal):
    """The network changed since the plan was shown."""

    sentence = N_("The members have changed since this list was checked. Here is what it would do now.")

"""Refusals about roles and mandates."""

from governance.errors import N_, Refusal


class UnknownDecision(Refusal):
    status = 422
    sentence = N_("No adopted decision of the register has this number.")
    field = "decision"


class UnknownDerogation(Refusal):
    status = 422
    sentence = N_("No adopted decision of the register has this number.")
    field = "derogation"


class DecisionNeeded(Refusal):
    status = 422
    sentence = N_("Give the number of the decision of the register that says so.")
    field = "decision"


class RoleOfTheCode(Refusal):
    """The social code describes it: only another version of the code changes it."""

    sentence = N_("This role is written in the social code: it changes when the code does.")


class RoleEnded(Refusal):
    sentence = N_("This role has ended.")


class RoleIsHeld(Refusal):
    """Ending a role that somebody holds."""

    sentence = N_("Somebody holds this role: end their mandates first.")


class SlugTaken(Refusal):
    status = 422
    sentence = N_("Another role has this short name.")
    field = "slug"


class NotASlug(Refusal):
    status = 422
    sentence = N_("A short name is made of small letters without accents, digits and hyphens.")
    field = "slug"


class NoSuchCircle(Refusal):
    status = 422
    sentence = N_("There is no such circle in the social code.")
    field = "circle"


class StewardsOfTheNetwork(Refusal):
    status = 422
    sentence = N_("A steward serves the whole network: the role belongs to its circle.")
    field = "office"


class NoSuchRole(Refusal):
    status = 422
    sentence = N_("No role has the short name “%(slug)s”.")
    field = "incompatible"


class TooManyParts(Refusal):
    status = 422
    sentence = N_(
        "Each part has a seat at least; turns of places, and any number of seats, are not renewed so."
    )
    field = "renewal"


class PartsOfATerm(Refusal):
    status = 422
    sentence = N_("%(months)s months cannot be divided by so many parts.")
    field = "renewal"


class NoSuchSeat(Refusal):
    status = 422
    sentence = N_("This role has %(seats)s seats.")
    field = "seat"


class SeatTaken(Refusal):
    status = 422
    sentence = N_("%(person)s holds this seat during that time.")
    field = "starts_on"


class NoFreeSeat(Refusal):
    status = 422
    sentence = N_("Every seat of this role is held during that time.")
    field = "starts_on"


class HoldsItAlready(Refusal):
    status = 422
    sentence = N_("%(person)s already holds this role during that time.")
    field = "holder"


class Incompatible(Refusal):
    status = 422
    sentence = N_("%(person)s holds “%(role)s” during that time, which does not go together with this role.")
    field = "holder"


class MemberLeaves(Refusal):
    status = 422
    sentence = N_("This member leaves on %(day)s: what is held for it ends by then.")
    field = "ends_on"


class NotForThisMember(Refusal):
    status = 422
    sentence = N_("%(person)s does not speak for this member on that day.")
    field = "holder"


class MemberNeeded(Refusal):
    status = 422
    sentence = N_("Say for which member: the role belongs to a college, or seats a member in a circle.")
    field = "holder"


class WrongCollege(Refusal):
    status = 422
    sentence = N_("This role belongs to the college “%(college)s”.")
    field = "holder"


class Alternates(Refusal):
    status = 422
    sentence = N_(
        "This role alternates between colleges, and “%(college)s” held it last. Only a decision of the "
        "register derogates from it."
    )
    field = "holder"


class TooManyTerms(Refusal):
    status = 422
    sentence = N_(
        "This would be term no. %(rank)s in a row, where the role allows %(most)s. Only a decision of the "
        "register derogates from it."
    )
    field = "derogation"


class TooLong(Refusal):
    status = 422
    sentence = N_(
        "A term of this role lasts %(months)s months at the most. Only a decision of the register derogates "
        "from it."
    )
    field = "ends_on"


class EndNeeded(Refusal):
    status = 422
    sentence = N_("A provisional replacement has an end: until the seat is filled, or a date.")
    field = "ends_on"


class NotOfThisKind(Refusal):
    status = 422
    sentence = N_("A mandate of this role is taken back by a decision of another kind: %(kinds)s.")
    field = "decision"


class TooFewWarnings(Refusal):
    status = 422
    sentence = N_("Too few warnings had been noted by the day of this decision: %(noted)s of %(wanted)s.")
    field = "decision"


class NotHeard(Refusal):
    status = 422
    sentence = N_("The person had not been heard by the day of this decision: no hearing is recorded.")
    field = "decision"


class NoNotice(Refusal):
    status = 422
    sentence = N_("No notice had been given by the day of this decision: %(wanted)s days are asked for.")
    field = "decision"


class NoticeTooShort(Refusal):
    status = 422
    sentence = N_("Notice was given %(days)s days before this decision: %(wanted)s are asked for.")
    field = "decision"


class NotYet(Refusal):
    status = 422
    sentence = N_("This day is still to come.")
    field = "on"


class BeforeTheMandate(Refusal):
    status = 422
    sentence = N_("The mandate began on %(day)s.")
    field = "on"


class NoSuchKind(Refusal):
    status = 422
    sentence = N_("No kind of decision of the social code has the id “%(kind)s”.")
    field = "revocation_by"


class NotYourMandate(Refusal):
    status = 403
    sentence = N_("Only who holds a mandate resigns from it.")


class NotLater(Refusal):
    status = 422
    sentence = N_("An extension ends later than the mandate does now (%(ends)s).")
    field = "ends_on"


class NotInTime(Refusal):
    status = 422
    sentence = N_("This day is not within the mandate.")
    field = "on"


class NoDeputy(Refusal):
    sentence = N_("This role has no deputy.")


class DeputyIsHolder(Refusal):
    status = 422
    sentence = N_("A deputy is somebody else.")
    field = "holder"


class WordsMissing(Refusal):
    status = 422
    sentence = N_("Say it in a few words.")
    field = "text"

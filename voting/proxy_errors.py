"""Why a proxy cannot be given, accepted, revoked or used."""

from governance.errors import N_, NotFound, Refusal


class NoProxies(Refusal):
    sentence = N_("The rule of this vote does not admit proxies.")


class BeforeOpeningOnly(Refusal):
    sentence = N_("Under this rule a proxy is given before the vote opens: this one is open.")


class OnceOpenOnly(Refusal):
    sentence = N_("Under this rule a proxy is given once the vote is open, on its page.")


class NoVoteToCome(Refusal):
    sentence = N_("No vote is to come here: there is nothing to give a proxy for.")


class ProxyTooLate(Refusal):
    sentence = N_("This vote is closed: its proxies no longer change.")


class NotOnTheList(Refusal):
    status = 422
    sentence = N_("This member is not on the electoral list of this vote.")
    field = "holder"


# The one who gives


class AlreadyGiven(Refusal):
    sentence = N_("%(member)s has already given its proxy for this vote. Revoke it first to give another.")


class CarrierGives(Refusal):
    sentence = N_("%(member)s carries a proxy for this vote: who carries one gives none. Decline it first.")


class AlreadyVoted(Refusal):
    sentence = N_("%(member)s has voted: there is nothing left to give a proxy for.")


# The one who would carry it


class OwnProxy(Refusal):
    status = 422
    sentence = N_("A member does not give a proxy to itself.")
    field = "holder"


class GiverCarries(Refusal):
    status = 422
    sentence = N_("%(member)s has given its own proxy: who has given one carries none.")
    field = "holder"


class OtherCollege(Refusal):
    status = 422
    sentence = N_("%(member)s is of another college: under this rule a proxy stays within its college.")
    field = "holder"


class OverTheCap(Refusal):
    status = 422
    sentence = N_("%(member)s already carries as many proxies as the rule allows (%(most)s).")
    field = "holder"


class NobodySpeaks(Refusal):
    status = 422
    sentence = N_("Nobody represents %(member)s today: nobody could use the proxy.")
    field = "holder"


class NoInstructions(Refusal):
    status = 422
    sentence = N_("Under this rule a proxy carries no instructions.")
    field = "instructions"


class InstructionsTooLong(Refusal):
    status = 422
    sentence = N_("Write at most %(most)s characters.")
    field = "instructions"


# A proxy already given


class ProxyNotFound(NotFound):
    sentence = N_("There is no proxy of yours here.")


class ProxyEnded(Refusal):
    sentence = N_("This proxy has already ended.")


class UsedAlready(Refusal):
    sentence = N_(
        "A ballot has been cast with this proxy. %(member)s can still vote in person until closing: "
        "its ballot will replace that one."
    )


class PrincipalVoted(Refusal):
    sentence = N_("%(member)s has voted in person: its proxy no longer counts. Nothing was recorded.")

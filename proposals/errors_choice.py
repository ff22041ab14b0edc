"""Why an option cannot be listed, or a candidacy taken, in sentences."""

from governance.errors import N_, NotAllowed, NotFound, Refusal


class NotAChoice(Refusal):
    sentence = N_("This proposal is answered as it stands: its rule does not choose among options.")


class NoCandidaciesHere(Refusal):
    sentence = N_("Nobody stands under this rule: who proposes lists what to choose among.")


class OptionsAreCandidates(Refusal):
    sentence = N_("Under this rule people stand; who proposes lists nobody.")


class NoOption(NotFound):
    sentence = N_("There is no such option or candidate.")


class LabelMissing(Refusal):
    status = 422
    field = "label"
    sentence = N_("Give the option a name.")


class OptionThere(Refusal):
    status = 422
    field = "label"
    sentence = N_("“%(label)s” is already among the options.")


class TooManyOptions(Refusal):
    status = 422
    field = "label"
    sentence = N_("There are %(most)s options already: remove one first.")


class NoteTooLong(Refusal):
    status = 422
    field = "note"
    sentence = N_("This text is too long: %(most)s characters at most.")


class CostMissing(Refusal):
    status = 422
    field = "cost"
    sentence = N_("Write what it costs: the rule shares out a budget.")


class CostUnreadable(Refusal):
    status = 422
    field = "cost"
    sentence = N_("Write a number above zero, such as 1200 or 0.5.")


class NoSuchCollege(Refusal):
    status = 422
    field = "college"
    sentence = N_("This college does not sit in the circle.")


class NameMissing(Refusal):
    status = 422
    field = "name"
    sentence = N_("Write the name of the person who stands.")


class StatementTooShort(Refusal):
    status = 422
    field = "statement"
    sentence = N_("Your statement has %(have)s characters; the rule asks for at least %(least)s.")


class StatementTooLong(Refusal):
    status = 422
    field = "statement"
    sentence = N_("This text is too long: %(most)s characters at most.")


class AlreadyStands(Refusal):
    status = 422
    field = "name"
    sentence = N_("%(name)s already stands for this member.")


class MemberNotHere(Refusal):
    status = 422
    field = "member"
    sentence = N_("This member does not vote in the circle: nobody can stand for it.")


class CandidaciesClosed(Refusal):
    sentence = N_("The time to stand ended on %(when)s.")


class NotYourCandidacy(NotAllowed):
    sentence = N_("Only who stands can withdraw, or the office that entered the candidacy.")

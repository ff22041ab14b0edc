"""Why a social code cannot be adopted."""

from governance.errors import N_, Refusal
from governance.rules.check import Problem


class BadCode(Refusal):
    """The file has errors; ``problems`` says all of them, by line."""

    status = 422
    sentence = N_("This file cannot be adopted as a social code: its first error is at line %(line)s.")
    field = "text"

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(line=problems[0].line)
        self.problems = problems


class AlreadyInForce(Refusal):
    """The very same file is in force."""

    sentence = N_("This is the social code already in force, letter for letter.")
    field = "text"


class DecisionWanted(Refusal):
    """The rules change only by a decision of the register."""

    status = 422
    sentence = N_("Choose the decision of the register that adopted these rules.")
    field = "decision"


class DecisionNotAdopted(Refusal):
    status = 422
    sentence = N_("“%(number)s” is not an adopted decision of the register.")
    field = "decision"


class DecisionAlreadyUsed(Refusal):
    status = 422
    sentence = N_("Decision %(number)s already brought in version %(version)s of the social code.")
    field = "decision"

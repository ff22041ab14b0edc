"""Why something cannot be written about what becomes of a decision."""

from governance.errors import N_, NotAllowed, NotFound, Refusal


class NotYoursToCarryOut(NotAllowed):
    sentence = N_(
        "Who proposed this decision, who carries the step, a facilitator or a steward can write this."
    )


class NotAdoptedHere(Refusal):
    sentence = N_("This question was not adopted: there is nothing to carry out.")


class NoSuchStep(NotFound):
    sentence = N_("There is no such step.")


class StepNotOpen(Refusal):
    sentence = N_("This step has come to its end already; plan another one if there is more to do.")


class StepsStillOpen(Refusal):
    sentence = N_("Some steps are still open: end each of them before the closing word.")


class NothingToCarryOut(Refusal):
    sentence = N_("The closing word is written already; a new step begins the execution again.")


class WhatMissing(Refusal):
    status = 422
    field = "what"
    sentence = N_("Say what is to be done.")


class UnknownMember(Refusal):
    status = 422
    field = "member_id"
    sentence = N_("Choose a member of the list.")


class ReasonWanted(Refusal):
    status = 422
    field = "note"
    sentence = N_("Say why: the page keeps it beside what was planned.")


class WordMissing(Refusal):
    status = 422
    field = "note"
    sentence = N_("Write a few words: they will stand on the page of the decision.")

"""Why a step cannot be taken in a live session, in sentences."""

from governance.errors import N_, NotFound, Refusal


class NoSession(NotFound):
    sentence = N_("No live session goes on for this proposal.")


class AlreadyLive(Refusal):
    sentence = N_("A live session already goes on for this proposal: join it instead of beginning another.")


class OnlineVoteIsOpen(Refusal):
    sentence = N_("A vote is open online on this proposal: a live session can begin once it is closed.")


class SomebodyIsProposed(Refusal):
    sentence = N_(
        "Somebody is proposed for this role already, by proposal no. %(number)s: "
        "that is where the circle goes on."
    )


class SeenBefore(Refusal):
    """The form was made before the last step: sent twice, or from another phone."""

    sentence = N_("Something was recorded meanwhile, so this was not. Here is where the session stands.")


class StepRefused(Refusal):
    """A step that makes no sense where the session stands."""


class SessionEnded(StepRefused):
    sentence = N_("This session has ended.")


class SessionPaused(StepRefused):
    sentence = N_("The session is paused: resume it first.")


class NotPaused(StepRefused):
    sentence = N_("The session is not paused.")


class NoTurns(StepRefused):
    sentence = N_("Nobody is given the floor in this phase.")


class NotOfTheRoom(StepRefused):
    sentence = N_("This member is not of the circle that decides.")


class IsAbsent(StepRefused):
    sentence = N_("This member is marked as absent: mark it as present first.")


class HeardAlready(StepRefused):
    sentence = N_("This member was heard in this round already: each is heard once.")


class GivenByItself(StepRefused):
    sentence = N_("This member has answered from its own phone: it changes its answer there.")


class NoPositions(StepRefused):
    sentence = N_("Positions are given in the objection round; it is not open.")


class PositionWanted(StepRefused):
    sentence = N_("In the objection round a member gives a position, or passes.")


class UnknownPosition(StepRefused):
    status = 422
    field = "choice"
    sentence = N_("Choose one of the four positions.")


class NotTheNextStep(StepRefused):
    sentence = N_("This is not the next step from here.")


class StillToHear(StepRefused):
    sentence = N_("Somebody present has neither given a position nor passed.")


class TextIsFixed(StepRefused):
    sentence = N_("The text is fixed while a round is open: close the round first.")


class NoNominations(StepRefused):
    sentence = N_("Somebody is named once the nominations are open, and until all are revealed.")


class NoCriteria(StepRefused):
    sentence = N_("Criteria are heard before somebody is named, in an election without candidate.")


class NobodyNamed(StepRefused):
    sentence = N_("Nobody is named yet: there is nothing to reveal.")


class NoChanges(StepRefused):
    sentence = N_("Nominations are changed once the reasons were heard, in the round of changes.")


class ChangedAlready(StepRefused):
    sentence = N_("Each member changes its nomination once.")


class NotOneself(Refusal):
    status = 422
    field = "nominee"
    sentence = N_("In this election nobody names who speaks for one's own member.")


class NoSuchParagraph(Refusal):
    status = 422
    field = "words"
    sentence = N_("The text has no such paragraph.")


class NothingToUndo(StepRefused):
    sentence = N_("There is nothing to undo: what left the room’s table stays as it is.")


BY_REASON: dict[str, type[StepRefused]] = {
    "ended": SessionEnded,
    "paused": SessionPaused,
    "not-paused": NotPaused,
    "no-turns": NoTurns,
    "unknown-member": NotOfTheRoom,
    "absent": IsAbsent,
    "heard": HeardAlready,
    "no-positions": NoPositions,
    "position-wanted": PositionWanted,
    "own-position": GivenByItself,
    "unknown-choice": UnknownPosition,
    "not-next": NotTheNextStep,
    "no-round": NoPositions,
    "to-hear": StillToHear,
    "text-fixed": TextIsFixed,
    "unknown-time": NotTheNextStep,
    "no-nominations": NoNominations,
    "nobody-named": NobodyNamed,
    "no-changes": NoChanges,
    "changed": ChangedAlready,
}
"""The refusal for each reason of the pure fold."""

"""To what purpose one speaks in a debate. Pure."""

QUESTION, REACTION, FOR, AGAINST = "question", "reaction", "for", "against"
ABOUT_OBJECTION, ANSWER = "objection", "answer"
PURPOSES = (QUESTION, REACTION, FOR, AGAINST)  # of a new thread, in the order of the form
THREADS = (
    *PURPOSES,
    ABOUT_OBJECTION,
)  # one about an objection begins on its card

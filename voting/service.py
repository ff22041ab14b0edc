"""The acts of a vote, one module each: opening, casting, reminding, sealing, breaking a tie."""

from voting.answers import Answer, Reply
from voting.casting import Cast, cast, cast_all
from voting.closing import close_now
from voting.lots import enter_seed
from voting.opening import open_vote
from voting.reminding import remind
from voting.sealing import seal, settled
from voting.showing import publish
from voting.untying import give_casting_vote

__all__ = [
    "Answer",
    "Cast",
    "Reply",
    "cast",
    "cast_all",
    "close_now",
    "enter_seed",
    "give_casting_vote",
    "open_vote",
    "publish",
    "remind",
    "seal",
    "settled",
]

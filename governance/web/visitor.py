"""Who is looking: facts only, loaded once a request by ``governance.members``."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Voice:
    """A member for whom the visitor speaks today, with its college."""

    member_id: int
    member_name: str
    college_id: str
    college_name: str
    letter: str
    position: int


@dataclass(frozen=True)
class Visitor:
    """A person who signed in, or nobody yet; shaped as Flask-Login expects its users."""

    person_id: int = 0
    name: str = ""
    email: str = ""
    locale: str | None = None
    session_id: int = 0
    token: str = ""
    speaks_for: tuple[Voice, ...] = ()
    offices: frozenset[str] = frozenset()  # for the whole network
    facilitated: frozenset[str] = frozenset()  # the circles that the visitor facilitates

    @property
    def is_authenticated(self) -> bool:
        return bool(self.person_id)

    @property
    def is_active(self) -> bool:
        return self.is_authenticated

    @property
    def is_anonymous(self) -> bool:
        return not self.person_id

    def get_id(self) -> str:
        """What Flask-Login keeps in the cookie: the token of the session, never the person."""
        return self.token

    @property
    def initials(self) -> str:
        """Two letters for the avatar."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()

    @property
    def takes_part(self) -> bool:
        """Whether the visitor speaks for a member or holds an office, of the network or of one circle."""
        return bool(self.speaks_for or self.offices or self.facilitated)

    def offices_for(self, circle_id: str) -> frozenset[str]:
        """The offices that the visitor holds for a circle: those of the whole network, and its own."""
        return self.offices | ({"facilitator"} if circle_id in self.facilitated else set())

    @property
    def members(self) -> frozenset[int]:
        """The members for whom the visitor speaks."""
        return frozenset(voice.member_id for voice in self.speaks_for)

    def voice(self, member_id: int) -> Voice | None:
        """The voice for this member, if the visitor has it."""
        return next((voice for voice in self.speaks_for if voice.member_id == member_id), None)

"""The moment of an act. The clock is read here and nowhere else; acts receive it as an argument."""

from datetime import UTC, datetime, timedelta


def now(shift: timedelta = timedelta(0)) -> datetime:
    """Now in UTC, without microseconds; ``shift`` is how far a demonstration was moved on."""
    return datetime.now(UTC).replace(microsecond=0) + shift

"""How long something lasts, and when it ends on the clocks of the network."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Duration:
    """Days of the calendar, then hours and minutes of the clock."""

    days: int = 0
    hours: int = 0
    minutes: int = 0

    def __bool__(self) -> bool:
        return bool(self.days or self.hours or self.minutes)

    @property
    def span(self) -> timedelta:
        """How long it is with days of 24 hours, to compare lengths."""
        return timedelta(days=self.days, hours=self.hours, minutes=self.minutes)

    def after(self, moment: datetime, zone: str) -> datetime:
        """The end, in UTC, of what begins at ``moment``.

        Seven days after a Monday at 20:00 it is Monday, 20:00 in ``zone``, even if summer time began.
        """
        local = moment.astimezone(ZoneInfo(zone))
        day = (local.replace(tzinfo=None) + timedelta(days=self.days)).replace(tzinfo=ZoneInfo(zone))
        return day.astimezone(UTC) + timedelta(hours=self.hours, minutes=self.minutes)


NO_TIME = Duration()

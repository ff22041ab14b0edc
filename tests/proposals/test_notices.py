"""Who is told what, and when: the levels, whom an event concerns, the mornings of digests."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.members.forms_account import NOTICES
from proposals import events, news_mail, notices
from proposals.notices import Happened, Reader

PARIS = "Europe/Paris"
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # ten o'clock in Paris


def happened(kind: str = "comment", *, by: int | None = 7, members=(), people=()) -> Happened:  # type: ignore[no-untyped-def]
    return Happened(1, 31, kind, MONDAY, by, frozenset(members), frozenset(people))


def reader(level: str, **levels: str) -> Reader:
    return Reader(1, frozenset({10}), level, {int(key[1:]): chosen for key, chosen in levels.items()})


@pytest.mark.parametrize(
    ("level", "day", "hour"),
    [("all", 2, 9), ("mine", 2, 9), ("daily", 3, 6), ("weekly", 9, 6)],
)
def test_each_level_has_its_moment(level: str, day: int, hour: int) -> None:
    assert notices.moment(level, MONDAY, PARIS) == datetime(2026, 3, day, hour, tzinfo=UTC)


def test_a_digest_of_this_morning_still_takes_what_came_before_seven() -> None:
    seven = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
    for level in ("daily", "weekly"):
        assert notices.moment(level, seven - timedelta(seconds=1), PARIS) == seven
        assert notices.moment(level, seven, PARIS) > seven


def test_seven_in_the_morning_stays_seven_when_clocks_change() -> None:
    before, after = datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 3, 29, 12, tzinfo=UTC)
    assert notices.moment("daily", before, PARIS) == datetime(2026, 3, 29, 5, tzinfo=UTC)
    assert notices.moment("daily", after, PARIS) == datetime(2026, 3, 30, 5, tzinfo=UTC)


@given(
    st.integers(0, 15 * 365 * 24 * 3600).map(
        lambda s: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=s)
    ),
    st.sampled_from([PARIS, "UTC", "America/Cayenne", "Indian/Reunion", "Pacific/Noumea"]),
)
def test_a_digest_is_the_next_morning_or_the_next_monday(at: datetime, zone: str) -> None:
    for level, longest in (("daily", 1), ("weekly", 7)):
        due = notices.moment(level, at, zone)
        there = due.astimezone(ZoneInfo(zone))
        assert at < due <= at + timedelta(days=longest, hours=1)
        assert there.hour == 7
        assert there.minute == 0
        assert level == "daily" or there.weekday() == 0


def test_what_concerns_somebody() -> None:
    assert notices.concerns(happened(members={10, 11}), reader("mine"))
    assert notices.concerns(happened(people={1}), reader("mine"))
    assert not notices.concerns(happened(members={11}, people={2}), reader("mine"))


def test_who_is_told() -> None:
    told = {level: notices.due(happened(), reader(level), PARIS) for level in notices.LEVELS}
    assert {level for level, due in told.items() if due} == {"all", "daily", "weekly"}
    assert notices.due(happened(members={10}), reader("mine"), PARIS) == MONDAY
    assert notices.due(happened(), reader("none", p31="all"), PARIS) == MONDAY
    assert notices.due(happened(), reader("all", p31="none"), PARIS) is None
    assert notices.due(happened(), reader("none", p32="all"), PARIS) is None


def test_nobody_is_told_their_own_acts_nor_what_is_quiet() -> None:
    assert notices.due(happened(by=1), reader("all"), PARIS) is None
    assert notices.due(happened("comment-removed"), reader("all"), PARIS) is None
    assert notices.due(happened(by=None), reader("all"), PARIS) == MONDAY


def test_every_event_has_its_sentence_and_every_level_its_words() -> None:
    assert set(news_mail.SENTENCES) == events.KINDS - notices.QUIET
    assert notices.CALLS | notices.FACILITATION | notices.QUIET <= events.KINDS
    assert tuple(level for level, _words in NOTICES) == notices.LEVELS

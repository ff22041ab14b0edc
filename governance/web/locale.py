"""Language, dates and numbers as the reader writes them."""

from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date
from flask import Flask, request
from flask_babel import Babel, get_locale, gettext, ngettext
from markupsafe import Markup, escape

from governance.web import current

LANGUAGES = {"fr": "Français", "en": "English"}
COOKIE = "language"


def choose() -> str:
    """The person's choice, else the cookie of a visitor who chose, else the browser's, else the host's."""
    for wanted in (current.visitor().locale, request.cookies.get(COOKIE)):
        if wanted in LANGUAGES:
            return wanted
    return request.accept_languages.best_match(LANGUAGES) or current.settings().locale


def local(moment: datetime) -> datetime:
    """A moment in the network's time zone."""
    return moment.astimezone(ZoneInfo(current.network().time_zone))


def today() -> date:
    """The date it is for the network."""
    return local(current.moment()).date()


def lang() -> str:
    """The reader's language, "fr" or "en"."""
    return str(get_locale().language)


def is_french() -> bool:
    return lang() == "fr"


@lru_cache(maxsize=4096)
def _written(day: date, pattern: str, language: str) -> str:
    return format_date(day, pattern, locale=language)


def long_date(day: date | datetime) -> str:
    """ "14 mars 2026", "14 March 2026"; French writes the first of a month "1er"."""
    on = _local_day(day)
    text = _written(on, "d MMMM y", lang())
    return text.replace("1 ", "1er ", 1) if is_french() and on.day == 1 else text


def week_date(day: date | datetime) -> str:
    """ "jeudi 21 mai 2026"."""
    return f"{week_day(day)} {long_date(day)}"


def _local_day(day: date | datetime) -> date:
    return local(day).date() if isinstance(day, datetime) else day


def week_day(day: date | datetime) -> str:
    """ "jeudi"."""
    return _written(_local_day(day), "EEEE", lang())


def day_number(day: date | datetime) -> str:
    """ "21"; in French the first is "1er"."""
    on = _local_day(day)
    return "1er" if is_french() and on.day == 1 else str(on.day)


def month_name(day: date | datetime) -> str:
    """ "mai"."""
    return _written(_local_day(day), "MMMM", lang())


def is_near(deadline: datetime) -> bool:
    """Whether a deadline is within three days."""
    return deadline - current.moment() < timedelta(days=3)


def hour(moment: datetime) -> str:
    """ "18 h 30", "20 h" in French, with no-break spaces; "18:30" in English."""
    at = local(moment)
    if not is_french():
        return f"{at:%H:%M}"
    words = f"{at.hour} h {at.minute:02}" if at.minute else f"{at.hour} h"
    return words.replace(" ", "\N{NO-BREAK SPACE}")


def date_time(moment: datetime) -> Markup:
    """A moment as a ``time`` element: "jeudi 21 mai 2026 à 20 h"."""
    words = moment_words(moment)
    return Markup('<time datetime="{}">{}</time>').format(local(moment).isoformat(timespec="minutes"), words)


def moment_words(moment: datetime) -> str:
    """ "jeudi 21 mai 2026 à 20 h"."""
    return str(gettext("%(day)s at %(hour)s", day=week_date(moment), hour=hour(moment)))


def day_time(day: date | datetime) -> Markup:
    """A day as a ``time`` element: "30 avril 2026"."""
    on = _local_day(day)
    return Markup('<time datetime="{}">{}</time>').format(on.isoformat(), long_date(on))


def left(deadline: datetime) -> str:
    """How long until a deadline: "in 2 days", "in 5 hours", "in 12 minutes", "now"."""
    gap = deadline - current.moment()
    if gap >= timedelta(days=1):
        return str(ngettext("in %(num)s day", "in %(num)s days", gap.days))
    if gap >= timedelta(hours=1):
        return str(ngettext("in %(num)s hour", "in %(num)s hours", gap.seconds // 3600))
    if gap > timedelta(0):
        return str(ngettext("in %(num)s minute", "in %(num)s minutes", max(1, gap.seconds // 60)))
    return str(gettext("now"))


def percent(share: Fraction | str) -> str:
    """Width of a drawing, "61.54%": rounded here only, from the exact share."""
    hundredths = round(Fraction(share) * 10000)
    return f"{hundredths // 100}.{hundredths % 100:02}%"


def fraction(value: Fraction | str | int) -> Markup:
    """A fraction as it is drawn in formulas, readable aloud."""
    exact = Fraction(value)
    if exact.denominator == 1:
        return escape(exact.numerator)
    over = gettext("over")
    return Markup(
        '<span class="frac"><span>{}</span><span class="vh"> {} </span><span>{}</span></span>'
    ).format(exact.numerator, over, exact.denominator)  # fmt: skip


def size(octets: int) -> str:
    """ "4 ko", "1,2 Mo" in French; "4 kB", "1.2 MB" in English."""
    unit = "o" if is_french() else "B"
    if octets < 1_000_000:
        return f"{max(1, octets // 1000)}\N{NO-BREAK SPACE}k{unit}"
    tenths = octets // 100_000
    return f"{tenths // 10}{',' if is_french() else '.'}{tenths % 10}\N{NO-BREAK SPACE}M{unit}"


FILTERS = (
    long_date, week_date, week_day, day_number, month_name, is_near, hour, date_time, day_time, left, percent,
    fraction, size,
)  # fmt: skip


def init(app: Flask) -> None:
    """Attach Flask-Babel and the filters."""
    app.config["BABEL_DOMAIN"] = "messages"
    Babel(app, locale_selector=choose, default_translation_directories="translations")
    for each in FILTERS:
        app.add_template_filter(each)

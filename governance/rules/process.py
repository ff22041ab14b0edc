"""How a text is prepared: the table ``process`` of a kind of decision, read and said plainly. Pure."""

from collections.abc import Iterator

from governance.errors import N_
from governance.rules import spoken
from governance.rules.duration import Duration
from governance.rules.parts import Decision, Process, SocialCode
from governance.rules.phrases import say
from voting.fields import Fields

UNREVIEWED = ("ends", "continues")
MOST = {"days": 366, "hours": 9999}
LONGEST = 3650  # days without a move
_TIMED = ("questions_days", "questions_hours", "reactions_days", "reactions_hours")
SETTINGS = (*_TIMED, "live", "expires_days", "doubling", "petition", "unreviewed", "questions")
IN_THE_ROOM = ("consent", "without-candidate")  # the methods of what may be taken at a meeting


def read(fields: Fields, debate: Duration) -> Process:
    """The process of a kind of decision; what is wrong is noted in ``fields``. ``debate``: its time."""
    if "process" not in fields:
        return Process()
    inner = fields.table("process")
    inner.known(SETTINGS)
    _check_rounds(inner, str(fields.raw.get("method")))
    if inner.flag("doubling", False) and not debate:
        inner.wrong("doubling", N_("there is no time of debate to double"))
    return Process(
        questions=_timed(inner, "questions"),
        reactions=_timed(inner, "reactions"),
        expires_days=_expires(inner),
        doubling=inner.flag("doubling", False),
        petition=inner.share("petition", None, positive=True),
        unreviewed=inner.choice("unreviewed", UNREVIEWED, "ends"),
        live=inner.flag("live", False),
        asked_under=inner.text("questions", None),
    )


def _check_rounds(inner: Fields, method: str) -> None:
    """Rounds are those of a consent; a meeting takes a consent, or an election without candidate."""
    for key in _TIMED:
        if key in inner and method != "consent":
            inner.wrong(key, N_("only a consent has these rounds"))
    if "live" in inner and method not in IN_THE_ROOM:
        inner.wrong("live", N_("only a consent, or an election without candidate, is taken at a meeting"))


def _timed(fields: Fields, what: str) -> Duration:
    lengths = {unit: fields.whole(f"{what}_{unit}", 0) for unit in MOST}
    for unit, most in MOST.items():
        if lengths[unit] > most:
            fields.wrong(f"{what}_{unit}", N_("must be at most %(most)s"), most=str(most))
    return Duration(**{unit: min(length, MOST[unit]) for unit, length in lengths.items()})


def _expires(fields: Fields) -> int | None:
    days = fields.whole("expires_days", None, least=1)
    if days is not None and days > LONGEST:
        fields.wrong("expires_days", N_("must be at most %(most)s"), most=str(LONGEST))
        return LONGEST
    return days


def sentences(decision: Decision, code: SocialCode, lang: str) -> Iterator[str]:
    """What the process adds to the rule, in the order of a proposal's life; ``code`` names other rules."""
    process = decision.process
    for phase in ("questions", "reactions"):
        length: Duration = getattr(process, phase)
        if length:
            yield say(lang, f"process.{phase}", length=spoken.duration(length, lang))
    if process.doubling:
        yield say(lang, "process.doubling")
    if process.petition is not None:
        yield say(lang, "process.petition", share=spoken.share(process.petition, lang))
    if process.asked_under is not None:
        yield say(lang, "process.asked", rule=code.decision(process.asked_under).name)
    if process.live:
        yield say(lang, f"process.live.{decision.method}")
    if process.expires_days is not None:
        yield say(lang, "process.expires", days=spoken.quantity(process.expires_days, "days", lang))
    if process != Process():
        yield say(lang, f"process.unreviewed.{process.unreviewed}")

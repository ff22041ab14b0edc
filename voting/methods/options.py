"""The options and the settings of an election, read from a count file."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from voting.count_file import CountFile
from voting.exact import NotExact, fraction
from voting.methods.election import Election, Malformed, Option
from voting.settings import OPTION_SETTINGS

OPTION_KEYS = frozenset({"id", "label", "ratio", "cost", "college"})


def election_of(file: CountFile) -> Election:
    """The election of the whole file. Settings are those of the rule; a file may also give them at its top
    level.

    Raises `Malformed` for an option or a setting that cannot be read.
    """
    document = file.document
    settings = {name: document[name] for name in sorted(OPTION_SETTINGS) if name in document}
    settings |= dict(file.rule.settings) | {"tie": file.rule.tie}
    ratio = _exact(settings, "ratio", "rule.ratio") or Fraction(1)
    listed, path = (
        (document["options"], "options")
        if "options" in document
        else (settings.get("options"), "rule.options")
    )
    if listed is None and file.rule.method != "without-candidate":
        raise Malformed("options", "is missing")
    return Election(
        options=tuple(_options(listed or [], path, ratio, file)),
        seats=file.rule.seats,
        settings=settings,
        seed=_text(settings, "seed"),
        code=_code(settings),
        casting_vote=_casting_vote(file),
    )


def _options(listed: Any, path: str, ratio: Fraction, file: CountFile) -> list[Option]:
    if not isinstance(listed, list):
        raise Malformed(path, "must be a list")
    options = [_option(raw, f"{path}[{place}]", ratio, file) for place, raw in enumerate(listed)]
    seen: set[str] = set()
    for place, option in enumerate(options):
        if option.id in seen:
            raise Malformed(f"{path}[{place}]", "%(id)s is there twice", id=option.id)
        seen.add(option.id)
    return options


def _option(raw: Any, path: str, ratio: Fraction, file: CountFile) -> Option:
    if isinstance(raw, str) and raw:
        return Option(raw, ratio=ratio)
    if not isinstance(raw, Mapping):
        raise Malformed(path, "must be an identifier or an object")
    for key in raw:
        if key not in OPTION_KEYS:
            raise Malformed(f"{path}.{key}", "unknown key")
    for key in ("id", "label", "college"):
        if not isinstance(raw.get(key, "?"), str) or not raw.get(key, "?" if key != "id" else ""):
            raise Malformed(f"{path}.{key}", "must be a text that is not empty")
    college = raw.get("college")
    if college is not None and college not in file.electorate.by_id:
        raise Malformed(f"{path}.college", "%(id)s is not a college of this file", id=college)
    own = _exact(raw, "ratio", f"{path}.ratio")
    cost = _exact(raw, "cost", f"{path}.cost")
    return Option(raw["id"], raw.get("label", ""), ratio if own is None else own, cost, college)


def _exact(raw: Mapping[str, Any], key: str, path: str) -> Fraction | None:
    if key not in raw:
        return None
    try:
        return fraction(raw[key])
    except NotExact as error:
        raise Malformed(path, str(error)) from None


def _text(settings: Mapping[str, Any], key: str) -> str | None:
    value = settings.get(key)
    if value is not None and (not isinstance(value, str) or not value):
        raise Malformed(key, "must be a text that is not empty")
    return value


def _code(settings: Mapping[str, Any]) -> str | None:
    code = _text(settings, "code")
    try:
        bytes.fromhex(code or "")
    except ValueError:
        raise Malformed("code", "must be hexadecimal") from None
    return code


def _casting_vote(file: CountFile) -> tuple[str, ...]:
    raw = file.document.get("casting_vote")
    if raw is None:
        return ()
    if file.rule.tie != "casting-vote":
        raise Malformed("casting_vote", "the rule gives nobody a casting vote")
    named = [raw] if isinstance(raw, str) else raw
    if not isinstance(named, list) or not all(isinstance(option, str) for option in named):
        raise Malformed("casting_vote", "must be an option or a list of options, the preferred first")
    return tuple(named)

"""The French catalogue is complete, faithful to its placeholders, and written as French is."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def wanted() -> set[str | tuple[str, ...]]:
    found: set[str | tuple[str, ...]] = set()
    for folder in ("governance", "proposals", "voting", "templates"):
        method = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2"), ("**.xml", "jinja2")]
        for _, _, message, _, _ in extract_from_dir(ROOT / folder, method_map=method, keywords=KEYWORDS):
            found.add(message if isinstance(message, str) else tuple(message[:2]))
    return {each for each in found if each}


@pytest.fixture(scope="module")
def french() -> Catalog:
    with (ROOT / "governance/translations/fr/LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file, locale="fr")


def strings(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


def test_every_message_has_its_french(french: Catalog) -> None:
    missing = []
    for each in wanted():
        message = french.get(each)
        if message is None or not all(strings(message)):
            missing.append(each)
    assert not missing


def test_no_message_is_fuzzy(french: Catalog) -> None:
    assert [message.id for message in french if message.id and message.fuzzy] == []


def test_no_message_is_left_over(french: Catalog) -> None:
    known = {each if isinstance(each, str) else each[0] for each in wanted()}
    assert [m.id for m in french if m.id and (m.id if isinstance(m.id, str) else m.id[0]) not in known] == []


def test_placeholders_are_those_of_the_source(french: Catalog) -> None:
    for message in french:
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        allowed = set().union(*(PLACEHOLDER.findall(each) for each in ids))
        for string in strings(message):
            assert set(PLACEHOLDER.findall(string)) <= allowed, message.id


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (re.compile(r"\w'\w"), "a typewriter apostrophe"),
        (re.compile(r"[^\s\u00a0\u202f:] :|« | »"), "a plain space before a colon or inside guillemets"),
        (re.compile(r"\w [;!?€]|\d %"), "a plain space before ; ! ? € %"),
        (re.compile(r"\u202f(?![;!?€\d]|%[^(])"), "a narrow space between two words"),
    ],
)
def test_french_typography(french: Catalog, wrong: re.Pattern[str], why: str) -> None:
    assert [s for message in french if message.id for s in strings(message) if wrong.search(s)] == [], why

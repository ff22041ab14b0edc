"""The sentence of a choice among options or people: what came out, and which tie was left."""

from collections.abc import Mapping
from typing import Any

from voting import explain_quorum
from voting.wording import Language

Row = Mapping[str, Any]


def sentence(words: Language, result: Row, labels: Mapping[str, str]) -> str:
    """One sentence in one language; options are named by `labels`, or by their identifiers."""
    quorum = result.get("quorum", {"met": True, "requirements": []})
    if not quorum["met"]:
        return words.sentence(words.say("no-quorum"), *explain_quorum.missed(words, quorum))
    elected = _named(words, result.get("elected", ()), labels)
    ties = [words.say("unbroken", list=_named(words, group, labels)) for group in result.get("tie", ())]
    chosen = elected or ("" if ties else words.say("nobody"))
    return words.sentence(words.say("result"), chosen, *ties, explain_quorum.met(words, quorum))


def _named(words: Language, options: Any, labels: Mapping[str, str]) -> str:
    return words.listed([labels.get(option, option) for option in options])

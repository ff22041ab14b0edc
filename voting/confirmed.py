"""The short way to the urn: answers sent a second time, confirmed, by who represents the members themselves.

Everything the page would check again is checked by the act, inside its transaction.
"""

import re
from collections.abc import Mapping

from governance.web.visitor import Visitor
from voting.answers import TESTS, Answer, Reply

_FIELD = re.compile(rf"m([0-9]{{1,9}})-(choice|reason|nature|paragraph|(?:test|why)_(?:{'|'.join(TESTS)}))")
_BESIDE = frozenset({"sure", "csrf_token"})


def answers(given: Mapping[str, str], visitor: Visitor) -> list[Answer]:
    """What is confirmed; nothing when the form has to be looked at more closely.

    That is: not confirmed yet, a proxy, the paper of a choice among options, or a paper left empty.
    """
    papers: dict[int, dict[str, str]] = {}
    for name, text in given.items():
        field = _FIELD.fullmatch(name)
        if field is not None:
            papers.setdefault(int(field[1]), {})[field[2]] = text
        elif name not in _BESIDE:
            return []
    own = all(visitor.voice(member_id) for member_id in papers)
    filled = [_answer(member_id, paper) for member_id, paper in papers.items() if paper.get("choice")]
    return filled if given.get("sure") and own else []


def _answer(member_id: int, paper: Mapping[str, str]) -> Answer:
    """The answer of one paper; what only an objection says is left out of the others."""
    choice, reason = paper["choice"], paper.get("reason", "")
    if choice != "objection":
        return Answer(member_id, choice, reason)
    about = paper.get("paragraph", "")
    tests = {
        name: Reply(paper[f"test_{name}"], paper.get(f"why_{name}", ""))
        for name in TESTS
        if paper.get(f"test_{name}")
    }
    nature, paragraph = paper.get("nature", ""), int(about) if about.isdigit() else None
    return Answer(member_id, choice, reason, nature, paragraph=paragraph, tests=tests)

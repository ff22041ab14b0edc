"""Whatever is wrong with a rule can be said in French: no sentence of the pure modules is forgotten."""

import ast
from pathlib import Path

from governance.rules.sentences import OF_RULES

VOTING = Path(__file__).parent.parent.parent / "voting"
SAYING = {"wrong", "Problem", "NotExact"}


def sentences_of(path: Path) -> set[str]:
    """The texts with a space in them given to what notes a problem, directly or through ``message``."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        said: list[ast.expr] = []
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            said = list(node.args) if name in SAYING else []
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "message":
            said = [node.value]
        found |= {e.value for e in said if isinstance(e, ast.Constant) and " " in str(e.value)}
    return found


def test_every_sentence_about_a_rule_is_marked_for_the_catalogue() -> None:
    used = set().union(*(sentences_of(VOTING / name) for name in ("rule.py", "fields.py", "exact.py")))
    assert used == set(OF_RULES)

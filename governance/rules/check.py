"""What is wrong with the file of a social code, by line and in words: ``tiersvoix rules check``."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TextIO

from governance.errors import N_
from governance.rules import legal, lines
from governance.rules.code import NotToml, SocialCode, examine, parse
from voting import fields

Translate = Callable[[str], str]
Severity = Literal["error", "warning"]
_KEY = re.compile(r"([^.\[\]]+)(?:\[[0-9]+\])*$")


@dataclass(frozen=True)
class Problem:
    """Something wrong (error) or doubtful (warning) at ``line``, counted from 1.

    ``sentence`` is an English message with ``%(name)s`` places for ``facts``; ``key`` is the name of the
    setting it speaks of, empty for the whole file.
    """

    line: int
    severity: Severity
    sentence: str
    facts: Mapping[str, str] = field(default_factory=dict)
    key: str = ""

    def said(self, translate: Translate = str) -> str:
        """The sentence in the language of ``translate``, after the setting it speaks of."""
        words = translate(self.sentence)
        words = words % self.facts if self.facts else words
        return (
            translate(N_("“%(key)s”: %(words)s")) % {"key": self.key, "words": words} if self.key else words
        )


def check(text: str) -> list[Problem]:
    """Everything wrong or doubtful in the file of a social code, by line; no error: it can be adopted."""
    return look(text)[1]


def look(text: str) -> tuple[SocialCode | None, list[Problem]]:
    """The social code, ``None`` when there is an error, and everything to say about its file, by line."""
    try:
        raw = parse(text)
    except NotToml as error:
        return None, [Problem(error.line, "error", error.sentence, {"why": error.why})]
    code, found = examine(raw)
    doubts = legal.warnings(code) if code else []
    places = lines.places(text)
    problems = [_placed(problem, "error", places) for problem in found]
    problems += [_placed(doubt, "warning", places) for doubt in doubts]
    return code, sorted(problems, key=lambda problem: problem.line)


def run(path: str, stdout: TextIO, stderr: TextIO, translate: Translate = str) -> int:
    """Check one file: a line for each problem on ``stderr``, what it is on ``stdout``.

    Return 0 when it is a social code, doubts or not; 2 when it has errors or cannot be read.
    """
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except OSError as error:
        print(f"{path}: {translate(N_('this file cannot be read'))}: {error.strerror}", file=stderr)
        return 2
    except UnicodeDecodeError:
        print(
            f"{path}: {translate(N_('this file is not in UTF-8: save it again in that encoding'))}",
            file=stderr,
        )
        return 2
    code, problems = look(text)
    severities = {"error": translate(N_("error")), "warning": translate(N_("warning"))}
    for problem in problems:
        where = f"{path}:{problem.line}: {severities[problem.severity]}"
        print(f"{where}: {problem.said(translate)}", file=stderr)
    if code is None:
        return 2
    print(summary(code, path, translate), file=stdout)
    return 0


def summary(code: SocialCode, path: str, translate: Translate = str) -> str:
    """One line: what the file is and how much it holds."""
    colleges, decisions, roles = len(code.colleges), len(code.decisions), len(code.roles)
    counted = [
        _counted(colleges, N_("1 college"), N_("%(number)s colleges"), translate),
        _counted(decisions, N_("1 kind of decision"), N_("%(number)s kinds of decision"), translate),
        _counted(roles, N_("1 role"), N_("%(number)s roles"), translate),
    ]
    sentence = translate(N_("%(path)s is a social code: %(contents)s."))
    return sentence % {"path": path, "contents": ", ".join(counted)}


def _counted(number: int, one: str, many: str, translate: Translate) -> str:
    if number == 0:
        return translate(N_("no role"))
    return translate(one) if number == 1 else translate(many) % {"number": number}


def _placed(problem: fields.Problem, severity: Severity, places: Mapping[str, int]) -> Problem:
    key = _KEY.search(problem.path) if severity == "error" else None
    line = lines.line_of(places, problem.path)
    sentence = problem.message
    if "near" in problem.values:
        sentence = N_("unknown setting; did you mean “%(near)s”?")
    return Problem(line, severity, sentence, problem.values, key[1] if key else "")

"""One implementation of the count, for the pages, the API, the command and the published file.

`tally` turns a `count/1` document into a `result/1` object; `run` is the command around it.
"""

import json
from typing import IO, Any

from voting import consent, count_file, explain, majority, strict_json
from voting.fields import ReadingError


def tally(document: dict[str, Any]) -> dict[str, Any]:
    """Count a parsed `count/1` document.

    Raises `voting.fields.ReadingError` (`CountError`, `RuleError`) with the JSON path of what is wrong.
    """
    file = count_file.read(document)
    counts = {"majority": majority.count, "consent": consent.count}
    if file.rule.method in counts:
        result = counts[file.rule.method](file)
        return result | {"sentence": explain.sentences(result, file.rule)}
    from voting.methods import choose  # a large subject of its own, not needed for most counts

    return choose.count(file)


def dumps(result: dict[str, Any]) -> str:
    """The text of a result, the same on every machine: keys in the order of the format, two-space indent."""
    return json.dumps(result, ensure_ascii=False, indent=2) + "\n"


def run(path: str, stdin: IO[str], stdout: IO[str], stderr: IO[str]) -> int:
    """Count the file at `path`, or standard input for `-`. Exit status 0, or 2 for a file that is wrong."""
    try:
        printed = dumps(tally(count_file.load(strict_json.text_at(path, stdin))))
    except ReadingError as error:
        return strict_json.refuse(error, stderr)
    stdout.write(printed)
    return 0

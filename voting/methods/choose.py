"""From a count file to the result of a choice among options: ballots, colleges, quorum, outcome.

The methods themselves know nothing of colleges: they are given one body's papers and options.
"""

from collections.abc import Mapping
from dataclasses import replace
from math import lcm
from typing import Any

from voting import columns, quorum
from voting.count_file import CountFile
from voting.groups import presence
from voting.methods import METHODS, Method
from voting.methods.election import Election, Malformed, Number, Result, exact
from voting.methods.options import election_of
from voting.methods.sentences import sentences
from voting.papers import OWNER_KEYS, papers

Boxes = dict[str | None, dict[Any, int]]  # college → paper → number of ballots; None without colleges


def count(file: CountFile) -> Result:
    """The `result/1` object of a count file whose method is one of `METHODS`, its sentences included."""
    method, election = METHODS[file.rule.method], election_of(file)
    boxes = read_ballots(file, method, election)
    cast: dict[str | None, int] = {college.id: 0 for college in file.electorate.colleges}
    cast |= {college: sum(box.values()) for college, box in boxes.items()}
    checked = _quorum(file, cast)
    result: Result = {"format": "result/1", "method": file.rule.method, "quorum": checked.as_result()}
    result |= {"options": _named(election)} if any(option.label for option in election.options) else {}
    result["cast"] = sum(cast.values())
    if file.electorate.registered is not None:
        result["registered"] = file.electorate.registered
    if not checked.met:
        result |= {"outcome": "no-quorum", "elected": [], "order": [], "tie": []}
    elif file.rule.main.by == "seats-per-college":
        result |= _by_college(file, method, election, boxes)
    else:
        box = _together(file, boxes)
        result |= _counted(file, method.count(box, election), bool(box), election)
    result = {"format": result.pop("format"), "outcome": result.pop("outcome"), **result}
    return result | {"sentence": sentences(result, election)}


def read_ballots(file: CountFile, method: Method, election: Election) -> Boxes:
    """The distinct papers of each college with their number. Raises `Malformed` or `CountError` with the
    path.
    """
    bodies: dict[str | None, Election] = {}
    if file.rule.main.by == "seats-per-college":
        bodies |= {college.id: _of(election, college.id) for college in file.electorate.colleges}
    try:
        boxes = _read_together(file, method, election, bodies)
    except Malformed:
        boxes = None  # read one by one, the first wrong line is named
    return _read_each(file, method, election, bodies) if boxes is None else boxes


def _read_together(
    file: CountFile, method: Method, election: Election, bodies: Mapping[str | None, Election]
) -> Boxes | None:
    """The ballots of a file that is plainly right; None for another. Each text is read once."""
    found = columns.written(file, method.FIELDS)
    if found is None:
        return None
    boxes: Boxes = {}
    for (college, position), number in found.items():
        if number:
            line, path = file.ballots[position], f"ballots[{position}]"
            paper = method.read(line, path, bodies.get(college, election))
            box = boxes.setdefault(college, {})
            box[paper] = box.get(paper, 0) + number
    return boxes


def _read_each(
    file: CountFile, method: Method, election: Election, bodies: Mapping[str | None, Election]
) -> Boxes:
    boxes: Boxes = {}
    known: dict[tuple[str | None, str], Any] = {}
    for college, line, copies, position in papers(file, set(method.FIELDS) - OWNER_KEYS):
        if not copies:
            continue
        # Equal lines are read once: what is costly is paid per distinct paper.
        key = college, repr([line.get(field, ...) for field in method.FIELDS])
        if key not in known:
            known[key] = method.read(line, f"ballots[{position}]", bodies.get(college, election))
        box = boxes.setdefault(college, {})
        paper = known[key]
        box[paper] = box.get(paper, 0) + copies
    return boxes


def _quorum(file: CountFile, cast: Mapping[str | None, int]) -> quorum.Quorum:
    for place, requirement in enumerate(file.rule.quorum):
        if requirement.counted == "for":
            raise Malformed(f"rule.quorum[{place}].counted", "a choice among options has no ballots for")
    present = presence(file, cast)
    numbers = {"cast": dict(cast), "present": dict(present)}
    for kind in numbers.values():
        kind[None] = sum(kind.values())
    return quorum.check(file.rule, file.electorate, numbers)


def _together(file: CountFile, boxes: Boxes) -> dict[Any, Number]:
    """All ballots as one body; with ``coefficient`` each counts as much as its college's weight.

    For `stv`, which counts in whole papers, weights are brought to the smallest whole numbers in proportion.
    """
    weights: dict[str | None, Number] = dict.fromkeys(boxes, 1)
    if file.rule.main.by == "coefficient":
        weights = {college.id: college.weight for college in file.electorate.colleges}
        if file.rule.method == "stv":
            unit = lcm(*(college.weight.denominator for college in file.electorate.colleges))
            weights = {college: weight * unit for college, weight in weights.items()}
    together: dict[Any, Number] = {}
    for college, box in boxes.items():
        for paper, number in box.items():
            together[paper] = together.get(paper, 0) + weights[college] * number
    return {paper: _plain(weight) for paper, weight in together.items()}


def _plain(weight: Number) -> Number:
    return int(weight) if weight == int(weight) else weight


def _named(election: Election) -> list[Result]:
    """The options with their labels, and their costs, so that a result can be read by itself."""
    return [
        {"id": option.id, "label": option.label or option.id}
        | ({} if option.cost is None else {"cost": exact(option.cost)})
        for option in election.options
    ]


def _of(election: Election, college: str) -> Election:
    """The election of one college: the options that are its own, or nobody's."""
    options = tuple(option for option in election.options if option.college in (college, None))
    return replace(election, options=options)


def _by_college(file: CountFile, method: Method, election: Election, boxes: Boxes) -> Result:
    """Each college fills its own seats from its own ballots; together, the elected and the seats left."""
    if file.rule.method == "equal-shares":
        raise Malformed("rule.by", "a budget is not shared out by seats")
    rows = []
    for college in file.electorate.colleges:
        seats = file.rule.seats if college.seats is None else college.seats
        own = replace(_of(election, college.id), seats=seats)
        box = boxes.get(college.id, {})
        row: Result = {"id": college.id} | ({"name": college.name} if college.name is not None else {})
        row |= {"seats": seats, "registered": college.registered, "cast": sum(box.values())}
        rows.append(row | _counted(file, method.count(box, own), bool(box), own))
    vacant = sum(row.get("vacant", 0) for row in rows)
    outcomes = [row["outcome"] for row in rows]
    result: Result = {
        "outcome": next((o for o in ("tied", "postponed", "adopted", "rejected") if o in outcomes), "void"),
        "elected": [option for row in rows for option in row["elected"]],
        "order": [],
        "tie": [group for row in rows for group in row["tie"]],
    }
    return result | ({"vacant": vacant} if vacant else {}) | {"colleges": rows}


def _counted(file: CountFile, counted: Result, any_ballot: bool, election: Election) -> Result:
    """The fields of one body's count with its outcome, and the reason where there is one."""
    outcome, reason = _outcome(file.rule.method, counted, any_ballot, election)
    return {"outcome": outcome} | ({"reason": reason} if reason else {}) | counted


def _outcome(method: str, counted: Result, any_ballot: bool, election: Election) -> tuple[str, str | None]:
    elected = counted["elected"]
    if method == "lot":
        drawn = counted["seed"] is not None
        return (
            ("adopted", None) if drawn and elected else ("postponed", "seed") if not drawn else ("void", None)
        )
    if not any_ballot:
        return "void", "no-ballot"
    if counted["tie"]:
        return "tied", "tie"
    if counted.get("second_round"):
        return "postponed", "second-round"
    if method == "without-candidate":
        return "postponed", "nominations"
    if elected and elected == [election.settings.get("default_option")]:
        return "rejected", "default-option"
    if elected:
        return "adopted", None
    if not election.options:
        return "void", "no-candidate"
    return ("rejected", "nothing-affordable") if counted.get("start") else ("void", "blank")

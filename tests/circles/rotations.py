"""Files of rotations for the tests, made by hand or by chance, and what must hold in every calendar."""

import copy
import random
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import Any

from governance.circles import rotation, rotation_calendar, rotation_file

File = dict[str, Any]
COLLEGES = ("places", "coops", "public")
ELIGIBLE_ALL_THE_SAME = ("alternates", "same-college")


def file(candidates: Iterable[Any] = "ABC", **changes: Any) -> File:
    """A yearly turn from 2024 on, between A, B and C unless said otherwise."""
    people = [each if isinstance(each, dict) else {"id": each} for each in candidates]
    written: File = {"format": "rotation/1", "role": {"id": "chair"}, "term": {"months": 12}}
    written |= {"starts": "2024-01-01", "horizon": "2030-01-01", "candidates": people}
    return written | changes


def calendar(document: File) -> dict[str, Any]:
    return rotation_calendar.document(rotation.calendar(rotation_file.read(document)))


def text(document: File) -> str:
    return rotation_calendar.dumps(calendar(document))


def order(document: File) -> str:
    """Who has each turn, in one word: a hyphen for nobody, in brackets what was missed."""
    return "".join(
        f"({turn['who']})" if turn["status"] == "missed" else turn["who"] or "-"
        for turn in calendar(document)["turns"]
    )


def facts(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    return list(rows)


def some_file(rng: random.Random) -> File:
    """A rotation with a history: joins, leaves, absences, refusals, swaps, resignations, missed events."""
    start = date(2020, 1, 1)
    events = rng.random() < 0.4
    written: File = {
        "format": "rotation/1",
        "role": {"id": "role"},
        "term": {"each_year": ["02-15", "06-15", "10-15"]} if events else {"months": rng.choice((3, 6, 12))},
        "starts": start.isoformat(),
        "horizon": (start + timedelta(days=365 * (4 if events else 6))).isoformat(),
        "colleges": [{"id": each} for each in COLLEGES],
        "candidates": [_candidate(rng, n, start) for n in range(rng.randint(1, 8))],
        "alternate": rng.random() < 0.4,
        "seats": rng.choice((1, 1, 1, 2)),
    }
    if rng.random() < 0.5:
        written["max_consecutive"] = rng.randint(1, 2)
    if rng.random() < 0.3:
        written["eligibility"] = {"after_months": rng.randint(1, 12)}
    if rng.random() < 0.3:
        written["tie"] = {"seed": str(rng.random())}
    _entangle(rng, written, start)
    written["facts"] = []
    for _ in range(rng.randint(0, 8)):
        written["facts"] += some_facts(rng, written, calendar(written)["turns"])
    return written


def _candidate(rng: random.Random, number: int, start: date) -> dict[str, Any]:
    candidate: dict[str, Any] = {"id": f"m{number}", "college": rng.choice(COLLEGES)}
    joined = start + timedelta(days=rng.randint(-300, 1500))
    if rng.random() < 0.5:
        candidate["joined"] = joined.isoformat()
    if rng.random() < 0.25:
        candidate["left"] = (joined + timedelta(days=rng.randint(1, 1200))).isoformat()
    if rng.random() < 0.2:
        away = joined + timedelta(days=rng.randint(0, 600))
        until = away + timedelta(days=rng.randint(1, 500))
        candidate["away"] = [{"from": away.isoformat(), "until": until.isoformat(), "why": "works"}]
    return candidate


def _entangle(rng: random.Random, written: File, start: date) -> None:
    people = [each["id"] for each in written["candidates"]]
    if len(people) > 1 and rng.random() < 0.3:
        written["incompatible"] = [rng.sample(people, 2)]
    if rng.random() < 0.3:
        other = {"who": rng.choice(people), "role": "treasury", "from": start.isoformat()}
        written["elsewhere"] = [other | {"until": (start + timedelta(days=rng.randint(1, 900))).isoformat()}]


def some_facts(rng: random.Random, written: File, turns: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A fact about one of these turns that no other fact of the file is about in the same way."""
    turn = rng.choice(turns)
    if turn["who"] is None:
        return []
    about = {"turn": turn["from"], "seat": turn["seat"]}
    told = [(each["kind"], each.get("turn"), each.get("seat")) for each in written["facts"]]
    kind = rng.choice(("refused", "refused", "until", "swap", "resigned", "missed"))
    if (kind, turn["from"], turn["seat"]) in told:
        return []
    if kind == "refused":
        return [{"kind": kind, "who": turn["who"], "why": "not now", **about}]
    if kind == "until":
        until = (date.fromisoformat(turn["from"]) + timedelta(days=rng.randint(1, 500))).isoformat()
        return [{"kind": "refused", "on": turn["from"], "until": until, "who": turn["who"], "why": "busy"}]
    if kind == "swap" and turn["behind"]:
        both = [turn["who"], rng.choice(turn["behind"])]
        confirmed = both if rng.random() < 0.8 else both[:1]
        return [{"kind": kind, "on": written["starts"], "between": both, "confirmed": confirmed, **about}]
    if kind == "resigned" and "months" in written["term"]:
        on = date.fromisoformat(turn["from"]) + timedelta(days=rng.randint(1, 60))
        return [{"kind": kind, "on": on.isoformat(), "who": turn["who"]}]
    return [{"kind": kind, **about}] if kind == "missed" and "each_year" in written["term"] else []


def shuffled(rng: random.Random, document: File) -> File:
    """The same file with everything in another order whose order means nothing."""
    copied = copy.deepcopy(document)
    for key in ("facts", "colleges", "incompatible", "elsewhere"):
        rng.shuffle(copied.get(key, []))
    if isinstance(copied.get("tie"), dict):
        rng.shuffle(copied["candidates"])
    keys = list(copied)
    rng.shuffle(keys)
    return {key: copied[key] for key in keys}


def check(document: File, turns: list[dict[str, Any]]) -> None:
    """Everything that must hold in a calendar whose past departs from nothing."""
    for turn in turns:
        eligible(document, turn)
    nobody_sits_twice(turns)
    nobody_beyond_the_maximum(document, turns)
    if document.get("alternate"):
        colleges_alternate(turns)
    fair(document, turns)


def eligible(document: File, turn: dict[str, Any]) -> None:
    """Whoever has a turn is a member, there, of the college, long enough, and has not refused."""
    if turn["who"] is None:
        return
    who = next(each for each in document["candidates"] if each["id"] == turn["who"])
    day = turn["from"]
    assert who.get("joined", "") <= day < who.get("left", "9999")
    assert not any(away["from"] <= day < away.get("until", "9999") for away in who.get("away", ()))
    for other in document.get("elsewhere", ()):
        assert not (other["who"] == who["id"] and other["from"] <= day < other["until"])
    for fact in document.get("facts", ()):
        if fact["kind"] == "refused" and fact["who"] == who["id"]:
            assert (fact.get("turn"), fact.get("seat")) != (day, turn["seat"])
            assert "until" not in fact or not fact["on"] <= day < fact["until"]


def nobody_sits_twice(turns: list[dict[str, Any]]) -> None:
    for one, two in combinations((turn for turn in turns if held(turn)), 2):
        if one["who"] == two["who"]:
            assert ended(one) <= two["from"] or ended(two) <= one["from"]


def nobody_beyond_the_maximum(document: File, turns: list[dict[str, Any]]) -> None:
    most = document.get("max_consecutive")
    if most is None:
        return
    starts = sorted({turn["from"] for turn in turns})
    for who in {turn["who"] for turn in turns if held(turn)}:
        row, before = 0, None
        for turn in (turn for turn in turns if turn["who"] == who and held(turn)):
            directly = before is not None and _directly(document, starts, before, turn)
            row, before = (row + 1 if directly else 1), turn
            assert row <= most


def _directly(document: File, starts: list[str], one: dict[str, Any], two: dict[str, Any]) -> bool:
    if "months" in document["term"]:
        return bool(ended(one) == two["from"])
    return starts.index(two["from"]) == starts.index(one["from"]) + 1


def colleges_alternate(turns: list[dict[str, Any]]) -> None:
    """The same college twice running only where no other could have it, or to finish its own turn."""
    for before, turn in pairwise(turn for turn in turns if held(turn)):
        if before["college"] == turn["college"] and not any(b.startswith("rest") for b in turn["because"]):
            assert not any(passed["step"] == "alternates" for passed in turn["passed"])


def fair(document: File, turns: list[dict[str, Any]]) -> None:
    """Two who may both have every turn of a stretch: nobody twice before the other once, over any part of it.

    Swaps are agreed: there it holds over the rounds, for two who began to wait on the same day.
    """
    people = {each["id"]: each for each in document["candidates"]}
    agreed = any(turn.get("swap", {}).get("step") == "swap" for turn in turns)
    often = [
        who for who, number in Counter(turn["who"] for turn in turns if held(turn)).items() if number > 1
    ]
    may = [_may_have(turn) for turn in turns]
    for one, two in ((one, two) for one in often for two in people if one != two):
        if document.get("alternate") and people[one]["college"] != people[two]["college"]:
            continue
        returns = {away["until"] for who in (one, two) for away in people[who].get("away", ())}
        for stretch in _stretches(turns, may, {one, two}, returns):
            had = [turn["who"] for turn in stretch if held(turn) and turn["who"] in (one, two)]
            if not agreed:
                assert all(first != then for first, then in pairwise(had)), (one, two, had)
            elif stretch[0]["number"] == 1 and not {one, two} & {
                e["id"] for e in people.values() if "joined" in e
            }:
                _never_two_ahead(had, one, two)


def _never_two_ahead(had: list[str], one: str, two: str) -> None:
    count: Counter[str] = Counter()
    for who in had:
        count[who] += 1
        assert abs(count[one] - count[two]) <= 1, had


def _may_have(turn: dict[str, Any]) -> set[str]:
    passed = {each["who"] for each in turn["passed"] if each["step"] in ELIGIBLE_ALL_THE_SAME}
    return {turn["called"], turn["who"], *turn["behind"]} | passed


def _stretches(
    turns: list[dict[str, Any]], may: list[set[str]], pair: set[str], returns: set[str]
) -> list[list[dict[str, Any]]]:
    """The turns running that both might have had; who was away in between is back at the end of the queue."""
    found: list[list[dict[str, Any]]] = [[]]
    for turn, able in zip(turns, may, strict=True):
        if found[-1] and any(found[-1][-1]["from"] < day <= turn["from"] for day in returns):
            found.append([])
        if pair <= able:
            found[-1].append(turn)
        elif found[-1]:
            found.append([])
    return [stretch for stretch in found if stretch]


def held(turn: dict[str, Any]) -> bool:
    return turn["who"] is not None and turn["status"] != "missed"


def ended(turn: dict[str, Any]) -> str:
    return str(turn.get("ended", turn["until"]))


def recorded(document: File) -> File:
    """The same file once everything its calendar says has happened."""
    made = rotation.calendar(rotation_file.read(document))
    told = [fact for fact in rotation_calendar.as_facts(made) if fact["kind"] == "held"]
    return document | {"facts": [*document.get("facts", []), *told]}

"""Whose turn it is: each step of the rule at its boundary, one reason at a time."""

from typing import Any

import pytest

from governance.circles import rotation, rotation_calendar, rotation_file
from tests.circles.rotations import calendar, file, order, text

ALTERNATING = {
    "alternate": True,
    "colleges": [{"id": "x", "name": "Lieux"}, {"id": "y", "name": "Coopératives"}, {"id": "z"}],
}


def of(college: str, *people: str, **facts: Any) -> list[dict[str, Any]]:
    return [{"id": each, "college": college, **facts} for each in people]


def refused(who: str, year: int, **more: Any) -> dict[str, Any]:
    return {"kind": "refused", "who": who, "turn": f"{year}-01-01", "why": "not now", **more}


def swap(one: str, two: str, year: int, confirmed: str | None = None) -> dict[str, Any]:
    both = [one, two]
    return {
        "kind": "swap", "on": "2024-01-01", "turn": f"{year}-01-01", "between": both,
        "confirmed": both if confirmed is None else list(confirmed),
    }  # fmt: skip


def passed(document: dict[str, Any], number: int) -> dict[str, str]:
    return {each["who"]: each["step"] for each in calendar(document)["turns"][number]["passed"]}


def test_everybody_once_before_anybody_twice() -> None:
    assert order(file("ABC")) == "ABCABC"


def test_a_single_candidate_has_every_turn() -> None:
    assert order(file("A")) == "AAAAAA"


def test_without_candidates_every_turn_is_vacant() -> None:
    turns = calendar(file(""))["turns"]
    assert {(turn["who"], turn["status"]) for turn in turns} == {(None, "vacant")}
    assert turns[0]["sentence"]["en"] == "First: vacant, because nobody may have this turn."


@pytest.mark.parametrize(
    ("joined", "expected"),
    [("2025-01-01", "ABCDABCD"), ("2027-01-01", "ABCDABCD"), ("2027-01-02", "ABCABCDA")],
)
def test_who_joins_has_a_turn_at_the_end_of_the_round(joined: str, expected: str) -> None:
    people = ["A", "B", "C", {"id": "D", "joined": joined}]
    assert order(file(people, horizon="2032-01-01")) == expected


def test_one_who_was_a_member_before_the_role_began_waits_since_it_began() -> None:
    assert order(file([{"id": "A", "joined": "2023-12-31"}, {"id": "B", "joined": "2001-05-05"}]))[:2] == "AB"


def test_seniority_is_the_order_of_the_file_for_those_who_wait_since_one_day() -> None:
    assert order(file("CAB"))[:3] == "CAB"


def test_the_lot_takes_its_place_and_then_the_order_of_the_file_means_nothing() -> None:
    drawn = file("ABCDEF", tie={"seed": "drand 4815162", "source": "drand, round 4815162"})
    assert text(drawn) == text(drawn | {"candidates": drawn["candidates"][::-1]})
    assert sorted(order(drawn)) == list("ABCDEF")
    assert "lot" in calendar(drawn)["turns"][0]["because"]
    assert order(drawn) != order(drawn | {"tie": {"seed": "another"}})


def test_who_leaves_has_no_turn_from_that_day_and_the_rest_of_theirs_is_given() -> None:
    turns = calendar(file([{"id": "A", "left": "2024-07-01"}, "B", "C"]))["turns"]
    assert [(turn["from"], turn["who"]) for turn in turns][:3] == [
        ("2024-01-01", "A"), ("2024-07-01", "B"), ("2025-01-01", "C"),
    ]  # fmt: skip
    assert (turns[0]["ended"], turns[0]["end"]) == ("2024-07-01", "left")
    assert "this turn is to be finished (A left on 1 July 2024)" in turns[1]["sentence"]["en"]


def test_who_leaves_on_the_first_day_of_a_turn_does_not_have_it() -> None:
    assert order(file([{"id": "A", "left": "2024-01-01"}, {"id": "B"}]))[:2] == "BB"


def test_a_month_after_another_ends_on_the_last_day_where_there_is_no_such_day() -> None:
    turns = calendar(file("A", term={"months": 1}, starts="2024-01-31", horizon="2024-06-01"))["turns"]
    days = ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31"]
    assert [turn["from"] for turn in turns] == days


def test_a_refusal_is_for_one_turn_and_keeps_the_place() -> None:
    document = file("ABC", facts=[refused("A", 2024)])
    assert order(document) == "BACBAC"
    assert passed(document, 0) == {"A": "refused"}
    assert calendar(document)["turns"][0]["passed"][0]["why"] == {
        "fr": "a refusé ce tour\N{NO-BREAK SPACE}: not now",
        "en": "refused this turn: not now",
    }


def test_a_refusal_until_a_day_ends_on_it() -> None:
    until = {"kind": "refused", "who": "A", "on": "2024-01-01", "until": "2026-01-01", "why": "busy"}
    assert order(file("ABC", facts=[until])) == "BCABCA"
    assert order(file("ABC", facts=[until | {"until": "2026-01-02"}])) == "BCBACB"


def test_turns_refused_do_not_add_up() -> None:
    document = file("ABC", horizon="2033-01-01", facts=[refused("A", year) for year in range(2024, 2030)])
    assert order(document) == "BCBCBCABC"


def test_a_turn_that_everybody_refuses_is_vacant_and_the_next_is_given_as_if_it_had_not_been() -> None:
    assert order(file("AB", facts=[refused("A", 2024), refused("B", 2024)])) == "-ABABA"


def test_colleges_change_each_time_and_three_go_round() -> None:
    people = [*of("x", "A", "B"), *of("y", "C"), *of("z", "D")]
    assert order(file(people, **ALTERNATING)) == "ACDBCD"


def test_a_college_that_may_not_is_left_out_and_comes_first_once_it_may() -> None:
    people = [*of("x", "A", "B"), *of("y", "C", "D", away=[{"from": "2024-01-01", "until": "2027-01-01"}])]
    document = file(people, **ALTERNATING)
    assert order(document) == "ABACBD"
    assert passed(document, 0) == {"C": "away", "D": "away"}


def test_the_rest_of_a_turn_stays_with_its_college_where_it_can() -> None:
    resigned = {"kind": "resigned", "on": "2024-05-01", "who": "A"}
    several = file([*of("x", "A", "B"), *of("y", "C")], **ALTERNATING, facts=[resigned])
    assert order(several) == "ABCACBC"
    assert calendar(several)["turns"][1]["because"] == ["rest-resigned", "only", "same-college"]
    alone = file([*of("x", "A"), *of("y", "C")], **ALTERNATING, facts=[resigned])
    assert order(alone)[:3] == "ACA"


def test_nobody_has_more_turns_in_a_row_than_the_maximum() -> None:
    assert order(file("A", max_consecutive=1)) == "A-A-A-"
    assert order(file("A", max_consecutive=2)) == "AA-AA-"
    assert passed(file("A", max_consecutive=2), 2) == {"A": "in-a-row"}


def test_of_events_the_next_one_is_directly_after() -> None:
    term = {"dates": ["2026-03-01", "2026-09-01", "2028-01-01"]}
    assert order(file("A", term=term, max_consecutive=1)) == "A-A"


def test_who_finishes_a_turn_has_had_one() -> None:
    document = file("AB", max_consecutive=1, facts=[{"kind": "resigned", "on": "2024-12-01", "who": "A"}])
    assert order(document)[:3] == "ABA"
    assert passed(document, 2) == {"B": "in-a-row"}


def test_one_who_resigned_does_not_finish_their_own_turn() -> None:
    document = file("A", facts=[{"kind": "resigned", "on": "2024-12-01", "who": "A"}])
    assert [turn["who"] for turn in calendar(document)["turns"]][:3] == ["A", None, "A"]
    assert passed(document, 1) == {"A": "resigned"}


@pytest.mark.parametrize(("months", "expected"), [(12, "ABABAB"), (13, "AABABA")])
def test_one_is_eligible_on_the_very_day_that_makes_the_months(months: int, expected: str) -> None:
    people = [{"id": "A", "joined": "2020-01-01"}, {"id": "B", "joined": "2024-01-01"}]
    assert order(file(people, eligibility={"after_months": months})) == expected


def test_a_college_may_not_take_turns_at_all() -> None:
    people = [*of("x", "A"), *of("y", "B")]
    document = file(people, colleges=ALTERNATING["colleges"], eligibility={"colleges": ["y"]})
    assert order(document) == "BBBBBB"
    assert passed(document, 0) == {}


def test_who_holds_an_incompatible_role_is_passed_over_until_it_ends() -> None:
    other = {"who": "A", "role": "Treasury", "from": "2023-01-01", "until": "2025-01-01"}
    document = file("AB", elsewhere=[other])
    assert order(document) == "BABABA"
    assert calendar(document)["turns"][0]["passed"][0]["why"]["en"] == (
        "holds an incompatible role, Treasury, until 1 January 2025"
    )


def test_two_who_do_not_go_together_do_not_sit_together() -> None:
    document = file("ABC", seats=2, incompatible=[["A", "B"]], horizon="2028-01-01")
    assert order(document) == "ACBCAC" + "BC"
    assert passed(document, 1) == {"A": "sitting", "B": "incompatible"}


def test_a_swap_moves_nobody_else() -> None:
    assert order(file("ABC", facts=[swap("A", "C", 2024)])) == "CBACBA"


def test_a_swap_that_one_of_them_did_not_confirm_has_no_effect() -> None:
    document = file("ABC", facts=[swap("A", "C", 2024, "A")])
    assert order(document) == "ABCABC"
    assert calendar(document)["turns"][0]["swap"]["step"] == "swap-unconfirmed"


def test_a_swap_with_one_who_had_their_turn_of_the_round_has_no_effect() -> None:
    document = file("ABC", facts=[swap("A", "B", 2025)])
    assert order(document) == "ABCABC"
    assert calendar(document)["turns"][1]["swap"]["step"] == "swap-not-possible"


def test_a_swap_of_a_turn_of_neither_has_no_effect() -> None:
    document = file("ABC", facts=[swap("B", "C", 2024)])
    assert calendar(document)["turns"][0]["swap"]["step"] == "swap-not-called"
    assert order(document) == "ABCABC"


def test_a_swap_does_not_go_round_the_alternation() -> None:
    people = [*of("x", "A", "B"), *of("y", "C", "D")]
    document = file(people, **ALTERNATING, facts=[swap("A", "C", 2024)])
    assert order(document) == "ACBDAC"


@pytest.mark.parametrize(("missed", "expected"), [("keeps", "A(B)BCAB"), ("counts", "A(B)CABC")])
def test_a_missed_event_is_visible_and_moves_nobody_else(missed: str, expected: str) -> None:
    document = file(
        "ABC", term={"each_year": ["02-15", "06-15", "10-15"]}, starts="2026-01-01", horizon="2028-01-01",
        missed=missed, facts=[{"kind": "missed", "turn": "2026-06-15", "why": "snow"}],
    )  # fmt: skip
    assert order(document) == expected
    assert (
        rotation_calendar.in_words(rotation.calendar(rotation_file.read(document)), "en").count("snow") == 1
    )


def test_a_turn_is_over_only_when_its_report_is_published() -> None:
    rule: dict[str, Any] = {"report": True, "as_of": "2025-06-01"}
    late = file("A", **rule)
    assert [turn["who"] for turn in calendar(late)["turns"]] == ["A", None, None, None, None, None]
    assert calendar(late)["turns"][0]["report"] == "awaited"
    report = {"kind": "report", "on": "2025-01-01", "who": "A", "turn": "2024-01-01"}
    assert order(file("A", **rule, facts=[report])) == "AAAAAA"
    one_day_late = file("A", **rule, facts=[report | {"on": "2025-01-02"}])
    assert order(one_day_late) == "A-AAAA"
    assert passed(one_day_late, 1) == {"A": "report"}


def test_a_past_that_departs_is_marked_with_what_the_rule_said_and_harms_nobody_twice() -> None:
    held = {"kind": "held", "turn": "2024-01-01", "who": "C", "why": "by acclamation"}
    made = calendar(file("ABC", facts=[held]))
    assert made["departures"] == 1
    assert made["turns"][0]["departs"]["en"] == (
        "C held it, the rule called A; C was not first in the queue; by acclamation"
    )
    assert [turn["who"] for turn in made["turns"]] == list("CABCAB")


def test_a_past_against_a_step_says_which() -> None:
    held = {"kind": "held", "turn": "2025-01-01", "who": "A"}
    made = calendar(file("A", max_consecutive=1, facts=[held]))
    assert made["turns"][1]["departs"]["en"] == (
        "A held it, the rule called nobody; 1 turn in a row, the most allowed"
    )


@pytest.mark.parametrize(
    ("fact", "why"),
    [
        ({"kind": "held", "turn": "2024-02-01", "who": "A"}, "No turn begins on 1 February 2024"),
        (refused("A", 2024) | {"turn": "2031-01-01"}, "No turn begins on 1 January 2031"),
        ({"kind": "refused", "who": "A", "on": "2024-02-01", "until": "2024-03-01", "why": "x"},
         "No turn begins in that time"),
        ({"kind": "resigned", "on": "2024-05-01", "who": "B"},
         "Did not hold a turn begun before 1 May 2024 and ending after it"),
        ({"kind": "resigned", "on": "2024-01-01", "who": "A"},
         "Did not hold a turn begun before 1 January 2024 and ending after it"),
        ({"kind": "report", "on": "2025-05-01", "who": "A", "turn": "2024-01-01"},
         "Had no turn on 1 January 2024, or one without a report to publish"),
    ],
)  # fmt: skip
def test_a_fact_that_no_turn_can_use_is_listed_with_why(fact: dict[str, Any], why: str) -> None:
    made = calendar(file("AB", facts=[fact]))
    assert [(each["fact"], each["why"]["en"]) for each in made["unused"]] == [(fact, why)]
    assert order(file("AB", facts=[fact])) == "ABABAB"


SIZES = [
    {"x": 6, "y": 5, "z": 4},
    {"x": 3, "y": 3, "z": 3},
    {"x": 1, "y": 2, "z": 10},
    {"x": 7, "y": 7, "z": 1},
]


def renewed(sizes: dict[str, int], number: int) -> dict[str, dict[str, int]]:
    """For each day of renewal, how many seats of each college are given."""
    seats = [{"college": college, "number": size} for college, size in sizes.items()]
    people = [each for college in sizes for each in of(college, *(f"{college}{n}" for n in range(12)))]
    document = file(
        people, colleges=[{"id": each} for each in sizes], seats=seats, term={"months": 12 * number},
        renewal={"parts": number}, horizon=f"{2024 + 3 * number}-01-01",
    )  # fmt: skip
    days: dict[str, dict[str, int]] = {}
    for turn in calendar(document)["turns"]:
        day = days.setdefault(turn["from"], dict.fromkeys(sizes, 0))
        day[turn["college"]] += 1
    return days


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("number", [2, 3, 4])
def test_each_renewal_renews_its_part_of_each_college_and_of_all_to_one_seat(
    sizes: dict[str, int], number: int
) -> None:
    days = renewed(sizes, number)
    first, *renewals = days
    assert days[first] == sizes
    assert len(renewals) == 3 * number - 1
    for count in (days[day] for day in renewals):
        assert all(size // number <= count[college] <= -(-size // number) for college, size in sizes.items())
        total = sum(sizes.values())
        assert total // number <= sum(count.values()) <= -(-total // number)


def test_a_calendar_in_words_names_the_days_the_reasons_and_who_was_passed_over() -> None:
    people = [
        {"id": "r", "name": "Scop Rouages", "college": "y"},
        {"id": "f", "name": "La Filature", "college": "x"},
    ]
    document = file(
        people, **ALTERNATING, role={"id": "chair", "name": "Présidence"}, facts=[refused("r", 2024)]
    )
    made = rotation.calendar(rotation_file.read(document))
    french = rotation_calendar.in_words(made, "fr")
    assert french.startswith(
        "Présidence\n\nDu 1er janvier 2024 au 31 décembre 2024\n"
        "  Premier\N{NO-BREAK SPACE}: La Filature, parce que c’est le seul nom possible.\n"
        "  - Scop Rouages\N{NO-BREAK SPACE}: a refusé ce tour\N{NO-BREAK SPACE}: not now\n"
    )
    assert (
        "1 January 2025 to 31 December 2025\n  Second: Scop Rouages, because nobody else may have it"
        in rotation_calendar.in_words(made, "en")
    )

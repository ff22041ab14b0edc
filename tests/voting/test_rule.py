"""Reading a rule: exact settings, defaults, and every refusal with its path."""

from fractions import Fraction
from typing import Any

import pytest

from tests.voting.count_files import SILENCES, rule
from voting.rule import Proxies, ProxyCap, Requirement, RuleError, SecondCall, problems, read


@pytest.mark.parametrize(
    ("written", "exact"),
    [
        ("2/3", Fraction(2, 3)),
        ("0.4", Fraction(2, 5)),
        ("4/6", Fraction(2, 3)),
        (1, Fraction(1)),
        ("1", Fraction(1)),
    ],
)
def test_a_threshold_is_read_exactly(written: Any, exact: Fraction) -> None:
    assert read(rule(threshold=written)).main.threshold == exact


@pytest.mark.parametrize(
    ("threshold", "strict"), [("1/2", True), ("0.5", True), ("2/4", True), ("2/3", False), ("3/4", False)]
)
def test_only_one_half_is_strict_by_default(threshold: str, strict: bool) -> None:
    read_rule = read(rule(threshold=threshold, college_threshold=threshold))
    assert (read_rule.main.strict, read_rule.main.college_strict) == (strict, strict)


def test_strictness_may_be_said() -> None:
    assert not read(rule(strict=False)).main.strict
    assert read(rule(threshold="2/3", strict=True)).main.strict


@pytest.mark.parametrize(
    ("settings", "path"),
    [
        ({"threshold": 0.5}, "rule.threshold"),
        ({"threshold": True}, "rule.threshold"),
        ({"threshold": "3/2"}, "rule.threshold"),
        ({"threshold": "-1/2"}, "rule.threshold"),
        ({"threshold": "1/0"}, "rule.threshold"),
        ({"threshold": "half"}, "rule.threshold"),
        ({"threshold": "1e-1"}, "rule.threshold"),
        ({"threshold": "½"}, "rule.threshold"),
        ({"threshold": "١/٢"}, "rule.threshold"),
        ({"threshold": None}, "rule.threshold"),
        ({"strict": "yes"}, "rule.strict"),
        ({"strict": 1}, "rule.strict"),
        ({"base": "voters"}, "rule.base"),
        ({"by": "seats-per-college"}, "rule.by"),
        ({"by": ["heads"]}, "rule.by"),
        ({"abstention": "ignored"}, "rule.abstention"),
        ({"tie": "lot"}, "rule.tie"),
        ({"cap": "0"}, "rule.cap"),
        ({"plus_one": True, "by": "coefficient"}, "rule.plus_one"),
        ({"tresholds": "1/2"}, "rule.tresholds"),
        ({"quorum": {"at_least": "1/4"}}, "rule.quorum"),
        ({"quorum": [{}]}, "rule.quorum[0].at_least"),
        ({"quorum": [{"at_least": 30}]}, "rule.quorum[0].at_least"),
        ({"quorum": [{"at_least": {"heads": "3"}}]}, "rule.quorum[0].at_least.heads"),
        ({"quorum": [{"at_least": {"head": 3}}]}, "rule.quorum[0].at_least.head"),
        ({"quorum": [{"at_least": "1/4"}, {"at_least": "1/4", "who": "all"}]}, "rule.quorum[1].who"),
        ({"quorum": [{"at_least": "1/4", "counted": "expressed"}]}, "rule.quorum[0].counted"),
        ({"quorum": [{"at_least": {"heads": 3}, "weighted": True}]}, "rule.quorum[0].weighted"),
        ({"quorum": [{"of": "a", "at_least": "1/4", "weighted": True}]}, "rule.quorum[0].weighted"),
        ({"also": [{"silent_college": "against"}]}, "rule.also[0].silent_college"),
        ({"also": [{"college": "a", "by": "coefficient"}]}, "rule.also[0].by"),
        ({"also": [3]}, "rule.also[0]"),
        ({"second_call": {"quorum": []}}, "rule.second_call.after_days"),
        (
            {"second_call": {"after_days": 1, "quorum": [{"at_least": 0.5}]}},
            "rule.second_call.quorum[0].at_least",
        ),
        ({"proxies": {"max": "two"}}, "rule.proxies.max"),
        ({"proxies": {"max": {"at_least": 1}}}, "rule.proxies.max.share"),
        ({"proxies": {"until": "dawn"}}, "rule.proxies.until"),
        ({"rounds_max": 0}, "rule.rounds_max"),
        ({"secret_minimum": -1}, "rule.secret_minimum"),
        ({"ballots": "hidden"}, "rule.ballots"),
        ({"report": "none"}, "rule.report"),
        ({"time": {"debate_days": 1.5}}, "rule.time.debate_days"),
        ({"budget": [{"a": 1.5}]}, "rule.budget[0].a"),
        ({"seats": 0}, "rule.seats"),
    ],
)
def test_a_wrong_setting_is_refused_where_it_is(settings: dict[str, Any], path: str) -> None:
    with pytest.raises(RuleError) as refusal:
        read({**rule(), **settings})
    assert refusal.value.path == path
    assert str(refusal.value) == f"{path}: {refusal.value.sentence}"


@pytest.mark.parametrize("by", ["proportional", "block", "every", "most"])
@pytest.mark.parametrize("silence", SILENCES)
def test_a_rule_by_college_names_the_four_silences(by: str, silence: str) -> None:
    incomplete = {name: value for name, value in rule(by).items() if name != silence}
    with pytest.raises(RuleError) as refusal:
        read(incomplete)
    assert refusal.value.path == f"rule.{silence}"
    inner = {**rule(), **SILENCES, "also": [{"by": by}]}
    del inner[silence]
    assert [problem.path for problem in problems(inner)] == [f"rule.{silence}"]


@pytest.mark.parametrize("method", ["consent", "stv"])
def test_other_methods_name_no_silence(method: str) -> None:
    assert problems({"method": method}) == []


def test_the_method_has_no_default() -> None:
    assert [problem.path for problem in problems({})] == ["rule.method"]
    assert [problem.path for problem in problems({"method": "dice"})] == ["rule.method"]


def test_every_problem_is_listed_with_the_path_it_was_asked_for() -> None:
    found = problems({"method": "majority", "threshold": 0.5, "quorum": [{}], "oops": 1}, "decisions[2]")
    assert {problem.path for problem in found} == {
        "decisions[2].threshold",
        "decisions[2].quorum[0].at_least",
        "decisions[2].oops",
    }


def test_a_rule_that_is_no_table_is_refused() -> None:
    with pytest.raises(RuleError):
        read([])  # type: ignore[arg-type]


def test_the_settings_of_a_social_code_are_taken_whole() -> None:
    read_rule = read(
        {
            "id": "statutes",
            "name": "Modification des statuts",
            "method": "majority",
            "threshold": "2/3",
            "by": "proportional",
            **SILENCES,
            "time": {"debate_days": 7, "vote_days": 7},
            "quorum": [{"of": "all", "counted": "cast", "at_least": "1/4"}],
            "second_call": {"after_days": 15, "quorum": [], "keep_ballots": True},
            "proxies": {"max": {"share": "1/20", "at_least": 1}, "same_college": True, "until": "opening"},
            "ballots": "secret",
            "secret_minimum": 4,
            "report": "per-college",
            "may_change": False,
            "fallback": "assembly",
            "rounds_max": 3,
        }
    )
    assert read_rule.quorum == (Requirement("all", "cast", share=Fraction(1, 4)),)
    assert read_rule.second_call == SecondCall(15, (), keep_ballots=True)
    assert read_rule.proxies == Proxies(ProxyCap(share=Fraction(1, 20), at_least=1), True, "opening", True)
    assert (read_rule.ballots, read_rule.secret_minimum, read_rule.report) == ("secret", 4, "per-college")
    assert (read_rule.may_change, read_rule.fallback, read_rule.rounds_max) == (False, "assembly", 3)


def test_nothing_may_be_said_of_proxies_and_second_calls() -> None:
    read_rule = read(rule(proxies="none", second_call="none"))
    assert (read_rule.proxies, read_rule.second_call) == (None, None)


def test_the_settings_of_other_methods_are_kept_as_written() -> None:
    read_rule = read({"method": "score", "max": 5, "seats": 2, "tie": "lot"})
    assert read_rule.settings == {"max": 5, "seats": 2}
    assert (read_rule.seats, read_rule.tie) == (2, "lot")


@pytest.mark.parametrize(
    ("settings", "by_college"),
    [
        (rule(), False),
        (rule(quorum=[{"at_least": "1/4"}]), False),
        (rule("most"), True),
        (rule("coefficient"), True),
        (rule(also=[{"college": "a"}]), True),
        (rule(quorum=[{"of": "each-college", "at_least": "1/4"}]), True),
        (rule(quorum=[{"at_least": "1/4", "weighted": True}]), True),
        ({"method": "consent", "per_college": True}, True),
        ({"method": "stv", "by": "seats-per-college"}, True),
    ],
)
def test_a_rule_says_whether_it_looks_at_colleges(settings: dict[str, Any], by_college: bool) -> None:
    assert read(settings).by_college is by_college

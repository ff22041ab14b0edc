"""The table ``process`` of a kind of decision: read, checked by line, said in plain sentences."""

from fractions import Fraction

import pytest

from governance.rules.check import check
from governance.rules.code import NotASocialCode, read
from governance.rules.duration import Duration
from governance.rules.parts import Process
from governance.rules.plain import sentences, topics
from tests.rules.samples import WHOLE

CONSENT, MAJORITY = 'method = "consent"\n', 'method = "majority"\n'
FULL = (
    "process = { questions_days = 3, reactions_hours = 36, expires_days = 90, doubling = true, "
    'petition = "1/10", unreviewed = "continues", live = true }\n'
)

NAMES = """
[[decisions]]
id = "names"
name = "Qui pour ce rôle"
method = "without-candidate"
process = { live = true }
"""


def code(process: str, under: str = CONSENT) -> str:
    return WHOLE.replace(under, f"{under}process = {{ {process} }}\n", 1)


def process(written: str) -> Process:
    return read(code(written)).decision("ordinary").process


def test_a_rule_without_a_process_is_a_free_debate_that_never_expires() -> None:
    assert read(WHOLE).decision("ordinary").process == Process()


def test_a_whole_process_is_read_exactly() -> None:
    found = read(WHOLE.replace(CONSENT, CONSENT + FULL, 1)).decision("ordinary").process
    assert found == Process(
        Duration(days=3), Duration(hours=36), 90, True, Fraction(1, 10), "continues", True
    )


def test_a_process_is_no_part_of_the_rule_that_a_vote_freezes() -> None:
    decision = read(WHOLE.replace(CONSENT, CONSENT + FULL, 1)).decision("ordinary")
    assert "process" not in decision.raw


@pytest.mark.parametrize("share", ["1/10", "1/1", "0.25"])
def test_a_petition_is_an_exact_share(share: str) -> None:
    assert process(f'petition = "{share}"').petition == Fraction(share)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("questions = 3", "process.questions: must be a text that is not empty"),
        ('questions = ""', "process.questions: must be a text that is not empty"),
        ('questions = "nothing"', "process.questions: no kind of decision has this id"),
        ('questions = "ordinary"', "process.questions: “Décision courante” is not taken by a majority"),
        ("questions_days = 367", "process.questions_days: must be at most 366"),
        ("questions_hours = -1", "process.questions_hours: this number is negative or too large"),
        ("reactions_days = 1.5", "process.reactions_days: a whole number is wanted"),
        ("expires_days = 0", "process.expires_days: must be at least 1"),
        ("expires_days = 3651", "process.expires_days: must be at most 3650"),
        ('doubling = "yes"', "process.doubling: must be true or false"),
        ("petition = 0.1", "process.petition: a number with a decimal point must be quoted"),
        ('petition = "0"', "process.petition: must be a share of the whole"),
        ('petition = "11/10"', "process.petition: must be a share of the whole"),
        ('unreviewed = "stops"', "process.unreviewed: must be one of: ends, continues"),
        ("live = 1", "process.live: must be true or false"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(written: str, sentence: str) -> None:
    with pytest.raises(NotASocialCode) as refused:
        read(code(written))
    assert sentence in str(refused.value)


@pytest.mark.parametrize("method", ["majority", "approval"])
def test_a_meeting_takes_a_consent_or_an_election_without_candidate_alone(method: str) -> None:
    with pytest.raises(NotASocialCode) as refused:
        read(WHOLE + NAMES.replace("without-candidate", method))
    assert "only a consent, or an election without candidate, is taken at a meeting" in str(refused.value)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_an_election_without_candidate_may_be_held_at_a_meeting(lang: str) -> None:
    whole = read(WHOLE + NAMES)
    decision = whole.decision("names")
    assert decision.process.live
    said = " ".join(dict(topics(decision, whole, lang))["process"])
    assert {"fr": "révélées en même temps", "en": "revealed at once"}[lang] in said


@pytest.mark.parametrize("setting", ["questions_days = 1", "reactions_hours = 2"])
def test_rounds_belong_to_a_consent(setting: str) -> None:
    with pytest.raises(NotASocialCode) as refused:
        read(code(setting, MAJORITY))
    assert "only a consent has these rounds" in str(refused.value)


def test_a_debate_without_time_is_not_doubled() -> None:
    written = code("doubling = true").replace("debate_days = 7", "debate_days = 0", 1)
    with pytest.raises(NotASocialCode) as refused:
        read(written)
    assert "there is no time of debate to double" in str(refused.value)


def test_a_process_that_is_no_table_is_refused() -> None:
    with pytest.raises(NotASocialCode) as refused:
        read(WHOLE.replace(CONSENT, CONSENT + "process = 3\n", 1))
    assert "decisions[0].process" in str(refused.value)


def test_the_check_gives_the_line() -> None:
    written = WHOLE.replace(CONSENT, CONSENT + "process = { expires = 3 }\n", 1)
    line = written[: written.index("process =")].count("\n") + 1
    problem = next(each for each in check(written) if each.severity == "error")
    assert (problem.line, problem.key) == (line, "expires")
    assert problem.facts == {"near": "expires_days"}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_each_setting_is_said(lang: str) -> None:
    whole = read(WHOLE.replace(CONSENT, CONSENT + FULL, 1))
    said = dict(topics(whole.decision("ordinary"), whole, lang))["process"]
    words = " ".join(said)
    wanted = {
        "fr": ["3 jours", "36 heures", "deux fois plus", "1/10", "réunion", "90 jours", "continue"],
        "en": ["3 days", "36 hours", "twice as long", "1/10", "meeting", "90 days", "continues"],
    }
    assert all(each in words for each in wanted[lang])
    assert len(said) == 7


def test_nothing_is_said_of_a_process_that_was_not_written() -> None:
    whole = read(WHOLE)
    assert "process" not in dict(topics(whole.decision("ordinary"), whole, "en"))


def test_a_fallback_may_postpone() -> None:
    whole = read(WHOLE.replace('fallback = "statutes"', 'fallback = "postponed"', 1))
    words = " ".join(sentences(whole.decision("ordinary"), whole, "en"))
    assert "If consent is not found, the proposal is postponed" in words


STEERING = 'decisions = ["ordinary"]'


def asked_under(rule: str) -> str:
    """The code whose ordinary decisions put their questions under this rule, taken in each circle."""
    return code(f'questions = "{rule}"').replace(STEERING, f'decisions = ["ordinary", "{rule}"]', 1)


@pytest.mark.parametrize(("lang", "words"), [("fr", "selon la règle"), ("en", "is voted on under the rule")])
def test_the_rule_of_questions_is_read_and_said(lang: str, words: str) -> None:
    whole = read(asked_under("statutes"))
    assert whole.decision("ordinary").process.asked_under == "statutes"
    said = dict(topics(whole.decision("ordinary"), whole, lang))["process"]
    assert any(words in each and "Modification des statuts" in each for each in said)


def test_every_circle_that_may_ask_a_question_takes_its_rule() -> None:
    with pytest.raises(NotASocialCode) as refused:
        read(code('questions = "statutes"'))
    assert str(refused.value) == (
        "decisions[0].process.questions: the circle “Comité de pilotage” takes this kind of decision, and "
        "not that of its questions"
    )


def test_a_rule_may_put_questions_under_itself() -> None:
    assert (
        read(code('questions = "statutes"', MAJORITY)).decision("statutes").process.asked_under == "statutes"
    )

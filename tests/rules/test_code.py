"""Reading a social code: what is said is kept exactly, what is wrong is named."""

from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance.rules.code import NotASocialCode, NotToml, examine, parse, read
from governance.rules.duration import Duration
from tests.rules.samples import WHOLE, changed


def said_of(text: str) -> list[str]:
    """The problems of a bad code, as "path: sentence"."""
    with pytest.raises(NotASocialCode) as caught:
        read(text)
    return [str(problem) for problem in caught.value.problems]


def test_a_whole_code_is_read_exactly() -> None:
    code = read(WHOLE)
    assert (code.name, code.licence, code.legal_form, code.time_zone) == (
        "Réseau des tiers-lieux",
        "CC-BY-SA-4.0",
        "association-1901",
        "Europe/Paris",
    )
    assert [(c.id, c.letter, c.weight) for c in code.colleges] == [
        ("places", "L", Fraction(40)),
        ("coops", "C", Fraction(40)),
        ("public", "P", Fraction(20)),
    ]
    assert code.shares() == {"places": Fraction(2, 5), "coops": Fraction(2, 5), "public": Fraction(1, 5)}
    ordinary, statutes = code.decisions
    assert (ordinary.method, ordinary.fallback, ordinary.rule.rounds_max) == ("consent", "statutes", 2)
    assert statutes.rule.main.threshold == Fraction(2, 3)
    assert statutes.rule.main.strict is False
    assert code.roles[0].term_months == 6
    assert code.decision("statutes") is statutes
    assert code.college("coops").name == "Coopératives"
    with pytest.raises(KeyError):
        code.decision("nothing")


def test_the_raw_rule_is_what_a_count_file_carries() -> None:
    raw = read(WHOLE).decision("statutes").raw
    assert raw["threshold"] == "2/3"
    assert not {"id", "name", "time", "description", "article"} & raw.keys()


def test_times_are_a_week_each_unless_said() -> None:
    code = read(WHOLE)
    assert code.decision("statutes").debate == code.decision("statutes").vote == Duration(days=7)
    text = changed(
        "time = { debate_days = 7, vote_days = 7 }", "time = { debate_hours = 36, vote_minutes = 30 }"
    )
    ordinary = read(text).decision("ordinary")
    assert (ordinary.debate, ordinary.vote) == (Duration(hours=36), Duration(minutes=30))


def test_the_network_is_a_circle_of_every_college_and_decision() -> None:
    code = read(WHOLE)
    assert [circle.id for circle in code.circles] == ["network", "steering"]
    assert code.circle("network").colleges == ("places", "coops", "public")
    assert [decision.id for decision in code.taken_in("network")] == ["ordinary", "statutes"]
    assert code.circle("steering").colleges == ("places", "coops")
    assert [decision.id for decision in code.taken_in("steering")] == ["ordinary"]


def test_a_circle_that_names_nothing_takes_everything() -> None:
    code = read(changed('decisions = ["ordinary"]\ncolleges = ["places", "coops"]\n', ""))
    assert code.circle("steering").colleges == ("places", "coops", "public")
    assert code.circle("steering").decisions == ("ordinary", "statutes")


def test_the_circle_of_the_network_may_be_named_but_seats_everybody() -> None:
    named = WHOLE + '\n[[circles]]\nid = "network"\nname = "Assemblée"\n'
    assert read(named).circle("network").name == "Assemblée"
    assert said_of(named + 'colleges = ["places"]\n') == [
        "circles[1].colleges: the circle of the whole network seats every college"
    ]


@pytest.mark.parametrize("weight", ['"2/5"', '"0.4"', "40", '"40"'])
def test_weights_are_exact_however_written(weight: str) -> None:
    code = read(changed('weight = "20"', f"weight = {weight}"))
    assert code.college("public").weight in (Fraction(2, 5), Fraction(40))


@pytest.mark.parametrize("fallback", ["rejected", "postponed", "assembly", "steering", "statutes"])
def test_a_consent_may_fall_back_on_a_decision_a_circle_or_an_end(fallback: str) -> None:
    assert (
        read(changed('fallback = "statutes"', f'fallback = "{fallback}"')).decision("ordinary").fallback
        == fallback
    )


MEMBERS = "must be a list of ids, such as"
WRONG = [
    ('format = "social-code/1"', 'format = "social-code/9"', "format: must be one of: social-code/1"),
    ('format = "social-code/1"\n', "", "format: this setting is missing and has no default"),
    ('name = "Réseau des tiers-lieux"\n', "", "name: this setting is missing and has no default"),
    ('name = "Réseau des tiers-lieux"', 'name = "  "', "name: must be a text that is not empty"),
    ('name = "Réseau des tiers-lieux"', "name = 3", "name: must be a text that is not empty"),
    ('name = "Réseau des tiers-lieux"', 'name = "\\u0000"', "name: holds a control character"),
    ("Réseau des tiers-lieux", "x" * 201, "name: must be at most 200 characters long"),
    ('licence = "CC-BY-SA-4.0"', 'licence = "MIT"', "licence: must be one of"),
    ('licence = "CC-BY-SA-4.0"', 'licence = "LO-2.0"', "licence: LO-2.0 is not an SPDX identifier"),
    ('licence = "CC-BY-SA-4.0"\n', "", "licence: this setting is missing"),
    ("association-1901", "sarl", "legal_form: must be one of"),
    ("Europe/Paris", "Europe/Lille", "time_zone: no time zone of this name"),
    ("Europe/Paris", "../../etc/passwd", "time_zone: no time zone of this name"),
    ("Europe/Paris", "Europe", "time_zone: no time zone of this name"),
    ('time_zone = "Europe/Paris"', 'time_zone = "Europe/Paris"\nlicense = "x"', "license: unknown setting"),
    ('id = "coops"', 'id = "places"', "colleges[1].id: this id is given twice"),
    ('id = "coops"', 'id = "Les coops"', "colleges[1].id: an id is made of small letters"),
    ('id = "coops"\n', "", "colleges[1].id: this setting is missing"),
    ('letter = "C"', 'letter = "L"', "colleges[1].letter: two colleges have this letter"),
    ('letter = "C"', 'letter = "COO"', "colleges[1].letter: must be at most 2 characters long"),
    ('letter = "C"', 'letter = "♥"', "colleges[1].letter: must be one or two letters or digits"),
    ('weight = "20"', "weight = 0", "colleges[2].weight: must be more than zero"),
    ('weight = "20"', 'weight = "-5"', "colleges[2].weight: an exact number is wanted"),
    ('weight = "20"', "weight = 0.2", "colleges[2].weight: a number with a decimal point must be quoted"),
    ('weight = "20"', 'weight = "1/0"', "colleges[2].weight: a fraction cannot have 0 below"),
    ('weight = "20"', "weight = true", "colleges[2].weight: an exact number is wanted"),
    ('weight = "20"\n', "", "colleges[2].weight: this setting is missing"),
    ('id = "statutes"', 'id = "ordinary"', "decisions[1].id: this id is given twice"),
    ('id = "statutes"', 'id = "rejected"', "decisions[1].id: this word is kept"),
    ('id = "statutes"', 'id = "postponed"', "decisions[1].id: this word is kept"),
    ('method = "majority"', 'method = "monarchy"', "decisions[1].method: must be one of"),
    ('threshold = "2/3"', "threshold = 0.66", "decisions[1].threshold: a number with a decimal point"),
    ('threshold = "2/3"', 'treshold = "2/3"', "decisions[1].treshold: unknown setting"),
    ('threshold = "2/3"', 'who = "members"', "decisions[1].who: unknown setting"),
    (
        'silent_college = "against"\n',
        "",
        "decisions[1].silent_college: this setting is missing and has no default",
    ),
    ('of = "all"', 'of = "clients"', "decisions[1].quorum[0].of: must be all, each-college or"),
    (
        'threshold = "2/3"',
        'also = [{ college = "x" }]',
        "decisions[1].also[0].college: no college has this id",
    ),
    ('threshold = "2/3"', 'tie = "casting-vote"', "decisions[1].casting_role: this setting is missing"),
    ('threshold = "2/3"', 'casting_role = "king"', "decisions[1].casting_role: no role has this id"),
    ('threshold = "2/3"', 'fallback = "ordinary"', "decisions[1].fallback: only a consent has a fallback"),
    ('fallback = "statutes"', 'fallback = "nothing"', "decisions[0].fallback: must be the id of"),
    ('fallback = "statutes"', 'fallback = "ordinary"', "decisions[0].fallback: these fallbacks lead back"),
    ("vote_days = 7", "vote_days = 0", "decisions[0].time: a vote must last"),
    ("vote_days = 7", "vote_days = -1", "decisions[0].time.vote_days: this number is negative"),
    ("vote_days = 7", "vote_days = 99999", "decisions[0].time.vote_days: must be at most 3650"),
    ("vote_days = 7", "vote_days = 1.5", "decisions[0].time.vote_days: a whole number is wanted"),
    ("vote_days = 7", "vote_weeks = 1", "decisions[0].time.vote_weeks: unknown setting"),
    (
        "time = { debate_days = 7, vote_days = 7 }",
        "time = 7",
        "decisions[0].time: a table of settings is wanted",
    ),
    (
        'decisions = ["ordinary"]',
        'decisions = ["other"]',
        "circles[0].decisions[0]: no kind of decision has this id",
    ),
    ('colleges = ["places", "coops"]', 'colleges = ["x"]', "circles[0].colleges[0]: no college has this id"),
    ('colleges = ["places", "coops"]', "colleges = []", f"circles[0].colleges: {MEMBERS}"),
    ('colleges = ["places", "coops"]', 'colleges = "places"', f"circles[0].colleges: {MEMBERS}"),
    ("term_months = 6\n", "", "roles[0].term_months: this setting is missing"),
    ("term_months = 6", "term_months = 0", "roles[0].term_months: must be at least 1"),
    ('selection = "without-candidate"', 'selection = "merit"', "roles[0].selection: must be one of"),
]


@pytest.mark.parametrize(("old", "new", "sentence"), WRONG, ids=[wrong[2] for wrong in WRONG])
def test_what_is_wrong_is_named_with_its_place(old: str, new: str, sentence: str) -> None:
    said = said_of(changed(old, new))
    assert [each for each in said if each.startswith(sentence)], said


def test_a_rule_that_names_a_college_is_not_for_a_circle_where_it_does_not_sit() -> None:
    text = changed('of = "all"', 'of = "public"')
    assert read(text)  # the steering circle takes the other kind of decision only
    assert said_of(text.replace('decisions = ["ordinary"]', 'decisions = ["statutes"]')) == [
        "circles[0].decisions: “Modification des statuts” names the college “public”, which does not sit in "
        "this circle"
    ]


def test_a_circle_sees_the_weights_of_its_own_colleges() -> None:
    code = read(WHOLE)
    assert code.within("steering").shares() == {"places": Fraction(1, 2), "coops": Fraction(1, 2)}
    assert code.within("network") == code


def test_every_problem_is_named_at_once() -> None:
    text = (
        changed('weight = "20"', "weight = 0").replace("Europe/Paris", "Mars").replace("term_months = 6", "")
    )
    assert len(said_of(text)) == 3


def test_nothing_at_all_names_what_is_needed() -> None:
    said = said_of("")
    assert "colleges: at least one is needed, written [[colleges]]" in said
    assert "decisions: at least one is needed, written [[decisions]]" in said
    assert len(said) == 6


@pytest.mark.parametrize(
    "text", ["colleges = 3", "colleges = [1, 2]", "[colleges]\nid = 1", "roles = 'x'", "circles = [[]]"]
)
def test_wrong_shapes_are_refused_without_falling(text: str) -> None:
    assert said_of(text)


def test_fallbacks_in_a_circle_are_found_from_each_of_them() -> None:
    second = '\n[[decisions]]\nid = "second"\nname = "B"\nmethod = "consent"\nfallback = "ordinary"\n'
    said = said_of(changed('fallback = "statutes"', 'fallback = "second"') + second)
    assert [each.split(":")[0] for each in said] == ["decisions[0].fallback", "decisions[2].fallback"]


def test_a_fallback_that_two_things_answer_to_is_refused() -> None:
    said = said_of(changed('id = "steering"', 'id = "statutes"'))
    assert said == ["decisions[0].fallback: both a kind of decision and a circle have this id"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a = ", 1),
        ("a = 1\nb == 2", 2),
        ("a = 1\n[[x", 2),
        ("a = 1\na = 2", 2),
        ("x = " + "[" * 5000, 1),
        ("#" * 200_001, 1),
    ],
)
def test_what_is_not_toml_is_said_with_its_line(text: str, line: int) -> None:
    with pytest.raises(NotToml) as caught:
        parse(text)
    assert caught.value.line == line
    with pytest.raises(NotASocialCode):
        read(text)


SCALARS = st.sampled_from([True, 0, -3, 2.5, "", "a", "1/2", "heads", 10**30, {}, [], None])
JSON = SCALARS | st.lists(SCALARS, max_size=2) | st.dictionaries(st.sampled_from("ab"), SCALARS, max_size=2)
KEYS = ["format", "name", "licence", "legal_form", "time_zone", "colleges", "decisions", "circles", "roles"]
INNER = [
    "id",
    "name",
    "letter",
    "weight",
    "method",
    "time",
    "quorum",
    "also",
    "fallback",
    "decisions",
    "colleges",
    "tie",
]
TABLES = st.lists(st.dictionaries(st.sampled_from(INNER), JSON), max_size=3)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), JSON | TABLES))
def test_no_file_makes_the_reading_fall(raw: dict[str, object]) -> None:
    code, problems = examine(raw)
    assert code is None
    assert problems


def test_a_deadline_survives_the_change_to_summer_time() -> None:
    opened = datetime(2026, 3, 25, 19, 0, tzinfo=UTC)  # 20:00 in Paris
    closed = Duration(days=7).after(opened, "Europe/Paris")
    assert closed == datetime(2026, 4, 1, 18, 0, tzinfo=UTC)  # still 20:00 in Paris


def test_hours_are_hours_of_the_clock_across_that_change() -> None:
    opened = datetime(2026, 3, 28, 19, 0, tzinfo=UTC)
    assert Duration(hours=24).after(opened, "Europe/Paris") == datetime(2026, 3, 29, 19, 0, tzinfo=UTC)

"""Checking a file: a line for each problem, doubts that do not refuse, and the exit status of the command."""

from io import StringIO
from pathlib import Path

import pytest

from governance.rules.check import Problem, check, run
from tests.rules.samples import COLLEGIAL, WHOLE, changed, code_of, line


def errors(text: str) -> list[Problem]:
    return [problem for problem in check(text) if problem.severity == "error"]


def ran(tmp_path: Path, content: bytes) -> tuple[int, str, str]:
    path, out, err = tmp_path / "code.toml", StringIO(), StringIO()
    path.write_bytes(content)
    status = run(str(path), out, err)
    return (
        status,
        out.getvalue().replace(str(path), "code.toml"),
        err.getvalue().replace(str(path), "code.toml"),
    )


@pytest.mark.parametrize(
    ("old", "new", "passage"),
    [
        ('weight = "20"', "weight = 0.2", "weight = 0.2"),
        ('id = "statutes"', 'id = "ordinary"', 'id = "ordinary"\nname = "Modification'),
        ("vote_days = 7", "vote_days = 0", "time = {"),
        ('fallback = "statutes"', 'fallback = "statuts"', "fallback ="),
        ('of = "all"', 'of = "clients"', 'quorum = [{ of = "clients'),
        ('colleges = ["places", "coops"]', 'colleges = [\n  "places",\n  "x"]', '  "x"'),
        ('selection = "without-candidate"\n', "", "[[roles]]"),
        ('format = "social-code/1"', "", 'name = "Réseau'),
        ("[[roles]]", "[[rôles]]", "[[rôles]]"),
    ],
)
def test_an_error_is_given_with_its_line(old: str, new: str, passage: str) -> None:
    text = changed(old, new)
    wanted = 1 if passage.startswith("name") else line(text, passage)
    assert [problem.line for problem in errors(text)][-1] == wanted


def test_the_second_of_two_decisions_is_found_at_its_own_line() -> None:
    text = changed('short_college = "no-quorum"', 'short_college = "ignored"')
    (problem,) = errors(text)
    assert problem.line == line(text, 'short_college = "ignored"')
    assert problem.said() == "“short_college”: must be one of: no-quorum, excluded, against, blocks"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('threshold = "2/3"', 'treshold = "2/3"', "“treshold”: unknown setting; did you mean “threshold”?"),
        (
            'legal_form = "asso',
            'legalform = "asso',
            "“legalform”: unknown setting; did you mean “legal_form”?",
        ),
        ('threshold = "2/3"', 'xyz = "2/3"', "“xyz”: unknown setting"),
    ],
)
def test_a_misspelt_key_is_never_a_silent_default(old: str, new: str, said: str) -> None:
    assert said in [problem.said() for problem in errors(changed(old, new))]


def test_a_good_file_says_what_it_is(tmp_path: Path) -> None:
    status, out, err = ran(tmp_path, code_of('method = "majority"').encode())
    assert (status, err) == (0, "")
    assert out == "code.toml is a social code: 3 colleges, 1 kind of decision, 1 role.\n"


def test_a_file_without_roles_is_a_social_code_too(tmp_path: Path) -> None:
    text = WHOLE[: WHOLE.index("[[roles]]")]
    status, out, _ = ran(tmp_path, text.encode())
    assert (status, out) == (0, "code.toml is a social code: 3 colleges, 2 kinds of decision, no role.\n")


def test_doubts_are_said_and_do_not_refuse(tmp_path: Path) -> None:
    status, out, err = ran(tmp_path, code_of('method = "majority"', form="gip").encode())
    assert status == 0
    assert out
    assert err.startswith("code.toml:5: warning: in a GIP public members hold more than half")


def test_errors_refuse_by_line_and_print_nothing_else(tmp_path: Path) -> None:
    text = changed('weight = "20"', "weight = 0.2")
    status, out, err = ran(tmp_path, text.encode())
    assert (status, out) == (2, "")
    where = f"code.toml:{line(text, 'weight = 0.2')}: error: “weight”: "
    assert err == where + "a number with a decimal point must be quoted, to be read exactly\n"


def test_a_line_for_each_problem_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = changed("term_months = 6", "term_months = 0").replace("Europe/Paris", "Mars")
    status, _, err = ran(tmp_path, text.encode())
    assert status == 2
    assert [each.split(":")[1] for each in err.splitlines()] == ["5", str(line(text, "term_months"))]


def test_what_is_not_toml_is_said_with_its_line(tmp_path: Path) -> None:
    status, out, err = ran(tmp_path, b'format = "social-code/1"\nname = oops\n')
    assert (status, out) == (2, "")
    assert err.startswith("code.toml:2: error: this is not TOML: ")


def test_a_mark_at_the_beginning_of_the_file_is_forgiven(tmp_path: Path) -> None:
    assert ran(tmp_path, b"\xef\xbb\xbf" + WHOLE.encode())[0] == 0


def test_another_encoding_is_refused_in_words(tmp_path: Path) -> None:
    status, out, err = ran(tmp_path, WHOLE.encode("cp1252"))
    assert (status, out) == (2, "")
    assert "UTF-8" in err


@pytest.mark.parametrize("name", ["absent.toml", "."])
def test_a_file_that_cannot_be_read_is_refused_in_words(tmp_path: Path, name: str) -> None:
    out, err = StringIO(), StringIO()
    assert run(str(tmp_path / name), out, err) == 2
    assert out.getvalue() == ""
    assert "cannot be read" in err.getvalue()


def test_sentences_are_translated_where_they_are_shown(tmp_path: Path) -> None:
    words = {"error": "erreur", "this is not TOML: %(why)s": "ce n’est pas du TOML : %(why)s"}
    path, out, err = tmp_path / "a.toml", StringIO(), StringIO()
    path.write_text("=", encoding="utf-8")
    run(str(path), out, err, lambda message: words.get(message, message))
    assert ":1: erreur: ce n’est pas du TOML" in err.getvalue()


def test_a_percent_sign_in_a_file_is_no_placeholder() -> None:
    text = code_of(f'method = "majority"\nby = "block"\n{COLLEGIAL}', ("60", "20", "20")).replace(
        "La règle", "100 %s"
    )
    assert any("100 %s" in problem.said() for problem in check(text))

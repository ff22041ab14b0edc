"""Numbered paragraphs agree with the page that is rendered, whatever people write."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from governance.web.richtext import render
from proposals import differences, paragraphs
from proposals.texts import paragraph

LINES = (
    "Chaque lieu ouvre son atelier.", "et le samedi", "# Titre", "## Article 2 ##", "- un", "- deux",
    "* trois", "1. premier", "2. second", "> cité", ">> cité deux fois", "    indenté", "\tavec tabulation",
    "  décalé", "---", "***", "```", "~~~", "```python", "a | b", "--- | ---", "| seule |", "| --- |",
    "[lien]: https://a.fr",
    "voir [lien]", "`code`", "#mot", "|", "\\# pas un titre", "   ", "\u00a0", "", "", "", "",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(LINES), max_size=9).map(lambda lines: paragraph("\n".join(lines)))
PLAIN = st.lists(st.sampled_from([line for line in LINES if line.strip()][:20]), max_size=5)


@settings(max_examples=400, deadline=None)
@given(TEXTS)
@example("# Un\nsuite\n> cité\nencore\n\n> encore")
@example("- un\n\n- deux\n\n    suite\n\n1. autre")
@example("```\nune\n\ndeux\n```\naprès")
@example("[lien]: https://a.fr\n\nvoir [lien]")
def test_there_are_as_many_paragraphs_as_elements_on_the_page(text: str) -> None:
    shown = paragraphs.elements(render(text))
    if shown or not any(piece.startswith("[") for piece in text.split("\n")):
        assert len(paragraphs.split(text)) == len(shown)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_a_text_cut_and_put_together_again_is_cut_the_same(text: str) -> None:
    pieces = [each.text for each in paragraphs.split(text)]
    assert [each.text for each in paragraphs.split(paragraphs.join(pieces))] == pieces


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.integers(1, 9), st.sampled_from(["", "Autre chose.", "Deux\n\nparagraphes"]))
def test_replacing_touches_one_paragraph_and_no_other(text: str, number: int, new: str) -> None:
    pieces = [each.text for each in paragraphs.split(text)]
    if number > len(pieces):
        with pytest.raises(LookupError):
            paragraphs.replace(text, number, new)
        return
    expected = "\n\n".join([*pieces[: number - 1], *([new] if new else []), *pieces[number:]])
    assert paragraphs.replace(text, number, new) == expected


TEXT = """# L’ouverture

Chaque lieu ouvre **un samedi** par mois.

- les machines
- l’accueil

Chaque lieu ouvre son carnet."""


def test_numbers_begin_at_one() -> None:
    assert [(each.number, each.text[:9]) for each in paragraphs.split(TEXT)] == [
        (1, "# L’ouver"), (2, "Chaque li"), (3, "- les mac"), (4, "Chaque li"),
    ]  # fmt: skip
    assert paragraphs.split("") == () == paragraphs.split(" \n \n")
    assert paragraphs.at(TEXT, 4) == "Chaque lieu ouvre son carnet."
    assert paragraphs.at(TEXT, 5) is None is paragraphs.at(TEXT, 0)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("Chaque lieu ouvre son carnet.", 4),
        ("ouvre un samedi par mois", 2),
        ("OUVERTURE", 1),
        ("Chaque lieu ouvre", None),
        ("les machines l’accueil", 3),
        ("absent", None),
        ("  ", None),
        ("ouvre un same", None),
    ],
)
def test_a_paragraph_is_found_by_its_words_when_only_one_has_them(words: str, number: int | None) -> None:
    assert paragraphs.find(TEXT, words) == number


def test_the_same_paragraph_twice_is_not_found() -> None:
    assert paragraphs.find("Oui.\n\nOui.", "Oui.") is None


def test_each_element_of_the_page_has_its_anchor_and_its_link() -> None:
    html = paragraphs.numbered_html(render(TEXT), lambda n: f"§ {n}", lambda n: f"<a>amender {n}</a>")
    assert html.count('class="par"') == 4
    assert '<div class="par" id="p-3"><ul>' in html
    assert '<a class="par__number" href="#p-4">§ 4</a><a>amender 4</a>' in html


def test_what_is_shown_removed_has_no_number() -> None:
    old, new = render(TEXT), render(paragraphs.replace(TEXT, 2, ""))
    marked = differences.compare(old, new, differences.Said("+", "-"))
    html = paragraphs.numbered_html(marked, str)
    assert html.count('class="par"') == 3
    assert '<div class="par" id="p-2"><ul>' in html


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS)
def test_the_numbers_are_those_of_the_new_text_when_changes_are_marked(old: str, new: str) -> None:
    marked = differences.compare(render(old), render(new), differences.Said("+", "-"))
    html = paragraphs.numbered_html(marked, str)
    shown = len(paragraphs.elements(render(new)))
    assert html.count('class="par"') == shown

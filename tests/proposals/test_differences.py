"""What changed between two versions, word by word, in HTML that is always well formed."""

import re
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from governance.web.richtext import render
from proposals.differences import Said, beside, compare, compare_line, differ
from proposals.markup import blocks

SAID = Said("[added: ", "[removed: ")
VOID = {"br", "hr"}


class Reader(HTMLParser):
    """The text of a page as it was before (`del` and no `ins`) or is after; and whether tags are balanced."""

    def __init__(self, without: str) -> None:
        super().__init__()
        self.without, self.open, self.text = without, [], []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        self.open.append("hidden" if ("class", "vh") in attrs else tag)

    def handle_endtag(self, tag: str) -> None:
        opened = self.open.pop()
        assert opened == ("hidden" if tag == "span" else tag), (opened, tag)

    def handle_data(self, data: str) -> None:
        if self.without not in self.open and "hidden" not in self.open:
            self.text.append(data)


def words(html: str, without: str = "nothing") -> list[str]:
    reader = Reader(without)
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return re.findall(r"\w+|[^\w\s]", " ".join(reader.text))


def marked(old: str, new: str) -> str:
    return compare(render(old), render(new), SAID)


def test_added_and_removed_words_are_marked_and_said() -> None:
    html = marked("Ouvert tous les samedis, de 9 h à 13 h.", "Ouvert un samedi par mois, de 9 h à 13 h.")
    assert '<del><span class="vh">[removed: </span>tous les samedis<span class="vh">]</span></del>' in html
    assert '<ins><span class="vh">[added: </span>un samedi par mois<span class="vh">]</span></ins>' in html
    assert html.endswith(", de 9 h à 13 h.</p>")


def test_a_text_that_did_not_change_has_no_mark() -> None:
    text = "# Un\n\nTexte **gras**\n\n- a\n- b\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    html = marked(text, text)
    assert "<ins>" not in html
    assert "<del>" not in html
    assert not differ(render(text), render(text))


def test_a_paragraph_that_came_and_one_that_went() -> None:
    html = marked("Premier.\n\nSerrure changée.", "Premier.\n\nBudget voté hier soir.")
    assert "<p><del>" in html
    assert "<p><ins>" in html


def test_items_stay_in_one_list() -> None:
    html = marked("- un\n- deux\n- trois", "- un\n- trois\n- quatre")
    assert html.count("<ul>") == 1
    assert html.count("<li>") == 4


def test_nested_lists_keep_their_shape() -> None:
    html = marked("- un\n    - deux\n- trois", "- un\n    - deux\n    - encore\n- trois")
    assert html.count("<ul>") == 2
    assert "<li><ins>" in html


def test_a_table_that_changed_is_shown_before_and_after() -> None:
    html = marked("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n|---|---|\n| 1 | 3 |")
    assert html.count("<table>") == 2


def test_a_title_is_compared_as_a_line_and_escaped() -> None:
    html = compare_line("Un <b>fonds</b>", "Un <b>fonds</b> commun", SAID)
    assert html.startswith("Un &lt;b&gt;fonds&lt;/b&gt;")
    assert "<ins>" in html


def test_bold_that_came_is_a_change() -> None:
    assert "<ins>" in marked("Le mot compte.", "Le **mot** compte.")


PIECES = (
    "un deux trois samedi, fin. **gras** _penché_ [lien](https://example.org) `code` <b> & # - 1. > | --- "
    "<script>alert(1)</script>"
).split()
BREAKS = [
    "\n",
    "\n\n",
    "\n- ",
    "\n\n## ",
    "\n> ",
    "\n    - ",
    "\n\n1. ",
    "\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n",
]
TEXT = st.lists(st.sampled_from([*PIECES, *BREAKS]), max_size=25).map(" ".join)


@settings(deadline=None)
@given(TEXT, TEXT)
def test_both_texts_can_be_read_back_from_the_marks(old: str, new: str) -> None:
    before, after = render(old), render(new)
    html = compare(before, after, SAID)
    assert words(html, without="del") == words(after)
    assert sorted(words(html, without="ins")) == sorted(words(before))
    assert "<script" not in html


@settings(deadline=None)
@given(TEXT)
def test_nothing_is_marked_between_a_text_and_itself(text: str) -> None:
    html = render(text)
    assert "vh" not in compare(html, html, SAID)
    assert words(compare(html, html, SAID)) == words(html)


def test_a_huge_paragraph_is_compared_in_reasonable_work() -> None:
    old, new = "mot " * 4000, "autre mot " * 3000
    assert words(marked(old, new), without="del") == words(render(new))


def test_blocks_know_the_elements_around_them() -> None:
    kinds = [block.kind for block in blocks(render("# T\n\np\n\n- a\n\n> q"))]
    assert kinds == [("h3",), ("p",), ("ul", "li"), ("blockquote", "p")]


def test_side_by_side_a_paragraph_faces_what_it_became() -> None:
    old = "# Un\n\nLe samedi matin.\n\n1. a\n2. b\n\nParti."
    new = "# Un\n\nLe lundi matin.\n\n1. a\n2. c\n\nVenu, tout autre."
    rows = beside(render(old), render(new), SAID)
    assert [row.changed for row in rows] == [False, True, True, True, True]
    assert rows[1].before == (
        '<p>Le <del><span class="vh">[removed: </span>samedi<span class="vh">]</span></del> matin.</p>'
    )
    assert rows[2].before.count("<li>") == 2 == rows[2].after.count("<li>")
    assert sorted((bool(row.before), bool(row.after)) for row in rows[3:]) == [(False, True), (True, False)]


def test_a_table_keeps_its_frame_when_versions_are_compared() -> None:
    text = "a | b\n--- | ---\n1 | 2"
    assert compare(render(text), render(text), SAID).startswith(
        '<div class="wide-table" tabindex="0"><table>'
    )


@settings(max_examples=150, deadline=None)
@given(TEXT, TEXT)
def test_side_by_side_each_side_says_its_whole_text(old: str, new: str) -> None:
    before, after = render(old), render(new)
    rows = beside(before, after, SAID)
    assert [word for row in rows for word in words(row.before)] == words(before)
    assert [word for row in rows for word in words(row.after)] == words(after)

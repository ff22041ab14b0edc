"""Markdown is rendered and cleaned once; nothing dangerous, nothing from another site comes through."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.web.richtext import render

TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^>]*)>")


def test_headings_begin_below_those_of_the_page() -> None:
    assert render("# Article 1") == "<h3>Article 1</h3>"
    assert render("## Article 1\n\n#### Détail\n\n## Article 2") == (
        "<h3>Article 1</h3>\n<h4>Détail</h4>\n<h3>Article 2</h3>"
    )
    assert render("#### a\n\n##### b\n\n###### c") == "<h3>a</h3>\n<h4>b</h4>\n<h5>c</h5>"
    assert render("# 1\n\n### 1.1") == "<h3>1</h3>\n<h4>1.1</h4>"


def test_a_table_and_a_list_are_kept() -> None:
    table = render("| a | b |\n|---|---|\n| 1 | 2 |")
    assert table.startswith('<div class="wide-table" tabindex="0"><table>')
    assert table.endswith("</table></div>")
    assert "<li>un</li>" in render("- un\n- deux")


def test_code_is_shown_as_it_was_typed() -> None:
    assert render("`a < b`") == "<p><code>a &lt; b</code></p>"


def test_addresses_become_links_that_give_no_reference() -> None:
    assert render("https://tiers-lieux.org/x") == (
        '<p><a href="https://tiers-lieux.org/x" rel="nofollow noopener">https://tiers-lieux.org/x</a></p>'
    )


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](JaVaScRiPt:alert(1))",
        "![x](https://elsewhere.example/pixel.png)",
        '<a href="x" onclick="alert(1)">x</a>',
        "<svg/onload=alert(1)>",
        "<iframe src=//elsewhere.example></iframe>",
        "<style>body{display:none}</style>",
        "<math><mtext></p><script>alert(1)</script>",
        '[x](https://a.example "onmouseover=alert(1)")',
        "[a]: javascript:alert(1)\n\n[a]",
    ],
)
def test_attacks_come_out_as_text(attack: str) -> None:
    html = render(attack)
    for _, name, attributes in TAG.findall(html):
        assert name in {"p", "a", "br"}
        assert not re.search(r"\son\w+=", re.sub(r'"[^"]*"', '""', attributes))
        assert not re.search(r'href="(?!https?:|mailto:)', attributes)


@given(st.text(alphabet=st.sampled_from("<>\"'&;:/=()[]!#*_`- \nabjsx"), max_size=80))
def test_only_known_tags_come_out(text: str) -> None:
    allowed = set("p br hr strong em del ins code pre blockquote ul ol li h3 h4 h5 h6 a sup sub".split())
    assert {name for _, name, _ in TAG.findall(render(text))} <= allowed


def test_a_code_fence_is_one_element_with_its_empty_lines() -> None:
    html = render("```python\nun = 1\n\n<b>deux</b>\n```")
    assert html == "<pre><code>un = 1\n\n&lt;b&gt;deux&lt;/b&gt;\n</code></pre>"

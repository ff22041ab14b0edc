"""Markdown to clean HTML: the one function, used when a text is written, never when it is read."""

import re
from collections.abc import MutableMapping
from functools import partial

from bleach.linkifier import LinkifyFilter
from bleach.sanitizer import Cleaner
from markdown import Markdown

Attributes = MutableMapping[tuple[str | None, str], str]

TAGS = frozenset(
    "p br hr strong em del ins code pre blockquote ul ol li h3 h4 h5 h6 a sup sub "
    "table thead tbody tr th td".split()
)
ATTRIBUTES = {"a": ["href", "title", "rel"], "th": ["scope"], "ol": ["start"]}
HEADING = re.compile(r"<(/?)h([1-6])>")
WIDE = '<div class="wide-table" tabindex="0"><table>'  # scrolls by itself, by keyboard too
PROTOCOLS = frozenset({"http", "https", "mailto"})


def render(text: str) -> str:
    """HTML of a Markdown text, cleaned; headings begin at ``h3``, links carry ``rel="nofollow noopener"``.

    HTML in the text is shown as text. Images are left out: nothing is loaded from another site.
    """
    converter = Markdown(extensions=["tables", "sane_lists", "nl2br", "fenced_code"], output_format="html")
    converter.preprocessors.deregister("html_block")
    for pattern in ("html", "image_link", "image_reference", "short_image_ref"):
        converter.inlinePatterns.deregister(pattern)
    linkify = partial(LinkifyFilter, callbacks=[_mark_link], skip_tags={"pre", "code"})
    cleaner = Cleaner(tags=TAGS, attributes=ATTRIBUTES, protocols=PROTOCOLS, filters=[linkify])
    html = cleaner.clean(_lower_headings(converter.convert(text)))
    return html.replace("<table>", WIDE).replace("</table>", "</table></div>")


def _lower_headings(html: str) -> str:
    """The page has its own h1 and h2: the levels that a text uses become h3, h4, h5, without a gap."""
    used = sorted({level for _, level in HEADING.findall(html)})
    lowered = {level: min(3 + rank, 6) for rank, level in enumerate(used)}
    return HEADING.sub(lambda tag: f"<{tag[1]}h{lowered[tag[2]]}>", html)


def _mark_link(attributes: Attributes, new: bool = False, /) -> Attributes:
    attributes[(None, "rel")] = "nofollow noopener"
    return attributes

"""Texts as pages show them: changes marked in the reader's language, paragraphs numbered, with links."""

from html import escape

from flask import url_for
from flask_babel import gettext

from proposals import differences, paragraphs


def said() -> differences.Said:
    """The hidden words of a difference, in the reader's language."""
    return differences.Said(gettext("[added:") + " ", gettext("[removed:") + " ")


def numbered(html: str, number: int, *, amends: bool, quotes: bool) -> str:
    """The text of a proposal, each paragraph with its number and what may be done with it."""

    def beside(paragraph: int) -> str:
        links = []
        if quotes:
            href = url_for("proposals.show", number=number, quote=paragraph, _anchor="speak")
            links.append((href, gettext("Quote"), paragraph))
        if amends:
            href = url_for("proposals.new_amendment", number=number, paragraph=paragraph)
            links.append((href, gettext("Amend"), paragraph))
        return "".join(_link(*each) for each in links)

    return paragraphs.numbered_html(html, _label, beside)


def _label(paragraph: int) -> str:
    return f'<span class="vh">{escape(gettext("Paragraph"))} </span>{paragraph}'


def _link(href: str, words: str, paragraph: int) -> str:
    hidden = escape(gettext("paragraph %(number)s", number=paragraph))
    return f'<a href="{escape(href)}">{escape(words)}<span class="vh"> {hidden}</span></a>'

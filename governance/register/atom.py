"""The Atom feed of the register (RFC 4287), made with the standard library.

An entry's identifier is a name-based UUID (RFC 9562 §5.5) of its leaf hash in the log: it stays the same
whatever the address of the site becomes.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from governance.register import log
from governance.register.facts import Whole
from governance.register.licences import licence

ATOM = "http://www.w3.org/2005/Atom"
# characters that XML 1.0 (§2.2) cannot hold, whatever the escaping
FORBIDDEN = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)])


@dataclass(frozen=True)
class Head:
    """The feed itself. ``origin`` is the leaf hash of the log's first entry, in hexadecimal."""

    title: str
    author: str
    lang: str
    address: str
    origin: str
    founded_at: datetime


def write(head: Head, decisions: Sequence[tuple[Whole, datetime]]) -> bytes:
    """The feed of (decision, when it was recorded), most recent first."""
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": head.lang})
    _add(feed, "id", identifier(head.origin))
    _add(feed, "title", head.title)
    _add(feed, "updated", log.stamp(max((at for _, at in decisions), default=head.founded_at)))
    _add(SubElement(feed, "author"), "name", head.author)
    SubElement(
        feed, "link", rel="self", type="application/atom+xml", href=f"{head.address}/register/feed.atom"
    )
    SubElement(feed, "link", rel="alternate", type="text/html", href=f"{head.address}/register/")
    for decision, recorded_at in decisions:
        _entry(feed, decision, recorded_at, head.address)
    return bytes(tostring(feed, encoding="utf-8", xml_declaration=True))


def identifier(leaf_hash: str) -> str:
    """ "urn:uuid:…" of a leaf hash in hexadecimal."""
    return uuid.uuid5(uuid.NAMESPACE_OID, leaf_hash).urn


def _entry(feed: Element, decision: Whole, recorded_at: datetime, address: str) -> None:
    page = f"{address}/register/{decision.number}"
    entry = SubElement(feed, "entry")
    _add(entry, "id", identifier(decision.leaf_hash))
    _add(entry, "title", f"{decision.number} · {decision.title}")
    _add(entry, "updated", log.stamp(recorded_at))
    _add(entry, "published", log.stamp(recorded_at))
    _add(entry, "summary", decision.summary)
    _add(entry, "content", decision.text_html, type="html")
    SubElement(entry, "category", term=decision.outcome)
    SubElement(entry, "link", rel="alternate", type="text/html", href=page)
    SubElement(entry, "link", rel="alternate", type="application/json", href=f"{page}.json")
    known = licence(decision.licence)
    _add(entry, "rights", known.name)
    SubElement(entry, "link", rel="license", href=known.url)


def _add(parent: Element, tag: str, text: str, **attributes: str) -> None:
    SubElement(parent, tag, attributes).text = text.translate(FORBIDDEN)

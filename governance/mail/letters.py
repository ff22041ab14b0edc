"""Writing a mail: templates in the person's language, text and HTML, and the headers that go with them."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Any
from unicodedata import category
from urllib.parse import urlsplit

from flask import Flask, render_template
from flask_babel import force_locale, gettext

from governance.config import Settings
from governance.db import Database
from governance.mail.kinds import KINDS, Kind
from governance.web import current, locale
from governance.web.templating import TEMPLATES

BREAKING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # Unicode categories that have no place in a header


@dataclass(frozen=True)
class Letter:
    """What is to be written, and to whom. ``link`` and ``unsubscribe`` are whole addresses.

    ``link_ends_at``: when a secret link stops serving.
    """

    id: int
    key: str
    kind: str
    facts: Mapping[str, Any]
    name: str
    email: str
    lang: str
    link: str
    link_ends_at: datetime | None = None
    unsubscribe: str | None = None


class Writer:
    """Renders mails outside any request, with the filters and the catalogue of the pages."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._settings = settings
        self._app = Flask("governance", template_folder=str(TEMPLATES))
        self._app.extensions["tiersvoix.settings"] = settings
        self._app.extensions["tiersvoix.database"] = database
        self._app.jinja_env.trim_blocks = True
        self._app.jinja_env.lstrip_blocks = True
        self._app.teardown_appcontext(current.close_reading)
        locale.init(self._app)

    def write(self, letter: Letter, *, now: datetime) -> EmailMessage:
        """The message, ready to send. Raises ValueError for an address that no header can hold."""
        kind = KINDS[letter.kind]
        with self._app.test_request_context(base_url=self._settings.address), force_locale(letter.lang):
            network = current.network()
            facts = _read_moments(letter.facts) | {"network": network.name}
            message = self._envelope(letter, network.name, now)
            message["Subject"] = _one_line(gettext(kind.subject, **facts))
            context = facts | {"letter": letter, "zone": network.time_zone, "lang": letter.lang}
            context |= {"why": gettext(kind.why, network=network.name), "subject": message["Subject"]}
            context["address"] = self._settings.address
            message.set_content(render_template(f"mail/{letter.kind}.txt", **context))
            message.add_alternative(render_template(f"mail/{letter.kind}.html", **context), subtype="html")
            message["Content-Language"] = letter.lang
        return message

    def _envelope(self, letter: Letter, network: str, now: datetime) -> EmailMessage:
        message = EmailMessage(policy=SMTP)
        message["From"] = Address(_one_line(network), addr_spec=sender(self._settings))
        message["To"] = Address(_one_line(letter.name), addr_spec=letter.email)
        message["Date"] = format_datetime(now)
        message["Message-ID"] = _message_id(letter, self._settings)
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday answers
        if letter.unsubscribe:
            message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
        return message


def sender(settings: Settings) -> str:
    """The address mails come from, with or without a name in the setting."""
    return parseaddr(settings.mail_from)[1]


def is_late(kind: Kind, facts: Mapping[str, Any], now: datetime) -> bool:
    """Whether what the mail invites to is over."""
    return "closes_at" in kind.facts and datetime.fromisoformat(facts["closes_at"]) <= now


def _message_id(letter: Letter, settings: Settings) -> str:
    """The same at each attempt, so that a mail sent twice is recognised as one."""
    digest = hashlib.sha256(letter.key.encode()).hexdigest()[:24]
    return f"<{letter.id}.{digest}@{urlsplit(settings.address).hostname or 'localhost'}>"


def _read_moments(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: datetime.fromisoformat(value) if name.endswith("_at") else value
        for name, value in facts.items()
    }


def _one_line(text: str) -> str:
    """No line break or control character reaches a header; no-break spaces do."""
    kept = "".join(" " if category(char) in BREAKING else char for char in text)
    return re.sub(" +", " ", kept).strip()

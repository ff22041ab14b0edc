"""Handing a message over: to the mail server, or to a folder of ``.eml`` files where there is none."""

import os
import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

from governance.config import Settings
from governance.mail.letters import Letter, sender

TIMEOUT = 20  # seconds, for each exchange with the mail server


class Undeliverable(Exception):
    """Not delivered; ``final`` when trying again would not help, ``server`` when no mail would pass now."""

    def __init__(self, why: str, *, final: bool = False, server: bool = False) -> None:
        super().__init__(why)
        self.final = final
        self.server = server


class Carrier(Protocol):
    """Takes one message to one person. Raises Undeliverable."""

    def carry(self, message: EmailMessage, letter: Letter) -> None: ...


@contextmanager
def carrier(settings: Settings) -> Iterator[Carrier]:
    """The mail server if the host named one, else the folder of kept mails."""
    if not settings.smtp_host:
        yield Folder(settings.mail_dir)
        return
    server = Server(settings)
    try:
        yield server
    finally:
        server.close()


class Folder:
    """Keeps each mail as a file that only the host can read: it may hold a secret link."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def carry(self, message: EmailMessage, letter: Letter) -> None:
        try:
            self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = self._path / file_name(message, letter)
            draft = file.with_suffix(".part")
            with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as opened:
                opened.write(message.as_bytes())
            draft.replace(file)
        except OSError as error:
            raise Undeliverable(str(error), server=True) from error


def file_name(message: EmailMessage, letter: Letter) -> str:
    """ "20260302-090000-7-invitation-bob@example.org.eml": sorted by time, found by person."""
    at = message["Date"].datetime
    person = re.sub(r"[^\w.@+-]", "_", letter.email)[:80]
    return f"{at:%Y%m%d-%H%M%S}-{letter.id}-{letter.kind}-{person}.eml"


class Server:
    """One connection, opened with the first message."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._connection: smtplib.SMTP | None = None

    def carry(self, message: EmailMessage, letter: Letter) -> None:
        try:
            connection = self._connection or self._connect()
            connection.send_message(message, from_addr=sender(self._settings), to_addrs=[letter.email])
        except smtplib.SMTPRecipientsRefused as error:
            (code, answer), *_ = error.recipients.values()
            raise Undeliverable(_said(code, answer), final=500 <= code < 600) from error
        except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
            raise Undeliverable(_said(error.smtp_code, error.smtp_error), final=False) from error
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise Undeliverable(f"{type(error).__name__}: {error}", server=True) from error

    def close(self) -> None:
        if self._connection is not None:
            try:
                self._connection.quit()
            except (smtplib.SMTPException, OSError):
                self._connection.close()
            self._connection = None

    def _connect(self) -> smtplib.SMTP:
        wanted = self._settings
        if wanted.smtp_tls == "tls":
            context = ssl.create_default_context()
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                wanted.smtp_host, wanted.smtp_port, timeout=TIMEOUT, context=context
            )
        else:
            connection = smtplib.SMTP(wanted.smtp_host, wanted.smtp_port, timeout=TIMEOUT)
        self._connection = connection
        if wanted.smtp_tls == "starttls":
            connection.starttls(context=ssl.create_default_context())
        if wanted.smtp_user:
            connection.login(wanted.smtp_user, wanted.smtp_password)
        return connection


def _said(code: int, answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {text}"

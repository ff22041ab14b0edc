"""A real mail server on this machine, with moods."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from governance.config import Settings


@dataclass
class Mailbox:
    """What the server received; ``refused`` maps an address to the answer it gets."""

    received: list[tuple[str, list[str], EmailMessage]] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    data_answer: str = "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.data_answer.startswith("250"):
            message = message_from_bytes(envelope.content, policy=policy.default)
            self.received.append((envelope.mail_from, envelope.rcpt_tos, message))
        return self.data_answer

    @property
    def subjects(self) -> list[str]:
        return [message["Subject"] for _, _, message in self.received]


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def server(mailbox: Mailbox) -> Iterator[Controller]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture
def by_smtp(settings: Settings, server: Controller) -> Settings:
    return replace(
        settings,
        smtp_host="127.0.0.1",
        smtp_port=server.port,
        smtp_tls="none",
        mail_from="reseau@example.org",
    )

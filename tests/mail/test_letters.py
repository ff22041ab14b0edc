"""What the mails say, in whose language, with which headers."""

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select, update

from governance.config import Settings
from governance.db import Database
from governance.mail.kinds import KINDS
from governance.mail.sending import send_due
from governance.members import tokens
from governance.members.models import Person
from tests import cast
from tests.mail.samples import put


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, address="https://tiers.example.org", mail_from="reseau@example.org")


def sent(database: Database, settings: Settings) -> list[EmailMessage]:
    send_due(database, settings, now=cast.NOW)
    return [
        message_from_bytes(file.read_bytes(), policy=policy.default)
        for file in sorted(settings.mail_dir.iterdir())
    ]


def text_of(message: EmailMessage) -> str:
    return message.get_body(("plain",)).get_content()


def html_of(message: EmailMessage) -> str:
    return message.get_body(("html",)).get_content()


def speak(database: Database, who: str, locale: str | None, **more: str) -> None:
    database.transact(
        lambda session: session.execute(
            update(Person).where(Person.email == cast.email(who)).values(locale=locale, **more)
        )
    )


@pytest.mark.parametrize(
    ("kind", "subject", "words", "link"),
    [
        ("invitation", "Votre invitation\u00a0: Réseau d’essai", "lundi 16 mars 2026 à 10\u00a0h", "/join/"),
        ("reset", "Choisir un nouveau mot de passe", "lundi 2 mars 2026 à 12\u00a0h", "/reset/"),
        ("vote-opened", "Vote ouvert\u00a0: Un fonds d’entraide entre lieux",
         "lundi 9 mars 2026 à 19\u00a0h (Europe/Paris)", "/votes/3"),
        ("vote-reminder", "Dernier jour pour voter\u00a0: Un fonds d’entraide entre lieux",
         "L’Établi, Scop Rouages", "/votes/3"),
        ("outcome", "Résultat\u00a0: Un fonds d’entraide entre lieux", "Adoptée\u00a0: 61/100",
         "/register/2026-001"),
    ],
)  # fmt: skip
def test_in_french(
    sqlite_database: Database, settings: Settings, kind: str, subject: str, words: str, link: str
) -> None:
    put(sqlite_database, kind)
    (message,) = sent(sqlite_database, settings)
    assert message["Subject"] == subject
    assert message["Content-Language"] == "fr"
    for body in (text_of(message), html_of(message)):
        assert "Bonjour Fanny Roche," in body
        assert words in body
        assert "https://tiers.example.org" + link in body
        assert "Vous recevez" in body


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        ("invitation", "Join Réseau d’essai"),
        ("reset", "Choose a new password"),
        ("vote-opened", "Vote open: Un fonds d’entraide entre lieux"),
        ("vote-reminder", "It closes tomorrow: Un fonds d’entraide entre lieux"),
        ("outcome", "Outcome: Un fonds d’entraide entre lieux"),
    ],
)
def test_in_english_for_who_asked_for_it(
    sqlite_database: Database, settings: Settings, kind: str, subject: str
) -> None:
    speak(sqlite_database, "fanny", "en")
    put(sqlite_database, kind)
    (message,) = sent(sqlite_database, settings)
    assert message["Subject"] == subject
    assert message["Content-Language"] == "en"
    assert "Hello Fanny Roche," in text_of(message)
    assert "Bonjour" not in html_of(message)


def test_who_asked_for_no_language_gets_that_of_the_host(
    sqlite_database: Database, settings: Settings
) -> None:
    put(sqlite_database, "reset")
    (message,) = sent(sqlite_database, replace(settings, locale="en"))
    assert message["Subject"] == "Choose a new password"


def test_headers(sqlite_database: Database, settings: Settings) -> None:
    put(sqlite_database, "vote-opened")
    (message,) = sent(sqlite_database, settings)
    assert message["From"].addresses[0].display_name == "Réseau d’essai"
    assert message["From"].addresses[0].addr_spec == "reseau@example.org"
    assert message["To"].addresses[0].addr_spec == "fanny@example.org"
    assert message["Date"].datetime == cast.NOW
    assert message["Message-ID"].endswith("@tiers.example.org>")
    assert message["Auto-Submitted"] == "auto-generated"


def test_a_sender_with_a_name_in_the_setting(sqlite_database: Database, settings: Settings) -> None:
    put(sqlite_database, "reset")
    (message,) = sent(sqlite_database, replace(settings, mail_from="Nous <nous@example.org>"))
    assert message["From"].addresses[0].addr_spec == "nous@example.org"


@pytest.mark.parametrize("kind", sorted(name for name, kind in KINDS.items() if not kind.composed))
def test_what_is_not_a_convocation_carries_a_way_out(
    sqlite_database: Database, settings: Settings, kind: str
) -> None:
    put(sqlite_database, kind)
    (message,) = sent(sqlite_database, settings)
    if KINDS[kind].convocation:
        assert "List-Unsubscribe" not in message
        assert "/mails/" not in text_of(message) + html_of(message)
        return
    address = message["List-Unsubscribe"].strip().strip("<>")
    assert address.startswith("https://tiers.example.org/mails/")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in text_of(message)
    assert address in html_of(message)


def test_nothing_written_by_a_person_adds_a_header(sqlite_database: Database, settings: Settings) -> None:
    wicked = "Titre\r\nBcc: tous@example.org\n\nCorps\x00\x1b"
    speak(sqlite_database, "fanny", None, name="Fanny\r\nBcc: x@example.org")
    put(sqlite_database, "vote-opened", question=wicked)
    put(sqlite_database, "outcome", title=wicked)
    for message in sent(sqlite_database, settings):
        assert "Bcc" not in message
        assert "Cc" not in message
        assert len(message["To"].addresses) == 1
        assert "\n" not in message["Subject"]


def test_markup_is_text_in_the_html_and_plain_in_the_text(
    sqlite_database: Database, settings: Settings
) -> None:
    put(sqlite_database, "vote-opened", question="<script>x</script> & l’été", members=["<b>gras</b>"])
    (message,) = sent(sqlite_database, settings)
    assert "<script>" not in html_of(message)
    assert "&lt;script&gt;x&lt;/script&gt; &amp; l’été" in html_of(message)
    assert "&lt;b&gt;gras" in html_of(message)
    assert "<script>x</script> & l’été" in text_of(message)


def test_a_link_asked_for_by_mail_opens(sqlite_database: Database, settings: Settings) -> None:
    put(sqlite_database, "invitation")
    (message,) = sent(sqlite_database, settings)
    token = text_of(message).split("/join/")[1].split()[0]
    with sqlite_database.reading() as session:
        owner = tokens.owner(session, tokens.JOIN, token, now=cast.NOW)
        assert owner == cast.person_id(session, "fanny")


def test_one_click_is_enough_to_receive_convocations_only(
    sqlite_database: Database, settings: Settings, app: Flask
) -> None:
    """RFC 8058: the mail provider posts to the address, without cookie, page or token of ours."""
    app.config["WTF_CSRF_ENABLED"] = True
    put(sqlite_database, "outcome")
    (message,) = sent(sqlite_database, settings)
    path = message["List-Unsubscribe"].strip().strip("<>").removeprefix("https://tiers.example.org")
    answer = app.test_client().post(path, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    with sqlite_database.reading() as session:
        wanted = session.scalar(select(Person.mails).where(Person.email == cast.email("fanny")))
    assert wanted == "convocations"

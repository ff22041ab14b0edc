"""What the mails of proxies say, for each way a proxy is given, accepted and ended."""

from email import message_from_bytes, policy

import pytest

from governance.config import Settings
from governance.db import Database
from governance.mail.sending import send_due
from tests import cast
from tests.mail.samples import CLOSING, put

PRINCIPAL = "L’Établi"


@pytest.mark.parametrize(
    ("kind", "how", "subject", "words"),
    [
        ("proxy-given", "", "L’Établi donne pouvoir à La Filature", "Accepter ou décliner le pouvoir"),
        (
            "proxy-accepted",
            "",
            "La Filature accepte votre pouvoir",
            "La Filature accepte de voter pour L’Établi",
        ),
        ("proxy-revoked", "revoked", "Fin du pouvoir de L’Établi", "L’Établi a révoqué le pouvoir"),
        ("proxy-revoked", "declined", "Fin du pouvoir de L’Établi", "La Filature décline le pouvoir"),
        ("proxy-revoked", "own-vote", "Fin du pouvoir de L’Établi", "L’Établi a voté en personne"),
        ("proxy-revoked", "opening", "Fin du pouvoir de L’Établi", "n’a pas pu être repris"),
        ("proxy-revoked", "no-vote", "Fin du pouvoir de L’Établi", "Il n’y aura pas de vote"),
    ],
)
@pytest.mark.parametrize("closes", [True, False])
def test_in_french(
    sqlite_database: Database, settings: Settings, kind: str, how: str, subject: str, words: str, closes: bool
) -> None:
    more = {"closes_at": CLOSING.isoformat()} if closes else {}
    put(sqlite_database, kind, how=how, **more)
    assert send_due(sqlite_database, settings, now=cast.NOW) == 1
    (file,) = settings.mail_dir.iterdir()
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert message["Subject"] == f"{subject}\u00a0: Un fonds d’entraide entre lieux"
    for form in ("plain", "html"):
        text = message.get_body((form,)).get_content()
        assert words in text
        assert ("lundi 9 mars 2026 à 19" in text) is closes
        assert ("Le vote n’est pas encore ouvert." in text) is not closes
    assert ("List-Unsubscribe" in message) is (kind == "proxy-accepted")

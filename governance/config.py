"""Settings: from ``TIERSVOIX_*`` variables, then from a TOML file, then the defaults below.

The file is ``tiersvoix.toml`` in the data folder, or the one named by ``TIERSVOIX_CONFIG``; its keys are the
names below in lower case. ``tiersvoix doctor --settings`` prints this table with the values in force.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from governance.errors import N_

PREFIX = "TIERSVOIX_"


class SettingsError(ValueError):
    """A setting that cannot be read; the message names it and says what is expected."""


def setting(default: object, meaning: str) -> Any:
    return field(default=default, metadata={"meaning": meaning})


@dataclass(frozen=True)
class Settings:
    """What the host decides; what the network decides is in its social code."""

    data_dir: Path = setting(Path("data"), N_("Folder of the database, the keys and kept mails."))
    database_url: str = setting(
        "", N_("SQLAlchemy address; empty: SQLite in the data folder; or postgresql+psycopg://…")
    )
    address: str = setting(
        "http://127.0.0.1:5000", N_("Public address of the site, as written in mails and feeds.")
    )
    host: str = setting("127.0.0.1", N_("Address on which the server listens."))
    port: int = setting(5000, N_("Port on which the server listens."))
    web_workers: int = setting(2, N_("Web processes of `tiersvoix serve`."))
    trusted_proxies: int = setting(0, N_("Reverse proxies in front, whose X-Forwarded headers are believed."))
    smtp_host: str = setting("", N_("Mail server; empty: mails are kept as .eml files in the data folder."))
    smtp_port: int = setting(587, N_("Port of the mail server."))
    smtp_user: str = setting("", N_("Name for the mail server."))
    smtp_password: str = setting("", N_("Password for the mail server."))
    smtp_tls: str = setting("starttls", N_("starttls, tls (from the first byte) or none."))
    mail_from: str = setting("tiers-voix@localhost", N_("Sender of the mails."))
    max_upload_mb: int = setting(8, N_("Largest request, in megabytes; an attachment may weigh as much."))
    session_idle_hours: int = setting(72, N_("A session not used for so long ends."))
    session_days: int = setting(30, N_("A session ends after so many days in any case."))
    locale: str = setting("fr", N_("Language where a person asked for none: fr or en."))
    demo: bool = setting(
        False, N_("A demonstration: sign-in without password, and a clock that can be moved on.")
    )

    @property
    def url(self) -> str:
        """Database address in force."""
        return self.database_url or f"sqlite:///{self.data_dir / 'tiersvoix.db'}"

    @property
    def is_sqlite(self) -> bool:
        return self.url.startswith("sqlite")

    @property
    def behind_tls(self) -> bool:
        return self.address.startswith("https://")

    @property
    def signing_key_file(self) -> Path:
        return self.data_dir / "signing.key"

    @property
    def secret_key_file(self) -> Path:
        return self.data_dir / "secret.key"

    @property
    def mail_dir(self) -> Path:
        return self.data_dir / "mail"


def load(environ: Mapping[str, str] = os.environ, **given: object) -> Settings:
    """Settings in force: ``given`` first (command line), then the environment, then the file.

    Raises SettingsError for an unknown name in the file or a value of the wrong kind.
    """
    data_dir = Path(str(given.get("data_dir") or environ.get(PREFIX + "DATA_DIR") or "data"))
    values: dict[str, object] = dict(
        _from_file(Path(environ.get(PREFIX + "CONFIG") or data_dir / "tiersvoix.toml"))
    )
    values["data_dir"] = data_dir
    known = {f.name for f in fields(Settings)}
    for name in known:
        if (text := environ.get(PREFIX + name.upper())) is not None:
            values[name] = text
    values.update({name: value for name, value in given.items() if value is not None})
    if unknown := sorted(set(values) - known):
        raise SettingsError(f"unknown setting: {unknown[0]}")
    read: dict[str, Any] = {
        f.name: _read(f.name, f.default, values[f.name]) for f in fields(Settings) if f.name in values
    }
    return Settings(**read)


def _from_file(path: Path) -> dict[str, object]:
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from error


def _read(name: str, default: object, value: object) -> object:
    text = str(value).strip()
    if isinstance(default, bool):
        if text.lower() not in {"1", "0", "true", "false", "yes", "no"}:
            raise SettingsError(f"{name}: expected true or false, not {text!r}")
        return text.lower() in {"1", "true", "yes"}
    if isinstance(default, int):
        if not text.isdigit():
            raise SettingsError(f"{name}: expected a whole number, not {text!r}")
        return int(text)
    if isinstance(default, Path):
        return Path(text)
    allowed = {"locale": {"fr", "en"}, "smtp_tls": {"starttls", "tls", "none"}}.get(name)
    if allowed and text not in allowed:
        raise SettingsError(f"{name}: expected one of {', '.join(sorted(allowed))}, not {text!r}")
    return text

"""Settings: the command line, then the environment, then the file, then the defaults; errors name it."""

from pathlib import Path

import pytest

from governance.config import Settings, SettingsError, load


def test_the_defaults_serve_a_first_try(tmp_path: Path) -> None:
    settings = load({"TIERSVOIX_DATA_DIR": str(tmp_path)})
    assert settings.url == f"sqlite:///{tmp_path}/tiersvoix.db"
    assert not settings.demo
    assert not settings.behind_tls


def test_the_environment_prevails_over_the_file_and_the_command_line_over_both(tmp_path: Path) -> None:
    (tmp_path / "tiersvoix.toml").write_text(
        'port = 5001\naddress = "https://voix.example"\nhost = "0.0.0.0"\n'
    )
    environ = {"TIERSVOIX_DATA_DIR": str(tmp_path), "TIERSVOIX_PORT": "5002", "TIERSVOIX_HOST": "::1"}
    settings = load(environ, host="127.0.0.2")
    assert (settings.address, settings.port, settings.host) == ("https://voix.example", 5002, "127.0.0.2")
    assert settings.behind_tls


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("PORT", "http", "whole number"),
        ("PORT", "-1", "whole number"),
        ("DEMO", "perhaps", "true or false"),
        ("LOCALE", "de", "fr"),
        ("SMTP_TLS", "ssl3", "starttls"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_by_name(
    tmp_path: Path, name: str, value: str, words: str
) -> None:
    environ = {"TIERSVOIX_DATA_DIR": str(tmp_path), f"TIERSVOIX_{name}": value}
    with pytest.raises(SettingsError, match=f"(?s){name.lower()}.*{words}"):
        load(environ)


def test_an_unknown_name_in_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tiersvoix.toml").write_text("prot = 5001\n")
    with pytest.raises(SettingsError, match="prot"):
        load({"TIERSVOIX_DATA_DIR": str(tmp_path)})


def test_a_file_that_is_not_toml_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "tiersvoix.toml").write_text("port = = 5001\n")
    with pytest.raises(SettingsError, match="line 1"):
        load({"TIERSVOIX_DATA_DIR": str(tmp_path)})


def test_postgresql_is_chosen_by_its_address() -> None:
    assert not Settings(database_url="postgresql+psycopg://localhost/voix").is_sqlite

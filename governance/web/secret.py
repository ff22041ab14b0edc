"""The key that signs cookies."""

import secrets

from governance.config import Settings


def secret_key(settings: Settings) -> str:
    """The key that signs cookies: a file of its own (mode 0600), made at first use."""
    path = settings.secret_key_file
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return path.read_text(encoding="ascii").strip()

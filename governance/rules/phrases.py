"""The phrases of a rule in plain words, with ``{places}`` for its own names and numbers.

Published files and frozen votes carry both languages, whatever the reader's: they are not in the catalogue.
"""

from governance.rules import phrases_of_bodies, phrases_of_conduct, phrases_of_count
from governance.rules.spoken import typeset

PHRASES = phrases_of_count.PHRASES | phrases_of_conduct.PHRASES | phrases_of_bodies.PHRASES


def say(lang: str, key: str, **facts: object) -> str:
    """The phrase ``key`` in "fr" or "en", with its facts, typeset. KeyError for an unknown phrase."""
    french, english = PHRASES[key]
    return typeset(french if lang == "fr" else english, lang).format(**facts)

"""Words as the search compares them: no accents, no case, French elisions cut. Pure."""

import re
import unicodedata

LONGEST = 64  # characters of a word that count
MOST = 12  # words of a search; the others are not looked for, and the page says so

APOSTROPHES = "'’ʼ"
# «l’atelier» is found as «atelier»; «aujourd’hui» is not an elision
ELISION = re.compile(rf"\b(?:[ldjmtsnc]|qu|jusqu|lorsqu|puisqu|quoiqu)[{APOSTROPHES}]")
WORD = re.compile(r"\d{4}-\d{3,}|[^\W_]+")  # a number of the register stays whole
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})


def fold(text: str) -> str:
    """``text`` without accents or case: "Économie, Œuvre" gives "economie, oeuvre"."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return bare.casefold().translate(LIGATURES)


def words(text: str) -> list[str]:
    """The distinct words of a text, folded, in the order in which they first come."""
    found = WORD.findall(ELISION.sub(" ", fold(text)))
    return list(dict.fromkeys(word[:LONGEST] for word in found))

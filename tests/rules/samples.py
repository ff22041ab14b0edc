"""Social codes of the tests: a small whole one, and how to alter it."""

WHOLE = """\
format = "social-code/1"
name = "Réseau des tiers-lieux"
licence = "CC-BY-SA-4.0"
legal_form = "association-1901"
time_zone = "Europe/Paris"

[[colleges]]
id = "places"
name = "Lieux"
letter = "L"
weight = "40"

[[colleges]]
id = "coops"
name = "Coopératives"
letter = "C"
weight = "40"

[[colleges]]
id = "public"
name = "Acteurs publics"
letter = "P"
weight = "20"

[[decisions]]
id = "ordinary"
name = "Décision courante"
method = "consent"
time = { debate_days = 7, vote_days = 7 }
quorum = [{ of = "each-college", counted = "cast", at_least = { heads = 1 } }]
rounds_max = 2
fallback = "statutes"

[[decisions]]
id = "statutes"
name = "Modification des statuts"
method = "majority"
threshold = "2/3"
by = "proportional"
empty_college = "excluded"
silent_college = "against"
abstaining_college = "against"
short_college = "no-quorum"
quorum = [{ of = "all", counted = "cast", at_least = "1/4" }]
second_call = { after_days = 15, quorum = [] }
proxies = { max = 2, same_college = true }

[[circles]]
id = "steering"
name = "Comité de pilotage"
purpose = "Préparer les décisions"
decisions = ["ordinary"]
colleges = ["places", "coops"]

[[roles]]
id = "facilitator"
name = "Facilitation"
purpose = "Préparer et tenir les réunions"
term_months = 6
max_consecutive = 2
selection = "without-candidate"
"""

COLLEGIAL = """\
empty_college = "excluded"
silent_college = "against"
abstaining_college = "against"
short_college = "no-quorum"
"""


def changed(old: str, new: str) -> str:
    """The whole code with one passage replaced; the passage must be there."""
    assert old in WHOLE
    return WHOLE.replace(old, new, 1)


def line(text: str, passage: str) -> int:
    """The line (from 1) where a passage first stands."""
    return text[: text.index(passage)].count("\n") + 1


def code_of(rule: str, weights: tuple[str, ...] = ("40", "40", "20"), form: str = "association-1901") -> str:
    """A code of one decision, "rule", and of colleges A, B, C… with these weights; a role and a circle."""
    colleges = "".join(
        f'[[colleges]]\nid = "{letter.lower()}"\nname = "{letter}"\nletter = "{letter}"\n'
        f'weight = "{weight}"\n'
        for letter, weight in zip("ABCDEFGH", weights, strict=False)
    )
    return f"""\
format = "social-code/1"
name = "Essai"
licence = "CC0-1.0"
legal_form = "{form}"
{colleges}
[[decisions]]
id = "rule"
name = "La règle"
{rule}
[[circles]]
id = "board"
name = "Conseil"
[[roles]]
id = "chair"
name = "Présidence"
term_months = 12
selection = "election"
"""

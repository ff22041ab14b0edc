"""Decisions to record: by college, by consent with a lifted objection, by heads overall only."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from governance.register.entries import NewDecision
from voting.tally import tally

COLLEGES = [
    {"id": "places", "name": "Lieux et porteurs de projet", "letter": "L", "position": 1},
    {"id": "coops", "name": "Coopératives et entreprises", "letter": "C", "position": 2},
    {"id": "public", "name": "Acteurs publics", "letter": "P", "position": 3},
]
COUNTS = [("places", "40", 20), ("coops", "40", 12), ("public", "20", 5)]
BY_COLLEGE = {
    "method": "majority",
    "by": "proportional",
    "empty_college": "excluded",
    "silent_college": "against",
    "abstaining_college": "against",
    "short_college": "no-quorum",
    "quorum": [
        {"of": "all", "counted": "cast", "at_least": "1/4"},
        {"of": "each-college", "counted": "cast", "at_least": "1/3"},
    ],
}
CONSENT = {
    "method": "consent",
    "quorum": [{"of": "each-college", "counted": "cast", "at_least": {"heads": 1}}],
}
VOTES = [
    ("places", "for", 12), ("places", "against", 4), ("places", "abstain", 2),
    ("coops", "for", 4), ("coops", "against", 6), ("coops", "blank", 1),
    ("public", "for", 3), ("public", "against", 1),
]  # fmt: skip
REJECTING = [("places", "for", 5), ("places", "against", 12), ("coops", "for", 3), ("coops", "against", 6),
             ("public", "for", 2), ("public", "against", 1)]  # fmt: skip
POSITIONS = [("places", "consent", 12), ("places", "concern", 1), ("coops", "consent", 6),
             ("coops", "objection", 1), ("public", "consent", 2)]  # fmt: skip


def count(rule: dict[str, Any], ballots: list[tuple[str, str, int]], **more: str) -> dict[str, Any]:
    """The result of a rule and of ballots (college, choice, number)."""
    papers = [
        {"college": college, "choice": choice, "count": number} | (more if choice == "objection" else {})
        for college, choice, number in ballots
    ]
    names = {college["id"]: college["name"] for college in COLLEGES}
    colleges = [{"id": i, "name": names[i], "weight": w, "registered": n} for i, w, n in COUNTS]
    return tally(
        {"format": "count/1", "question": "?", "rule": rule, "colleges": colleges, "ballots": papers}
    )


def overall_only() -> dict[str, Any]:
    result = count({"method": "majority", "by": "heads"}, VOTES)
    del result["colleges"]
    return result


FUND = NewDecision(
    title="Un fonds d’entraide entre lieux",
    summary="À partir de septembre, un dixième des cotisations alimente un fonds que tout lieu membre en "
    "difficulté peut demander.",
    text="# Article 1\n\nIl est créé un fonds d’entraide, doté chaque année d’un dixième des cotisations "
    "perçues.\n\n# Article 2\n\nTout membre du collège Lieux et porteurs de projet peut demander "
    "jusqu’à 3\u202f000\u202f€, une fois par période de deux ans, pour passer une difficulté qui menace son "
    "activité.\n\n"
    "# Article 3\n\nUne commission d’un membre par collège, renouvelée chaque année, répond dans les "
    "trente jours. Elle rend compte à l’assemblée.",
    circle_id="network",
    circle_name="Réseau",
    rule_id="orientation",
    rule_name="Décision d’orientation",
    method="majority",
    rule_words={
        "fr": ["Les collèges pèsent 2/5, 2/5 et 1/5.", "Il faut plus de la moitié."],
        "en": ["Colleges weigh 2/5, 2/5 and 1/5.", "More than half is needed."],
    },
    outcome="adopted",
    result=count(BY_COLLEGE, VOTES),
    colleges=COLLEGES,
    decided_at=datetime(2026, 4, 30, 18, 0, tzinfo=UTC),
    licence="CC-BY-SA-4.0",
    version=3,
    story=[
        {
            "on": "2026-02-03",
            "what": {"fr": "L’Établi propose un fonds de secours", "en": "L’Établi proposes"},
        },
        {"on": "2026-03-12", "what": {"fr": "Deux versions de plus", "en": "Two more versions"}},
        {"on": "2026-04-30", "what": {"fr": "Vote par collège, adoptée", "en": "Vote by college, adopted"}},
    ],
    concerns=[
        {
            "by": "Scop Rouages",
            "college": "coops",
            "text": "Un bilan chiffré au bout d’un an, avant toute hausse.",
        }
    ],
    effective_on=date(2026, 9, 1),
    review_on=date(2027, 4, 1),
    carried_by="la trésorerie du réseau",
)
ROOMS = replace(
    FUND,
    title="Facturer les salles aux associations du quartier",
    summary="Les salles restent gratuites le soir pour les associations.",
    text="Facturer 12\u202f€ la soirée.",
    outcome="rejected",
    result=count(BY_COLLEGE, REJECTING),
    concerns=[],
    carried_by="",
    effective_on=None,
    review_on=None,
    decided_at=datetime(2026, 5, 12, 18, 0, tzinfo=UTC),
)
SAW = replace(
    FUND,
    title="Prêter le banc de scie entre ateliers",
    summary="Le banc de scie mobile tourne tous les deux mois entre les sept ateliers.",
    text="Chaque atelier le garde deux mois, l’entretient, et le convoie jusqu’au suivant.",
    rule_id="ordinary",
    rule_name="Décision courante",
    method="consent",
    result=count(CONSENT, POSITIONS, status="integrated"),
    concerns=[{"by": "Le Quai 9", "college": "places", "text": "Le convoi coûte une demi-journée."}],
    objections=[
        {
            "by": "Coop Semailles",
            "college": "coops",
            "reason": "Personne ne répond des pannes : la coopérative paierait pour tous.",
            "status": "integrated",
            "how": {"fr": "Intégrée dans la version 2", "en": "Integrated into version 2"},
            "on": "2026-04-12",
        }
    ],
    decided_at=datetime(2026, 4, 21, 18, 0, tzinfo=UTC),
)
SECRET = replace(
    FUND,
    title="Élire la présidence à bulletin secret",
    summary="",
    rule_id="secret",
    rule_name="Vote à bulletin secret",
    result=overall_only(),
    concerns=[],
    decided_at=datetime(2025, 11, 3, 18, 0, tzinfo=UTC),
)

"""A file to begin from: the headings, and an example of each kind of line."""

import csv
import io

BOM = "\ufeff"  # by which spreadsheets know UTF-8
FRENCH = (
    ("Cercle", "Rattaché à", "Rôle", "Mission", "Domaine", "Durée en mois", "Mandats de suite",
     "Mode de choix", "Sièges", "Collège", "Droits sur le site", "Titulaire", "Courriel", "Membre", "Du",
     "Au", "Décision"),
    ("Atelier partagé", "Réseau", "", "Tenir les machines à disposition de toutes et tous", "", "", "", "",
     "", "", "", "", "", "", "", "", ""),
    ("Atelier partagé", "", "Entretien des machines", "Réparer, ou faire réparer", "", "12", "2",
     "élection sans candidat", "1", "", "", "", "", "", "", "", ""),
    ("Atelier partagé", "", "Entretien des machines", "", "", "", "", "", "", "", "", "Zoé Martin",
     "zoe@example.org", "La Filature", "01/09/2026", "01/09/2027", ""),
)  # fmt: skip
ENGLISH = (
    ("Circle", "Within", "Role", "Purpose", "Domain", "Term in months", "Terms in a row", "Chosen by",
     "Seats", "College", "Rights on this site", "Holder", "E-mail", "Member", "From", "To", "Decision"),
    ("Shared workshop", "Network", "", "Keep the machines at everybody’s disposal", "", "", "", "", "", "",
     "", "", "", "", "", "", ""),
    ("Shared workshop", "", "Care of the machines", "Repair them, or have them repaired", "", "12", "2",
     "election without candidates", "1", "", "", "", "", "", "", "", ""),
    ("Shared workshop", "", "Care of the machines", "", "", "", "", "", "", "", "", "Zoe Martin",
     "zoe@example.org", "La Filature", "2026-09-01", "2027-09-01", ""),
)  # fmt: skip


def template(lang: str) -> str:
    """The file as CSV with semicolons, in French or in English."""
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(FRENCH if lang == "fr" else ENGLISH)
    return BOM + out.getvalue()

"""An eighty-line list, as a spreadsheet saves it in France."""

import pytest

HEADER = (
    "Nom de la structure;Type;Collège;Commune;Représentant·e;Courriel;Date d’adhésion;Départ;Observations"
)
COLLEGES = ("Lieux et porteurs de projet", "coopératives et entreprises", "PUBLIC")


@pytest.fixture(scope="session")
def eighty_lines() -> bytes:
    """Windows-1252, semicolons: 78 good members, a duplicate (line 41), one without college (line 60)."""
    lines = [HEADER]
    for number in range(2, 82):
        name, college = f"Atelier n° {number} – « L’Œuvre »", COLLEGES[number % 3]
        if number == 41:
            name = "ATELIER N° 7 – «L'Oeuvre»"
        if number == 60:
            college = ""
        person = f"Zoé Prénom{number};zoe{number}@example.org"
        lines.append(f"{name} ;organisation;{college};Évry;{person};01/09/2024;;  ")
    return ("\r\n".join(lines) + "\r\n;;;;;;;;\r\n").encode("cp1252")

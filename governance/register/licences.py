"""The licences a social code may name: SPDX identifier, name for people, address of the deed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Licence:
    spdx: str
    name: str
    url: str


KNOWN = {
    each.spdx: each
    for each in (
        Licence("CC-BY-SA-4.0", "CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
        Licence("CC-BY-4.0", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        Licence("CC0-1.0", "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        Licence("ODbL-1.0", "ODbL 1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
        Licence(
            "etalab-2.0", "Licence Ouverte 2.0", "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
        ),
    )
}


def licence(spdx: str) -> Licence:
    """The licence of an SPDX identifier; one we do not know is shown by its SPDX page."""
    return KNOWN.get(spdx) or Licence(spdx, spdx, f"https://spdx.org/licenses/{spdx}.html")

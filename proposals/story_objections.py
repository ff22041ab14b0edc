"""What became of an objection, told in both languages for the register. Pure."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Lifted:
    """An objection and what became of it. ``contested``: its setting aside was; ``upheld`` and ``dismissed``:
    the vote by which the circle found reasoning in it, or none.
    """

    number: int
    by: str
    status: str
    version: int | None
    at: datetime
    ground: str = ""
    renewed_as: int | None = None
    contested: bool = False
    upheld: int | None = None
    dismissed: int | None = None


def how(objection: Lifted) -> tuple[str, str]:
    """How an objection was lifted, in French and in English."""
    gap = "\N{NO-BREAK SPACE}"
    before_fr, before_en = _looked_at(objection)
    end_fr, end_en = _end(objection)
    return (
        f"Objection nº{gap}{objection.number} ({objection.by}){gap}: {before_fr}{end_fr}",
        f"Objection no. {objection.number} ({objection.by}): {before_en}{end_en}",
    )


def _looked_at(objection: Lifted) -> tuple[str, str]:
    """That it was set aside, then contested, where it was."""
    if not objection.contested:
        return "", ""
    fr, en = _set_aside(objection.ground)
    fr, en = f"{fr}, puis contestée, ", f"{en}, then contested, "
    if objection.upheld:
        fr += f"maintenue par le cercle (vote nº\N{NO-BREAK SPACE}{objection.upheld}), "
        en += f"upheld by the circle (vote no. {objection.upheld}), "
    return fr, en


def _end(objection: Lifted) -> tuple[str, str]:
    if objection.renewed_as:
        number = objection.renewed_as
        return (
            f"reprise au tour suivant (nº\N{NO-BREAK SPACE}{number})",
            f"raised again in the next round (no. {number})",
        )
    if objection.status == "integrated":
        version = objection.version
        return (
            f"levée par la version {version}, de l’accord des deux membres",
            f"lifted by version {version}, as both members agree",
        )
    if objection.status == "withdrawn":
        return "retirée par le membre qui l’a faite", "withdrawn by its author"
    if objection.dismissed:
        return (
            f"écartée par le cercle (vote nº\N{NO-BREAK SPACE}{objection.dismissed})",
            f"set aside by the circle (vote no. {objection.dismissed})",
        )
    if objection.status == "set-aside":
        return _set_aside(objection.ground)
    return "maintenue", "it stands"


def _set_aside(ground: str) -> tuple[str, str]:
    """The ground as it was written, in the quotation marks of each language."""
    gap = "\N{NO-BREAK SPACE}"
    return f"écartée («{gap}{ground}{gap}»)", f"set aside (“{ground}”)"

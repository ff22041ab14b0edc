"""What has to be so before a mandate is taken back, as a role says it. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Conditions:
    """All of these: a decision of one of the kinds ``by`` (empty: of any), so many ``absences`` noted as
    warnings, the person ``heard``, notice given so many days before.
    """

    by: tuple[str, ...] = ()
    absences: int = 0
    heard: bool = False
    notice_days: int = 0

    def __str__(self) -> str:
        """As the social code has it: ``{ by = ["statutes"], absences = 3 }``."""
        kinds = ", ".join(f'"{kind}"' for kind in self.by)
        said = [f"by = [{kinds}]"] if self.by else []
        said += [f"absences = {self.absences}"] if self.absences else []
        said += ["heard = true"] if self.heard else []
        said += [f"notice_days = {self.notice_days}"] if self.notice_days else []
        return f"{{ {', '.join(said)} }}"


def written(several: Iterable[Conditions]) -> list[dict[str, Any]]:
    """As JSON keeps them."""
    return [asdict(each) for each in several]


def read(rows: Iterable[Mapping[str, Any]]) -> tuple[Conditions, ...]:
    """What JSON keeps."""
    return tuple(Conditions(**{**row, "by": tuple(row["by"])}) for row in rows)

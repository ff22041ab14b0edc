"""What awaits somebody, as one list by deadline, whatever the subject it comes from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Task:
    """One thing to do. ``kind`` names its words in the template, ``facts`` fill them."""

    kind: str
    title: str
    href: str
    due: datetime | None
    facts: Mapping[str, object]


def by_deadline(tasks: Sequence[Task]) -> list[Task]:
    """Sorted by deadline; what has none comes last; equals keep their order."""
    dated = [(task.due, index) for index, task in enumerate(tasks) if task.due is not None]
    return [tasks[index] for _, index in sorted(dated)] + [task for task in tasks if task.due is None]

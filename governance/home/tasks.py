"""What awaits somebody, as one list by deadline, whatever the subject it comes from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Task:
    """One thing to do. ``kind`` names its words in the template; ``due`` may be unknown; ``facts`` fill the words."""

    kind: str
    title: str
    href: str
    due: datetime | None
    facts: dict[str, object]


FAR = datetime.max


def by_deadline(tasks: Iterable[Task]) -> list[Task]:
    """Sorted by deadline; what has none comes last, in the order given."""
    return sorted(tasks, key=lambda task: (task.due is None, task.due.replace(tzinfo=None) if task.due else FAR))

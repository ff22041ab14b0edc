"""Libraries in an environment of their own, on the same ballots, and the table of who took how long."""

import json
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

Row = dict[str, Any]
HEAD = (
    f"{'':14}{'lines: read':>13}{'count':>9}{'all, s':>9}{'to ours':>9}"
    f"{'counts: read':>14}{'count':>9}{'all, s':>9}{'to ours':>9}  elected"
)


def python(environment: Path) -> Path:
    return environment / "bin" / "python"


def best(work: Callable[[], Row]) -> Row:
    """The fastest of three."""
    return min((work() for _ in range(3)), key=total)


def total(row: Row) -> float:
    return float(row["prepare"] + row["count"])


def libraries(environment: Path, lines: str, short: str) -> list[tuple[Row, Row]]:
    """What each library of the environment took, for both files."""
    long, brief = counted(environment, lines), counted(environment, short)
    return [(row, brief[name]) for name, row in long.items() if name in brief]


def counted(environment: Path, text: str) -> dict[str, Row]:
    with tempfile.TemporaryDirectory() as place:
        file, said = Path(place, "count.json"), Path(place, "said")
        file.write_text(text, encoding="utf-8")
        script = Path(__file__).with_name("libraries.py")
        command = [str(python(environment)), "-W", "ignore", str(script), str(file)]
        with said.open("w") as out:
            subprocess.run(command, stdout=out, stderr=subprocess.DEVNULL, check=False)
        rows = [json.loads(line) for line in said.read_text().splitlines() if line.startswith('{"library"')]
    return {row["library"]: row for row in rows}


def row(long: Row, brief: Row, ours: tuple[Row, Row]) -> str:
    """One line of the table; ``to ours`` below 1 is faster than ours."""
    cells = f"{long['library']:14}"
    for found, own, width in ((long, ours[0], 13), (brief, ours[1], 14)):
        if "error" in found:
            cells += f"{found['error'][: width + 25]:>{width + 27}}"
            continue
        cells += f"{found['prepare']:{width}.3f}{found['count']:9.4f}{total(found):9.3f}"
        cells += f"{total(found) / total(own):9.2f}"
    elected = long.get("elected", [])
    mine = ours[0]["elected"]
    return cells + f"  {'same' if set(elected) == set(mine) else 'other'}: {' '.join(elected)}"

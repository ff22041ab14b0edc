"""Drawings of stored facts: the seal (one petal per college). Rounded here only; beside it always words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, hypot, pi, sin, sqrt
from typing import Any

CENTRE = (32.0, 36.6)
REACH = 17.25  # from the point where the voices meet to the middle of a petal
RADII = {1: 12.2, 2: 12.2, 3: 12.2, 4: 11.9, 5: 10.0, 6: 8.5}


@dataclass(frozen=True)
class Petal:
    """``path`` is the outline, ``x``/``y`` where the letter stands; ``state`` is for, against or none."""

    path: str
    x: str
    y: str
    plate_y: str
    position: int
    letter: str
    state: str


def petals(colleges: Iterable[Sequence[Any]]) -> list[Petal]:
    """Petals of (position, letter, favourable or None), in order; none at all above six colleges."""
    return _drawn(tuple(map(tuple, colleges)))


@lru_cache(maxsize=512)
def _drawn(colleges: tuple[tuple[Any, ...], ...]) -> list[Petal]:
    return [
        _petal(index, len(colleges), position, letter, favourable)
        for index, (position, letter, favourable) in enumerate(colleges)
        if len(colleges) <= max(RADII)
    ]


def _petal(index: int, number: int, position: int, letter: str, favourable: bool | None) -> Petal:
    angle = 2 * pi * index / number - pi / 2
    radius = RADII[number]
    middle_x, middle_y = CENTRE[0] + REACH * cos(angle), CENTRE[1] + REACH * sin(angle)
    tangent = sqrt(REACH**2 - radius**2)
    across = tangent * radius / REACH
    along = tangent * tangent / REACH
    ends = [
        (CENTRE[0] + along * cos(angle) - side * across * sin(angle),
         CENTRE[1] + along * sin(angle) + side * across * cos(angle))
        for side in (-1, 1)
    ]  # fmt: skip
    assert hypot(ends[0][0] - middle_x, ends[0][1] - middle_y) <= radius + 0.01
    (x1, y1), (x2, y2) = ends
    path = f"M32 36.6 {x1:.2f} {y1:.2f}A{radius} {radius} 0 1 1 {x2:.2f} {y2:.2f}Z"
    state = "none" if favourable is None else "for" if favourable else "against"
    return Petal(path, f"{middle_x:.2f}", f"{middle_y + 4:.2f}", f"{middle_y:.2f}", position, letter, state)

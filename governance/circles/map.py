"""Where each circle stands in the drawing of the tree, from left to right. Pure; whole numbers of pixels."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 208, 84  # of a box
ACROSS, DOWN = 64, 20  # between boxes
EDGE = 4  # around the drawing
LETTERS, LINES = 24, 2  # of a name in its box


@dataclass(frozen=True)
class Node:
    """A circle of the tree. ``double``: two different people link it to the one above."""

    id: str
    name: str
    parent: str | None
    double: bool = False


@dataclass(frozen=True)
class Box:
    """A circle in the drawing, its upper left corner; the name in ``lines``."""

    id: str
    x: int
    y: int
    lines: tuple[str, ...]

    @property
    def middle(self) -> int:
        return self.y + HEIGHT // 2


@dataclass(frozen=True)
class Branch:
    """The line from a circle to one below it, as the path of an SVG; ``double``: drawn twice."""

    above: str
    below: str
    paths: tuple[str, ...]
    double: bool


@dataclass(frozen=True)
class Drawing:
    """Boxes and lines, and how large it is."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    branches: tuple[Branch, ...]


def draw(nodes: Sequence[Node]) -> Drawing:
    """The drawing of a tree, the same for the same nodes; children stand in the order of ``nodes``.

    A node whose parent is not there, or that only leads back to itself, is a root: nothing is left out.
    """
    below = _children(nodes)
    order, depth = _walk(nodes, below)
    rows = _rows(order, below)
    names = {node.id: node.name for node in nodes}
    boxes = {
        id_: Box(id_, EDGE + depth[id_] * (WIDTH + ACROSS), EDGE + rows[id_], wrapped(names[id_]))
        for id_ in order
    }
    double = {node.id for node in nodes if node.double}
    branches = tuple(
        _branch(boxes[id_], boxes[child], child in double) for id_ in order for child in below[id_]
    )
    width = max((box.x + WIDTH for box in boxes.values()), default=0) + EDGE
    height = max((box.y + HEIGHT for box in boxes.values()), default=0) + EDGE
    return Drawing(width, height, tuple(boxes.values()), branches)


def wrapped(name: str) -> tuple[str, ...]:
    """A name in at most two lines, cut with an ellipsis where it is too long."""
    lines: list[str] = [""]
    for word in name.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= LETTERS or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    kept = lines[:LINES]
    if len(lines) > LINES:
        kept[-1] += "…"
    return tuple(line if len(line) <= LETTERS else line[: LETTERS - 1].rstrip() + "…" for line in kept)


def _children(nodes: Iterable[Node]) -> dict[str, list[str]]:
    known = {node.id: node for node in nodes}
    below: dict[str, list[str]] = {id_: [] for id_ in known}
    for node in known.values():
        if node.parent in below and _reaches_a_root(node, known):
            below[node.parent].append(node.id)
    return below


def _reaches_a_root(node: Node, known: dict[str, Node]) -> bool:
    seen = {node.id}
    while node.parent in known:
        node = known[node.parent]
        if node.id in seen:
            return False
        seen.add(node.id)
    return True


def _walk(nodes: Iterable[Node], below: dict[str, list[str]]) -> tuple[list[str], dict[str, int]]:
    """Every circle before those below it, and how deep each lies."""
    has_parent = {child for children in below.values() for child in children}
    roots = [id_ for id_ in dict.fromkeys(node.id for node in nodes) if id_ not in has_parent]
    waiting = [(id_, 0) for id_ in reversed(roots)]
    depth: dict[str, int] = {}
    while waiting:
        id_, level = waiting.pop()
        depth[id_] = level
        waiting += [(child, level + 1) for child in reversed(below[id_])]
    return list(depth), depth


def _rows(order: Sequence[str], below: dict[str, list[str]]) -> dict[str, int]:
    """How far down each stands: a leaf has a row of its own, the others are amid those below them."""
    leaves = [id_ for id_ in order if not below[id_]]
    down = {id_: number * (HEIGHT + DOWN) for number, id_ in enumerate(leaves)}
    for id_ in reversed(order):
        if children := below[id_]:
            down[id_] = (down[children[0]] + down[children[-1]]) // 2
    return down


def _branch(above: Box, below: Box, double: bool) -> Branch:
    shifts = (-3, 3) if double else (0,)
    start, turn = above.x + WIDTH, above.x + WIDTH + ACROSS // 2
    paths = tuple(
        f"M{start} {above.middle + by}H{turn + _side(above, below) * by}V{below.middle + by}H{below.x}"
        for by in shifts
    )
    return Branch(above.id, below.id, paths, double)


def _side(above: Box, below: Box) -> int:
    """Which way the second line turns, so that the two never cross."""
    return 1 if below.y < above.y else -1

"""The map of circles: any tree is drawn whole, no box upon another, and the page says the same as a list."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from governance.circles.map import HEIGHT, LETTERS, LINES, WIDTH, Box, Node, draw, wrapped
from governance.db import Database
from tests.circles import network

Clients = Callable[[str], FlaskClient]


@st.composite
def trees(make: st.DrawFn) -> list[Node]:
    size = make(st.integers(0, 40))
    parents = [make(st.none() | st.integers(0, size)) for _ in range(size)]  # cycles and strangers too
    named = [None if parent is None else f"c{parent}" for parent in parents]
    return [
        Node(f"c{number}", make(st.text(max_size=60)), parent, make(st.booleans()))
        for number, parent in enumerate(named)
    ]


def meet(one: Box, other: Box) -> bool:
    return abs(one.x - other.x) < WIDTH and abs(one.y - other.y) < HEIGHT


@given(trees())
def test_every_circle_stands_once_and_no_box_upon_another(nodes: list[Node]) -> None:
    drawing = draw(nodes)
    assert [box.id for box in drawing.boxes if box.id] == list(dict.fromkeys(box.id for box in drawing.boxes))
    assert {box.id for box in drawing.boxes} == {node.id for node in nodes}
    boxes = drawing.boxes
    assert not any(meet(one, other) for n, one in enumerate(boxes) for other in boxes[n + 1 :])
    for box in boxes:
        assert 0 <= box.x <= drawing.width - WIDTH
        assert 0 <= box.y <= drawing.height - HEIGHT
    assert drawing == draw(nodes)


@given(trees())
def test_lines_go_from_a_parent_to_its_children(nodes: list[Node]) -> None:
    parents = {node.id: node.parent for node in nodes}
    places = {box.id: box for box in draw(nodes).boxes}
    for branch in draw(nodes).branches:
        assert parents[branch.below] == branch.above
        assert places[branch.above].x + WIDTH < places[branch.below].x
        assert len(branch.paths) == (2 if branch.double else 1)


@given(st.text(max_size=200))
def test_a_name_takes_two_short_lines_at_the_most(name: str) -> None:
    lines = wrapped(name)
    assert len(lines) <= LINES
    assert all(len(line) <= LETTERS for line in lines)


def test_three_levels_of_a_network() -> None:
    drawing = draw(
        [
            Node("network", "Réseau", None),
            Node("p1", "Programme un", "network"),
            Node("a1", "Action une", "p1", True),
            Node("a2", "Action deux", "p1"),
            Node("p2", "Programme deux", "network"),
        ]
    )
    places = {box.id: box for box in drawing.boxes}
    assert places["network"].x < places["p1"].x == places["p2"].x < places["a1"].x == places["a2"].x
    assert places["a1"].y < places["p1"].y < places["a2"].y < places["p2"].y
    assert [branch.below for branch in drawing.branches if branch.double] == ["a1"]


@pytest.mark.parametrize("who", ["nobody", "eve", "bob", "chloe", "david", "fanny", "alice"])
def test_the_page_draws_what_its_list_says(
    as_: Clients, site: Database, moment: Callable[..., None], who: str
) -> None:
    moment(network.NOW)
    page = as_(who).get("/circles/").text
    drawing = page[page.index('<svg class="circle-map"') :]
    drawing = drawing[: drawing.index("</svg>")]
    for name in ("machines", "board", "users"):
        assert f"/circles/{name}" in drawing
        assert page.count(f'href="/circles/{name}"') == 2
    assert 'class="is-double"' in drawing
    assert 'tabindex="0"' in page


def test_a_name_cannot_write_into_the_drawing(
    as_: Clients, site: Database, moment: Callable[..., None]
) -> None:
    from sqlalchemy import update

    from governance.rules.models import CodeVersion

    moment(network.NOW)
    wicked = network.CODE.replace('name = "Bureau"', 'name = "<script>x</script>"')
    site.transact(lambda session: session.execute(update(CodeVersion).values(toml=wicked)))
    page = as_("eve").get("/circles/").text
    assert "<script>x" not in page
    assert "&lt;script&gt;" in page

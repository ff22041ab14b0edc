"""The seal draws stored facts: one petal per college, turned round the point where voices meet."""

import re

import pytest

from governance.web.drawing import petals


@pytest.mark.parametrize("number", range(1, 7))
def test_there_is_one_petal_per_college(number: int) -> None:
    drawn = petals([(position, "X", True) for position in range(1, number + 1)])
    assert [petal.position for petal in drawn] == list(range(1, number + 1))
    assert all(petal.path.startswith("M32 36.6 ") for petal in drawn)


def test_above_six_colleges_it_is_left_out() -> None:
    assert petals([(1, "X", True)] * 7) == []


def test_three_colleges_give_the_petals_of_the_mark() -> None:
    first, second, third = petals([(1, "L", True), (2, "C", False), (3, "P", None)])
    assert (first.state, second.state, third.state) == ("for", "against", "none")
    wanted = {first.path: (23.37, 27.97), second.path: (43.78, 33.44), third.path: (28.84, 48.38)}
    for path, (x, y) in wanted.items():
        drawn_x, drawn_y = map(float, re.match(r"M32 36\.6 (\S+) ([\d.]+)A", path).groups())  # type: ignore[union-attr]
        assert abs(drawn_x - x) < 0.3
        assert abs(drawn_y - y) < 0.3

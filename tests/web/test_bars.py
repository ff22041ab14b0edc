"""What stands beside the bar of a college."""

import pytest

from governance.web.bars import overall_bar, result_bars

PLACES = {"id": "places", "name": "Lieux", "letter": "L", "position": 1}


@pytest.mark.parametrize(
    ("favour", "against", "said"),
    [(2, 2, "1/2"), (3, 0, "3/3"), (1, 0, "1/1"), (0, 4, "0/4"), (6, 2, "3/4"), (0, 0, None)],
)
def test_all_or_nothing_is_said_with_its_numbers(favour: int, against: int, said: str | None) -> None:
    row = {"id": "places", "for": favour, "against": against, "cast": favour + against, "registered": 9}
    result = {"colleges": [row], "totals": row}
    assert [bar.support for bar in result_bars(result, [PLACES])] == [said]
    assert [bar.support for bar in overall_bar(result)] == [said]

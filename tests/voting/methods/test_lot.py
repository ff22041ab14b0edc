"""The lot: published vectors, and an order that no removal of another name disturbs."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.methods.elections import elect, published
from voting.fields import ReadingError
from voting.methods.draw import drawn_order, positions, rfc3797_order


def test_the_verifiable_random_selection_draft() -> None:
    vectors = published("sortition/vectors.json")["vrs"]
    code = vectors["secret"].encode()
    chain = []
    for _ in range(vectors["iterations"]):
        code = hashlib.sha256(code).digest()
        chain.append(code.hex())
    assert (chain[-1], chain[-2], chain[-3]) == (vectors["commitment"], vectors["code9"], vectors["code8"])
    for number in ("9", "8"):
        expected = [(label, key) for key, label in vectors[f"order{number}"]]
        keys = positions([label for label, _ in expected], vectors["randomness"], vectors[f"code{number}"])
        assert [(label, keys[label][:27]) for label in sorted(keys, key=keys.__getitem__)] == expected


def test_the_example_of_rfc_3797() -> None:
    case = published("sortition/vectors.json")["rfc3797"]
    numbers = [str(n) for n in range(1, case["pool"] + 1)]
    result = elect(
        "lot", numbers, [], seats=len(case["selected"]), variant="rfc3797", file={"seed": case["key"]}
    )
    assert result["elected"] == [str(n) for n in case["selected"]]
    assert result["sentence"]["en"].endswith("by RFC 3797")


def test_the_example_of_rfc_3797_by_its_published_key() -> None:
    numbers = [str(n) for n in range(1, 26)]
    drawn = rfc3797_order(numbers, "9319./2.5.8.10.12./9.18.26.34.41.45./")
    assert drawn[:8] == ["17", "7", "2", "16", "25", "23", "8", "24"]


def test_a_draw_shows_its_seed_and_every_key() -> None:
    result = elect("lot", ["m1", "m2", "m3"], [], seats=2, file={"seed": "drand 4815162"})
    assert result["outcome"] == "adopted"
    assert [result["keys"][option] for (option,) in result["order"]] == sorted(result["keys"].values())
    assert result["elected"] == [option for (option,) in result["order"]][:2]
    assert result["seed"] == "drand 4815162"


def test_nothing_is_drawn_before_the_randomness_is_known() -> None:
    result = elect("lot", ["m1", "m2"], [])
    assert (result["outcome"], result["reason"], result["elected"]) == ("postponed", "seed", [])


def test_more_seats_than_names_leaves_vacancies() -> None:
    result = elect("lot", ["m1"], [], seats=3, file={"seed": "s"})
    assert (result["elected"], result["vacant"]) == (["m1"], 2)


def test_a_lot_takes_no_ballots() -> None:
    with pytest.raises(ReadingError, match=r"ballots\[0\]: a lot takes no ballots"):
        elect("lot", ["m1"], [{"count": 1}], file={"seed": "s"})


@pytest.mark.parametrize(("key", "value"), [("seed", 3), ("seed", ""), ("code", "not hex")])
def test_an_unreadable_seed_is_refused(key: str, value: object) -> None:
    with pytest.raises(ReadingError, match=f"{key}: "):
        elect("lot", ["m1"], [], file={key: value})


labels = st.lists(st.text(min_size=1, max_size=8), min_size=2, max_size=12, unique=True)


@given(labels, st.text(min_size=1))
def test_removing_a_name_changes_the_order_of_no_other(names: list[str], seed: str) -> None:
    whole = drawn_order(names, seed)
    for name in names:
        assert drawn_order([other for other in names if other != name], seed) == [
            n for n in whole if n != name
        ]


@given(labels.flatmap(lambda names: st.tuples(st.just(names), st.permutations(names))), st.text(min_size=1))
def test_the_order_of_the_list_plays_no_part(lists: tuple[list[str], list[str]], seed: str) -> None:
    assert drawn_order(lists[0], seed) == drawn_order(lists[1], seed)

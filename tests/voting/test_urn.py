"""Commitments and roots: known values of RFC 6962, and what a change of anything does."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting import urn

HASHES = st.lists(st.binary(min_size=32, max_size=32).map(bytes.hex), unique=True, max_size=40)


def leaf(value: str) -> bytes:
    return sha256(b"\x00" + bytes.fromhex(value)).digest()


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def test_the_root_of_nothing_is_that_of_the_rfc() -> None:
    assert urn.root([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_small_trees_by_hand() -> None:
    a, b, c, d, e = (f"{number:02x}" * 32 for number in range(1, 6))
    assert urn.root([a]) == leaf(a).hex()
    assert urn.root([a, b]) == node(leaf(a), leaf(b)).hex()
    assert urn.root([a, b, c]) == node(node(leaf(a), leaf(b)), leaf(c)).hex()
    four = node(node(leaf(a), leaf(b)), node(leaf(c), leaf(d)))
    assert urn.root([a, b, c, d, e]) == node(four, leaf(e)).hex()


@given(HASHES, st.randoms(use_true_random=False))
def test_the_order_of_casting_does_not_show(commitments: list[str], random: object) -> None:
    shuffled = list(commitments)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert urn.root(shuffled) == urn.root(commitments)


@given(HASHES.filter(bool), st.binary(min_size=32, max_size=32).map(bytes.hex))
def test_one_ballot_more_or_less_is_another_root(commitments: list[str], other: str) -> None:
    assert urn.root(commitments[1:]) != urn.root(commitments)
    if other not in commitments:
        assert urn.root([*commitments, other]) != urn.root(commitments)


def test_a_commitment_is_sha256_of_r_then_the_canonical_ballot() -> None:
    r = bytes(range(32))
    expected = sha256(r + b'{"choice":"for","vote":12}').hexdigest()
    assert urn.commitment(r, {"vote": 12, "choice": "for"}) == expected
    assert urn.commitment(r, {"vote": 12, "choice": "against"}) != expected
    assert urn.commitment(bytes(32), {"vote": 12, "choice": "for"}) != expected


@pytest.mark.parametrize(
    ("paper", "counted"),
    [
        (urn.paper(3, "for"), {"choice": "for"}),
        (urn.paper(3, "concern", reason="Mais"), {"choice": "concern"}),
        (urn.paper(3, "objection", reason="Non", nature="harm"), {"choice": "objection", "nature": "harm"}),
    ],
)
def test_no_free_text_is_ever_counted(paper: dict[str, int | str], counted: dict[str, str]) -> None:
    assert urn.counted(paper) == counted

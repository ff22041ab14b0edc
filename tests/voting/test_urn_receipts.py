"""Receipts: genuine, altered in every place, unreadable."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from governance.register import keys
from voting import receipts, urn

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
R = bytes(range(32, 64))
BALLOT = {"vote": 12, "choice": "for"}
RECEIPT = receipts.sign(
    KEY, network="essai", vote=12, commitment=urn.commitment(R, BALLOT), r=R.hex(), ballot=BALLOT
)


def test_a_receipt_reads_back_as_it_was_written() -> None:
    assert receipts.read(RECEIPT.text()) == RECEIPT
    assert receipts.genuine(RECEIPT, keys.public(KEY))
    assert receipts.opens(RECEIPT) is True


def test_signing_again_gives_the_same_receipt() -> None:
    again = receipts.sign(
        KEY, network="essai", vote=12, commitment=RECEIPT.commitment, r=RECEIPT.r, ballot=BALLOT
    )
    assert again == RECEIPT


@pytest.mark.parametrize(
    "altered",
    [
        replace(RECEIPT, vote=13),
        replace(RECEIPT, network="autre"),
        replace(RECEIPT, commitment="0" * 64),
        replace(RECEIPT, signature="AAAA"),
        replace(RECEIPT, signature="not base64 é"),
    ],
)
def test_an_altered_receipt_is_not_genuine(altered: receipts.Receipt) -> None:
    assert not receipts.genuine(altered, keys.public(KEY))


def test_the_key_in_the_receipt_is_not_believed() -> None:
    forger = Ed25519PrivateKey.generate()
    forged = receipts.sign(
        forger, network="essai", vote=12, commitment=RECEIPT.commitment, r=RECEIPT.r, ballot=None
    )
    assert receipts.genuine(forged, forged.key)
    assert not receipts.genuine(forged, keys.public(KEY))


def test_another_ballot_or_secret_does_not_open_the_commitment() -> None:
    assert receipts.opens(replace(RECEIPT, ballot={"vote": 12, "choice": "against"})) is False
    assert receipts.opens(replace(RECEIPT, r="0" * 64)) is False
    assert receipts.opens(replace(RECEIPT, ballot=None)) is None
    assert receipts.opens(replace(RECEIPT, ballot={"vote": 2**60})) is False


@given(st.text())
def test_anything_else_is_refused_as_unreadable(text: str) -> None:
    with pytest.raises(receipts.NotAReceipt):
        receipts.read(text)


@pytest.mark.parametrize(
    "change",
    [
        {"format": "receipt/2"},
        {"vote": "12"},
        {"vote": True},
        {"vote": 0},
        {"vote": 10**12},
        {"r": "zz"},
        {"commitment": "é" * 64},
        {"commitment": RECEIPT.commitment.upper()},
        {"signature": None},
        {"ballot": ["for"]},
    ],
)
def test_a_field_of_the_wrong_kind_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(receipts.NotAReceipt):
        receipts.read(json.dumps(RECEIPT.document() | change))


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "{}" + " " * 60_000, "null", "[]", '{"format": "receipt/1"}']
)
def test_hostile_texts_are_refused(text: str) -> None:
    with pytest.raises(receipts.NotAReceipt):
        receipts.read(text)


def test_the_example_of_the_documentation_is_true() -> None:
    page = (Path(__file__).parents[2] / "docs" / "receipts.md").read_text(encoding="utf-8")
    example = page.split("```json\n", 1)[1].split("```", 1)[0]
    assert receipts.read(example) == RECEIPT

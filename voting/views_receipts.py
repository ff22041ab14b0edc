"""Receipts: to print, as a file, and the page where anybody checks one."""

from typing import Any

from flask import Blueprint, Response, make_response, render_template
from flask_babel import gettext

from governance.register import keys
from governance.web import current
from voting import choosing, entered, queries, receipts, said, sheet
from voting.errors import UnreadableReceipt
from voting.forms import CheckForm

OF_RIGHT = "/<int(max=2147483647):number>/receipt/<int(max=2147483647):right>"


def init(votes: Blueprint) -> None:
    """Put these pages among those of votes."""
    votes.add_url_rule(OF_RIGHT, view_func=receipt)
    votes.add_url_rule(f"{OF_RIGHT}.json", view_func=receipt_json)
    votes.add_url_rule("/check", view_func=check, methods=["GET", "POST"])


def receipt(number: int, right: int) -> str:
    """A receipt to print or keep."""
    signed, member_name = _receipt(number, right)
    vote = sheet.read(current.reading(), number)
    chosen = signed.ballot if choosing.is_choice(vote.method) else None
    facts: dict[str, Any] = {"member_name": member_name, "vote": vote, "right": right}
    facts["entered"] = entered.of(current.reading(), right) if vote.rule.assisted else None
    facts["choice_said"] = said.read(chosen, vote.options) if chosen is not None else None
    return render_template("votes/receipt.html", signed=signed, **facts)


def receipt_json(number: int, right: int) -> Response:
    """A receipt as a file."""
    signed, _ = _receipt(number, right)
    return file(signed.text(), f"receipt-vote-{number}-{right}.json")


def check() -> str | tuple[str, int]:
    """Is my ballot in the urn? Anybody may ask, with a receipt."""
    form = CheckForm()
    if not form.validate_on_submit():
        return _check_page(form), 422 if form.errors else 200
    try:
        brought = receipts.read(form.text())
    except receipts.NotAReceipt:
        form.receipt.errors = [gettext(UnreadableReceipt.sentence)]
        return _check_page(form), 422
    read, key = current.reading(), keys.public(keys.load(current.settings().signing_key_file))
    return _check_page(
        form,
        brought=brought,
        genuine=brought.network == current.network().slug and receipts.genuine(brought, key),
        opens=receipts.opens(brought),
        place=queries.place(read, brought.vote, brought.commitment),
        sealed=queries.sealed_at(read, brought.vote),
    )


def file(text: str, name: str) -> Response:
    """A JSON file under this name."""
    response = make_response(text)
    response.headers["Content-Type"] = "application/json; charset=utf-8"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _receipt(number: int, right: int) -> tuple[receipts.Receipt, str]:
    cast, member_name = sheet.receipt(current.reading(), number, right, current.visitor().person_id)
    return cast.receipt(keys.load(current.settings().signing_key_file)), member_name


def _check_page(form: CheckForm, **facts: Any) -> str:
    return render_template("votes/check.html", form=form, **facts)

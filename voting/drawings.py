"""What templates need to draw the result of a choice, on any page: one function, two filters."""

from flask import Blueprint

from governance.web.locale import is_french
from voting import presentation_choice, said
from voting.labels import fraction

NARROW = "\N{NARROW NO-BREAK SPACE}"


def amount(number: object) -> str:
    """A number of a result as the reader writes it: "12 345,5", "12,345.5"; fractions stay as they are."""
    text = str(number)
    if "/" in text:
        return text
    whole, _, decimals = text.partition(".")
    decimals = decimals.rstrip("0")
    grouped = f"{int(whole):,}"
    if is_french():
        grouped = grouped.replace(",", NARROW)
    return grouped + (("," if is_french() else ".") + decimals if decimals else "")


def plural(number: object) -> int:
    """The whole number that chooses between singular and plural: French takes the plural from 2 up."""
    exact = fraction(number)
    if exact.denominator == 1:
        return int(exact)
    return int(exact) if is_french() else 2


def init(blueprint: Blueprint) -> None:
    """Functions ``choice_of(result, colleges)`` and ``said_of(ballot, options)``; the filters above."""
    blueprint.add_app_template_global(presentation_choice.drawn, "choice_of")
    blueprint.add_app_template_global(said.read, "said_of")
    blueprint.add_app_template_filter(amount)
    blueprint.add_app_template_filter(plural)

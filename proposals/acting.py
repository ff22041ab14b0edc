"""What views of acts share: the proposal when the act is open to the visitor, and a form that is sent."""

from collections.abc import Callable

from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from governance.errors import Refusal
from governance.web import current
from proposals import lifecycle as life
from proposals import sheet
from proposals.errors import BY_REASON
from proposals.forms import show as put


def open_for(act: str, number: int) -> sheet.Sheet:
    """The proposal, if the visitor may do this act now; else the refusal that says why not."""
    found = sheet.read(current.reading(), number, visitor=current.visitor(), now=current.moment())
    if act not in found.acts:
        raise BY_REASON[life.refusal(act, sheet.facts_of(found), current.moment()) or "not-now"]
    return found


def refused(form: FlaskForm, act: Callable[[Session], object]) -> int:
    """Send a form: 0 when it was done; else the status of the answer, the reason beside its field.

    Raises what says that there is nothing here.
    """
    if not form.validate():
        return 422
    try:
        current.transact(act)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return put(form, refusal)
    return 0

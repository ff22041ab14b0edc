"""What views of acts share: the proposal when the act is open to the visitor."""

from governance.web import current
from proposals import lifecycle as life
from proposals import sheet
from proposals.errors import BY_REASON


def open_for(act: str, number: int) -> sheet.Sheet:
    """The proposal, if the visitor may do this act now; else the refusal that says why not."""
    found = sheet.read(current.reading(), number, visitor=current.visitor(), now=current.moment())
    if act not in found.acts:
        raise BY_REASON[life.refusal(act, sheet.facts_of(found), current.moment()) or "not-now"]
    return found

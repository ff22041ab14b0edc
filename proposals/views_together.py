"""Two people write the same proposal at once: what each of them wrote, and the page where both meet."""

from flask import request
from flask_babel import gettext

from governance.web import current
from proposals import drafts, sheet, views_merge
from proposals.errors import NoProposal
from proposals.forms_text import ProposalForm, VersionForm
from proposals.heads import Head
from proposals.views_merge import Side

LARGEST = 2**31 - 1


def version_page(mine: VersionForm, head: Head, based_on: int, theirs: int) -> str:
    """Where a version meets another one that was published meanwhile."""
    base, other = (_version(head, number) for number in (based_on, theirs))
    side = Side(gettext("Version %(number)s", number=theirs), based_on, theirs)
    return views_merge.page(mine, base, other, head=head, side=side)


def merged_version(head: Head) -> VersionForm | str:
    """The form with what was chosen on that page; the page again while something is not chosen."""
    based_on, theirs = _sides()
    mine = VersionForm(formdata=views_merge.typed())
    mine.bound(head.kind)
    sent = views_merge.resolved(mine, _version(head, based_on), _version(head, theirs), based_on=theirs)
    if sent is None:
        return version_page(mine, head, based_on, theirs)
    form = VersionForm(formdata=sent)
    form.bound(head.kind)
    return form


def draft_page(mine: ProposalForm, head: Head, edits: int, theirs: int) -> str:
    """Where a draft meets what somebody kept meanwhile."""
    state = drafts.state(current.reading(), head.number, theirs)
    words = gettext("What %(person)s kept", person=state.person_name if state else head.member_name)
    base, other = (_draft(head.number, each, mine) for each in (edits, theirs))
    return views_merge.page(mine, base, other, head=head, side=Side(words, edits, theirs))


def merged_draft(head: Head, blank: ProposalForm) -> ProposalForm | str:
    """The form with what was chosen on that page; the page again while something is not chosen.

    ``blank``: a form with its choices.
    """
    edits, theirs = _sides()
    mine = like(blank, ProposalForm(formdata=views_merge.typed()))
    base, other = (_draft(head.number, each, blank) for each in (edits, theirs))
    sent = views_merge.resolved(mine, base, other, edits=theirs)
    if sent is None:
        return draft_page(mine, head, edits, theirs)
    return ProposalForm(formdata=sent)


def _version(head: Head, number: int) -> VersionForm:
    text = sheet.texts_of(current.reading(), head.number, number)[number]
    form = VersionForm(formdata=None, data=vars(text))
    form.bound(head.kind)
    return form


def _draft(number: int, edits: int, offered: ProposalForm) -> ProposalForm:
    """The draft as it was kept then; empty where that is not remembered, so that all of it is shown."""
    state = drafts.state(current.reading(), number, edits)
    given = drafts.fields(state.text, state.terms) if state else {}
    return like(offered, ProposalForm(formdata=None, data=given))


def like(offered: ProposalForm, form: ProposalForm) -> ProposalForm:
    """The same choices."""
    for name in ("way", "licence", "template"):
        form[name].choices = offered[name].choices
    return form


def _sides() -> tuple[int, int]:
    """What the page was made from. Raises NoProposal."""
    numbers = [request.form.get(name, "") for name in ("merge-base", "merge-theirs")]
    if not all(each.isdecimal() and int(each) <= LARGEST for each in numbers):
        raise NoProposal
    return int(numbers[0]), int(numbers[1])

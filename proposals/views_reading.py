"""Reading: the list, one proposal, two versions compared, a file."""

from dataclasses import replace
from io import BytesIO

from flask import Response, redirect, render_template, request, send_file, url_for
from flask_babel import get_locale

from governance.rules import candidacies, filling, plain
from governance.rules import queries as rules
from governance.rules.parts import Decision, SocialCode
from governance.web import current
from governance.web.public import public_page
from proposals import (
    differences,
    marked,
    of_role,
    offered,
    parts_of_page,
    phases,
    queries,
    rounds,
    sheet,
    steps,
    terms_reading,
    views_threads,
    wording,
)
from proposals.forms import FileForm
from proposals.forms_debate import CommentForm
from proposals.marked import said
from proposals.queries import PAGE, TABS
from proposals.standing import found_decision

LARGEST = 2**31 - 1


@public_page("proposals", "votes", "rules", "members", every_minute=True)
def index() -> str:
    """Proposals by state: what is going on, what has ended, what is mine."""
    visitor = current.visitor()
    tab = request.args.get("state", "current")
    if tab not in TABS or (tab == "mine" and not visitor.is_authenticated):
        tab = "current"
    before = request.args.get("before", type=whole)
    lines = queries.page(current.reading(), tab=tab, visitor=visitor, now=current.moment(), before=before)
    return render_template(
        "proposals/index.html",
        tab=tab,
        now=current.moment(),
        lines=lines[:PAGE],
        next_before=lines[PAGE - 1].number if len(lines) > PAGE else None,
        before=before,
    )


@public_page("proposals", "votes", "rules", "members", every_minute=True)
def show(number: int) -> str:
    """One proposal: text, versions, debate, objections, its vote, its decision."""
    return page(number)


def page(number: int, *, comment: CommentForm | None = None, file: FileForm | None = None) -> str:
    """The page of a proposal, with a form that came back if there is one."""
    read, now = current.reading(), current.moment()
    found = sheet.read(read, number, visitor=current.visitor(), now=now)
    code = rules.in_force(read).code
    decision, words = _rule(found, code)
    choice = choice_of(found, code)
    found = replace(found, acts=offered.acts(found.acts, choice))
    part_of = parts_of_page.read(read, found.head, visitor=current.visitor(), now=now)
    course = sheet.course(
        found,
        consent=decision is not None and decision.method == "consent",
        plan=_plan(found, decision),
    )
    return render_template(
        "proposals/show.html",
        sheet=found,
        part_of=part_of,
        choice=choice,
        head=found.head,
        text_html=_numbered(found),
        beside=terms_reading.parts(found.version, None if "read" in request.args else found.before, said()),
        plain="read" in request.args,
        unfolded="petition" in request.args,
        steps=steps.steps(course, now),
        expected=steps.expected(course, now),
        now=now,
        rule=decision,
        rule_words=words,
        talk=views_threads.read(found, comment),
        file=file or FileForm(),
        chosen=request.form.get("member", type=whole),
    )


@public_page("proposals", "rules")
def compare(number: int, old: int, new: int) -> str:
    """Two versions, the changes from one to the other marked, in one text or side by side.

    The same twice: that version alone.
    """
    read = current.reading()
    head = sheet.head(read, number, current.visitor())
    texts = sheet.texts_of(read, number, old, new)
    before, after = texts[old], texts[new]
    facing = request.args.get("view") == "beside" and old != new
    return render_template(
        "proposals/compare.html",
        head=head,
        before=before,
        after=after,
        title=differences.compare_line(before.title, after.title, said()),
        summary=differences.compare_line(before.summary, after.summary, said()),
        text_html=differences.compare(before.text_html, after.text_html, said()),
        beside=terms_reading.parts(after, before, said()),
        unreviewed=_unreviewed(head),
        versions=range(1, head.versions + 1),
        rows=differences.beside(before.text_html, after.text_html, said()) if facing else (),
        facing=facing,
    )


def versions(number: int) -> Response:
    """The comparison of the two versions that were chosen."""
    head = sheet.head(current.reading(), number, current.visitor())
    old, new = (request.args.get(name, type=whole) or head.versions for name in ("old", "new"))
    view = "beside" if request.args.get("view") == "beside" else None
    return redirect(url_for("proposals.compare", number=number, old=old, new=new, view=view), 303)  # type: ignore[return-value]


def attachment(number: int, file: int) -> Response:
    """A file, always as a download, under the type it was recognised as."""
    read = current.reading()
    sheet.head(read, number, current.visitor())
    line, content, sha256 = sheet.attachment(read, number, file)
    return send_file(
        BytesIO(content), line.media_type, as_attachment=True, download_name=line.name, etag=sha256, max_age=0
    )


def whole(text: str) -> int:
    """A number that a table may hold. Raises ValueError."""
    number = int(text)
    if not 0 <= number <= LARGEST:
        raise ValueError(text)
    return number


def _numbered(found: sheet.Sheet) -> str:
    speaks = bool(current.visitor().speaks_for)
    amends, quotes = (speaks and act in found.acts for act in ("amend", "comment"))
    return marked.numbered(_text(found), found.head.number, amends=amends, quotes=quotes)


def _text(found: sheet.Sheet) -> str:
    if found.before is None or "read" in request.args:
        return found.version.text_html
    return differences.compare(found.before.text_html, found.version.text_html, said())


def _unreviewed(head: sheet.Head) -> str:
    """What the rule says of a trial that nobody reviews."""
    decision = found_decision(rules.in_force(current.reading()).code, head.circle_id, head.rule_id)
    return decision.process.unreviewed if decision else wording.ENDS


def _plan(found: sheet.Sheet, decision: Decision | None) -> rounds.Plan | None:
    """The times of a consent whose rule gives some to questions and reactions."""
    if decision is None or decision.method != "consent":
        return None
    head = found.head
    return phases.plan(decision.process, head.moved_at, head.debate_ends_at, current.network().time_zone)


def _rule(found: sheet.Sheet, code: SocialCode) -> tuple[Decision | None, list[str]]:
    decision = found_decision(code, found.head.circle_id, found.head.rule_id)
    if decision is None:
        return None, []
    people = candidacies.of(decision.rule) is not None
    seats = of_role.seats(current.reading(), found.head.number) if people else {}
    filled = filling.filling(decision, code.within(found.head.circle_id), seats)
    return filled[0], plain.sentences(*filled, str(get_locale()))


def choice_of(found: sheet.Sheet, code: SocialCode | None = None) -> offered.Choice | None:
    """What the proposal lets choose among under its rule; None where its text is answered as it stands.

    ``code``: the one in force, where it was read already.
    """
    head = found.head
    code = code or rules.in_force(current.reading()).code
    decision = found_decision(code, head.circle_id, head.rule_id)
    if decision is None:
        return None
    seated = [college.id for college in code.within(head.circle_id).colleges]
    zone, now = current.network().time_zone, current.moment()
    return offered.read(current.reading(), head, decision, seated, zone=zone, now=now)

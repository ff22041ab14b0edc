"""Writing: a draft, another version, files; submitting, withdrawing, taking up again."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale, gettext
from werkzeug.wrappers import Response

from governance.errors import Refusal
from governance.register.licences import licence
from governance.rules import plain
from governance.rules import queries as rules
from governance.web import current
from governance.web.locale import long_date
from governance.web.richtext import render
from governance.web.sending import put
from proposals import attachments, drafts, links, service, sheet, templates_of_kinds, terms, views_together
from proposals import lifecycle as life
from proposals.acting import open_for
from proposals.errors import NoProposal, VersionCameMeanwhile
from proposals.errors_amendments import DraftKeptMeanwhile
from proposals.forms import FileForm
from proposals.forms_text import ProposalForm, TextForm, VersionForm
from proposals.terms_reading import Parts
from proposals.to_vote import Way, all_ways, by_circle
from proposals.views_reading import page, whole

Answer = Response | str | tuple[str, int]


def voice() -> int:
    """The member for whom the visitor speaks: the only one, or the one they chose."""
    voices = current.visitor().speaks_for
    chosen = request.form.get("member", type=whole)
    return voices[0].member_id if len(voices) == 1 and chosen is None else chosen or 0


def to(number: int, anchor: str | None = None) -> Response:
    return redirect(url_for("proposals.show", number=number, _anchor=anchor), 303)


def new() -> Answer:
    """Begin a draft, from the template of a kind of decision if it is asked for; "Preview" keeps nothing."""
    way = request.args.get("way", "")
    template = templates_of_kinds.of(current.reading(), way.partition("/")[2]) if way else None
    given = vars(template) if template else {}
    return _draft(ProposalForm(data={**given, "way": way or None}), None)


def edit(number: int) -> Answer:
    """Change a draft, or write another version of what is in debate."""
    head = sheet.head(current.reading(), number, current.visitor())
    text = sheet.texts_of(current.reading(), number, head.versions)[head.versions]
    if request.method == "GET":  # what was written is never lost to a refusal
        open_for("edit" if head.state == life.DRAFT else "revise", number)
    if head.state != life.DRAFT:
        if "merge-base" in request.form:
            merged = views_together.merged_version(head)
            return (merged, 409) if isinstance(merged, str) else _version(merged, head)
        form = VersionForm(data={**vars(text), "based_on": head.versions})
        form.bound(head.kind)
        return _version(form, head)
    given = {
        "way": f"{head.circle_id}/{head.rule_id}",
        "members_only": not head.public,
        "derogates": _derogated(number),
        "edits": drafts.count(current.reading(), number),
    }
    return _draft(ProposalForm(data={**vars(text), **vars(head), **given}), head)


def _derogated(number: int) -> str:
    """The decision from which a draft departs."""
    linked = links.of(current.reading(), number)
    return next((each.number for each in linked if each.kind == terms.DEROGATES), "")


def _draft(form: ProposalForm, head: sheet.Head | None) -> Answer:
    ways = all_ways(current.reading())
    form.offer(ways, templates_of_kinds.having(current.reading()))
    form.license(licence(rules.in_force(current.reading()).code.licence).name)
    if head is not None and "merge-base" in request.form:
        merged = views_together.merged_draft(head, form)
        if isinstance(merged, str):
            return merged, 409
        form = views_together.like(form, merged)
    if "fill" in request.form:
        _fill(form, ways)
    if request.method == "GET" or {"preview", "fill"} & request.form.keys():
        return _draft_page(form, head, ways)
    if not form.validate():
        return _draft_page(form, head, ways, 422)
    member, by, now, seen = voice(), current.visitor().person_id, current.moment(), form.edits.data
    try:
        if head is None:
            number = current.transact(
                lambda s: service.draft(s, form.written, form.terms, member_id=member, by=by, now=now)
            )
        else:
            number = head.number
            current.transact(
                lambda s: service.edit(
                    s, number, form.written, form.terms, member_id=member, edits=seen, by=by, now=now
                )
            )
    except DraftKeptMeanwhile as kept:
        assert head is not None
        return views_together.draft_page(form, head, seen, kept.edits), kept.status
    except Refusal as refusal:
        return _draft_page(form, head, ways, put(form, refusal))
    flash(gettext("Your draft is kept. Nobody else sees it yet."))
    return to(number)


def _fill(form: ProposalForm, ways: list[Way]) -> None:
    """Take the template chosen where nothing is written yet, and its rule where one circle alone has it."""
    rule = form.template.data or ""
    template = templates_of_kinds.of(current.reading(), rule)
    if template is None:
        return
    form.fill(template)
    taken = [way.key for way in ways if way.decision.id == rule]
    if not form.way.data and len(taken) == 1:
        form.way.data = taken[0]


def _draft_page(form: ProposalForm, head: sheet.Head | None, ways: list[Way], status: int = 200) -> Answer:
    code, lang = rules.in_force(current.reading()).code, str(get_locale())
    html = render_template(
        "proposals/edit.html",
        form=form,
        head=head,
        circles=[
            (name, [(way, plain.sentences(way.decision, code.within(way.circle_id), lang)) for way in there])
            for name, there in by_circle(ways)
        ],
        unfolded=_unfolded(form, ways),
        chosen=request.form.get("member", type=whole) or (head.member_id if head else None),
        preview=_preview(form),
    )
    return html if status == 200 else (html, status)


def _unfolded(form: ProposalForm, ways: list[Way]) -> str:
    """The name of the circle that is shown unfolded: where the way chosen is, else the first."""
    chosen = [way for way in ways if way.key == form.way.data] or ways
    return chosen[0].circle_name if chosen else ""


def _version(form: VersionForm, head: sheet.Head) -> Answer:
    if request.method == "GET" or "preview" in request.form:
        return _version_page(form, head)
    if not form.validate():
        return _version_page(form, head, 422)
    by, now = current.visitor().person_id, current.moment()
    given = {"note": form.note.data or "", "based_on": form.based_on.data, "until": form.last_day}
    try:
        made = current.transact(
            lambda s: service.revise(s, head.number, form.written, by=by, now=now, **given)
        )
    except NoProposal:
        raise
    except VersionCameMeanwhile as came:
        return views_together.version_page(form, head, form.based_on.data, came.version), came.status
    except Refusal as refusal:
        return _version_page(form, head, put(form, refusal))
    flash(gettext("Version %(version)s is published.", version=made))
    return to(head.number)


def _version_page(form: VersionForm, head: sheet.Head, status: int = 200) -> Answer:
    html = render_template("proposals/version.html", form=form, head=head, preview=_preview(form))
    return html if status == 200 else (html, status)


def _preview(form: TextForm) -> tuple[str, Parts] | None:
    """The text and what stands beside it, as they would be shown."""
    if "preview" not in request.form:
        return None
    said = form.written
    beside = Parts(
        render(said.driver), render(said.cost), render(said.criteria), said.review_on, form.last_day
    )
    return render(said.text), beside


def submit(number: int) -> Response:
    """Bring a draft to debate."""
    by, now = current.visitor().person_id, current.moment()
    ends_at = current.transact(lambda s: service.submit(s, number, by=by, now=now))
    flash(gettext("Your proposal is in debate until %(day)s at the least.", day=long_date(ends_at)))
    return to(number)


def delete(number: int) -> Answer:
    """Throw a draft away, after one question."""
    head = sheet.head(current.reading(), number, current.visitor())
    if request.method == "GET":
        return render_template("proposals/confirm.html", head=head, act="delete")
    by, now = current.visitor().person_id, current.moment()
    current.transact(lambda s: service.delete(s, number, by=by, now=now))
    flash(gettext("The draft is thrown away."))
    return redirect(url_for("proposals.index", state="mine"), 303)


def withdraw(number: int) -> Answer:
    """Take a proposal back for good, after one question."""
    head = sheet.head(current.reading(), number, current.visitor())
    if request.method == "GET":
        return render_template("proposals/confirm.html", head=head, act="withdraw")
    by, now = current.visitor().person_id, current.moment()
    current.transact(lambda s: service.withdraw(s, number, by=by, now=now))
    flash(gettext("The proposal is withdrawn. Its page remains."))
    return to(number)


def reopen(number: int) -> Response:
    """Bring back to debate what was postponed."""
    by, now = current.visitor().person_id, current.moment()
    current.transact(lambda s: service.reopen(s, number, by=by, now=now))
    flash(gettext("The proposal is in debate again."))
    return to(number)


def attach(number: int) -> Answer:
    """Join a file."""
    form = FileForm()
    sent = form.file.data
    name, content = (sent.filename or "", sent.read()) if sent else ("", b"")
    by, now = current.visitor().person_id, current.moment()
    largest = current.settings().max_upload_mb * 1_000_000
    try:
        current.transact(
            lambda s: attachments.attach(
                s, number, name=name, content=content, largest=largest, by=by, now=now
            )
        )
    except Refusal as refusal:
        if refusal.field is None:
            raise
        status = put(form, refusal)
        return page(number, file=form), status
    flash(gettext("The file is attached."))
    return to(number, "files")


def detach(number: int, file: int) -> Response:
    """Take a file away."""
    by, now = current.visitor().person_id, current.moment()
    current.transact(lambda s: attachments.detach(s, number, file, by=by, now=now))
    flash(gettext("The file is removed."))
    return to(number, "files")

"""The turns of a role: the calendar and its file, and a form for each act."""

from datetime import timedelta

from flask import Response as Answered
from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from governance.circles import choices, forms_turns, swaps, turns, turns_reading
from governance.circles.forms_turns import read_turn
from governance.circles.views import circles, for_everybody, for_visitor
from governance.members.roles import described
from governance.web import current
from governance.web.locale import lang, long_date, today
from governance.web.public import public_page
from governance.web.sending import done, status

Answer = str | tuple[str, int] | Response
LARGEST = 2147483647
SUBJECTS = ("circles", "members", "rules", "site")


def read(slug: str) -> turns_reading.Page:
    """The turns of a role, as the visitor sees them. Raises NotFound."""
    return turns_reading.page(current.reading(), slug, current.visitor(), for_visitor, current.moment())


@circles.get("/roles/<slug>/rotation")
@public_page(*SUBJECTS, every_minute=True)
def rotation_of(slug: str) -> str:
    session = current.reading()
    role = turns_reading.of_role(session, slug)
    return render_template(
        "circles/rotation.html",
        slug=slug,
        what=described(session, role.id),
        turns_of=read(slug),
        lang=lang(),
        today_is=today(),
    )


@circles.get("/roles/<slug>/rotation.json")
@public_page(*SUBJECTS, every_minute=True, same_for_all=True)
def rotation_file(slug: str) -> Answered:
    """The file from which anybody works the same calendar out."""
    found = turns_reading.file(current.reading(), slug, for_everybody, current.moment())
    return Answered(turns_reading.dumps(found), content_type="application/json; charset=utf-8")


@circles.route("/roles/<slug>/rotation/refuse", methods=["GET", "POST"])
def refuse_turn(slug: str) -> Answer:
    """Refuse a turn, or every turn for a while."""
    found, form = read(slug), forms_turns.RefuseTurnForm()
    form.member.choices = _mine(found)
    form.turn.choices = [("", "…"), *_turns(found.own)]
    by, now = current.visitor().person_id, current.moment()

    def act(session: Session) -> int:
        turn, _seat = read_turn(form.turn.data)
        return turns.refuse(
            session, _id(session, slug), member_id=int(form.member.data), turn=turn, until=form.until.data,
            why=form.why.data or "", by=by, now=now,
        )  # fmt: skip

    if done(form, act):
        flash(gettext("The refusal is recorded; the turns are worked out again."))
        return _to(slug)
    return _form(form, slug, gettext("Refuse a turn"), gettext("Refuse"))


@circles.post(f"/turns/refusals/<int(max={LARGEST}):number>/withdraw")
def withdraw_refusal(number: int) -> Response:
    by, now = current.visitor().person_id, current.moment()
    slug = current.transact(lambda session: turns.take_back(session, number, by=by, now=now))
    flash(gettext("The refusal is taken back."))
    return _to(slug)


@circles.route("/roles/<slug>/rotation/swap", methods=["GET", "POST"])
def swap_turn(slug: str) -> Answer:
    """Ask another member to exchange places for a turn."""
    found, form = read(slug), forms_turns.SwapForm()
    form.member.choices = _mine(found)
    form.other.choices = [("", "…"), *((str(id_), name) for id_, name in found.members)]
    form.turn.choices = [("", "…"), *_turns(found.own)]
    by, now = current.visitor().person_id, current.moment()

    def act(session: Session) -> int:
        turn, seat = read_turn(form.turn.data)
        return turns.swap(
            session, _id(session, slug), turn=turn or today(), seat=seat, member_id=int(form.member.data),
            other_id=int(form.other.data), why=form.why.data or "", by=by, now=now,
        )  # fmt: skip

    if done(form, act):
        flash(gettext("The swap is asked for; it counts once the other member confirms."))
        return _to(slug)
    return _form(form, slug, gettext("Ask for a swap"), gettext("Ask"))


@circles.post(f"/turns/swaps/<int(max={LARGEST}):number>/confirm")
def confirm_swap(number: int) -> Response:
    return _answer(number, agreed=True)


@circles.post(f"/turns/swaps/<int(max={LARGEST}):number>/end")
def end_swap(number: int) -> Response:
    return _answer(number, agreed=False)


def _answer(number: int, *, agreed: bool) -> Response:
    by, now = current.visitor().person_id, current.moment()
    slug = current.transact(lambda session: turns.answer_swap(session, number, agreed=agreed, by=by, now=now))
    flash(gettext("The swap is confirmed.") if agreed else gettext("The swap is not made."))
    return _to(slug)


@circles.route(f"/turns/swaps/<int(max={LARGEST}):number>/undo", methods=["GET", "POST"])
def undo_swap(number: int) -> Answer:
    """Ask the other side to undo a swap that both have confirmed."""
    slug, sides = turns_reading.sides(current.reading(), number)
    form = forms_turns.UndoSwapForm()
    form.member.choices = [each for each in _mine(read(slug)) if int(each[0]) in sides]
    by, now = current.visitor().person_id, current.moment()
    if done(
        form,
        lambda session: swaps.ask(
            session, number, member_id=int(form.member.data), why=form.why.data or "", by=by, now=now
        ),
    ):
        flash(gettext("Undoing the swap is asked for; it counts until the other member confirms."))
        return _to(slug)
    return _form(form, slug, gettext("Undo a swap"), gettext("Ask"))


@circles.post(f"/turns/undoings/<int(max={LARGEST}):number>/confirm")
def confirm_undoing(number: int) -> Response:
    return _answer_undoing(number, agreed=True)


@circles.post(f"/turns/undoings/<int(max={LARGEST}):number>/end")
def end_undoing(number: int) -> Response:
    return _answer_undoing(number, agreed=False)


def _answer_undoing(number: int, *, agreed: bool) -> Response:
    by, now = current.visitor().person_id, current.moment()
    slug = current.transact(lambda session: swaps.answer(session, number, agreed=agreed, by=by, now=now))
    flash(gettext("The swap is undone.") if agreed else gettext("The swap stays."))
    return _to(slug)


@circles.route("/roles/<slug>/report", methods=["GET", "POST"])
def report_turn(slug: str) -> Answer:
    """Publish the report of a turn."""
    found, form = read(slug), forms_turns.ReportForm()
    form.turn.choices = [(f"{each.begins}.{each.seat}.{each.member}", _words(each)) for each in found.awaited]
    by, now = current.visitor().person_id, current.moment()

    def act(session: Session) -> int:
        said, _dot, member = form.turn.data.rpartition(".")
        turn, _seat = read_turn(said)
        return turns.report(
            session, _id(session, slug), turn=turn or today(), member_id=int(member),
            title=form.title.data or "", text=form.text.data or "", link=form.link.data or "", by=by, now=now,
        )  # fmt: skip

    if done(form, act):
        flash(gettext("The report is published."))
        return _to(slug)
    lede = "" if found.awaited else gettext("No report of one of your members is awaited.")
    return _form(form, slug, gettext("Publish the report of a turn"), gettext("Publish"), lede)


@circles.route("/roles/<slug>/days", methods=["GET", "POST"])
def turn_days(slug: str) -> Answer:
    """Say on which day a meeting is hosted."""
    turns_reading.of_role(current.reading(), slug)
    form = forms_turns.DayForm()
    by, now = current.visitor().person_id, current.moment()
    if done(
        form,
        lambda session: turns.add_day(session, _id(session, slug), on=form.on.data, by=by, now=now),
    ):
        flash(gettext("The day is there; whose turn it is follows."))
        return _to(slug)
    return _form(form, slug, gettext("Add a meeting"), gettext("Add"))


@circles.route(f"/turns/days/<int(max={LARGEST}):number>/end", methods=["GET", "POST"])
def end_turn_day(number: int) -> Answer:
    """Take a meeting off the list, or say that it did not take place, or at another place."""
    slug = turns_reading.slug_of_day(current.reading(), number)
    form = forms_turns.EndDayForm()
    form.host.choices = [("", "…"), *((str(id_), name) for id_, name in read(slug).members)]
    by, now = current.visitor().person_id, current.moment()
    if done(
        form,
        lambda session: turns.end_day(
            session,
            number,
            why=form.why.data or "",
            host_id=int(form.host.data) if form.host.data else None,
            by=by,
            now=now,
        ),
    ):
        flash(gettext("The list of meetings is changed; whose turn it is follows."))
        return _to(slug)
    return _form(form, slug, gettext("What became of this meeting"), gettext("Record"))


@circles.route("/roles/<slug>/turn", methods=["GET", "POST"])
def take_turn(slug: str) -> Answer:
    """Entrust the role to whom the turns call."""
    session, found = current.reading(), read(slug)
    line = next((each for each in found.lines if not each.is_over and each.said["status"] == "planned"), None)
    if line is None or line.member is None:
        flash(gettext("No turn is waiting for somebody."))
        return _to(slug)
    form = forms_turns.TakeTurnForm()
    form.turn.choices = [(f"{line.begins}.{line.seat}", _words(line))]
    on = max(line.begins, today())
    form.person.choices = turns_reading.speakers(session, line.member, min(on, today() + timedelta(days=1)))
    form.decision.choices = [("", gettext("no decision")), *choices.decisions(session)]
    by, now = current.visitor().person_id, current.moment()

    def act(session: Session) -> int:
        turn, seat = read_turn(form.turn.data)
        return turns.take(
            session, _id(session, slug), turn=turn or today(), seat=seat, person_id=int(form.person.data),
            decision=form.decision.data, by=by, now=now,
        )  # fmt: skip

    if done(form, act):
        flash(gettext("The role is entrusted."))
        return redirect(url_for("circles.role", slug=slug), 303)
    lede = line.said["sentence"][lang()]
    title = gettext("It is the turn of %(name)s", name=line.said["name"])
    return _form(form, slug, title, gettext("Entrust"), lede)


def _mine(found: turns_reading.Page) -> list[tuple[str, str]]:
    own = current.visitor().members
    return [(str(id_), name) for id_, name in found.members if id_ in own]


def _turns(lines: tuple[turns_reading.TurnLine, ...]) -> list[tuple[str, str]]:
    return [(f"{each.begins}.{each.seat}", _words(each)) for each in lines]


def _words(line: turns_reading.TurnLine) -> str:
    return f"{long_date(line.begins)}: {line.said['name'] or ''}"


def _id(session: Session, slug: str) -> int:
    return turns_reading.of_role(session, slug).id


def _to(slug: str) -> Response:
    return redirect(url_for("circles.rotation_of", slug=slug), 303)


def _form(form: FlaskForm, slug: str, title: str, submit: str, lede: str = "") -> tuple[str, int]:
    session = current.reading()
    html = render_template(
        "circles/form.html",
        form=form,
        title=title,
        submit=submit,
        back=url_for("circles.rotation_of", slug=slug),
        place=described(session, turns_reading.of_role(session, slug).id).name,
        lede=lede,
    )
    return html, status(form)

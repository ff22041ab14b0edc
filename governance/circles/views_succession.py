"""Successions: one page each, and a form for each act."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from governance.circles import (
    election,
    elections,
    forms_succession,
    queries,
    ranking,
    succession_end,
    succession_reading,
    successions,
    to_fill,
    words,
)
from governance.circles.facts import RoleFacts
from governance.circles.seats import per_college
from governance.circles.views import circles
from governance.rules import filling
from governance.web import current
from governance.web.locale import today
from governance.web.public import public_page
from governance.web.sending import done, status
from proposals.to_vote import Way

Answer = str | tuple[str, int] | Response
LARGEST = 2147483647
NUMBER = f"<int(max={LARGEST}):number>"


@circles.get(f"/successions/{NUMBER}")
@public_page("circles", "proposals", "votes", "members", "rules", "site", every_minute=True)
def succession(number: int) -> str:
    found = succession_reading.page(current.reading(), number, current.visitor(), current.moment())
    return render_template("circles/succession.html", page=found, words=words)


@circles.route("/roles/<slug>/succession", methods=["GET", "POST"])
def begin_succession(slug: str) -> Answer:
    """Ask the circle who holds a role next."""
    session = current.reading()
    role = queries.role(session, slug, today())
    if role.what.selection == election.ROTATION:
        return redirect(url_for("circles.take_turn", slug=slug), 303)
    form = _begin_form(session, role)
    by, now = current.visitor().person_id, current.moment()
    begun: list[int] = []

    def act(session: Session) -> None:
        begun.append(
            successions.begin(
                session, role.id, form.way, member_id=int(form.member.data), starts_on=form.starts_on.data,
                seat=form.number, by=by, now=now,
            )
        )  # fmt: skip

    if done(form, act):
        flash(gettext("The succession is open."))
        return redirect(url_for("circles.succession", number=begun[0]), 303)
    lede = "" if form.rule.choices else gettext(
        "The circle takes no decision in this way: the social code is to say so first."
    )  # fmt: skip
    return _form(form, gettext("Begin the succession"), gettext("Begin"), role.slug, role.what.name, lede)


def _begin_form(
    session: Session, role: RoleFacts
) -> forms_succession.BeginFreeForm | forms_succession.BeginVoteForm:
    free = role.what.selection == election.FREE
    kind = forms_succession.BeginFreeForm if free else forms_succession.BeginVoteForm
    ends = [seat.holder.until for seat in role.seats if seat.holder and seat.holder.until]
    starts = today() if role.vacant or not ends else min(ends)
    form = kind(starts_on=starts, asks=True, oneself=True, passing=True)
    now, visitor = current.moment(), current.visitor()
    circle = successions.asked(session, role.id)
    rights = successions.circle_members(session, circle, now)
    own = [each for each in rights if visitor.voice(each.member_id)]
    listed = [(str(each.member_id), each.member_name) for each in own or rights]
    ways = successions.ways(session, circle, role.what.selection)
    form.offer(
        seats=role.what.seats, members=listed if own else [("", "…"), *listed],
        rules=_named(ways) if free else _numbered(ways, role.what.seats),
    )  # fmt: skip
    if isinstance(form, forms_succession.BeginVoteForm):
        form.offer_refusals(ranks=any(ranking.ranks(way.decision.rule) for way in ways))
    else:
        college = role.college.name if role.college else ""
        form.offer_people(consents=_named(successions.consents(session, circle)), college=college)
    return form


def _named(ways: list[Way]) -> list[tuple[str, str]]:
    return [(way.decision.id, way.decision.name) for way in ways]


def _numbered(ways: list[Way], seats: int) -> list[tuple[str, str]]:
    """The kinds of decision that may fit the seats of a role, with the seats that their rule names."""
    found = []
    for way in ways:
        number = to_fill.elected(way.decision, None)
        if seats and number > seats:
            continue
        told = not (filling.is_open(way.decision) or per_college(way.decision))
        words = ngettext("%(num)s seat", "%(num)s seats", number) if told else ""
        ranked = "" if ranking.ranks(way.decision.rule) else gettext("ranks nobody after those elected")
        said = ", ".join(each for each in (words, ranked) if each)
        found.append((way.decision.id, f"{way.decision.name} ({said})" if said else way.decision.name))
    return found


@circles.route(f"/successions/{NUMBER}/change", methods=["GET", "POST"])
def change_nomination(number: int) -> Answer:
    """Name somebody else, once the reasons were heard."""
    found = _page(number)
    form = forms_succession.ChangeForm(member=request.args.get("member"))
    form.member.choices = _may_change(found)
    form.nominee.choices = [("", "…"), *((each.slug, each.label) for each in found.may_be_named)]
    by, now = current.visitor().person_id, current.moment()
    if done(
        form,
        lambda session: elections.change(
            session, number, member_id=int(form.member.data), nominee=form.nominee.data,
            why=form.why.data or "", by=by, now=now,
        ),
    ):  # fmt: skip
        flash(gettext("Your nomination is changed, with its reason."))
        if found.question is not None and found.question.live is not None:
            return redirect(url_for("proposals.live", number=found.question.number), 303)
        return _to(number)
    return _of(form, found, gettext("Name somebody else"), gettext("Change my nomination"))


def _may_change(found: succession_reading.Page) -> list[tuple[str, str]]:
    """The members that may change; with that of a form that is sent, so that it is told why it may not."""
    asked = request.form.get("member")
    of_today = {id_ for id_, _name in found.may_change}
    voices = current.visitor().speaks_for
    listed = [each for each in voices if each.member_id in of_today or str(each.member_id) == asked]
    return [(str(each.member_id), each.member_name) for each in listed]


@circles.route(f"/successions/{NUMBER}/propose", methods=["GET", "POST"])
def propose_person(number: int) -> Answer:
    """Propose somebody to the circle."""
    found = _page(number)
    form = forms_succession.ProposeForm()
    form.nominee.choices = [("", "…"), *found.listed]
    by, now = current.visitor().person_id, current.moment()
    made: list[int] = []

    def act(session: Session) -> None:
        made.append(
            elections.propose(
                session, number, nominee=form.nominee.data, why=form.why.data or "", by=by, now=now
            )
        )

    if done(form, act):
        flash(gettext("The person is proposed: objections are heard by consent."))
        return redirect(url_for("proposals.show", number=made[0]), 303)
    return propose_page(form, found)


def propose_page(form: FlaskForm, found: succession_reading.Page) -> tuple[str, int]:
    """The form by which somebody is proposed online."""
    address = url_for("circles.propose_person", number=found.row.id)
    return _of(form, found, gettext("Propose somebody"), gettext("Propose"), address)


@circles.post(f"/successions/{NUMBER}/people/<int(max={LARGEST}):person>/accept")
def accept_role(number: int, person: int) -> Response:
    """Accept the role one was chosen for."""
    by, now = current.visitor().person_id, current.moment()
    current.transact(lambda session: succession_end.accept(session, number, person, by=by, now=now))
    flash(gettext("You have accepted the role."))
    return _to(number)


@circles.route(f"/successions/{NUMBER}/people/<int(max={LARGEST}):person>/refuse", methods=["GET", "POST"])
def refuse_role(number: int, person: int) -> Answer:
    """Refuse the role one was chosen for, with a reason."""
    found, form = _page(number), forms_succession.WhyForm()
    by, now = current.visitor().person_id, current.moment()
    if done(
        form,
        lambda session: succession_end.refuse(
            session, number, person, why=form.why.data or "", by=by, now=now
        ),
    ):
        flash(gettext("Your refusal is recorded, with its reason; the succession goes on."))
        return _to(number)
    return _of(form, found, gettext("Refuse the role"), gettext("Refuse"))


@circles.post(f"/successions/{NUMBER}/entrust")
def entrust_again(number: int) -> Response:
    """Entrust what could not be entrusted before."""
    by, now = current.visitor().person_id, current.moment()
    current.transact(lambda session: succession_end.try_again(session, number, by=by, now=now))
    flash(gettext("The role is entrusted."))
    return _to(number)


@circles.post(f"/successions/{NUMBER}/people/<int(max={LARGEST}):person>/without")
def go_on_without(number: int, person: int) -> Response:
    """Go on without somebody to whom the role cannot be entrusted."""
    by, now = current.visitor().person_id, current.moment()
    current.transact(lambda session: succession_end.go_on_without(session, number, person, by=by, now=now))
    flash(gettext("The succession goes on without this person."))
    return _to(number)


@circles.route(f"/successions/{NUMBER}/abandon", methods=["GET", "POST"])
def abandon_succession(number: int) -> Answer:
    """Give a succession up, with a reason."""
    found, form = _page(number), forms_succession.WhyForm()
    by, now = current.visitor().person_id, current.moment()
    if done(
        form,
        lambda session: succession_end.abandon(session, number, why=form.why.data or "", by=by, now=now),
    ):
        flash(gettext("The succession is given up; another may begin."))
        return _to(number)
    return _of(form, found, gettext("Give the succession up"), gettext("Give up"))


def _page(number: int) -> succession_reading.Page:
    return succession_reading.page(current.reading(), number, current.visitor(), current.moment())


def _to(number: int) -> Response:
    return redirect(url_for("circles.succession", number=number), 303)


def _of(
    form: FlaskForm, found: succession_reading.Page, title: str, submit: str, to: str = ""
) -> tuple[str, int]:
    html = render_template(
        "circles/form.html",
        form=form,
        to=to,
        title=title,
        submit=submit,
        back=url_for("circles.succession", number=found.row.id),
        place=found.what.name,
    )
    return html, status(form)


def _form(form: FlaskForm, title: str, submit: str, slug: str, place: str, lede: str) -> tuple[str, int]:
    html = render_template(
        "circles/form.html",
        form=form,
        title=title,
        submit=submit,
        back=url_for("circles.role", slug=slug),
        place=place,
        lede=lede,
    )
    return html, status(form)

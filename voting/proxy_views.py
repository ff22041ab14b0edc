"""``/proxies``: those of my members, and giving one."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import get_locale, gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from governance.errors import Refusal, SignInNeeded
from governance.rules import conduct
from governance.web import current
from governance.web.errors import say
from voting import proxy_ground, proxy_queries, proxy_service, sheet
from voting.errors import NotRegistered, NotYourMember
from voting.proxy_forms import ProxyForm
from voting.proxy_ground import Ground
from voting.proxy_queries import Offer

proxies = Blueprint("proxies", __name__, url_prefix="/proxies")

Answer = str | tuple[str, int] | Response
Give = Callable[[Session, int, int, str], int]  # session, principal, holder, instructions


@proxies.get("/")
def index() -> str:
    """Given, received, past."""
    mine = proxy_queries.mine(current.reading(), current.visitor(), current.moment())
    return render_template("proxies/index.html", mine=mine)


@proxies.route("/vote/<int(max=2147483647):number>", methods=["GET", "POST"])
def give(number: int) -> Answer:
    """Give a proxy for an open vote."""
    by, now = current.visitor().person_id, current.moment()
    if not sheet.read(current.reading(), number).public and not by:
        raise SignInNeeded
    ground = proxy_ground.of_vote(current.reading(), number, now)

    def act(session: Session, principal: int, holder: int, instructions: str) -> int:
        return proxy_service.give(
            session,
            vote=number,
            principal=principal,
            holder=holder,
            instructions=instructions,
            by=by,
            now=now,
        )

    return giving(ground, act)


@proxies.post("/<int(max=2147483647):number>/accept")
def accept(number: int) -> Response:
    """Say that one will vote with it."""
    by, now = current.visitor().person_id, current.moment()
    current.transact(lambda session: proxy_service.accept(session, number, by=by, now=now))
    flash(gettext("The proxy is accepted; the one who gave it is told."))
    return redirect(url_for("proxies.index"), 303)


@proxies.post("/<int(max=2147483647):number>/decline")
def decline(number: int) -> Response:
    """Hand it back."""
    by, now = current.visitor().person_id, current.moment()
    current.transact(lambda session: proxy_service.decline(session, number, by=by, now=now))
    flash(gettext("The proxy is declined; the one who gave it is told."))
    return redirect(url_for("proxies.index"), 303)


@proxies.post("/<int(max=2147483647):number>/revoke")
def revoke(number: int) -> Response:
    """Take it back."""
    by, now = current.visitor().person_id, current.moment()
    current.transact(lambda session: proxy_service.revoke(session, number, by=by, now=now))
    flash(gettext("The proxy is revoked; the one who carried it is told."))
    return redirect(url_for("proxies.index"), 303)


def giving(ground: Ground, give: Give) -> Answer:
    """The page on which one of my members gives a proxy on this ground, and the act when it is sent."""
    member_id = request.values.get("member", type=int)
    offers = _offers(ground)
    if member_id is not None and current.visitor().voice(member_id) is None:
        raise NotYourMember
    chosen = next((each for each in offers if each.principal.member_id == member_id), None)
    if member_id is not None and chosen is None:
        raise NotRegistered
    chosen = chosen or next((each for each in offers if each.refusal is None), offers[0])
    form = ProxyForm(chosen)
    if request.method == "GET":
        return _page(offers, chosen, form)
    if chosen.refusal is not None:
        raise chosen.refusal
    if not form.validate():
        return _page(offers, chosen, form), 422
    principal, holder, written = chosen.principal.member_id, form.holder.data, form.written
    try:
        current.transact(lambda session: give(session, principal, holder, written))
    except Refusal as refusal:
        if refusal.field is None or refusal.field not in form:
            raise
        form[refusal.field].errors = [say(refusal)]
        return _page(offers, chosen, form), refusal.status
    flash(gettext("The proxy is given; the one who carries it is told."))
    return redirect(url_for("proxies.index"), 303)


def _offers(ground: Ground) -> list[Offer]:
    """One for each of my members on the list. Raises NotRegistered where there is none."""
    read, now = current.reading(), current.moment()
    found = [
        proxy_queries.offer(read, ground, voice.member_id, now) for voice in current.visitor().speaks_for
    ]
    offers = [each for each in found if each is not None]
    if not offers:
        raise NotRegistered
    return offers


def _page(offers: list[Offer], chosen: Offer, form: ProxyForm) -> str:
    return render_template(
        "proxies/give.html",
        offers=offers,
        offer=chosen,
        ground=chosen.ground,
        form=form,
        refusal=say(chosen.refusal) if chosen.refusal else None,
        left_out=[(say(each.why), each.names, len(each.names)) for each in chosen.left_out],
        words=list(conduct.proxies(chosen.terms, str(get_locale()))),
    )

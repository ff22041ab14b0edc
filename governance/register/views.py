"""The pages of the register, and the same as data."""

from datetime import date

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import get_locale, gettext
from werkzeug.wrappers import Response as BaseResponse

from governance.errors import NotFound
from governance.register import atom, numbers, published, queries, queries_following, searching
from governance.register.facts import Whole
from governance.register.licences import Licence, licence
from governance.web import current, veil
from governance.web.locale import day_time, today
from governance.web.public import public_page

register = Blueprint("register", __name__)

FOREVER = "public, max-age=31536000, immutable"


@register.app_template_filter("licence")
def licence_of(spdx: str) -> Licence:
    """A licence by its SPDX identifier: name and address."""
    return licence(spdx)


@register.app_template_filter()
def iso_day(text: str) -> str:
    """A day kept as text ("2026-04-30") as a ``time`` element."""
    return day_time(date.fromisoformat(text[:10]))


@register.app_template_filter()
def grouped(hexadecimal: str) -> str:
    """A fingerprint in groups of eight, which eyes can compare."""
    return " ".join(hexadecimal[at : at + 8] for at in range(0, len(hexadecimal), 8))


@register.get("/register/")
@public_page("register", "site", same_for_all=True)
def index() -> str:
    session = current.reading()
    filters = searching.read(request.args)
    before = searching.cursor(request.args.get("before"))
    page = queries.page(session, filters, before)
    choices = queries.choices(session)
    return render_template(
        "register/index.html",
        page=page,
        filters=filters,
        choices=choices,
        outcomes=[(each, searching.outcome_words(each)) for each in queries.OUTCOMES],
        tags=searching.tags(filters, choices),
        ignored=searching.ignored_words(filters.q),
        first=searching.address(filters) if before else None,
        older=searching.address(filters, page.before) if page.before else None,
    )


@register.get("/register/<number>")
@public_page("register", "site", every_minute=True)
def show(number: str) -> str:
    decision = veil.decision(_decision(number))
    return render_template(
        "register/show.html",
        decision=decision,
        licence=licence(decision.licence),
        address=_address() + url_for("register.show", number=number),
        colleges={college["id"]: college for college in decision.colleges},
        followed=(followed := queries_following.of(current.reading(), decision, today())),
        today=today(),
        in_force=decision.in_force and followed.ended != "lapsed",
    )


@register.get("/register/<number>.json")
@public_page("register", "site", same_for_all=True)
def show_json(number: str) -> Response:
    decision = _decision(number)
    followed = queries_following.of(current.reading(), decision, today())
    document = published.document(decision, followed, network=current.network().name, address=_address())
    return Response(published.dumps(veil.document(document)), content_type="application/json")


@register.get("/register/feed.atom")
@public_page("register", "site", same_for_all=True)
def feed() -> Response:
    session = current.reading()
    network = current.network()
    origin, founded_at = queries.genesis(session)
    head = atom.Head(
        title=gettext("Decisions of %(network)s", network=network.name),
        author=network.name,
        lang=str(get_locale()),
        address=_address(),
        origin=origin,
        founded_at=founded_at,
    )
    return Response(atom.write(head, queries.feed(session)), content_type="application/atom+xml")


@register.get("/register/log/<int(max=2147483647):seq>.json")
def log_entry(seq: int) -> BaseResponse:
    """The exact bytes of an entry, as hashed; they never change."""
    entry, leaf_hash = queries.entry(current.reading(), seq)
    answer = Response(entry, content_type="application/json")
    answer.set_etag(leaf_hash.hex())
    answer.headers["Cache-Control"] = FOREVER
    return answer.make_conditional(request)


@register.get("/open-data/decision.schema.json")
@public_page("site", same_for_all=True)
def schema() -> Response:
    return Response(published.SCHEMA, content_type="application/schema+json")


def _decision(number: str) -> Whole:
    if numbers.read(number) is None:
        raise NotFound
    return queries.one(current.reading(), number)


def _address() -> str:
    return current.settings().address.rstrip("/")

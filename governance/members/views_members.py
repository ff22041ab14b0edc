"""``/members/``: who is a member, in which college, who speaks for it."""

from flask import Blueprint, render_template, request, url_for

from governance.errors import NotFound, SignInNeeded
from governance.members import queries, queries_pages
from governance.members.queries_pages import Filters, MemberFacts
from governance.web import current
from governance.web.locale import today
from governance.web.public import public_page

members = Blueprint("members", __name__)

LONGEST_SEARCH = 100


@members.get("/members/")
@public_page("members", "site", "rules", every_minute=True)
def index() -> str:
    _refuse_strangers()
    session, filters = current.reading(), _filters()
    page = queries_pages.members(session, filters, on=today())
    return render_template(
        "members/index.html",
        page=page,
        filters=filters,
        colleges=queries.colleges(session),
        counts=queries_pages.counts(session, on=today()),
        next_page=_address(filters, page.next) if page.next else None,
    )


def _refuse_strangers() -> None:
    """The public sees the members only where the network says so."""
    if not (current.visitor().is_authenticated or current.network().members_public):
        raise SignInNeeded


def _filters() -> Filters:
    given = request.args
    position, _, member_id = given.get("after", "").partition(".")
    after = (int(position), int(member_id)) if _is_number(position) and _is_number(member_id) else None
    signed_in = current.visitor().is_authenticated
    return Filters(
        words=given.get("q", "")[:LONGEST_SEARCH],
        college_id=given.get("college", ""),
        former=signed_in and given.get("show") == "former",
        organisations_only=not signed_in,
        after=after,
    )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _address(filters: Filters, after: tuple[int, int]) -> str:
    return url_for(
        "members.index",
        q=filters.words or None,
        college=filters.college_id or None,
        show="former" if filters.former else None,
        after=f"{after[0]}.{after[1]}",
    )


@members.get("/members/<int:member_id>")
@public_page("members", "site", "rules", every_minute=True)
def show(member_id: int) -> str:
    return render_template("members/show.html", member=visible(member_id), today_is=today())


def visible(member_id: int) -> MemberFacts:
    """The member, as far as the visitor may see it. Raises NotFound, SignInNeeded."""
    _refuse_strangers()
    signed_in = current.visitor().is_authenticated
    member = queries_pages.member(current.reading(), member_id, on=today(), people=signed_in)
    if member.kind != "organisation" and not signed_in:
        raise NotFound
    return member

"""Who does what as open data: ``/roles.csv`` with its schema, ``/circles.csv``, ``/popolo.json``."""

from collections.abc import Callable

from flask import Blueprint, Response

from governance.circles import exports, exports_whole, queries
from governance.circles.facts import Holder
from governance.circles.views import SUBJECTS
from governance.web import current
from governance.web.locale import today
from governance.web.public import public_page

organisation = Blueprint("organisation", __name__)

CSV = "text/csv; charset=utf-8"


@organisation.get("/roles.csv")
@public_page(*SUBJECTS, same_for_all=True)
def roles_csv() -> Response:
    return Response(exports.mandates_csv(current.reading(), _public_members()), content_type=CSV)


@organisation.get("/roles.schema.json")
@public_page("site", same_for_all=True)
def roles_schema() -> Response:
    """What each column of that file says: a Table Schema."""
    return Response(exports.SCHEMA, content_type="application/json")


@organisation.get("/circles.csv")
@public_page(*SUBJECTS, every_minute=True, same_for_all=True)
def circles_csv() -> Response:
    return Response(exports.circles_csv(queries.tree(current.reading(), today())), content_type=CSV)


@organisation.get("/organisation.csv")
def whole_csv() -> Response:
    """For stewards: members and addresses are in it, so that another network can read it as it is."""
    return Response(exports_whole.csv_of(current.reading()), content_type=CSV)


@organisation.get("/popolo.json")
@public_page(*SUBJECTS, every_minute=True, same_for_all=True)
def popolo() -> Response:
    session, address = current.reading(), current.settings().address.rstrip("/")
    text = exports.popolo(session, queries.tree(session, today()), _public_members(), address=address)
    return Response(text, content_type="application/json")


def _public_members() -> Callable[[Holder], bool]:
    """Whether a file for everybody names the member for which a mandate is held."""
    public = current.network().members_public
    return lambda holder: bool(holder.member) and holder.organisation and public

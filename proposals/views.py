from flask import Blueprint

from governance.errors import NotFound

proposals = Blueprint("proposals", __name__, url_prefix="/proposals")


@proposals.get("/")
def index() -> str:
    raise NotFound

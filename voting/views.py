from flask import Blueprint

from governance.errors import NotFound

votes = Blueprint("votes", __name__, url_prefix="/votes")


@votes.get("/")
def index() -> str:
    raise NotFound


@votes.get("/check")
def check() -> str:
    raise NotFound

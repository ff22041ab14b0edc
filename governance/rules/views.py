from flask import Blueprint

from governance.errors import NotFound

rules = Blueprint("rules", __name__, url_prefix="/rules")


@rules.get("/")
def index() -> str:
    raise NotFound


@rules.get("/access")
def access() -> str:
    raise NotFound

from flask import Blueprint

from governance.errors import NotFound

register = Blueprint("register", __name__, url_prefix="/register")


@register.get("/")
def index() -> str:
    raise NotFound

"""The members of the network and its circles."""

from flask import Blueprint

from governance.errors import NotFound
from governance.members.views_account import account

members = Blueprint("members", __name__)
blueprints = (members, account)


@members.get("/members/")
def index() -> str:
    raise NotFound


@members.get("/circles/")
def circles() -> str:
    raise NotFound

from flask import Blueprint

from governance.errors import NotFound

members = Blueprint("members", __name__)
account = Blueprint("account", __name__)
blueprints = (members, account)


@account.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> str:
    raise NotFound


@account.get("/account", endpoint="index")
def account_index() -> str:
    raise NotFound


@members.get("/members/")
def index() -> str:
    raise NotFound


@members.get("/circles/")
def circles() -> str:
    raise NotFound

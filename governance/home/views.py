"""``/``: what awaits me, by deadline; for visitors, who we are and what was decided."""

from flask import Blueprint, render_template

home = Blueprint("home", __name__)


@home.get("/")
def index() -> str:
    return render_template("home/public.html")

"""What the pages of stewards share: a page that is one form."""

from flask import render_template
from flask_wtf import FlaskForm

from governance.web.sending import status


def form_page(
    form: FlaskForm, *, title: str, submit: str, back: str, place: str, lede: str = ""
) -> tuple[str, int]:
    """A page that is one form; ``back`` is where it came from, ``place`` its name."""
    page = render_template(
        "members/form.html", form=form, title=title, submit=submit, back=back, place=place, lede=lede
    )
    return page, status(form)

"""Speaking in the debate."""

from flask import flash
from flask_babel import gettext
from werkzeug.wrappers import Response

from governance.errors import Refusal
from governance.web import current
from proposals import debate
from proposals.errors import NothingToAnswer
from proposals.forms import CommentForm
from proposals.forms import show as put
from proposals.views_reading import page, whole
from proposals.views_writing import Answer, to, voice


def comment(number: int) -> Answer:
    """Publish a message, alone or in answer to another."""
    form = CommentForm()
    if not form.validate():
        return page(number, comment=form), 422
    member, by, now = voice(), current.visitor().person_id, current.moment()
    try:
        said = current.transact(
            lambda s: debate.comment(
                s,
                number,
                text=form.text.data,
                purpose=form.purpose.data or "",
                member_id=member,
                answers=whole(form.answers.data) if form.answers.data else None,
                by=by,
                now=now,
            )
        )
    except ValueError:
        raise NothingToAnswer from None
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        status = put(form, refusal)
        return page(number, comment=form), status
    flash(gettext("Your message is published."))
    return to(number, f"m{said}")


def remove_comment(number: int, comment: int) -> Response:
    """Take one's own message back."""
    by, now = current.visitor().person_id, current.moment()
    current.transact(lambda s: debate.remove(s, number, comment, by=by, now=now))
    flash(gettext("Your message is removed; its place stays in the thread."))
    return to(number, f"m{comment}")

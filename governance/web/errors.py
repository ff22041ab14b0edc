"""From a refusal to a page: one sentence, what can be done, the status."""

from datetime import date, datetime

from flask import Flask, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from governance.errors import N_, Kept, NotFound, Refusal, SignInNeeded
from governance.web.locale import long_date, moment_words

SENTENCES = {
    400: N_("The request could not be read. Go back, reload the page and try again."),
    403: N_("This act is not open to you."),
    404: N_("There is nothing at this address."),
    405: N_("This address does not take that kind of request."),
    413: N_("What was sent is too large."),
    500: N_("Something failed on our side. Nothing was recorded; try again in a moment."),
}

SECRET = frozenset({"password", "current", "repeat", "csrf_token"})
LONG = 30  # characters worth giving back
KEPT = 10


def say(refusal: Refusal) -> str:
    """The sentence of a refusal, in the reader's language; its days and moments as the reader writes them."""
    facts = {key: _written(fact) for key, fact in refusal.facts.items()}
    return str(gettext(refusal.sentence, **facts)) if facts else str(gettext(refusal.sentence))


def say_kept(words: str) -> str:
    """The sentence of a refusal that was written down."""
    return say(Kept(words))


def _written(fact: object) -> object:
    if isinstance(fact, datetime):
        return moment_words(fact)
    return long_date(fact) if isinstance(fact, date) else fact


def init(app: Flask) -> None:
    app.add_template_filter(say_kept)
    app.register_error_handler(SignInNeeded, ask_to_sign_in)
    app.register_error_handler(Refusal, show_refusal)
    app.register_error_handler(CSRFError, show_expired)
    app.register_error_handler(HTTPException, show_http)
    app.register_error_handler(Exception, show_failure)


def ask_to_sign_in(refusal: SignInNeeded) -> tuple[str, int] | Response:
    if request.method == "GET":
        return redirect(url_for("account.sign_in", next=request.full_path.rstrip("?")), 303)
    return show_refusal(refusal)


def show_refusal(refusal: Refusal) -> tuple[str, int]:
    title = gettext("Nothing here") if isinstance(refusal, NotFound) else gettext("Not done")
    page = render_template("error.html", title=title, sentence=say(refusal), written=written())
    return page, refusal.status


def written() -> list[str]:
    """The long texts that were sent and not recorded, to be copied; never what a password field held."""
    if request.method != "POST":
        return []
    texts = [text for name, text in request.form.items() if name not in SECRET and len(text) >= LONG]
    return texts[:KEPT]


def show_expired(error: CSRFError) -> tuple[str, int]:
    sentence = gettext(
        "The page was open for too long. Go back, reload it and send again: nothing was recorded."
    )
    page = render_template("error.html", title=gettext("Not done"), sentence=sentence, written=written())
    return page, 400


def show_http(error: HTTPException) -> tuple[str, int] | HTTPException:
    code = error.code or 500
    if code < 400:
        return error
    sentence = gettext(SENTENCES.get(code, SENTENCES[400]))
    title = gettext("Nothing here") if code == 404 else gettext("Not done")
    return render_template("error.html", title=title, sentence=sentence), code


def show_failure(error: Exception) -> tuple[str, int]:
    from flask import current_app

    if current_app.testing:
        raise error
    current_app.logger.exception("failure at %s", request.path)
    return render_template("error.html", title=gettext("Not done"), sentence=gettext(SENTENCES[500])), 500

"""Giving the casting vote of a tied vote: shown first, recorded once confirmed."""

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from governance.web import current
from governance.web.errors import say
from voting import service, untying
from voting.errors_ties import CastingOrderWanted, CastingVoteWanted
from voting.presentation_tie import CastingPaper
from voting.views import result_page, visible

untie = Blueprint("ties", __name__, url_prefix="/votes")


@untie.post("/<int(max=2147483647):number>/casting-vote")
def give(number: int) -> str | tuple[str, int] | BaseResponse:
    """Read the casting vote again, then give it."""
    vote, by, now = visible(number), current.visitor().person_id, current.moment()
    given = [each for each in request.form.getlist("choice") if each]
    try:
        if "sure" in request.form:
            current.transact(
                lambda session: service.give_casting_vote(session, vote=number, choice=given, by=by, now=now)
            )
            flash(gettext("The casting vote is given, and the result is counted with it."))
            return redirect(url_for("votes.show", number=number), 303)
        kept = untying.consider(current.reading(), vote=number, choice=given, by=by, now=now)
    except (CastingVoteWanted, CastingOrderWanted) as refusal:
        return result_page(vote, paper=CastingPaper(given, error=say(refusal))), 422
    return result_page(vote, paper=CastingPaper(given, kept=() if "correct" in request.form else kept))

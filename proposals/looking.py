"""Whoever looks at something embargoed is noted, whichever page shows it."""

from flask import g, request
from werkzeug.wrappers import Response

from governance.web import current
from proposals import embargo, questions


def note(response: Response) -> Response:
    """Note the look of a visitor who was shown an embargoed proposal, or the vote on one."""
    visitor = current.visitor()
    if response.status_code != 200 or request.method == "HEAD" or not visitor.is_authenticated:
        return response
    number = g.get("embargoed")
    if number is None and "seen_vote" in g:
        number = questions.voted_on(current.reading(), g.seen_vote, besides=visitor.members)
    if number is not None:
        by, now = visitor.person_id, current.moment()
        current.transact(lambda session: embargo.look(session, number, by=by, now=now))
    return response

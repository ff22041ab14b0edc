"""Signed-in browsers: from the token of a cookie to the visitor."""

from governance.web.visitor import Visitor


def visitor_of(token: str) -> Visitor | None:
    """The visitor whose session has this token; None when it has ended."""
    return None

"""What the page of an open round of consent has more than that of a vote."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_babel import get_locale, gettext
from markupsafe import escape
from werkzeug.datastructures import MultiDict

from governance.rules import conduct
from governance.rules import queries as rules
from governance.rules.references import REJECTED
from governance.web import current
from proposals import paragraphs
from voting import booth, closing, earlier, foreseen
from voting.sheet import Held, Sheet


def facts(vote: Sheet, papers: Sequence[Held]) -> dict[str, Any]:
    """Earlier positions to confirm, what the rule will do at the end, whether a facilitator may close now."""
    if vote.method != "consent":
        return {}
    read, lang = current.reading(), str(get_locale())
    facilitates = "facilitator" in current.visitor().offices_for(vote.circle_id)
    return {
        "numbered": paragraphs.numbered_html(vote.text_html, _label),
        "earlier": earlier.of(read, vote, papers),
        "foreseen": foreseen.cases(vote.rule, vote.round),
        "way_out": way_out(vote, lang),
        "facilitates": facilitates,
        "closable": closing.over(read, vote.number, now=current.moment()) if facilitates else "",
    }


def _label(number: int) -> str:
    """The words of the link to a paragraph."""
    word = escape(gettext("Paragraph"))
    return f'<span class="vh">{word} </span>{number}'


def way_out(vote: Sheet, lang: str) -> str:
    """What follows the last round, by the rule as it was frozen."""
    code = rules.version(current.reading(), vote.code_version).code
    return conduct.way_out(vote.rule.fallback or REJECTED, code, lang)


def given(vote: Sheet, held: Sequence[Held]) -> MultiDict[str, str]:
    """What was filled in; where the position of an earlier round is confirmed, that one."""
    filled = MultiDict(request.form)
    member = request.form.get("confirm", type=int)
    mine = [each for each in held if each.voice.member_id == member]
    for found in earlier.of(current.reading(), vote, mine).values():
        for name, value in found.fields(booth.prefix(mine[0])):
            filled[name] = value
    return filled

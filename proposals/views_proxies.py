"""Giving a proxy before the vote opens, where the rule wants it so."""

from flask import redirect, url_for
from sqlalchemy.orm import Session

from governance.web import current
from proposals import lifecycle as life
from proposals import sheet, to_vote
from proposals.views_writing import Answer
from voting import proxy_ground, proxy_service, proxy_views
from voting.proxy_errors import NoVoteToCome


def proxy(number: int) -> Answer:
    """Give the proxy of one of my members for the vote this proposal will come to."""
    read, by, now = current.reading(), current.visitor().person_id, current.moment()
    head = sheet.head(read, number, current.visitor())
    if head.state == life.DECISION and head.vote is not None:
        return redirect(url_for("proxies.give", number=head.vote), 303)
    ways = to_vote.ways(read, head) if head.state in (life.DEBATE, life.POSTPONED) else []
    if not head.opening or not ways:
        raise NoVoteToCome
    circle_id, rule_id = ways[0].circle_id, ways[0].decision.id
    subject, path = f"proposal:{number}", url_for("proposals.show", number=number)
    ground = proxy_ground.of_subject(
        read, subject=subject, question=head.title, circle_id=circle_id, rule_id=rule_id, path=path, now=now
    )

    def act(session: Session, principal: int, holder: int, instructions: str) -> int:
        return proxy_service.give_before(
            session, subject=subject, question=head.title, circle_id=circle_id, rule_id=rule_id, path=path,
            principal=principal, holder=holder, instructions=instructions, by=by, now=now,
        )  # fmt: skip

    return proxy_views.giving(ground, act)

"""``/circles/`` and ``/roles/``: who does what until when, today and at any past date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask import Blueprint, render_template, request
from flask_babel import gettext

from governance.circles import (
    choices,
    map,
    queries,
    succession_lists,
    turns_next,
    turns_reading,
    watch,
    words,
)
from governance.circles.facts import Holder, RoleFacts
from governance.errors import N_
from governance.members import queries as members
from governance.members import queries_pages
from governance.members.forms import OUT_OF_REACH, YEARS
from governance.members.models import Member
from governance.members.names import clean
from governance.web import current
from governance.web.locale import lang, today
from governance.web.public import public_page

circles = Blueprint("circles", __name__)

SUBJECTS = ("circles", "members", "rules", "site")
LONGEST_SEARCH = 200
NOT_A_DATE = N_("Write the date as 2026-01-31.")


@dataclass(frozen=True)
class Asked:
    """The day that is shown; ``error``: what was asked is no day, ``typed``, and today is shown."""

    on: date
    typed: str
    error: str

    @property
    def status(self) -> int:
        return 422 if self.error else 200


def asked() -> Asked:
    """The day of ``?on=2026-01-31``, today without it."""
    typed = request.args.get("on", "").strip()[:10]
    try:
        on = date.fromisoformat(typed) if typed else today()
    except ValueError:
        return Asked(today(), typed, NOT_A_DATE)
    return Asked(on, typed, "") if on.year in YEARS else Asked(today(), typed, OUT_OF_REACH)


def names_member(holder: Holder) -> bool:
    """Whether the visitor may see for which member a role is held."""
    if not holder.member:
        return False
    if current.visitor().is_authenticated:
        return True
    return holder.organisation and current.network().members_public


def for_everybody(member: Member) -> str:
    """What a member is called where nobody has signed in."""
    shown = member.kind == "organisation" and current.network().members_public
    return member.name if shown else gettext("Member no. %(number)s", number=member.id)


def for_visitor(member: Member) -> str:
    """What a member is called for the visitor."""
    return member.name if current.visitor().is_authenticated else for_everybody(member)


def by_circle(roles: Iterable[RoleFacts]) -> list[tuple[str, str, list[RoleFacts]]]:
    """The roles under the circle they belong to, the network first."""
    groups = groupby(roles, key=lambda role: (role.circle_id, role.circle_name))
    return [(id_, name, list(held)) for (id_, name), held in groups]


def rounds_of(roles: Iterable[RoleFacts], day: Asked) -> dict[int, turns_next.Round]:
    """Who comes next in those roles that go round, by role; nothing of that on another day than today."""
    if day.on != today():
        return {}
    return turns_next.of_roles(current.reading(), roles, current.visitor(), for_visitor, current.moment())


@circles.get("/circles/")
@public_page(*SUBJECTS, every_minute=True)
def index() -> tuple[str, int]:
    day, session = asked(), current.reading()
    branches = queries.tree(session, day.on)
    page = render_template(
        "circles/index.html",
        day=day,
        branches=branches,
        drawing=map.draw(
            [map.Node(c.id, c.name, c.parent_id, c.links) for c in (each.circle for each in branches)]
        ),
        by_id={each.circle.id: each for each in branches},
        size=(map.WIDTH, map.HEIGHT),
        colleges=members.colleges(session),
        counts=queries_pages.counts(session, on=day.on),
        today_is=today(),
    )
    return page, day.status


@circles.get("/circles/<id>")
@public_page(*SUBJECTS, every_minute=True)
def show(id: str) -> tuple[str, int]:
    day = asked()
    found = queries.composition(current.reading(), id, day.on)
    rounds = rounds_of([*found.sitting, *found.roles], day)
    page = render_template(
        "circles/show.html",
        day=day,
        found=found,
        rounds=rounds,
        strips=turns_next.strips(rounds),
        names_member=names_member,
        standing=lambda seat, role: watch.standing(seat, role.what.term_months, day.on),
        words=words,
        today_is=today(),
    )
    return page, day.status


@circles.get("/roles/")
@public_page(*SUBJECTS, every_minute=True)
def roles() -> tuple[str, int]:
    day, session = asked(), current.reading()
    everything = queries.roles_at(session, day.on)
    wanted = looked_for()
    found = watch.choose(everything, wanted, day.on, shows_member=names_member)
    rounds = rounds_of(found, day)
    page = render_template(
        "circles/roles.html",
        day=day,
        rounds=rounds,
        strips=turns_next.strips(rounds),
        wanted=wanted,
        groups=by_circle(found),
        vacant=[role for role in everything if role.vacant],
        numbers=watch.numbers(everything, day.on),
        circle_choices=[(id_, name) for id_, name, _held in by_circle(everything)],
        college_choices=choices.colleges(session),
        names_member=names_member,
        standing=lambda seat, role: watch.standing(seat, role.what.term_months, day.on),
        words=words,
        today_is=today(),
    )
    return page, day.status


def looked_for() -> watch.Wanted:
    """What the address asks for; what means nothing is left out."""
    state = request.args.get("state", "")
    return watch.Wanted(
        words=clean(request.args.get("q", ""))[:LONGEST_SEARCH],
        circle=request.args.get("circle", "")[:64],
        college=request.args.get("college", "")[:64],
        state=state if state in (watch.VACANT, watch.ENDING, watch.OVER) else "",
    )


@circles.get("/roles/<slug>")
@public_page(*SUBJECTS, every_minute=True)
def role(slug: str) -> tuple[str, int]:
    day, session = asked(), current.reading()
    found = queries.role(session, slug, day.on)
    history = queries.history(session, found.id, today())
    page = render_template(
        "circles/role.html",
        day=day,
        role=found,
        history=history,
        renewed=queries.renewed(found.what, history.mandates, day.on),
        revocable=queries.revocable(found.what, history, today()),
        kinds=dict(choices.kinds(session)) if found.what.revocation else {},
        successions=succession_lists.of_role(session, found.id),
        may_begin=succession_lists.is_offered(found, today()),
        reads_handover=_reads_handover(found),
        turns_of=turns_reading.beside(session, found, current.visitor(), for_visitor, current.moment()),
        lang=lang(),
        names=dict(choices.roles(session)) if found.what.incompatible else {},
        names_member=names_member,
        standing=lambda seat, role: watch.standing(seat, role.what.term_months, day.on),
        words=words,
        today_is=today(),
    )
    return page, day.status


def _reads_handover(role: RoleFacts) -> bool:
    """Whether to show the way to the hand-over: to its holder, its deputy, who comes next, who watches."""
    visitor = current.visitor()
    held = [each for seat in role.seats for each in (seat.holder, seat.former, seat.next) if each is not None]
    mine = any(visitor.person_id in (each.person_id, each.deputy_id) for each in held)
    return visitor.is_authenticated and (mine or bool(visitor.offices_for(role.circle_id)))

"""Adopting a social code."""

from dataclasses import fields
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from governance.members import roles
from governance.members import service as members
from governance.register import log
from governance.rules.check import look
from governance.rules.errors import AlreadyInForce, BadCode
from governance.rules.models import CodeVersion
from governance.rules.parts import Role, SocialCode
from governance.web.models import Network
from governance.web.public import touch

# each names the network
EVERY_PAGE = ("site", "rules", "members", "circles", "proposals", "votes", "register")


def adopt(session: Session, text: str, *, by: int | None, now: datetime, decision: str | None = None) -> int:
    """Put a social code in force and return the number of its version, from 1, without holes.

    ``by`` is the person who acts, nobody at the founding of a network; ``decision`` the number of the
    decision of the register that changed the rules. Colleges, circles, name and time zone of the network
    become those of the code; votes already open keep what they were opened on.
    Raises BadCode, AlreadyInForce, CollegeInUse, RoleInUse.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    code = _checked(text)
    network = session.scalars(select(Network).with_for_update()).one()
    number = (session.scalar(select(func.max(CodeVersion.number))) or 0) + 1
    sha256 = log.fingerprint(text.encode())
    if sha256 == session.scalar(select(CodeVersion.sha256).where(CodeVersion.number == number - 1)):
        raise AlreadyInForce
    session.add(CodeVersion(number=number, toml=text, sha256=sha256, adopted_at=now, decision=decision))
    members.set_colleges(session, code.colleges, code.circles, on=_day(now, code.time_zone))
    roles.set_roles(session, _roles(code, network.locale), decision=decision or "", now=now)
    _rename(session, network, code)
    body: dict[str, log.Json] = {"number": number, "sha256": sha256, "licence": code.licence}
    if decision is not None:
        body["decision"] = decision
    log.append(session, "code-adopted", body, now=now)
    touch(session, "rules")
    return number


def _day(now: datetime, time_zone: str) -> date:
    return now.astimezone(ZoneInfo(time_zone)).date()


def _roles(code: SocialCode, lang: str) -> list[roles.Wanted]:
    return [
        roles.Wanted(each.role.id, each.role.circle, _description(each.role), each.sits_in)
        for each in code.sittings(lang)
    ]


def _description(role: Role) -> roles.Description:
    named = {"college_id": role.college}
    shared = {each.name for each in fields(Role)} & {each.name for each in fields(roles.Description)}
    return roles.Description(**{name: getattr(role, name) for name in shared} | named)


def _checked(text: str) -> SocialCode:
    code, problems = look(text)
    if code is None:
        raise BadCode([problem for problem in problems if problem.severity == "error"])
    return code


def _rename(session: Session, network: Network, code: SocialCode) -> None:
    if (network.name, network.time_zone) != (code.name, code.time_zone):
        network.name, network.time_zone = code.name, code.time_zone
        session.flush()
        touch(session, *EVERY_PAGE)

"""Templates of proposals, one for each kind of decision of the social code; stewards write them."""

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.members import queries as members
from governance.rules import queries as rules
from proposals import texts
from proposals.errors_terms import NoTemplate, NotSteward, TemplateEmpty
from proposals.models_terms import ProposalTemplate
from proposals.standing import person_name, today
from proposals.texts import Text


@dataclass(frozen=True)
class Template:
    """What a proposal of this kind begins with; any part may be empty."""

    title: str = ""
    summary: str = ""
    driver: str = ""
    text: str = ""
    cost: str = ""
    criteria: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of decision and its template; ``name`` is empty where the code in force no longer has it."""

    rule_id: str
    name: str
    template: Template | None
    updated_at: datetime | None = None
    updated_by: str = ""


PARTS = tuple(each.name for each in fields(Template))


def kinds(session: Session) -> list[Kind]:
    """Every kind of decision of the code in force, then those that only a template remembers."""
    written = {row.rule_id: row for row in session.scalars(select(ProposalTemplate))}
    named = [(each.id, each.name) for each in rules.in_force(session).code.decisions]
    gone = [(rule, "") for rule in sorted(written.keys() - {rule for rule, _ in named})]
    return [_kind(rule, name, written.get(rule)) for rule, name in (*named, *gone)]


def kind(session: Session, rule_id: str) -> Kind:
    """One of ``kinds``. Raises NoTemplate."""
    for each in kinds(session):
        if each.rule_id == rule_id:
            return each
    raise NoTemplate


def of(session: Session, rule_id: str) -> Template | None:
    """The template for proposals under this rule, if there is one."""
    row = session.get(ProposalTemplate, rule_id)
    return _read(row) if row else None


def having(session: Session) -> frozenset[str]:
    """The rules that have a template."""
    return frozenset(session.scalars(select(ProposalTemplate.rule_id)))


def keep(session: Session, rule_id: str, template: Template, *, by: int, now: datetime) -> None:
    """Write the template of a kind of decision. Raises NotSteward, NoTemplate, TemplateEmpty,
    and the refusals of a part that is too long."""
    _check_steward(session, by=by, now=now)
    kind(session, rule_id)
    kept = _storable(template)
    row = session.get(ProposalTemplate, rule_id) or ProposalTemplate(rule_id=rule_id)
    for part in PARTS:
        setattr(row, part, getattr(kept, part))
    row.updated_at, row.updated_by = now, person_name(session, by)
    session.add(row)
    session.flush()


def clear(session: Session, rule_id: str, *, by: int, now: datetime) -> None:
    """Have no template any more for a kind of decision. Raises NotSteward, NoTemplate."""
    _check_steward(session, by=by, now=now)
    row = session.get(ProposalTemplate, rule_id)
    if row is None:
        raise NoTemplate
    session.delete(row)
    session.flush()


def _storable(template: Template) -> Template:
    kept = Template(
        texts.line(template.title, texts.TITLE),
        texts.line(template.summary, texts.SUMMARY),
        texts.paragraph(template.driver),
        texts.paragraph(template.text),
        texts.paragraph(template.cost),
        texts.paragraph(template.criteria),
    )
    if kept == Template():
        raise TemplateEmpty
    texts.check_lengths(Text(**vars(kept)))
    return kept


def _check_steward(session: Session, *, by: int, now: datetime) -> None:
    if by not in members.holders(session, "steward", on=today(session, now), at=now):
        raise NotSteward


def _kind(rule_id: str, name: str, row: ProposalTemplate | None) -> Kind:
    if row is None:
        return Kind(rule_id, name, None)
    return Kind(rule_id, name, _read(row), row.updated_at, row.updated_by)


def _read(row: ProposalTemplate) -> Template:
    return Template(*(getattr(row, part) for part in PARTS))

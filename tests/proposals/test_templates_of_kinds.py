"""Templates of proposals: one for each kind of decision, written by stewards."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from governance.db import Database
from governance.members.models import Mandate
from governance.rules.models import CodeVersion
from proposals import errors, errors_terms, templates_of_kinds
from proposals.templates_of_kinds import Template
from tests import cast
from tests.cast import NOW, person_id

WRITTEN = Template(
    title="Budget de …", text="Article 1. Le budget …", criteria="Ce qui est dépensé en fin d’année"
)


def keep(session: Session, template: Template = WRITTEN, rule: str = "quick", who: str = "alice") -> None:
    templates_of_kinds.keep(session, rule, template, by=person_id(session, who), now=NOW)


def test_a_steward_writes_rewrites_and_clears_a_template(database: Database) -> None:
    def work(session: Session) -> None:
        assert templates_of_kinds.of(session, "quick") is None
        keep(session)
        keep(session, Template(title="  Budget  de …", driver="Quoi\r\n?"))
        assert templates_of_kinds.of(session, "quick") == Template(title="Budget de …", driver="Quoi\n?")
        assert templates_of_kinds.having(session) == {"quick"}
        kind = templates_of_kinds.kind(session, "quick")
        assert (kind.name, kind.updated_by, kind.updated_at) == ("Décision rapide", "Alice Martin", NOW)
        templates_of_kinds.clear(session, "quick", by=person_id(session, "alice"), now=NOW)
        assert templates_of_kinds.of(session, "quick") is None

    database.transact(work)


def test_nobody_else_writes_one_and_nothing_unreadable_is_kept(database: Database) -> None:
    def work(session: Session) -> None:
        for who in ("bob", "chloe", "eve"):
            with pytest.raises(errors_terms.NotSteward):
                keep(session, who=who)
            with pytest.raises(errors_terms.NotSteward):
                templates_of_kinds.clear(session, "quick", by=person_id(session, who), now=NOW)
        with pytest.raises(errors_terms.NoTemplate):
            keep(session, rule="none")
        with pytest.raises(errors_terms.NoTemplate):
            templates_of_kinds.clear(session, "quick", by=person_id(session, "alice"), now=NOW)
        with pytest.raises(errors_terms.TemplateEmpty):
            keep(session, Template(title=" ", text="\x00\n"))
        with pytest.raises(errors_terms.DriverTooLong):
            keep(session, Template(driver="x" * 5_001))
        with pytest.raises(errors.TextTooLong):
            keep(session, Template(text="x" * 40_001))
        assert templates_of_kinds.having(session) == frozenset()

    database.transact(work)


def test_a_kind_that_the_code_no_longer_has_is_remembered_by_its_template(database: Database) -> None:
    def work(session: Session) -> None:
        keep(session)
        toml = cast.CODE.replace('id = "quick"', 'id = "swift"')
        session.execute(update(CodeVersion).values(toml=toml))
        kinds = {each.rule_id: each for each in templates_of_kinds.kinds(session)}
        assert list(kinds) == ["ordinary", "orientation", "swift", "secret", "quick"]
        assert kinds["quick"].name == ""
        templates_of_kinds.clear(session, "quick", by=person_id(session, "alice"), now=NOW)

    database.transact(work)


def test_a_steward_whose_mandate_ended_a_second_ago_writes_none(database: Database) -> None:
    def work(session: Session) -> None:
        ended = (
            update(Mandate)
            .where(Mandate.office == "steward")
            .values(ended_at=NOW - timedelta(seconds=1), ended_on=NOW.date())
        )
        session.execute(ended)
        with pytest.raises(errors_terms.NotSteward):
            keep(session)

    database.transact(work)

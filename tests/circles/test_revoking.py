"""A mandate is taken back as its role says: kind of decision, warnings, hearing and notice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update
from sqlalchemy.orm import Session

from governance.circles import errors, queries, revoking, service
from governance.circles.revoking import ABSENCES, HEARD, KIND, NOTICE, looked_at, missing
from governance.db import Database
from governance.errors import NotAllowed
from governance.members.conditions import Conditions, read, written
from governance.members.roles import Description
from governance.register.models import Decision
from governance.rules import plain_bodies
from governance.rules import service as rules
from governance.rules.check import look
from tests import cast
from tests.circles import network
from tests.circles.network import DAY, DECISION, NOW, entrust
from tests.circles.test_code import problems, role

Clients = Callable[[str], FlaskClient]
ALL = Conditions(("quick",), 2, True, 15)


@dataclass(frozen=True)
class Event:
    """Something recorded, so many days before the decision."""

    kind: str
    before: int

    @property
    def on(self) -> date:
        return DAY - timedelta(days=self.before)


def codes(found: tuple[revoking.Condition, ...]) -> list[tuple[str, bool | None]]:
    return [(each.code, each.met) for each in found]


class TestConditions:
    def test_each_is_looked_at(self) -> None:
        assert codes(looked_at(ALL, [], DAY)) == [
            (KIND, None), (ABSENCES, False), (HEARD, False), (NOTICE, False),
        ]  # fmt: skip
        recorded = [Event("warning", 90), Event("warning", 0), Event("heard", 0), Event("notice", 15)]
        assert all(each.met for each in looked_at(ALL, recorded, DAY, "quick"))
        assert looked_at(Conditions(), recorded, DAY, "quick") == ()

    @pytest.mark.parametrize(
        ("conditions", "events", "kind", "code"),
        [
            (Conditions(("quick",)), [], "quick", None),
            (Conditions(("quick", "ordinary")), [], "ordinary", None),
            (Conditions(("quick",)), [], "ordinary", KIND),
            (Conditions(absences=2), [Event("warning", 9), Event("warning", 0)], "", None),
            (Conditions(absences=2), [Event("warning", 9), Event("warning", -1)], "", ABSENCES),
            (Conditions(absences=1), [Event("heard", 9)], "", ABSENCES),
            (Conditions(heard=True), [Event("heard", 0)], "", None),
            (Conditions(heard=True), [Event("heard", -1)], "", HEARD),
            (Conditions(notice_days=15), [Event("notice", 15)], "", None),
            (Conditions(notice_days=15), [Event("notice", 14)], "", NOTICE),
            (Conditions(notice_days=15), [Event("notice", 20), Event("notice", 2)], "", None),
            (Conditions(notice_days=15), [], "", NOTICE),
        ],
    )
    def test_at_every_boundary(
        self, conditions: Conditions, events: list[Event], kind: str, code: str | None
    ) -> None:
        found = missing([conditions], events, DAY, kind)
        assert (found and found.code) == code

    def test_one_alternative_is_enough_and_the_closest_is_said(self) -> None:
        several = [Conditions(("quick",), 3, True), Conditions(heard=True, notice_days=30)]
        heard = [Event("heard", 3)]
        assert missing(several, heard, DAY, "ordinary") == revoking.Condition(NOTICE, False, None, 30)
        assert missing(several, [*heard, Event("notice", 30)], DAY, "ordinary") is None
        assert missing([], [], DAY, "quick") is None

    events = st.lists(st.builds(Event, st.sampled_from(revoking.RECORDED), st.integers(-9, 40)), max_size=9)
    some = st.builds(Conditions, st.just(()), st.integers(0, 3), st.booleans(), st.integers(0, 20))

    @given(
        st.lists(some, min_size=1, max_size=3),
        events,
        st.builds(Event, st.sampled_from(revoking.RECORDED), st.integers(0, 40)),
    )
    def test_what_is_recorded_more_never_takes_a_right_away(
        self, several: list[Conditions], known: list[Event], more: Event
    ) -> None:
        if missing(several, known, DAY, "quick") is None:
            assert missing(several, [*known, more], DAY, "quick") is None
        assert (missing(several, known, DAY, "quick") is None) == any(
            all(one.met for one in looked_at(each, known, DAY, "quick")) for each in several
        )

    @given(st.lists(some, max_size=3))
    def test_they_come_back_from_json_as_they_were(self, several: list[Conditions]) -> None:
        assert read(written(several)) == tuple(several)


class TestTheCode:
    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            ("3", "must be a list"),
            ("[]", "must say one condition at least: by, absences, heard or notice_days"),
            ("{}", "must say one condition at least: by, absences, heard or notice_days"),
            ("[{ heard = false }]", "must say one condition at least: by, absences, heard or notice_days"),
            ("{ absences = 0 }", "must be at least %(least)s"),
            ("{ notice_days = 0 }", "must be at least %(least)s"),
            ('{ by = ["nobody"] }', "no kind of decision has this id"),
            ('[{ heard = true }, { by = ["nobody"] }]', "no kind of decision has this id"),
            ("{ heared = true, absences = 1 }", "unknown setting; did you mean “%(near)s”?"),
        ],
    )
    def test_a_line_for_each_problem(self, said: str, sentence: str) -> None:
        found = problems(role(revocation=said))
        assert {(line, text) for line, _key, text in found} >= {(6, sentence)}
        assert {line for line, _key, _text in found} == {6}

    @pytest.mark.parametrize(
        ("said", "french", "english"),
        [
            (
                '{ by = ["quick"], absences = 3, heard = true, notice_days = 15 }',
                "Un mandat n’est révoqué que par «\u00a0Décision rapide\u00a0», après 3 alertes "
                "notées, la personne ayant été entendue, avec un préavis de 15 jours.",
                "A mandate is only taken back by “Décision rapide”, after 3 warnings noted, "
                "once the person was heard, with a notice of 15 days.",
            ),
            (
                '[{ by = ["quick", "ordinary"] }, { absences = 1 }]',
                "Un mandat n’est révoqué que par «\u00a0Décision rapide\u00a0» ou "
                "«\u00a0Décision courante\u00a0»\u202f; ou par une décision du registre, après une "
                "alerte notée.",
                "A mandate is only taken back by “Décision rapide” or “Décision courante”; or by a decision "
                "of the register, after one warning noted.",
            ),
        ],
    )
    def test_it_is_said_in_plain_words(self, said: str, french: str, english: str) -> None:
        code, _found = look(cast.CODE + role(revocation=said))
        assert code is not None
        assert french in plain_bodies.role_sentences(code.roles[-1], code, "fr")
        assert english in plain_bodies.role_sentences(code.roles[-1], code, "en")


def held(database: Database, said: str) -> int:
    """A role with these conditions, held by Bob since February, and a decision of today."""

    def found(session: Session) -> None:
        rules.adopt(session, cast.CODE + role(id='"x"', revocation=said), by=None, now=NOW)
        session.add(network.decision(session, 1))

    database.transact(found)
    return entrust(database, "x", "bob", starts_on=date(2026, 2, 1))


def record(
    database: Database, verb: Any, number: int, on: date, who: str = "alice", text: str = "Dit."
) -> None:
    database.transact(lambda s: verb(s, number, text=text, on=on, by=cast.person_id(s, who), now=NOW))


def revoke(database: Database, number: int) -> None:
    database.transact(
        lambda s: service.revoke(s, number, decision=DECISION, by=cast.person_id(s, "alice"), now=NOW)
    )


class TestRevoking:
    def test_refused_until_all_is_met(self, database: Database) -> None:
        number = held(database, '{ by = ["quick"], absences = 2, heard = true, notice_days = 15 }')
        for verb, on, refusal in (
            (service.warn, date(2026, 2, 5), errors.TooFewWarnings),
            (service.warn, DAY, errors.TooFewWarnings),
            (service.hear, DAY, errors.NotHeard),
            (service.give_notice, date(2026, 2, 16), errors.NoNotice),
            (service.give_notice, date(2026, 2, 15), errors.NoticeTooShort),
        ):
            with pytest.raises(refusal):
                revoke(database, number)
            record(database, verb, number, on)
        revoke(database, number)
        with database.reading() as session:
            assert network.mandate(session, number).end_kind == "revoked"
            (found,) = [
                each for each in queries.history(session, network.role_id(session, "x")).events.values()
            ]
        assert [each.kind for each in found] == [
            "entrusted", "warning", "warning", "heard", "notice", "notice", "revoked",
        ]  # fmt: skip

    def test_only_by_a_decision_of_its_kind(self, database: Database) -> None:
        number = held(database, '[{ by = ["ordinary"] }, { by = ["ordinary"], heard = true }]')
        with pytest.raises(errors.NotOfThisKind) as refused:
            revoke(database, number)
        assert "Décision courante" in str(refused.value)
        database.transact(
            lambda s: s.execute(
                update(Decision).where(Decision.number == DECISION).values(rule_id="ordinary")
            )
        )
        revoke(database, number)

    def test_giving_back_asks_for_nothing(self, database: Database) -> None:
        number = held(database, "{ heard = true }")
        database.transact(lambda s: service.resign(s, number, by=cast.person_id(s, "bob"), now=NOW))

    @pytest.mark.parametrize("verb", [service.hear, service.give_notice])
    def test_who_records_what_and_when(self, database: Database, verb: Any) -> None:
        number = held(database, "{ heard = true }")
        for who in ("bob", "eve", "chloe"):
            with pytest.raises(NotAllowed):
                record(database, verb, number, DAY, who)
        with pytest.raises(errors.NotYet):
            record(database, verb, number, DAY + timedelta(days=1))
        with pytest.raises(errors.BeforeTheMandate):
            record(database, verb, number, date(2026, 1, 31))
        with pytest.raises(errors.WordsMissing):
            record(database, verb, number, DAY, text=" ")
        record(database, verb, number, date(2026, 2, 1))

    def test_a_decision_gives_them_to_a_role(self, founded: Database) -> None:
        what = Description("Courrier", 12, "election", revocation=(Conditions(("quick",), 1),))

        def create(session: Session, kind: str) -> int:
            said = Conditions((kind,), 1)
            return service.create_role(
                session, slug="letters", circle_id="network", decision=DECISION, now=NOW,
                what=Description("Courrier", 12, "election", revocation=(said,)),
                by=cast.person_id(session, "alice"),
            )  # fmt: skip

        with pytest.raises(errors.NoSuchKind):
            founded.transact(lambda s: create(s, "nobody"))
        number = founded.transact(lambda s: create(s, "quick"))
        founded.transact(
            lambda s: service.change_role(
                s, number, what=Description("Courrier", 12, "election"), decision=DECISION,
                by=cast.person_id(s, "alice"), now=NOW,
            )
        )  # fmt: skip
        with founded.reading() as session:
            newest, first = queries.history(session, number).versions
        assert first.what == what
        assert [(each.part, each.before, each.after) for each in newest.changed] == [
            ("revocation", ('{ by = ["quick"], absences = 1 }',), ())
        ]


def test_on_the_pages(sqlite_database: Database, as_: Clients, moment: Callable[[datetime], None]) -> None:
    moment(NOW)
    number = held(sqlite_database, "{ absences = 2, heard = true, notice_days = 15 }")
    said = {"on": "2026-02-10", "text": "Reçue le 12, avec ses explications."}
    for act in ("notice", "hearing"):
        path = f"/mandates/{number}/{act}"
        for who, status in (("nobody", 401), ("eve", 403), ("bob", 403)):
            assert as_(who).post(path, data=said).status_code == status
        refused = as_("alice").post(path, data=said | {"on": "2026-03-03"})
        assert refused.status_code == 422
        assert "Ce jour est encore à venir." in refused.text
        assert "avec ses explications" in refused.text
        assert as_("alice").get(path).status_code == 200
        assert as_("alice").post(path, data=said).status_code == 303
    refused = as_("alice").post(
        f"/mandates/{number}/revoke", data={"decision": DECISION, "on": DAY.isoformat(), "why": "Absente."}
    )
    assert refused.status_code == 422
    assert "Trop peu d’alertes étaient notées au jour de cette décision\u00a0: 0 sur 2." in refused.text
    assert "Absente." in refused.text
    for form in (refused, as_("alice").get(f"/mandates/{number}/revoke")):
        assert "alertes notées\u00a0: 0 sur 2" in form.text
        assert "la personne a été entendue" in form.text
    for who in cast.PEOPLE:
        page = as_(who).get("/roles/x").text
        assert "avec ses explications" in page, who
        assert "alertes notées\u00a0: 0 sur 2" in page
        assert "la personne a été entendue" in page
        assert "jours écoulés, 20 sur 15" in page
        assert (f"/mandates/{number}/hearing" in page) == (who == "alice")
    public = as_("nobody").get("/roles/x").text
    assert "avec ses explications" not in public
    assert "alertes notées\u00a0: 0 sur 2" not in public
    assert "Un mandat n’est révoqué que par une décision du registre, après 2 alertes notées" in public

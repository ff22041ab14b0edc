"""The pages of a round of consent: objecting, reading again, confirming an earlier position, closing."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select

from governance.config import Settings
from governance.db import Database
from tests import cast
from tests.voting import choices
from tests.voting.acts import CLOSES, cast_one, open_vote, seal
from tests.voting.test_pages import ballot, member, page
from voting.answers import Reply
from voting.models import Ballot, Vote

As = Callable[[str], FlaskClient]
Clock = Callable[[Any], None]
DURING = cast.NOW + timedelta(hours=2)
REASON = "Nous sommes deux salariés."
REPLIES = {
    "test_purpose": "no",
    "test_role": "yes",
    "why_role": "Fermer le lundi.",
    "test_without": "no",
    "test_certain": "yes",
}
OBJECTION = {"reason": REASON, "nature": "limit", "paragraph": "1", **REPLIES}
CAST = ("nobody", "alice", "bob", "chloe", "david", "eve")


@pytest.fixture(autouse=True)
def during(moment: Clock) -> None:
    moment(DURING)


def papers(database: Database) -> list[dict[str, Any]]:
    with database.reading() as session:
        return [json.loads(paper) for paper in session.scalars(select(Ballot.paper))]


def sent(database: Database, sure: bool = True, **changes: str) -> dict[str, str]:
    given = ballot(database, "La Filature", "objection", **(OBJECTION | changes))
    return given if sure else {name: value for name, value in given.items() if name != "sure"}


def test_the_paper_teaches_and_lists_the_paragraphs(sqlite_database: Database, as_: As) -> None:
    vote = open_vote(sqlite_database, "ordinary")
    html = page(as_("bob"), f"/votes/{vote}")
    assert "De quel paragraphe s’agit-il" in html
    assert "Chaque lieu verse un centième de son budget." in html
    assert html.count('type="radio"') == 4 + 3 + 4 * 2
    assert "Aucune réponse n’est la bonne" in html
    assert "checked" not in html


def test_an_objection_is_read_again_then_cast_whole(sqlite_database: Database, as_: As) -> None:
    vote, bob = open_vote(sqlite_database, "ordinary"), as_("bob")
    read = bob.post(f"/votes/{vote}/cast", data=sent(sqlite_database, sure=False)).get_data(as_text=True)
    for words in (REASON, "Sur le paragraphe 1", "verse **un centième**", "Fermer le lundi.", "Oui", "Non"):
        assert words in read
    assert papers(sqlite_database) == []
    prefix = f"m{member(sqlite_database, 'La Filature')}-"
    for name, value in OBJECTION.items():
        assert f'name="{prefix}{name}" value="{value}"' in read
    assert bob.post(f"/votes/{vote}/cast", data=sent(sqlite_database)).status_code == 303
    assert papers(sqlite_database) == [
        {
            "vote": vote,
            "choice": "objection",
            "nature": "limit",
            "reason": REASON,
            "paragraph": 1,
            "tests": {
                "purpose": {"answer": "no", "why": ""},
                "role": {"answer": "yes", "why": "Fermer le lundi."},
                "without": {"answer": "no", "why": ""},
                "certain": {"answer": "yes", "why": ""},
            },
        }
    ]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"test_role": ""}, "Répondez par oui ou par non"),
        ({"test_certain": "maybe"}, "Répondez par oui ou par non"),
        ({"paragraph": "7"}, "n’a pas ce paragraphe"),
        ({"paragraph": "x"}, "n’a pas ce paragraphe"),
        ({"why_role": "x" * 501}, "500"),
        ({"reason": ""}, "Donnez la raison de l’objection"),
        ({"nature": ""}, "Dites de quelle sorte d’objection il s’agit."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(
    sqlite_database: Database, as_: As, changes: dict[str, str], sentence: str
) -> None:
    vote = open_vote(sqlite_database, "ordinary")
    answer = as_("bob").post(f"/votes/{vote}/cast", data=sent(sqlite_database, sure=False, **changes))
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert sentence in html
    if "reason" not in changes:
        assert REASON in html
    if "why_role" not in changes:
        assert 'value="Fermer le lundi."' in html
    assert papers(sqlite_database) == []


def test_the_act_checks_again_what_is_confirmed_at_once(sqlite_database: Database, as_: As) -> None:
    vote = open_vote(sqlite_database, "ordinary")
    for changes in ({"paragraph": "7"}, {"test_role": "maybe"}):
        answer = as_("bob").post(f"/votes/{vote}/cast", data=sent(sqlite_database, **changes))
        assert answer.status_code == 422
    assert papers(sqlite_database) == []


def test_what_only_an_objection_says_is_left_out_of_a_consent(sqlite_database: Database, as_: As) -> None:
    vote = open_vote(sqlite_database, "ordinary")
    given = sent(sqlite_database)
    given[next(name for name in given if name.endswith("choice"))] = "consent"
    as_("bob").post(f"/votes/{vote}/cast", data=given)
    assert papers(sqlite_database) == [{"vote": vote, "choice": "consent"}]


def test_the_recount_file_holds_no_word_of_it(
    sqlite_database: Database, settings: Settings, as_: As, moment: Clock
) -> None:
    vote = open_vote(sqlite_database, "ordinary")
    as_("bob").post(f"/votes/{vote}/cast", data=sent(sqlite_database))
    moment(CLOSES)
    seal(sqlite_database, vote)
    text = page(as_("nobody"), f"/votes/{vote}/recount.json")
    assert REASON not in text
    assert "Fermer le lundi." not in text
    assert json.loads(text)["ballots"][0].keys() == {"voter", "choice", "nature"}


def test_an_assisted_ballot_carries_it_too(sqlite_database: Database, as_: As) -> None:
    choices.adopt(sqlite_database, cast.CODE.replace("[[decisions]]", "[[decisions]]\nassisted = true"))
    vote = open_vote(sqlite_database, "ordinary")
    path = f"/votes/{vote}/enter/{member(sqlite_database, 'La Filature')}"
    given = sent(sqlite_database) | {"ground": "Par téléphone"}
    assert as_("alice").post(path, data=given).status_code == 303
    assert papers(sqlite_database)[0]["tests"]["role"] == {"answer": "yes", "why": "Fermer le lundi."}


def second_round(database: Database, settings: Settings, choice: str = "consent", **words: object) -> int:
    first = open_vote(database, "ordinary")
    cast_one(database, settings, first, "bob", "La Filature", choice, **words)
    seal(database, first)
    return open_vote(database, "ordinary", round=2, now=CLOSES, closes_at=CLOSES + timedelta(days=8))


def test_an_earlier_position_is_to_be_confirmed_and_counts_only_then(
    sqlite_database: Database, settings: Settings, as_: As, moment: Clock
) -> None:
    vote = second_round(sqlite_database, settings, "concern", reason="L’assurance ?")
    moment(CLOSES + timedelta(hours=1))
    bob, number = as_("bob"), member(sqlite_database, "La Filature")
    html = page(bob, f"/votes/{vote}")
    assert "À confirmer" in html
    assert "L’assurance ?" in html
    assert "À confirmer" not in page(as_("chloe"), f"/votes/{vote}")
    with sqlite_database.reading() as session:
        assert session.get_one(Vote, vote).cast == 0
    read = bob.post(f"/votes/{vote}/cast", data={"confirm": str(number)})
    assert read.status_code == 200
    assert "L’assurance ?" in read.get_data(as_text=True)
    given = ballot(sqlite_database, "La Filature", "concern", reason="L’assurance ?")
    assert bob.post(f"/votes/{vote}/cast", data=given).status_code == 303
    assert "À confirmer" not in page(bob, f"/votes/{vote}")
    assert len(papers(sqlite_database)) == 2


def test_an_earlier_objection_is_confirmed_on_its_paragraph(
    sqlite_database: Database, settings: Settings, as_: As, moment: Clock
) -> None:
    replies = {name: Reply("yes", "") for name in ("purpose", "role", "without", "certain")}
    words = {"reason": REASON, "nature": "harm", "paragraph": 1, "tests": replies}
    first = open_vote(sqlite_database, "ordinary")

    def objects(session):  # type: ignore[no-untyped-def]
        from voting import service

        answer = service.Answer(cast.member_id(session, "La Filature"), "objection", **words)
        by = cast.person_id(session, "bob")
        service.cast_all(session, vote=first, answers=[answer], by=by, now=DURING)

    sqlite_database.transact(objects)
    seal(sqlite_database, first)
    vote = open_vote(sqlite_database, "ordinary", round=2, now=CLOSES, closes_at=CLOSES + timedelta(days=8))
    moment(CLOSES + timedelta(hours=1))
    number = member(sqlite_database, "La Filature")
    read = as_("bob").post(f"/votes/{vote}/cast", data={"confirm": str(number)}).get_data(as_text=True)
    assert "Sur le paragraphe 1" in read
    assert f'name="m{number}-paragraph" value="1"' in read


@pytest.mark.parametrize("given", ["x", "999999", ""])
def test_confirming_nothing_casts_nothing(
    sqlite_database: Database, settings: Settings, as_: As, moment: Clock, given: str
) -> None:
    vote = second_round(sqlite_database, settings)
    moment(CLOSES + timedelta(hours=1))
    answer = as_("bob").post(f"/votes/{vote}/cast", data={"confirm": given})
    assert answer.status_code == 422
    with sqlite_database.reading() as session:
        assert session.get_one(Vote, vote).cast == 0


def test_what_will_happen_is_said_before_the_end(sqlite_database: Database, as_: As) -> None:
    first = open_vote(sqlite_database, "ordinary")
    html = page(as_("nobody"), f"/votes/{first}")
    assert "Ce qui arrivera si" in html
    assert "le tour 2 s’ouvre sur la nouvelle version" in html
    assert "code social, version" in html
    last = open_vote(sqlite_database, "ordinary", round=2)
    html = page(as_("nobody"), f"/votes/{last}")
    assert "Le tour 2 est le dernier que la règle permet" in html
    assert "Décision d’orientation" in html


def test_facilitators_alone_learn_that_it_may_be_closed(
    sqlite_database: Database, settings: Settings, as_: As
) -> None:
    vote = open_vote(sqlite_database, "ordinary")
    path = f"/votes/{vote}/close"
    for who, status in zip(CAST, (303, 409, 403, 403, 403, 403), strict=True):
        assert as_(who).get(path).status_code == status, who
    before = {who: page(as_(who), f"/votes/{vote}") for who in CAST}
    assert "Clore le tour" in before["alice"]
    for who, name in (("bob", "La Filature"), ("david", "Ville de Montreval")):
        cast_one(sqlite_database, settings, vote, who, name, "consent")
    cast_one(
        sqlite_database,
        settings,
        vote,
        "chloe",
        "Coop Semailles",
        "objection",
        reason="Jamais.",
        nature="harm",
    )
    for who in CAST:
        html = page(as_(who), f"/votes/{vote}")
        assert ("Une objection est dans l’urne" in html) is (who == "alice"), who
        assert "Jamais." not in html
    for who, status in zip(CAST, (401, 422, 403, 403, 403, 403), strict=True):
        assert as_(who).post(path, data={"why": ""}).status_code == status, who
    alice = as_("alice")
    assert "le texte est fixé" in page(alice, path).lower()
    assert alice.post(path, data={"why": "À intégrer."}).status_code == 303
    assert alice.post(path, data={"why": "À intégrer."}).status_code == 409
    seal(sqlite_database, vote, now=DURING)
    html = page(as_("nobody"), f"/votes/{vote}")
    assert "Clos avant l’heure par Alice Martin" in html
    assert "À intégrer." in html


def test_the_page_of_a_round_asks_as_much_whatever_was_said(
    sqlite_database: Database, settings: Settings, as_: As, moment: Clock
) -> None:
    first, vote = open_vote(sqlite_database, "ordinary"), second_round(sqlite_database, settings)
    moment(CLOSES + timedelta(hours=1))
    asked: list[str] = []
    bob = as_("bob")
    page(bob, f"/votes/{vote}")
    event.listen(sqlite_database.read_engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    page(bob, f"/votes/{vote}")
    once = len(asked)
    page(bob, f"/votes/{vote}")
    assert len(asked) == 2 * once <= 24
    assert first < vote

"""Ties after the count: who may break one, with what, once; everything published says so."""

import io
import json
from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from governance.config import Settings
from governance.db import Database
from governance.errors import Refusal
from governance.members import offices
from governance.register.models import LogEntry
from governance.rules.models import CodeVersion
from tests import cast
from tests.voting import choices
from tests.voting.acts import CLOSES, cast_one, open_vote, seal
from voting import errors, errors_choice, errors_ties, queries, recount, service, tally, ties, untying
from voting.models import Vote
from voting.rule import Rule, read

LATER = CLOSES + timedelta(hours=5)
CHAIR = '\n[[roles]]\nid = "chair"\nname = "Présidence"\npurpose = "Présider"\nterm_months = 12\n' \
        'selection = "election"\n'  # fmt: skip
STEWARD = CHAIR.replace('"chair"', '"steward"').replace("Présidence", "Intendance")
APART = ({"choice": "atelier"}, {"choice": "four"}, {"choice": "jardin"})


def with_tie(database: Database, tie: str = 'tie = "casting-vote"\ncasting_role = "facilitator"') -> None:
    code = cast.CODE.replace('by = "heads"\ntime', f'by = "heads"\n{tie}\ntime') + CHAIR + STEWARD
    database.transact(lambda session: session.execute(update(CodeVersion).values(toml=code)))


def tied(database: Database, settings: Settings, *, against: str = "against") -> int:
    """One for, one against."""
    vote = open_vote(database, "quick", closes_at=CLOSES)
    cast_one(database, settings, vote, "bob", "La Filature", "for")
    cast_one(database, settings, vote, "chloe", "Coop Semailles", against)
    seal(database, vote)
    return vote


def tied_choice(
    database: Database,
    settings: Settings,
    extra: str,
    papers: Sequence[dict[str, Any]] = APART,
) -> int:
    """Each of three voters wants another option; ``extra`` are settings of the rule."""
    text = choices.code().replace('method = "plurality"\n', f'method = "plurality"\n{extra}\n')
    vote = choices.opened(database, "plurality", text=text)
    for (who, member), paper in zip(choices.VOTERS, papers, strict=False):
        choices.cast_one(database, settings, vote, who, member, paper)
    seal(database, vote)
    return vote


CASTING = 'tie = "casting-vote"\ncasting_role = "facilitator"'
LOT = 'tie = "lot"\nrandomness = "Loto national du lendemain"'


def give(database: Database, vote: int, choice: str | Sequence[str], who: str = "alice") -> None:
    def act(session: Session) -> None:
        by = cast.person_id(session, who)
        service.give_casting_vote(session, vote=vote, choice=choice, by=by, now=LATER)

    database.transact(act)


def entrust(database: Database, who: str, office: str) -> None:
    database.transact(
        lambda session: offices.entrust(
            session,
            person_id=cast.person_id(session, who),
            office=office,
            starts_on=cast.START,
            ends_on=None,
            now=cast.NOW,
        )
    )


def outcome(database: Database, vote: int) -> queries.Outcome:
    with database.reading() as session:
        return queries.outcome(session, vote)


def file(database: Database, vote: int) -> str:
    with database.reading() as session:
        return queries.recount_file(session, vote)[0]


def results(database: Database) -> list[dict[str, Any]]:
    """The bodies of the result entries, in their order."""
    query = select(LogEntry.entry).where(LogEntry.type == "result").order_by(LogEntry.seq)
    with database.reading() as session:
        return [json.loads(each)["body"] for each in session.scalars(query)]


class TestOfAText:
    @pytest.mark.parametrize(("choice", "decided"), [("for", "adopted"), ("against", "rejected")])
    def test_the_casting_vote_decides(
        self, database: Database, settings: Settings, choice: str, decided: str
    ) -> None:
        with_tie(database)
        vote = tied(database, settings)
        assert outcome(database, vote).tie == ties.Awaited("casting-vote", ("for", "against"))
        give(database, vote, choice)
        found = outcome(database, vote)
        assert (found.outcome, found.result["reason"], found.tie) == (decided, "casting-vote", None)
        with database.reading() as session:
            row = session.get_one(Vote, vote)
            assert (row.casting_vote, row.casting_vote_by) == (f'["{choice}"]', "Alice Martin")

    def test_the_new_file_is_the_former_one_and_the_casting_vote(
        self, database: Database, settings: Settings
    ) -> None:
        with_tie(database)
        vote = tied(database, settings)
        before = file(database, vote)
        give(database, vote, "for")
        after = file(database, vote)
        document = json.loads(after)
        assert document.pop("casting_vote") == "for"
        assert recount.dumps(document) == before
        first, second = results(database)
        assert first["recount"] == second["replaces"] == sha256(before.encode()).hexdigest()
        assert second["recount"] == sha256(after.encode()).hexdigest()
        assert (first["outcome"], second["outcome"], second["because"]) == ("tied", "adopted", "casting-vote")
        assert "because" not in first

    def test_a_stranger_recounts_to_the_same_result(self, database: Database, settings: Settings) -> None:
        with_tie(database)
        vote = tied(database, settings)
        give(database, vote, "for")
        out, err = io.StringIO(), io.StringIO()
        assert tally.run("-", io.StringIO(file(database, vote)), out, err) == 0, err.getvalue()
        with database.reading() as session:
            assert out.getvalue() == session.get_one(Vote, vote).result
        assert results(database)[1]["result"] == sha256(out.getvalue().encode()).hexdigest()

    def test_of_a_secret_vote_too(self, database: Database, settings: Settings) -> None:
        with_tie(database, f'ballots = "secret"\nreport = "overall-only"\n{CASTING}')
        vote = tied(database, settings)
        give(database, vote, "against")
        assert outcome(database, vote).outcome == "rejected"

    def test_once_and_for_ever(self, database: Database, settings: Settings) -> None:
        with_tie(database)
        vote = tied(database, settings)
        give(database, vote, "for")
        with pytest.raises(errors_ties.CastingVoteGiven):
            give(database, vote, "against")
        assert len(results(database)) == 2


class TestRefusals:
    @pytest.mark.parametrize("choice", ["", "abstain", "blank", ["for", "against"], [], ["for", "for"]])
    def test_of_anything_but_for_or_against(
        self, sqlite_database: Database, settings: Settings, choice: str | Sequence[str]
    ) -> None:
        with_tie(sqlite_database)
        vote = tied(sqlite_database, settings)
        with pytest.raises(errors_ties.CastingVoteWanted):
            give(sqlite_database, vote, choice)
        assert len(results(sqlite_database)) == 1

    @pytest.mark.parametrize("who", ["bob", "chloe", "david", "eve", "fanny"])
    def test_of_who_has_no_mandate(self, sqlite_database: Database, settings: Settings, who: str) -> None:
        with_tie(sqlite_database)
        vote = tied(sqlite_database, settings)
        with pytest.raises(errors_ties.NotYourCastingVote):
            give(sqlite_database, vote, "for", who)

    def test_of_a_mandate_that_has_ended(self, sqlite_database: Database, settings: Settings) -> None:
        with_tie(sqlite_database)
        vote = tied(sqlite_database, settings)

        def end(session: Session) -> None:
            last = CLOSES.date()
            for mandate in session.scalars(select(offices.Mandate).where(offices.Mandate.ends_on.is_(None))):
                mandate.ends_on = last

        sqlite_database.transact(end)
        with pytest.raises(errors_ties.NotYourCastingVote):
            give(sqlite_database, vote, "for")

    @pytest.mark.parametrize("tie", ['tie = "revote"', 'tie = "rejected"', ""])
    def test_of_a_rule_without_casting_vote(
        self, sqlite_database: Database, settings: Settings, tie: str
    ) -> None:
        with_tie(sqlite_database, tie)
        vote = tied(sqlite_database, settings)
        assert outcome(sqlite_database, vote).tie is None
        with pytest.raises(errors_ties.NoCastingVote):
            give(sqlite_database, vote, "for")

    def test_of_a_vote_that_is_not_tied(self, sqlite_database: Database, settings: Settings) -> None:
        with_tie(sqlite_database)
        vote = tied(sqlite_database, settings, against="for")
        with pytest.raises(errors_ties.NotTied):
            give(sqlite_database, vote, "against")

    def test_of_a_vote_that_is_not_counted(self, sqlite_database: Database, settings: Settings) -> None:
        with_tie(sqlite_database)
        vote = open_vote(sqlite_database, "quick", closes_at=CLOSES)
        with pytest.raises(errors_ties.NotTied):
            give(sqlite_database, vote, "for")
        with pytest.raises(errors.VoteNotFound):
            give(sqlite_database, vote + 1, "for")

    def test_of_a_tie_already_in_the_register(self, sqlite_database: Database, settings: Settings) -> None:
        with_tie(sqlite_database)
        vote = tied(sqlite_database, settings)
        sqlite_database.transact(lambda session: service.settled(session, vote, CLOSES))
        with pytest.raises(errors_ties.TieRecorded):
            give(sqlite_database, vote, "for")


class TestWhoseItIs:
    def test_a_role_that_is_an_office_is_its_holders(self, database: Database, settings: Settings) -> None:
        with_tie(database, 'tie = "casting-vote"\ncasting_role = "steward"')
        vote = tied(database, settings)
        entrust(database, "bob", "facilitator")
        entrust(database, "chloe", "steward")
        with pytest.raises(errors_ties.NotYourCastingVote):
            give(database, vote, "for", "bob")
        give(database, vote, "for", "chloe")

    def test_facilitators_give_it_for_another_role(self, database: Database, settings: Settings) -> None:
        with_tie(database, 'tie = "casting-vote"\ncasting_role = "chair"')
        vote = tied(database, settings)
        entrust(database, "bob", "facilitator")
        entrust(database, "chloe", "steward")
        with pytest.raises(errors_ties.NotYourCastingVote):
            give(database, vote, "for", "chloe")
        give(database, vote, "for", "bob")
        assert outcome(database, vote).outcome == "adopted"

    def test_what_awaits_an_office(self, database: Database, settings: Settings) -> None:
        with_tie(database)
        vote = tied(database, settings)

        def waiting(*held: str) -> list[tuple[int, str, str]]:
            with database.reading() as session:
                found = untying.pending(session)
                return [(each.number, each.how, each.office) for each in found if each.office in held]

        assert waiting("facilitator", "steward") == [(vote, "casting-vote", "facilitator")]
        assert waiting("steward") == waiting() == []
        give(database, vote, "for")
        assert waiting("facilitator") == []


class TestOfOptions:
    def test_all_the_tied_but_one_in_order(self, database: Database, settings: Settings) -> None:
        vote = tied_choice(database, settings, CASTING)
        assert outcome(database, vote).tie == ties.Awaited("casting-vote", ("atelier", "four", "jardin"))
        give(database, vote, ["jardin", "four"])
        found = outcome(database, vote)
        assert (found.outcome, found.result["elected"]) == ("adopted", ["jardin"])
        assert found.result["settled"][0]["order"] == ["jardin", "four", "atelier"]
        assert json.loads(file(database, vote))["casting_vote"] == ["jardin", "four"]

    @pytest.mark.parametrize(
        "choice", ["four", ["four"], ["four", "four"], ["four", "cave"], ["for", "against"], []]
    )
    def test_refused_otherwise(
        self, sqlite_database: Database, settings: Settings, choice: str | Sequence[str]
    ) -> None:
        vote = tied_choice(sqlite_database, settings, CASTING)
        with pytest.raises(errors_ties.CastingOrderWanted):
            give(sqlite_database, vote, choice)

    def test_of_two_the_one_preferred(self, sqlite_database: Database, settings: Settings) -> None:
        vote = tied_choice(sqlite_database, settings, CASTING, APART[:2])
        give(sqlite_database, vote, "four")
        assert outcome(sqlite_database, vote).result["elected"] == ["four"]

    def test_each_tie_in_turn_and_each_is_in_the_log(self, database: Database, settings: Settings) -> None:
        """Two colleges, a tie in each: the second is asked once the first is broken."""
        extra = f'by = "seats-per-college"\n{CASTING}'
        papers = [{"choice": each} for each in ("atelier", "four", "four", "jardin")]
        vote = tied_choice(database, settings, extra, papers)
        give(database, vote, "atelier")
        assert outcome(database, vote).tie == ties.Awaited("casting-vote", ("four", "jardin"))
        entrust(database, "bob", "facilitator")
        give(database, vote, "jardin", "bob")
        found = outcome(database, vote)
        assert (found.outcome, found.result["elected"]) == ("adopted", ["atelier", "jardin"])
        assert json.loads(file(database, vote))["casting_vote"] == ["atelier", "jardin"]
        first, second, third = results(database)
        assert (second["replaces"], third["replaces"]) == (first["recount"], second["recount"])
        with database.reading() as session:
            assert session.get_one(Vote, vote).casting_vote_by == "Alice Martin, Bob Lefèvre"


class TestByLot:
    def enter(self, database: Database, vote: int, seed: str = "7-12-33", who: str = "alice") -> None:
        database.transact(
            lambda session: service.enter_seed(
                session, vote=vote, seed=seed, by=cast.person_id(session, who), now=LATER
            )
        )

    def test_the_randomness_breaks_the_tie(self, database: Database, settings: Settings) -> None:
        vote = tied_choice(database, settings, LOT)
        assert outcome(database, vote).tie == ties.Awaited("lot")
        before = file(database, vote)
        self.enter(database, vote)
        found = outcome(database, vote)
        assert (found.outcome, found.result["settled"][0]["by"], found.tie) == ("adopted", "lot", None)
        document = json.loads(file(database, vote))
        assert document.pop("seed") == "7-12-33"
        assert recount.dumps(document) == before
        assert results(database)[1]["because"] == "lot"

    def test_nothing_is_awaited_where_no_randomness_was_named(
        self, sqlite_database: Database, settings: Settings
    ) -> None:
        vote = tied_choice(sqlite_database, settings, 'tie = "lot"')
        assert outcome(sqlite_database, vote).tie is None
        with pytest.raises(errors_choice.NotALot):
            self.enter(sqlite_database, vote)

    def test_by_facilitators_only(self, sqlite_database: Database, settings: Settings) -> None:
        vote = tied_choice(sqlite_database, settings, LOT)
        for who in ("bob", "chloe", "david", "eve"):
            with pytest.raises(errors_choice.ForFacilitators):
                self.enter(sqlite_database, vote, who=who)

    def test_once_and_only_for_a_tie(self, sqlite_database: Database, settings: Settings) -> None:
        vote = tied_choice(sqlite_database, settings, LOT)
        with pytest.raises(errors_choice.SeedWanted):
            self.enter(sqlite_database, vote, seed=" ")
        self.enter(sqlite_database, vote)
        with pytest.raises(Refusal):
            self.enter(sqlite_database, vote, seed="8")
        settled = tied_choice(sqlite_database, settings, LOT, [{"choice": "four"}])
        with pytest.raises(errors_choice.NotALot):
            self.enter(sqlite_database, settled)


class TestPure:
    rule: Rule = read({"method": "irv", "tie": "casting-vote"})

    def test_no_tie_awaits_nothing(self) -> None:
        assert ties.awaited(self.rule, {"outcome": "adopted", "tie": []}) is None

    def test_those_already_placed_are_not_asked_again(self) -> None:
        result = {"outcome": "tied", "tie": [["a", "b", "c"]]}
        assert ties.awaited(self.rule, result, casting_vote=["a"]) == ties.Awaited("casting-vote", ("b", "c"))
        assert ties.awaited(self.rule, result, casting_vote=["a", "b"]) is None

    def test_groups_are_asked_one_at_a_time(self) -> None:
        result = {"outcome": "tied", "tie": [["a", "b"], ["c", "d"]]}
        assert ties.awaited(self.rule, result, casting_vote=["b"]) == ties.Awaited("casting-vote", ("c", "d"))

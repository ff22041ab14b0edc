"""Choices among options: each method opens, is cast, sealed, and recounted by a stranger to the same."""

import io
import json
from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import select

from governance.config import Settings
from governance.db import Database
from governance.register.models import LogEntry
from tests import cast
from tests.voting import choices
from tests.voting.acts import CLOSES, open_vote
from voting import errors, errors_choice, queries, service, sheet, tally
from voting.models import Ballot, Vote, VoteCollege
from voting.options import Option


def recount(database: Database, vote: int) -> str:
    with database.reading() as session:
        return queries.recount_file(session, vote)[0]


@pytest.mark.parametrize("method", choices.RULES)
def test_a_stranger_recounts_to_the_same_result(database: Database, settings: Settings, method: str) -> None:
    vote = choices.sealed(database, settings, method)
    served = recount(database, vote)
    with database.reading() as session:
        stored = session.scalar(select(Vote.result).where(Vote.number == vote))
    out, err = io.StringIO(), io.StringIO()
    assert tally.run("-", io.StringIO(served), out, err) == 0, err.getvalue()
    assert out.getvalue() == stored


@pytest.mark.parametrize(
    "method", [each for each in choices.RULES if each not in ("lot", "without-candidate")]
)
def test_the_bread_oven_is_chosen(sqlite_database: Database, settings: Settings, method: str) -> None:
    vote = choices.sealed(sqlite_database, settings, method)
    with sqlite_database.reading() as session:
        outcome = queries.outcome(session, vote)
    assert outcome.outcome == "adopted"
    assert outcome.result["elected"][0] == "four"
    assert "Un four à pain" in outcome.result["sentence"]["fr"]
    assert {each["id"]: each["label"] for each in outcome.result["options"]}["four"] == "Un four à pain"


def test_the_options_are_frozen_and_their_fingerprint_is_in_the_log(database: Database) -> None:
    vote = choices.opened(database, "approval")
    with database.reading() as session:
        frozen = session.scalar(select(Vote.options).where(Vote.number == vote))
        entries = [json.loads(each) for each in session.scalars(select(LogEntry.entry))]
        assert sheet.read(session, vote).options == list(choices.OPTIONS)
    body = next(each["body"] for each in entries if each["type"] == "vote-opened")
    assert frozen is not None
    assert body["options"] == sha256(frozen.encode()).hexdigest()


def test_a_vote_on_a_text_has_no_options(sqlite_database: Database) -> None:
    vote = open_vote(sqlite_database)
    with sqlite_database.reading() as session:
        assert session.scalar(select(Vote.options).where(Vote.number == vote)) is None
        entries = [json.loads(each) for each in session.scalars(select(LogEntry.entry))]
    assert all("options" not in each["body"] for each in entries)


class TestOpening:
    @pytest.mark.parametrize(
        ("method", "options", "refusal"),
        [
            ("plurality", None, errors_choice.OptionsMissing),
            ("plurality", choices.OPTIONS[:1], errors_choice.OptionsMissing),
            ("stv", choices.OPTIONS[:1], errors_choice.OptionsMissing),
            ("approval", (), errors_choice.OptionsMissing),
            ("orientation", choices.OPTIONS, errors_choice.NoOptionsWanted),
            ("ordinary", choices.OPTIONS, errors_choice.NoOptionsWanted),
            ("plurality", (Option("a", "A"), Option("a", "B")), errors_choice.OptionTwice),
            ("plurality", (Option("A", "A"), Option("b", "B")), errors_choice.OptionUnusable),
            ("plurality", (Option("é", "A"), Option("b", "B")), errors_choice.OptionUnusable),
            ("plurality", (Option("blank", "A"), Option("b", "B")), errors_choice.OptionUnusable),
            ("plurality", (Option("a", " "), Option("b", "B")), errors_choice.OptionUnusable),
            ("plurality", (Option("a", "A" * 201), Option("b", "B")), errors_choice.OptionUnusable),
            ("plurality", (Option("a", "A", cost="0.5.1"), Option("b", "B")), errors_choice.OptionUnusable),
            ("plurality", (Option("a", "A", ratio="0"), Option("b", "B")), errors_choice.OptionUnusable),
            ("plurality", (Option("a", "A", college="x"), Option("b", "B")), errors_choice.OptionElsewhere),
            ("equal-shares", (Option("a", "A"), Option("b", "B")), errors_choice.OptionUnusable),
        ],
    )  # fmt: skip
    def test_refused(
        self,
        sqlite_database: Database,
        method: str,
        options: tuple[Option, ...] | None,
        refusal: type[Exception],
    ) -> None:
        with pytest.raises(refusal):
            choices.opened(sqlite_database, method, options)
        with sqlite_database.reading() as session:
            assert session.scalar(select(Vote.number)) is None

    @pytest.mark.parametrize("method", ["approval", "score", "majority-judgment", "equal-shares"])
    def test_one_option_is_enough_where_it_can_be_turned_down(
        self, sqlite_database: Database, method: str
    ) -> None:
        assert choices.opened(sqlite_database, method, choices.OPTIONS[:1])

    @pytest.mark.parametrize(
        ("method", "setting"),
        [("score", "max = 5"), ("majority-judgment", "grades"), ("equal-shares", "budget = 1000")],
    )
    def test_a_setting_without_default_is_missed_at_opening(
        self, sqlite_database: Database, method: str, setting: str
    ) -> None:
        text = "\n".join(line for line in choices.code().splitlines() if not line.startswith(setting))
        with pytest.raises(errors.NotCountable):
            choices.opened(sqlite_database, method, text=text)

    def test_a_default_option_must_be_an_option(self, sqlite_database: Database) -> None:
        text = choices.code().replace('method = "schulze"', 'method = "schulze"\ndefault_option = "rien"')
        with pytest.raises(errors.NotCountable):
            choices.opened(sqlite_database, "schulze", text=text)
        assert choices.opened(
            sqlite_database, "schulze", (*choices.OPTIONS, Option("rien", "Rien")), text=text
        )

    def test_the_options_may_be_those_of_the_rule(self, sqlite_database: Database) -> None:
        text = choices.code().replace(
            'method = "plurality"', 'method = "plurality"\noptions = ["oui", "non", "plus-tard"]'
        )
        vote = choices.opened(sqlite_database, "plurality", None, text=text)
        with sqlite_database.reading() as session:
            assert [each.label for each in sheet.read(session, vote).options] == ["oui", "non", "plus-tard"]

    def test_an_election_without_candidate_is_open(self, sqlite_database: Database) -> None:
        text = choices.code(extra='ballots = "secret"\nreport = "overall-only"')
        with pytest.raises(errors_choice.NominationIsOpen):
            choices.opened(sqlite_database, "without-candidate", text=text)

    def test_a_lot_names_its_randomness_in_advance(self, sqlite_database: Database) -> None:
        text = choices.code().replace('randomness = "Loto national du lendemain"', "")
        with pytest.raises(errors_choice.RandomnessUnnamed):
            choices.opened(sqlite_database, "lot", text=text)


class TestCasting:
    @pytest.mark.parametrize(
        ("method", "ballot"),
        [
            ("plurality", {"choice": "cave"}),
            ("plurality", {}),
            ("plurality", {"approved": ["four"]}),
            ("plurality", {"choice": "four", "reason": "…"}),
            ("approval", {"approved": ["four", "atelier", "jardin"]}),
            ("approval", {"approved": ["four", "four"]}),
            ("score", {"scores": {"four": 6}}),
            ("score", {"scores": {"four": "5"}}),
            ("majority-judgment", {"grades": {"four": "Excellent"}}),
            ("schulze", {"ranking": [["four"], ["four"]]}),
            ("irv", {"ranking": [["four", "jardin"]]}),
            ("stv", {"ranking": [["cave"]]}),
            ("without-candidate", {"nominee": "", "reason": "Elle écoute."}),
            ("without-candidate", {"nominee": "Alice Martin"}),
            ("without-candidate", {"nominee": "Alice Martin", "reason": " "}),
            ("without-candidate", {"nominee": "A" * 121, "reason": "Elle écoute."}),
            ("equal-shares", {"scores": {"four": 1}}),
        ],
    )
    def test_a_wrong_paper_is_refused_and_leaves_nothing(
        self, sqlite_database: Database, settings: Settings, method: str, ballot: dict[str, object]
    ) -> None:
        vote = choices.opened(sqlite_database, method)
        with pytest.raises(errors_choice.WrongPaper):
            choices.cast_one(sqlite_database, settings, vote, "bob", "La Filature", ballot)
        with sqlite_database.reading() as session:
            assert list(session.scalars(select(Ballot))) == []

    def test_nobody_votes_in_a_lot(self, sqlite_database: Database, settings: Settings) -> None:
        vote = choices.opened(sqlite_database, "lot")
        with pytest.raises(errors_choice.NoBallotsInALot):
            choices.cast_one(sqlite_database, settings, vote, "bob", "La Filature", {"choice": "four"})

    @pytest.mark.parametrize(
        ("who", "refusal"), [("alice", errors.NotYourMember), ("eve", errors.NotYourMember)]
    )
    def test_a_right_paper_in_the_wrong_hands(
        self, sqlite_database: Database, settings: Settings, who: str, refusal: type[Exception]
    ) -> None:
        vote = choices.opened(sqlite_database, "plurality")
        with pytest.raises(refusal):
            choices.cast_one(sqlite_database, settings, vote, who, "La Filature", {"choice": "four"})

    def test_the_receipt_holds_the_ballot(self, sqlite_database: Database, settings: Settings) -> None:
        vote = choices.opened(sqlite_database, "irv")
        receipt = choices.cast_one(
            sqlite_database, settings, vote, "bob", "La Filature", {"ranking": [["four"], ["jardin"]]}
        )
        assert receipt.ballot == {"vote": vote, "ranking": [["four"], ["jardin"]]}

    def test_only_the_last_ballot_counts(self, sqlite_database: Database, settings: Settings) -> None:
        vote = choices.opened(sqlite_database, "plurality")
        for choice in ("atelier", "four"):
            choices.cast_one(sqlite_database, settings, vote, "bob", "La Filature", {"choice": choice})
        sqlite_database.transact(lambda session: service.seal(session, vote, now=CLOSES))
        assert [each["choice"] for each in json.loads(recount(sqlite_database, vote))["ballots"]] == ["four"]


def test_reasons_of_nominations_are_kept_out_of_the_published_file(
    sqlite_database: Database, settings: Settings
) -> None:
    vote = choices.sealed(sqlite_database, settings, "without-candidate")
    assert "Elle écoute" not in recount(sqlite_database, vote)
    with sqlite_database.reading() as session:
        outcome = queries.outcome(session, vote)
    assert outcome.result["totals"] == {"Alice Martin": 2, "Bob Lefèvre": 1, "Chloé Garnier": 1}
    assert {each.reason for each in outcome.positions} == {"Elle écoute."}
    assert {each.ballot["nominee"] for each in outcome.positions} == set(outcome.result["totals"])


@pytest.mark.parametrize(
    "method", [each for each in choices.RULES if each not in ("lot", "without-candidate")]
)
def test_a_secret_choice_publishes_numbers_only(
    sqlite_database: Database, settings: Settings, method: str
) -> None:
    text = choices.code(extra='ballots = "secret"\nreport = "overall-only"')
    text = text.replace('id = "without-candidate"', 'id = "open"')
    vote = choices.sealed(sqlite_database, settings, method, text=text)
    document = json.loads(recount(sqlite_database, vote))
    assert "electorate" not in document
    assert "colleges" not in document
    assert sum(each["count"] for each in document["ballots"]) == 4
    assert all("voter" not in each and "college" not in each for each in document["ballots"])


class TestSeatsPerCollege:
    TEXT = choices.code(extra=f'by = "{choices.SEATS}"').replace(
        'weight = "20"', 'weight = "20"\nseats = 2', 1
    )
    CANDIDATES = (
        Option("alice", "Alice", college="places"),
        Option("bob", "Bob", college="places"),
        Option("chloe", "Chloé", college="coops"),
    )

    def test_each_college_elects_its_own_and_an_empty_seat_is_said(
        self, database: Database, settings: Settings
    ) -> None:
        vote = choices.opened(database, "plurality", self.CANDIDATES, text=self.TEXT)
        with database.reading() as session:
            seats = dict(session.execute(select(VoteCollege.college_id, VoteCollege.seats)).all())  # type: ignore[arg-type]
        assert seats == {"places": None, "coops": None, "public": 2}
        for who, member, choice in (
            ("bob", "La Filature", "alice"),
            ("chloe", "Coop Semailles", "chloe"),
            ("david", "Ville de Montreval", "blank"),
        ):
            choices.cast_one(database, settings, vote, who, member, {"choice": choice})
        database.transact(lambda session: service.seal(session, vote, now=CLOSES))
        with database.reading() as session:
            result = queries.outcome(session, vote).result
        assert result["elected"] == ["alice", "chloe"]
        assert [row["id"] for row in result["colleges"]] == ["places", "coops", "public"]
        assert result["vacant"] == 2

    def test_nobody_votes_for_the_candidate_of_another_college(
        self, sqlite_database: Database, settings: Settings
    ) -> None:
        vote = choices.opened(sqlite_database, "plurality", self.CANDIDATES, text=self.TEXT)
        with pytest.raises(errors_choice.WrongPaper):
            choices.cast_one(sqlite_database, settings, vote, "chloe", "Coop Semailles", {"choice": "alice"})


class TestLot:
    def enter(
        self, database: Database, vote: int, who: str = "alice", seed: str = "x", late: int = 0
    ) -> None:
        database.transact(
            lambda session: service.enter_seed(
                session,
                vote=vote,
                seed=seed,
                by=cast.person_id(session, who),
                now=CLOSES + timedelta(seconds=late),
            )
        )

    def test_it_waits_for_its_randomness_then_is_drawn(self, database: Database) -> None:
        vote = choices.opened(database, "lot")
        with database.reading() as session:
            assert queries.to_seal(session, CLOSES) == []
        with pytest.raises(errors_choice.SeedAwaited):
            database.transact(lambda session: service.seal(session, vote, now=CLOSES))
        self.enter(database, vote, seed=" 7-12-33\r\n")
        with database.reading() as session:
            assert queries.to_seal(session, CLOSES) == [vote]
        database.transact(lambda session: service.seal(session, vote, now=CLOSES))
        with database.reading() as session:
            result = queries.outcome(session, vote).result
        assert result["seed"] == "7-12-33"
        assert len(result["elected"]) == 2

    def test_never_before_the_list_is_closed(self, sqlite_database: Database) -> None:
        vote = choices.opened(sqlite_database, "lot")
        with pytest.raises(errors_choice.SeedTooEarly):
            self.enter(sqlite_database, vote, late=-1)

    def test_once_and_for_ever(self, sqlite_database: Database) -> None:
        vote = choices.opened(sqlite_database, "lot")
        self.enter(sqlite_database, vote)
        with pytest.raises(errors_choice.SeedGiven):
            self.enter(sqlite_database, vote, seed="y")

    @pytest.mark.parametrize("who", ["bob", "chloe", "david", "eve", "fanny"])
    def test_by_facilitators_only(self, sqlite_database: Database, who: str) -> None:
        vote = choices.opened(sqlite_database, "lot")
        with pytest.raises(errors_choice.ForFacilitators):
            self.enter(sqlite_database, vote, who)

    @pytest.mark.parametrize("seed", ["", "  ", "x" * 1001])
    def test_something_readable(self, sqlite_database: Database, seed: str) -> None:
        vote = choices.opened(sqlite_database, "lot")
        with pytest.raises(errors_choice.SeedWanted):
            self.enter(sqlite_database, vote, seed=seed)

    def test_of_a_lot_only(self, sqlite_database: Database) -> None:
        vote = choices.opened(sqlite_database, "plurality")
        with pytest.raises(errors_choice.NotALot):
            self.enter(sqlite_database, vote)
        with pytest.raises(errors.VoteNotFound):
            self.enter(sqlite_database, vote + 1)

"""Sealing: once, after closing; the recount file gives the same result; a secret vote forgets its voters."""

import io
import json
from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import select, text, update

from governance.config import Settings
from governance.db import Database
from governance.members import founding
from governance.register.models import LogEntry
from governance.rules.models import CodeVersion
from tests import cast
from tests.voting.acts import BALLOTS, CLOSES, cast_all, cast_one, open_vote, seal
from voting import errors, queries, sheet, tally, urn
from voting.models import Ballot, ReplacedCommitment, Vote, VoteRight


def recount(database: Database, vote: int) -> dict[str, object]:
    with database.reading() as session:
        return json.loads(queries.recount_file(session, vote)[0])  # type: ignore[no-any-return]


def log_of(database: Database) -> list[dict[str, object]]:
    with database.reading() as session:
        return [json.loads(entry) for entry in session.scalars(select(LogEntry.entry).order_by(LogEntry.seq))]


def with_code(database: Database, old: str, new: str) -> None:
    assert old in cast.CODE
    code = cast.CODE.replace(old, new)
    database.transact(lambda session: session.execute(update(CodeVersion).values(toml=code)))


@pytest.fixture
def counted(database: Database, settings: Settings) -> int:
    vote = open_vote(database)
    cast_all(database, settings, vote)
    seal(database, vote)
    return vote


def test_not_before_closing(database: Database, settings: Settings) -> None:
    vote = open_vote(database)
    with pytest.raises(errors.TooEarly):
        seal(database, vote, CLOSES - timedelta(microseconds=1))
    with database.reading() as session, pytest.raises(errors.NotCountedYet):
        queries.recount_file(session, vote)


def test_an_unknown_vote_cannot_be_sealed(database: Database) -> None:
    with pytest.raises(errors.VoteNotFound):
        seal(database, 7)


def test_the_result_is_the_exact_one(database: Database, counted: int) -> None:
    with database.reading() as session:
        outcome = queries.outcome(session, counted)
    # 2/5 × 2/2 + 2/5 × 1/2 + the silence of the booth in the public college, counted against: 0/5
    assert outcome.result["support"] == "3/5"
    assert outcome.outcome == "adopted"
    assert outcome.result["totals"]["cast"] == 5
    assert outcome.closed_at == CLOSES
    assert outcome.rule.main.by == "proportional"


def test_the_published_file_counts_to_the_stored_result(database: Database, counted: int) -> None:
    with database.reading() as session:
        served, _, _ = queries.recount_file(session, counted)
        stored = session.scalar(select(Vote.result).where(Vote.number == counted))
    out, err = io.StringIO(), io.StringIO()
    assert tally.run("-", io.StringIO(served), out, err) == 0
    assert out.getvalue() == stored
    assert err.getvalue() == ""


def test_the_log_binds_urn_and_file(database: Database, settings: Settings, counted: int) -> None:
    sealed, result = log_of(database)[-2:]
    with database.reading() as session:
        served, digest, _ = queries.recount_file(session, counted)
        row = session.get_one(Vote, counted)
        commitments = list(session.scalars(select(Ballot.commitment)))
    assert sealed["type"] == "urn-sealed"
    assert sealed["body"] == {"vote": counted, "root": urn.root(commitments), "ballots": 5, "replaced": 0}
    assert result["type"] == "result"
    assert result["body"] == {
        "vote": counted,
        "outcome": "adopted",
        "recount": sha256(served.encode()).hexdigest(),
        "result": sha256((row.result or "").encode()).hexdigest(),
    }
    assert digest == result["body"]["recount"]  # type: ignore[index]


def test_the_file_proves_what_the_opening_entries_promised(database: Database, counted: int) -> None:
    file = recount(database, counted)
    entries = {entry["type"]: entry["body"] for entry in log_of(database)}
    labels = [voter["id"] for voter in file["electorate"]]  # type: ignore[index,attr-defined]
    box = file["urn"]
    assert urn.root(labels) == entries["electorate-frozen"]["root"]  # type: ignore[index]
    assert urn.root(box["commitments"]) == entries["urn-sealed"]["root"]  # type: ignore[index]
    salt = bytes.fromhex(box["salt"])  # type: ignore[index]
    assert sha256(salt).hexdigest() == entries["vote-opened"]["recount_salt"]  # type: ignore[index]
    assert file["vote"]["rule"] == entries["vote-opened"]["rule"]  # type: ignore[index]


def test_an_open_vote_publishes_labels_and_no_name(database: Database, counted: int) -> None:
    with database.reading() as session:
        served, _, _ = queries.recount_file(session, counted)
        names = list(session.scalars(select(VoteRight.member_name)))
    assert len(json.loads(served)["ballots"]) == 5
    assert not any(name in served for name in names)


def test_names_are_published_when_the_rule_says_so(database: Database, settings: Settings) -> None:
    with_code(database, 'by = "heads"\ntime', 'by = "heads"\npublish = "names"\ntime')
    vote = open_vote(database, "quick", closes_at=CLOSES)
    cast_all(database, settings, vote)
    seal(database, vote)
    names = {voter["name"] for voter in recount(database, vote)["electorate"]}  # type: ignore[attr-defined]
    assert names == {name for name, _ in cast.MEMBERS}


def test_no_name_is_published_where_the_network_keeps_its_members_to_itself(
    database: Database, settings: Settings
) -> None:
    with_code(database, 'by = "heads"\ntime', 'by = "heads"\npublish = "names"\ntime')
    database.transact(lambda session: founding.show_members(session, public=False))
    vote = open_vote(database, "quick", closes_at=CLOSES)
    cast_all(database, settings, vote)
    seal(database, vote)
    assert not any("name" in voter for voter in recount(database, vote)["electorate"])  # type: ignore[attr-defined]
    assert len(recount(database, vote)["ballots"]) == 5  # type: ignore[arg-type]


def test_replaced_commitments_are_listed_apart(database: Database, settings: Settings) -> None:
    vote = open_vote(database)
    first = cast_one(database, settings, vote, "bob", "La Filature", "for")
    last = cast_one(database, settings, vote, "bob", "La Filature", "against")
    seal(database, vote)
    box = recount(database, vote)["urn"]
    assert box["commitments"] == [last.commitment]  # type: ignore[index]
    assert box["replaced"] == [first.commitment]  # type: ignore[index]
    with database.reading() as session:
        assert queries.place(session, vote, first.commitment) == "replaced"
        assert queries.place(session, vote, last.commitment) == "urn"
        assert queries.place(session, vote, "0" * 64) == "missing"
        assert queries.place(session, vote + 1, last.commitment) == "missing"


def test_sealing_twice_changes_nothing(database: Database, counted: int) -> None:
    before = (recount(database, counted), log_of(database))
    seal(database, counted, CLOSES + timedelta(days=1))
    assert (recount(database, counted), log_of(database)) == before


def test_no_ballot_at_all_is_void(database: Database) -> None:
    vote = open_vote(database, "quick", closes_at=CLOSES)
    seal(database, vote)
    with database.reading() as session:
        assert queries.outcome(session, vote).outcome == "void"


def test_a_missed_quorum_is_said(database: Database, settings: Settings) -> None:
    vote = open_vote(database)
    cast_one(database, settings, vote, "bob", "La Filature", "for")
    seal(database, vote)
    with database.reading() as session:
        assert queries.outcome(session, vote).outcome == "no-quorum"


def test_a_casting_vote_is_awaited(database: Database, settings: Settings) -> None:
    with_code(database, 'by = "heads"\ntime',
              'by = "heads"\ntie = "casting-vote"\ncasting_role = "facilitator"\ntime')  # fmt: skip
    vote = open_vote(database, "quick", closes_at=CLOSES)
    cast_one(database, settings, vote, "bob", "La Filature", "for")
    cast_one(database, settings, vote, "chloe", "Coop Semailles", "against")
    seal(database, vote)
    with database.reading() as session:
        assert queries.outcome(session, vote).outcome == "tied"


class TestSecret:
    @pytest.fixture
    def vote(self, database: Database, settings: Settings) -> int:
        with_code(database, 'report = "overall-only"', "secret_minimum = 1")
        vote = open_vote(database, "secret")
        self.receipts = cast_all(database, settings, vote)
        self.receipts.append(cast_one(database, settings, vote, "david", "Ville de Montreval", "against"))
        seal(database, vote)
        return vote

    def test_the_link_between_ballot_and_voter_is_erased(self, database: Database, vote: int) -> None:
        with database.reading() as session:
            rows = list(session.execute(select(Ballot.right_id, Ballot.r, Ballot.cast_at)))
            hours = set(session.scalars(select(VoteRight.cast_at)))
            people = set(session.scalars(select(VoteRight.cast_by)))
        assert set(rows) == {(None, "", None)}
        assert len(rows) == 5
        assert hours == {CLOSES, None}
        assert people == {None}

    def test_who_took_part_is_kept(self, database: Database, vote: int) -> None:
        with database.reading() as session:
            names = set(session.scalars(select(VoteRight.member_name).where(VoteRight.cast_at.is_not(None))))
        assert names == {member for _, member, _ in BALLOTS}

    def test_the_order_of_casting_cannot_be_found_again(self, database: Database, vote: int) -> None:
        if not database.is_sqlite:
            pytest.skip(
                "row order is a matter of SQLite's rowid; PostgreSQL's rows were deleted and written again"
            )
        with database.reading() as session:
            stored = list(session.scalars(text("select commitment from ballots order by rowid")))
            replaced = list(session.scalars(select(ReplacedCommitment.commitment)))
        assert stored == sorted(stored)
        assert len(replaced) == 1

    def test_the_file_holds_numbers_only(self, database: Database, vote: int) -> None:
        file = recount(database, vote)
        assert "electorate" not in file
        assert file["ballots"] == [
            {"college": "coops", "choice": "against", "count": 1},
            {"college": "coops", "choice": "for", "count": 1},
            {"college": "places", "choice": "for", "count": 2},
            {"college": "public", "choice": "against", "count": 1},
        ]
        assert urn.root(file["urn"]["commitments"]) == file["urn"]["root"]  # type: ignore[index]

    def test_nobody_sees_positions_and_receipts_are_gone(self, database: Database, vote: int) -> None:
        with database.reading() as session:
            assert queries.outcome(session, vote).positions == []
            right = session.scalars(select(VoteRight.id)).first() or 0
            with pytest.raises(errors.ReceiptGone):
                sheet.receipt(session, vote, right, cast.person_id(session, "bob"))

    def test_receipts_kept_still_find_their_ballot(self, database: Database, vote: int) -> None:
        with database.reading() as session:
            places = [queries.place(session, vote, receipt.commitment) for receipt in self.receipts]
        assert places == ["urn"] * 4 + ["replaced", "urn"]


def test_overall_only_stores_no_number_of_a_college(database: Database, settings: Settings) -> None:
    vote = open_vote(database, "secret")
    cast_all(database, settings, vote)
    seal(database, vote)
    file = recount(database, vote)
    assert "colleges" not in file
    assert file["registered"] == 6
    assert file["ballots"] == [
        {"choice": "abstain", "count": 1},
        {"choice": "against", "count": 1},
        {"choice": "for", "count": 3},
    ]
    with database.reading() as session:
        assert "colleges" not in queries.outcome(session, vote).result


def test_consent_keeps_reasons_out_of_the_published_file(database: Database, settings: Settings) -> None:
    vote = open_vote(database, "ordinary")
    cast_one(database, settings, vote, "bob", "La Filature", "consent")
    cast_one(database, settings, vote, "fanny", "L’Établi", "concern", reason="Et si un lieu ferme ?")
    cast_one(
        database, settings, vote, "david", "Ville de Montreval", "objection", nature="limit", reason="Trop"
    )
    cast_one(database, settings, vote, "chloe", "Coop Semailles", "stand-aside")
    seal(database, vote)
    with database.reading() as session:
        served, _, _ = queries.recount_file(session, vote)
        outcome = queries.outcome(session, vote)
    assert "Trop" not in served
    assert "ferme" not in served
    assert outcome.outcome == "rejected"
    assert outcome.result["objections"]["standing"] == 1
    assert [(each.member_name, each.choice, each.nature, each.reason) for each in outcome.positions] == [
        ("L’Établi", "concern", "", "Et si un lieu ferme ?"),
        ("La Filature", "consent", "", ""),
        ("Coop Semailles", "stand-aside", "", ""),
        ("Ville de Montreval", "objection", "limit", "Trop"),
    ]
    assert (outcome.fallback, outcome.rounds_max) == ("orientation", 2)


def test_what_the_worker_finds_to_do(database: Database, settings: Settings) -> None:
    first, second = open_vote(database), open_vote(database, "quick", closes_at=CLOSES + timedelta(days=1))
    with database.reading() as session:
        assert queries.to_seal(session, CLOSES - timedelta(seconds=1)) == []
        assert queries.to_seal(session, CLOSES) == [first]
        assert queries.to_seal(session, CLOSES + timedelta(days=1)) == [first, second]
        assert queries.to_settle(session) == []
    seal(database, first)
    with database.reading() as session:
        assert queries.to_seal(session, CLOSES) == []
        assert queries.to_settle(session) == [first]
    database.transact(lambda session: queries.settled(session, first, CLOSES))
    with database.reading() as session:
        assert queries.to_settle(session) == []


def test_an_outcome_before_the_count_is_refused(database: Database) -> None:
    vote = open_vote(database)
    with database.reading() as session:
        with pytest.raises(errors.NotCountedYet):
            queries.outcome(session, vote)
        with pytest.raises(errors.VoteNotFound):
            queries.outcome(session, vote + 1)
        assert queries.positions(session, vote) == []


def test_positions_of_an_open_vote_are_not_readable_before_closing(
    database: Database, settings: Settings
) -> None:
    vote = open_vote(database)
    cast_all(database, settings, vote)
    with database.reading() as session:
        assert queries.positions(session, vote) == []

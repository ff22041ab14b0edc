"""Opening a vote: what is copied, what is written in the log, who is told, what is refused."""

import json
from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import select, update

from governance.db import Database
from governance.mail.models import Outgoing
from governance.members.models import College, Member, Representation
from governance.register.models import LogEntry
from governance.rules.models import CodeVersion
from tests import cast
from tests.voting.acts import CLOSES, TEXT, open_vote
from voting import errors, errors_choice, sheet, urn
from voting.models import Vote, VoteCollege, VoteRight


def entries(database: Database) -> list[tuple[str, dict[str, object]]]:
    with database.reading() as session:
        rows = session.scalars(select(LogEntry.entry).order_by(LogEntry.seq))
        return [(entry["type"], entry["body"]) for entry in map(json.loads, rows)]


def with_code(database: Database, old: str, new: str) -> None:
    """Change the social code in force of the tests."""
    assert old in cast.CODE
    code = cast.CODE.replace(old, new)
    database.transact(lambda session: session.execute(update(CodeVersion).values(toml=code)))


def test_everything_a_vote_is_decided_on_is_copied(database: Database) -> None:
    number = open_vote(database)
    with database.reading() as session:
        vote = sheet.read(session, number)
        rights = list(
            session.execute(select(VoteRight.member_name, VoteRight.college_id).order_by(VoteRight.id))
        )
    assert vote.number == 1
    assert vote.question == "Créer un fonds d’entraide"
    assert vote.rule_name == "Décision d’orientation"
    assert vote.rule.main.by == "proportional"
    assert [(each.id, each.weight, each.registered) for each in vote.colleges] == [
        ("places", "40", 3),
        ("coops", "40", 2),
        ("public", "20", 1),
    ]
    assert vote.registered == 6
    assert vote.cast == 0
    assert sorted(name for name, _ in rights) == sorted(name for name, _ in cast.MEMBERS)


def test_changing_members_and_colleges_later_changes_nothing_of_it(database: Database) -> None:
    number = open_vote(database)

    def change(session: object) -> None:
        session.execute(update(College).values(weight="1", name="X"))  # type: ignore[attr-defined]
        session.execute(update(Member).values(name="Autre nom"))  # type: ignore[attr-defined]

    with database.reading() as session:
        before = sheet.read(session, number)
        names = list(session.scalars(select(VoteRight.member_name)))
    database.transact(change)
    with database.reading() as session:
        assert sheet.read(session, number) == before
        assert list(session.scalars(select(VoteRight.member_name))) == names


def test_the_log_holds_counts_and_hashes_and_no_name(database: Database) -> None:
    number = open_vote(database)
    with database.reading() as session:
        vote = session.get_one(Vote, number)
        labels = list(session.scalars(select(VoteRight.label)))
    (frozen_type, frozen), (opened_type, opened) = entries(database)[-2:]
    assert (frozen_type, opened_type) == ("electorate-frozen", "vote-opened")
    assert frozen["vote"] == opened["vote"] == number
    assert frozen["root"] == urn.root(labels)
    assert frozen["colleges"] == [
        {"id": "places", "registered": 3},
        {"id": "coops", "registered": 2},
        {"id": "public", "registered": 1},
    ]
    assert opened["text"] == sha256(TEXT.encode()).hexdigest()
    assert opened["rule"] == sha256(vote.rule.encode()).hexdigest()
    assert opened["recount_salt"] == sha256(bytes.fromhex(vote.salt)).hexdigest()
    assert "Filature" not in json.dumps([frozen, opened], ensure_ascii=False)


def test_a_label_is_the_salted_hash_of_the_member_and_differs_from_vote_to_vote(database: Database) -> None:
    open_vote(database)
    open_vote(database)
    with database.reading() as session:
        rights = list(session.execute(select(VoteRight.member_id, VoteRight.salt, VoteRight.label)))
    for member_id, salt, label in rights:
        assert label == urn.commitment(bytes.fromhex(salt), member_id)
    assert len({label for _, _, label in rights}) == 12


def test_numbers_have_no_holes_even_after_a_refusal(database: Database) -> None:
    assert open_vote(database) == 1
    with pytest.raises(errors.UnknownRule):
        open_vote(database, "nothing")
    assert open_vote(database) == 2


def test_each_representative_is_convened_once_for_all_their_members(database: Database) -> None:
    number = open_vote(database)
    with database.reading() as session:
        mails = list(session.execute(select(Outgoing.person_id, Outgoing.key, Outgoing.facts)))
        fanny = cast.person_id(session, "fanny")
        expected = {cast.person_id(session, who) for who in ("bob", "chloe", "david", "fanny")}
    assert {person for person, _, _ in mails} == expected
    assert len(mails) == 4
    facts = json.loads(next(facts for person, _, facts in mails if person == fanny))
    assert facts["vote"] == number
    assert facts["members"] == ["L’Établi", "Scop Rouages"]


def test_members_who_have_left_are_not_registered(database: Database) -> None:
    def leave(session: object) -> None:
        session.execute(  # type: ignore[attr-defined]
            update(Member).where(Member.name == "Scop Rouages").values(left_on=cast.NOW.date())
        )

    database.transact(leave)
    number = open_vote(database)
    with database.reading() as session:
        assert sheet.read(session, number).college("coops").registered == 1


def test_it_cannot_close_before_the_time_of_the_rule(database: Database) -> None:
    with pytest.raises(errors.ClosesTooEarly):
        open_vote(database, closes_at=CLOSES - timedelta(seconds=1))
    assert open_vote(database, closes_at=CLOSES) == 1


def test_a_week_is_a_week_of_the_calendar_across_summer_time(database: Database) -> None:
    before_change = cast.NOW.replace(day=25, hour=19)  # 20 h in Paris; summer time begins on 29 March
    closes = before_change + timedelta(days=7) - timedelta(hours=1)  # 20 h again
    assert open_vote(database, now=before_change, closes_at=closes) == 1


def test_nobody_registered_is_refused(database: Database) -> None:
    database.transact(lambda session: session.execute(update(Member).values(left_on=cast.NOW.date())))
    with pytest.raises(errors.NobodyRegistered):
        open_vote(database)


@pytest.mark.parametrize("empty", ["", 'secret_minimum = 3\nreport = "per-college"'])
def test_a_secret_vote_reported_by_college_needs_enough_people_in_each(
    database: Database, empty: str
) -> None:
    with_code(database, 'report = "overall-only"', empty)
    with pytest.raises(errors.TooFewForSecrecy) as refused:
        open_vote(database, "secret")
    assert refused.value.facts["registered"] == 2


def test_a_secret_vote_opens_at_the_minimum_exactly(database: Database) -> None:
    with_code(database, 'report = "overall-only"', "secret_minimum = 1")
    assert open_vote(database, "secret") == 1


def test_a_college_without_members_has_no_ballot_to_guess(database: Database) -> None:
    with_code(database, 'report = "overall-only"', "secret_minimum = 2")

    def leave(session: object) -> None:
        session.execute(  # type: ignore[attr-defined]
            update(Member).where(Member.name == "Ville de Montreval").values(left_on=cast.NOW.date())
        )

    with pytest.raises(errors.TooFewForSecrecy):
        open_vote(database, "secret")
    database.transact(leave)
    assert open_vote(database, "secret") == 1


def test_a_secret_vote_reported_overall_only_opens_with_small_colleges(database: Database) -> None:
    assert open_vote(database, "secret") == 1


def test_a_rule_by_college_cannot_be_reported_overall_only(database: Database) -> None:
    silences = "\n".join(
        f'{name} = "{value}"'
        for name, value in (
            ("empty_college", "excluded"),
            ("silent_college", "against"),
            ("abstaining_college", "against"),
            ("short_college", "no-quorum"),
        )
    )
    with_code(
        database, 'by = "heads"\nballots = "secret"', f'by = "proportional"\n{silences}\nballots = "secret"'
    )
    with pytest.raises(errors.NotCountable):
        open_vote(database, "secret")


def test_a_round_of_consent_is_never_secret(database: Database) -> None:
    with_code(database, "rounds_max = 2", 'rounds_max = 2\nballots = "secret"\nsecret_minimum = 1')
    with pytest.raises(errors.ConsentIsOpen):
        open_vote(database, "ordinary")


def test_a_choice_without_options_is_refused(database: Database) -> None:
    with_code(database, 'id = "quick"\nname = "Décision rapide"\nmethod = "majority"',
              'id = "quick"\nname = "Choix"\nmethod = "approval"')  # fmt: skip
    with pytest.raises(errors_choice.OptionsMissing):
        open_vote(database, "quick")


def test_a_refused_opening_leaves_nothing_behind(database: Database) -> None:
    before = entries(database)
    with pytest.raises(errors.ClosesTooEarly):
        open_vote(database, closes_at=cast.NOW + timedelta(hours=1))
    with database.reading() as session:
        for table in (Vote, VoteRight, VoteCollege, Outgoing):
            assert session.scalar(select(table)) is None
    assert entries(database) == before


def test_who_has_no_representative_is_registered_all_the_same(database: Database) -> None:
    with database.reading() as session:
        assert session.scalar(select(Representation).where(Representation.member_id == 3)) is None
    number = open_vote(database)
    with database.reading() as session:
        assert sheet.read(session, number).registered == 6

"""Choices among options and people: listed, stood for, refused, voted, recorded."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.db import Database
from governance.errors import Refusal
from governance.members.models import Circle, CircleCollege, CollegeMembership, Mandate, Member
from governance.register.models import Decision
from proposals import candidacies, errors, errors_choice, listing, naming, service
from proposals.listing import Written
from proposals.models import Proposal
from tests.cast import NOW, member_id, person_id
from tests.proposals import choices
from tests.proposals.choices import STATEMENT, listed, options, stands, submitted, votes
from tests.proposals.steps import DAY, close, count, draft, opened
from voting import errors_choice as voting_errors
from voting import service as voting
from voting.models import Vote
from voting.options import Option, loads

Work = Callable[[Session], Any]


@pytest.fixture(autouse=True)
def code_of_choices(request: pytest.FixtureRequest) -> None:
    choices.adopt(
        request.getfixturevalue("database" if "database" in request.fixturenames else "sqlite_database")
    )


def refused(database: Database, work: Work, refusal: type[Refusal]) -> Refusal:
    with pytest.raises(refusal) as raised:
        database.transact(work)
    return raised.value


def frozen(session: Session, vote: int) -> list[Option]:
    return loads(session.get_one(Vote, vote).options)


def recorded(session: Session, number: int) -> Decision:
    decision = session.get_one(Proposal, number).decision
    return session.scalars(select(Decision).where(Decision.number == decision)).one()


def told(session: Session, number: int, lang: str = "fr") -> str:
    """The last line of the story in the register."""
    story = recorded(session, number).story
    return str((json.loads(story) if isinstance(story, str) else story)[-1]["what"][lang])


class TestListing:
    def test_options_are_added_changed_and_removed_in_the_draft(self, database: Database) -> None:
        def work(session: Session) -> None:
            number, bob = draft(session, "project"), person_id(session, "bob")
            first, second = listed(session, number, "Un four à pain", "La  gare\n")
            listing.change(session, number, first, Written("Un jardin", "**Ouvert**"), by=bob, now=NOW)
            assert [(each.slug, each.label) for each in options(session, number)] == [
                ("un-jardin", "Un jardin"),
                ("la-gare", "La gare"),
            ]
            assert "<strong>" in options(session, number)[0].note_html
            listing.remove(session, number, second, by=bob, now=NOW)
            assert [each.slug for each in options(session, number)] == ["un-jardin"]

        database.transact(work)

    def test_in_debate_what_is_removed_leaves_its_line(self, database: Database) -> None:
        def work(session: Session) -> None:
            number = submitted(session, "project")
            (first,) = listed(session, number, "Un four à pain")
            listing.remove(session, number, first, by=person_id(session, "bob"), now=NOW)
            listed(session, number, "Un four à pain")
            assert [(each.slug, each.withdrawn_at) for each in options(session, number)] == [
                ("un-four-a-pain", NOW),
                ("un-four-a-pain-2", None),
            ]

        database.transact(work)

    def test_a_draft_thrown_away_takes_its_options_along(self, database: Database) -> None:
        def work(session: Session) -> None:
            number = draft(session, "project")
            listed(session, number, "Un four à pain")
            service.delete(session, number, by=person_id(session, "bob"), now=NOW)

        database.transact(work)
        assert count(database, "proposal_options") == 0

    @pytest.mark.parametrize(
        ("rule", "written", "refusal"),
        [
            ("project", Written("  "), errors_choice.LabelMissing),
            ("project", Written("L’ÉTABLI"), errors_choice.OptionThere),
            ("project", Written("Autre", "x" * 5_001), errors_choice.NoteTooLong),
            ("budget", Written("Autre"), errors_choice.CostMissing),
            ("budget", Written("Autre", cost="0"), errors_choice.CostUnreadable),
            ("budget", Written("Autre", cost="-3"), errors_choice.CostUnreadable),
            ("budget", Written("Autre", cost="cher"), errors_choice.CostUnreadable),
            ("quick", Written("Autre"), errors_choice.NotAChoice),
            ("board", Written("Autre"), errors_choice.OptionsAreCandidates),
            ("jury", Written("Autre"), errors_choice.OptionsAreCandidates),
        ],
    )
    def test_what_cannot_be_listed(
        self, sqlite_database: Database, rule: str, written: Written, refusal: type[Refusal]
    ) -> None:
        def work(session: Session) -> int:
            number = submitted(session, rule)
            if rule == "project":
                listed(session, number, "l'etabli")
            return listing.add(session, number, written, by=person_id(session, "bob"), now=NOW)

        refused(sqlite_database, work, refusal)
        assert count(sqlite_database, "proposal_options") == 0

    def test_there_is_an_end_to_a_list(self, sqlite_database: Database) -> None:
        def work(session: Session) -> None:
            listed(session, submitted(session, "project"), *(f"Option {n}" for n in range(101)))

        refused(sqlite_database, work, errors_choice.TooManyOptions)

    def test_only_the_author_lists_and_never_while_a_vote_is_open(self, database: Database) -> None:
        number = database.transact(lambda s: submitted(s, "ranked"))
        ids = database.transact(lambda s: listed(s, number, "Un four", "Une gare"))
        for who in ("alice", "chloe", "eve"):
            for work in (
                lambda s, who=who: listing.add(s, number, Written("X"), by=person_id(s, who), now=NOW),
                lambda s, who=who: listing.remove(s, number, ids[0], by=person_id(s, who), now=NOW),
            ):
                refused(database, work, errors.NotYours)
        database.transact(lambda s: opened(s, number, now=NOW))
        refused(database, lambda s: listed(s, number, "Trop tard"), errors.VoteIsOpen)

    def test_an_option_of_another_proposal_is_none(self, sqlite_database: Database) -> None:
        def work(session: Session) -> None:
            (other,) = listed(session, submitted(session, "project"), "Un four")
            number = submitted(session, "project")
            listing.remove(session, number, other, by=person_id(session, "bob"), now=NOW)

        refused(sqlite_database, work, errors_choice.NoOption)


class TestStanding:
    def test_a_person_stands_for_a_member_in_its_college(self, database: Database) -> None:
        def work(session: Session) -> None:
            number = submitted(session, "board")
            stands(session, number, "chloe")
            (one,) = options(session, number)
            assert (one.label, one.slug) == ("Chloé Garnier, Coop Semailles", "chloe-garnier")
            assert (one.college_id, one.person_id) == ("coops", person_id(session, "chloe"))

        database.transact(work)

    @pytest.mark.parametrize(
        ("length", "accepted"), [(19, False), (20, True), (10_000, True), (10_001, False)]
    )
    def test_a_statement_has_the_length_of_the_rule(
        self, sqlite_database: Database, length: int, accepted: bool
    ) -> None:
        work: Work = lambda s: stands(s, submitted(s, "board"), "bob", "é" * length + "  \n")  # noqa: E731
        if accepted:
            sqlite_database.transact(work)
        else:
            short = length < 20
            refusal = errors_choice.StatementTooShort if short else errors_choice.StatementTooLong
            raised = refused(sqlite_database, work, refusal)
            assert not short or raised.facts == {"have": 19, "least": 20}

    def test_a_lot_has_volunteers_and_asks_for_no_statement(self, database: Database) -> None:
        database.transact(lambda s: stands(s, submitted(s, "jury"), "david", ""))
        assert count(database, "proposal_options") == 1

    def test_standing_twice_for_a_member_is_refused_until_one_withdraws(self, database: Database) -> None:
        number = database.transact(lambda s: submitted(s, "board"))
        first = database.transact(lambda s: stands(s, number, "bob"))
        refused(database, lambda s: stands(s, number, "bob"), errors_choice.AlreadyStands)
        database.transact(
            lambda s: candidacies.withdraw(s, number, first, by=person_id(s, "bob"), now=NOW + DAY)
        )
        database.transact(lambda s: stands(s, number, "bob"))
        with database.reading() as session:
            assert [each.slug for each in options(session, number)] == ["bob-lefevre", "bob-lefevre-2"]

    def test_one_stands_for_a_member_one_speaks_for(self, sqlite_database: Database) -> None:
        def work(session: Session) -> None:
            coop = member_id(session, "Coop Semailles")
            bob, number = person_id(session, "bob"), submitted(session, "board")
            candidacies.stand(session, number, member_id=coop, statement=STATEMENT, by=bob, now=NOW)

        refused(sqlite_database, work, errors.NotYourVoice)

    def test_nobody_stands_without_a_part_nor_under_a_rule_of_options(
        self, sqlite_database: Database
    ) -> None:
        number = sqlite_database.transact(lambda s: submitted(s, "board"))
        eve: Work = lambda s: candidacies.enter(  # noqa: E731
            s, number, member_id=member_id(s, "La Filature"), name="Eve", statement=STATEMENT,
            by=person_id(s, "eve"), now=NOW,
        )  # fmt: skip
        refused(sqlite_database, eve, errors.NotYours)
        refused(
            sqlite_database,
            lambda s: stands(s, submitted(s, "project"), "bob"),
            errors_choice.NoCandidaciesHere,
        )

    def test_the_list_closes_when_the_rule_says(self, database: Database) -> None:
        number = database.transact(lambda s: submitted(s, "board"))
        end = NOW + 10 * DAY
        database.transact(lambda s: stands(s, number, "bob", now=end - timedelta(seconds=1)))
        raised = refused(
            database, lambda s: stands(s, number, "chloe", now=end), errors_choice.CandidaciesClosed
        )
        assert raised.facts == {"when": end}

    def test_the_debate_lasts_as_long_as_one_may_stand(self, sqlite_database: Database) -> None:
        with_days = sqlite_database.transact(lambda s: submitted(s, "board"))
        with sqlite_database.reading() as session:
            assert session.get_one(Proposal, with_days).debate_ends_at == NOW + 10 * DAY
        refused(sqlite_database, lambda s: opened(s, with_days, now=NOW + 9 * DAY), errors.TooEarly)

    def test_an_office_enters_somebody_and_may_take_that_back(self, database: Database) -> None:
        number = database.transact(lambda s: submitted(s, "board"))

        def enter(
            session: Session, name: str = "Paul Quai", member: str = "Le Quai 9", who: str = "alice"
        ) -> int:
            given = {"name": name, "statement": STATEMENT, "by": person_id(session, who), "now": NOW}
            return candidacies.enter(session, number, member_id=member_id(session, member), **given)  # type: ignore[arg-type]

        entered = database.transact(enter)
        refused(database, lambda s: enter(s, "PAUL QUAI"), errors_choice.AlreadyStands)
        refused(database, lambda s: enter(s, " "), errors_choice.NameMissing)
        refused(database, lambda s: enter(s, who="chloe"), errors_choice.NotYourCandidacy)
        chloe = database.transact(lambda s: stands(s, number, "chloe"))

        def withdraw(candidacy: int, who: str) -> Work:
            return lambda s: candidacies.withdraw(s, number, candidacy, by=person_id(s, who), now=NOW)

        for candidacy, who in ((chloe, "alice"), (chloe, "bob"), (entered, "bob"), (entered, "chloe")):
            refused(database, withdraw(candidacy, who), errors_choice.NotYourCandidacy)
        database.transact(withdraw(entered, "alice"))
        database.transact(withdraw(chloe, "chloe"))
        refused(database, withdraw(chloe, "chloe"), errors_choice.NoOption)

    def test_a_steward_who_is_no_facilitator_enters_too(self, sqlite_database: Database) -> None:
        def work(session: Session) -> None:
            eve, number = person_id(session, "eve"), submitted(session, "board")
            session.add(Mandate(person_id=eve, office="steward", starts_on=date(2025, 1, 1)))
            session.flush()
            member = member_id(session, "La Filature")
            candidacies.enter(
                session, number, member_id=member, name="Paul", statement=STATEMENT, by=eve, now=NOW
            )

        sqlite_database.transact(work)

    def test_the_author_removes_no_candidacy(self, sqlite_database: Database) -> None:
        number = sqlite_database.transact(lambda s: submitted(s, "board"))
        chloe = sqlite_database.transact(lambda s: stands(s, number, "chloe"))
        for act in (candidacies.withdraw, listing.remove):
            with pytest.raises(Refusal):
                sqlite_database.transact(
                    lambda s, act=act: act(s, number, chloe, by=person_id(s, "bob"), now=NOW)
                )
        with sqlite_database.reading() as session:
            assert options(session, number)[0].withdrawn_at is None

    def test_a_member_outside_the_circle_has_no_candidate(self, sqlite_database: Database) -> None:
        def work(session: Session) -> int:
            number = submitted(session, "chair")
            session.get_one(Proposal, number).circle_id = "places-only"
            session.add(Circle(id="places-only", name="Lieux", purpose=""))
            session.flush()
            session.add(CircleCollege(circle_id="places-only", college_id="places"))
            session.flush()
            stands(session, number, "bob")
            return stands(session, number, "chloe")

        refused(sqlite_database, work, errors_choice.MemberNotHere)


class TestTheVote:
    def test_too_few_options_are_refused_in_words(self, sqlite_database: Database) -> None:
        def work(session: Session) -> int:
            number = submitted(session, "chair")
            stands(session, number, "bob")
            return opened(session, number, now=NOW)

        raised = refused(sqlite_database, work, voting_errors.OptionsMissing)
        assert raised.facts == {"rule": "Présidence", "least": 2}

    def test_a_text_is_put_to_the_vote_without_what_a_former_rule_listed(
        self, sqlite_database: Database
    ) -> None:
        def work(session: Session) -> None:
            number = draft(session, "project")
            listed(session, number, "Un four")
            session.get_one(Proposal, number).rule_id = "quick"
            service.submit(session, number, by=person_id(session, "bob"), now=NOW)
            assert session.get_one(Vote, opened(session, number, now=NOW)).options is None

        sqlite_database.transact(work)

    def test_people_stand_without_the_options_of_a_former_rule(self, sqlite_database: Database) -> None:
        def work(session: Session) -> None:
            number = draft(session, "project")
            listed(session, number, "Un four")
            session.get_one(Proposal, number).rule_id = "chair"
            service.submit(session, number, by=person_id(session, "bob"), now=NOW)
            for who in ("bob", "chloe"):
                stands(session, number, who)
            vote = opened(session, number, now=NOW)
            assert [each.id for each in frozen(session, vote)] == ["bob-lefevre", "chloe-garnier"]

        sqlite_database.transact(work)

    def test_the_options_are_frozen_with_the_vote(self, database: Database) -> None:
        def work(session: Session) -> None:
            number = submitted(session, "budget")
            listed(session, number, "Un four à pain", cost="400")
            listed(session, number, "Un jardin", cost="1 200,50")
            vote = opened(session, number, now=NOW)
            assert [(each.id, each.label, each.cost) for each in frozen(session, vote)] == [
                ("un-four-a-pain", "Un four à pain", "400"),
                ("un-jardin", "Un jardin", "1200.50"),
            ]

        database.transact(work)

    def test_what_every_option_must_beat_comes_with_the_rule(self, sqlite_database: Database) -> None:
        def work(session: Session) -> None:
            number = submitted(session, "ranked")
            listed(session, number, "Un four", "Une gare")
            ids = [each.id for each in frozen(session, opened(session, number, now=NOW))]
            assert ids == ["un-four", "une-gare", "further-discussion"]

        sqlite_database.transact(work)

    def test_the_register_says_what_was_chosen(self, database: Database) -> None:
        def work(session: Session) -> None:
            number, at = submitted(session, "project"), NOW + 7 * DAY
            listed(session, number, "Un four à pain", "La gare")
            vote = opened(session, number)
            for who in ("bob", "chloe"):
                votes(session, vote, who, {"approved": ["un-four-a-pain"]}, now=at)
            close(session, vote)
            assert session.get_one(Proposal, number).state == "adopted"
            result = json.loads(recorded(session, number).result)
            assert result["elected"] == ["un-four-a-pain"]
            assert {"id": "un-four-a-pain", "label": "Un four à pain"} in result["options"]
            assert told(session, number) == "Vote\xa0: choix de «\xa0Un four à pain\xa0»"
            assert told(session, number, "en") == "Vote: “Un four à pain” chosen"

        database.transact(work)

    def test_each_college_fills_its_seats_and_an_empty_one_is_vacant(self, database: Database) -> None:
        def work(session: Session) -> None:
            number, at = submitted(session, "board"), NOW + 10 * DAY
            stands(session, number, "bob")
            stands(session, number, "chloe")
            vote = opened(session, number, now=at)
            assert {each.college for each in frozen(session, vote)} == {"places", "coops"}
            votes(session, vote, "bob", {"approved": ["bob-lefevre"]}, now=at)
            votes(session, vote, "chloe", {"approved": ["chloe-garnier"]}, now=at)
            close(session, vote)
            result = json.loads(recorded(session, number).result)
            assert result["elected"] == ["bob-lefevre", "chloe-garnier"]
            assert "1 siège vacant" in told(session, number)
            assert "1 seat vacant" in told(session, number, "en")

        database.transact(work)

    def test_a_candidate_goes_with_the_member(self, sqlite_database: Database) -> None:
        def work(session: Session) -> None:
            number, at = submitted(session, "board"), NOW + 10 * DAY
            for who in ("bob", "chloe", "david"):
                stands(session, number, who)
            session.get_one(Member, member_id(session, "La Filature")).left_on = at.date()
            coop = member_id(session, "Coop Semailles")
            for row in session.scalars(select(CollegeMembership).where(CollegeMembership.member_id == coop)):
                row.college_id = "places"
            session.flush()
            vote = opened(session, number, now=at)
            assert [(each.id, each.college) for each in frozen(session, vote)] == [
                ("chloe-garnier", "places"),
                ("david-morel", "public"),
            ]
            assert options(session, number)[0].withdrawn_at == at

        sqlite_database.transact(work)

    def test_votes_equal_a_tie_and_the_vote_again(self, database: Database) -> None:
        def work(session: Session) -> None:
            number, at = submitted(session, "project"), NOW + 7 * DAY
            listed(session, number, "Un four", "Une gare")
            vote = opened(session, number)
            votes(session, vote, "bob", {"approved": ["un-four"]}, now=at)
            votes(session, vote, "chloe", {"approved": ["une-gare"]}, now=at)
            ended = close(session, vote)
            kept = session.get_one(Proposal, number)
            assert (kept.state, kept.opening) == ("postponed", "revote")
            assert told(session, number) == "Vote\xa0: partage des voix"
            again = opened(session, number, now=ended)
            assert len(frozen(session, again)) == 2

        database.transact(work)

    def test_no_absolute_majority_and_a_second_round_between_the_two_first(self, database: Database) -> None:
        def work(session: Session) -> None:
            number = submitted(session, "chair")
            for who in ("bob", "chloe", "david"):
                stands(session, number, who)
            vote = opened(session, number, now=NOW)
            fanny = person_id(session, "fanny")
            for who, chosen in (("bob", "bob-lefevre"), ("chloe", "chloe-garnier"), ("david", "david-morel")):
                votes(session, vote, who, {"choice": chosen}, now=NOW)
            for member, chosen in (("L’Établi", "bob-lefevre"), ("Scop Rouages", "chloe-garnier")):
                answer = voting.Answer(member_id(session, member), ballot={"choice": chosen})
                voting.cast_all(session, vote=vote, answers=[answer], by=fanny, now=NOW)
            ended = close(session, vote)
            kept = session.get_one(Proposal, number)
            assert (kept.state, kept.opening) == ("postponed", "second-round")
            assert told(session, number).startswith(
                "Vote\xa0: second tour entre «\xa0Bob Lefèvre, La Filature\xa0» et"
            )
            second = opened(session, number, now=ended)
            assert [each.id for each in frozen(session, second)] == ["bob-lefevre", "chloe-garnier"]
            votes(session, second, "david", {"choice": "chloe-garnier"}, now=ended)
            close(session, second)
            assert kept.state == "adopted"
            assert "Chloé Garnier" in told(session, number)

        database.transact(work)

    def test_an_election_without_candidate_needs_no_list_and_elects_nobody(self, database: Database) -> None:
        def work(session: Session) -> None:
            number = submitted(session, "role")
            vote = opened(session, number, now=NOW)
            assert frozen(session, vote) == []
            said = {"nominee": "Alice Martin", "reason": "Elle écoute."}
            votes(session, vote, "bob", said, now=NOW)
            close(session, vote)
            assert session.get_one(Proposal, number).state == "postponed"
            assert told(session, number) == "Vote\xa0: noms proposés, à départager par consentement"

        database.transact(work)

    def test_a_lot_is_drawn_among_the_volunteers(self, database: Database) -> None:
        def work(session: Session) -> None:
            number = submitted(session, "jury")
            for who in ("bob", "chloe"):
                stands(session, number, who, "")
            vote = opened(session, number, now=NOW)
            at = session.get_one(Vote, vote).closes_at
            voting.enter_seed(session, vote=vote, seed="7-12-33", by=person_id(session, "alice"), now=at)
            close(session, vote)
            assert session.get_one(Proposal, number).state == "adopted"
            assert told(session, number).startswith("Tirage au sort\xa0: choix de «\xa0")

        database.transact(work)


@pytest.mark.parametrize(
    ("label", "slug"),
    [
        ("un four a pain", "un-four-a-pain"),
        ("l etabli", "l-etabli"),
        ("東京", "option"),
        ("blank", "blank-2"),
        ("abstain", "abstain-2"),
        ("taken", "taken-3"),
        ("x" * 200, "x" * 48),
    ],
)
def test_an_identifier_is_made_of_small_letters(label: str, slug: str) -> None:
    assert naming.slug(label, {"taken", "taken-2"}) == slug


@pytest.mark.parametrize(
    ("text", "kept"), [("1200", "1200"), (" 1\u202f200,50 ", "1200.50"), ("0.4", "0.4"), ("1/3", "1/3")]
)
def test_a_cost_is_read_as_people_write_it(text: str, kept: str) -> None:
    assert naming.cost(text) == kept

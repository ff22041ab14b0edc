"""What the demonstration tells: a year of real decisions, credible and complete."""

import json
import re
from collections import Counter
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.circles import election, successions, turns_reading
from governance.circles import queries as circles
from governance.circles import succession_ground as ground
from governance.circles.models import Chosen, Succession, TurnSwap
from governance.circles.successions import Way
from governance.db import Database
from governance.demo.content import FOLDER, load
from governance.mail.models import Outgoing
from governance.members import queries as members
from governance.members.models import Mandate, Person
from governance.members.models_roles import Role
from governance.register import following
from governance.register.models import Decision, LogEntry
from governance.register.models_following import ExecutionEntry, ReviewEntry
from governance.rules import check
from governance.rules import queries as rules
from governance.web.visitor import Visitor
from proposals import phases
from proposals.live import ground as room
from proposals.live import service as live
from proposals.live.steps import ROLE
from proposals.models import Comment, Objection, Proposal
from proposals.models_amendments import Amendment, ProposalAuthor
from proposals.models_debate import DebateSummary
from proposals.models_life import MeetingRequest, PetitionSignature, ProposalLook
from proposals.models_opinions import Opinion
from proposals.models_terms import Conflict, ProposalTemplate
from tests.demo.conftest import NOW
from voting import tally
from voting.models import Vote


@pytest.fixture
def decisions(demo_database: Database) -> list[Decision]:
    with demo_database.reading() as session:
        return list(session.scalars(select(Decision).order_by(Decision.id)))


def named(decisions: list[Decision], title: str) -> dict[str, Any]:
    return dict(json.loads(next(each.result for each in decisions if each.title == title)))


def test_a_year_of_decisions_with_every_kind_of_end(decisions: list[Decision]) -> None:
    assert len(decisions) >= 25
    assert decisions[-1].decided_at - decisions[0].decided_at > timedelta(days=300)
    outcomes = Counter(each.outcome for each in decisions)
    assert outcomes["adopted"] > outcomes["rejected"] >= 5
    assert outcomes["no-quorum"] == 1
    assert {each.method for each in decisions} == {
        "consent", "majority", "majority-judgment", "without-candidate",
    }  # fmt: skip
    assert {each.rule_id for each in decisions} == {
        "ordinary", "orientation", "block", "every", "statutes", "quick", "secret", "judgment",
        "people", "names",
    }  # fmt: skip


def test_the_first_worked_count_is_a_real_result(decisions: list[Decision]) -> None:
    """A 20/0, B 4/6, C 1/2, equal thirds: 26/45 when proportional, 1/3 by blocks."""
    proportional = named(decisions, "Adopter la charte d’accueil des tiers-lieux")
    assert (proportional["outcome"], Fraction(proportional["support"])) == ("adopted", Fraction(26, 45))
    block = named(decisions, "Installer le secrétariat du réseau à La Filature")
    assert (block["outcome"], Fraction(block["support"])) == ("rejected", Fraction(1, 3))
    for result in (proportional, block):
        assert [(c["registered"], c["for"], c["against"]) for c in result["colleges"]] == [
            (20, 20, 0), (10, 4, 6), (3, 1, 2),
        ]  # fmt: skip


def test_the_second_worked_count_is_a_real_result(decisions: list[Decision]) -> None:
    """A 6/4 (40), B 6/4 (30), C 0/50 (30): 42/100 when proportional, 7/10 by blocks."""
    proportional = named(decisions, "Faire payer aux lieux l’usage des machines partagées")
    assert (proportional["outcome"], Fraction(proportional["support"])) == ("rejected", Fraction(42, 100))
    block = named(decisions, "Répartir la dotation régionale au prorata des emplois salariés")
    assert (block["outcome"], Fraction(block["support"])) == ("adopted", Fraction(7, 10))
    for result in (proportional, block):
        assert {c["id"]: (c["for"], c["against"]) for c in result["colleges"]} == {
            "places": (0, 50), "coops": (6, 4), "public": (6, 4),
        }  # fmt: skip


def test_every_result_is_recounted_from_its_published_file(demo_database: Database) -> None:
    with demo_database.reading() as session:
        sealed = session.execute(select(Vote.recount, Vote.result).where(Vote.sealed_at.is_not(None))).all()
    assert len(sealed) >= 27
    for recount, result in sealed:
        assert tally.tally(json.loads(recount)) == json.loads(result)


def test_a_missed_quorum_was_followed_by_its_second_call(demo_database: Database) -> None:
    with demo_database.reading() as session:
        first = session.scalars(select(Vote).where(Vote.outcome == "no-quorum")).one()
        second = session.scalars(select(Vote).where(Vote.previous == first.number)).one()
    assert second.subject == first.subject
    assert (second.outcome, second.cast) == ("adopted", 15), (
        "fewer than the half that the first call asks for"
    )
    assert second.opened_at - first.closes_at >= timedelta(days=15)


def test_objections_were_integrated_withdrawn_and_others_await(demo_database: Database) -> None:
    with demo_database.reading() as session:
        statuses = Counter(session.scalars(select(Objection.status)))
        waiting = session.scalars(
            select(Proposal).where(Proposal.state == "debate", Proposal.standing > 0)
        ).all()
        contested = session.scalars(select(Objection).where(Objection.contested_at.is_not(None))).one()
        tested = session.scalars(select(Objection).where(Objection.tests != "")).all()
    assert statuses["integrated"] == 1
    assert statuses["withdrawn"] >= 1
    assert [(each.versions, each.rounds) for each in waiting] == [(2, 1), (2, 1)]
    assert (contested.member_name, contested.status) == ("L’Établi", "standing")
    assert len(tested) >= 2


def test_votes_a_choice_and_consents_are_open_and_half_full(demo_database: Database) -> None:
    with demo_database.reading() as session:
        running = session.scalars(select(Vote).where(Vote.closes_at > NOW)).all()
    asked = [each for each in running if each.subject.startswith("question:")]
    others = [each for each in running if each not in asked and not each.live]
    assert len(asked) == 1, "whether there is reasoning in an objection that was set aside"
    assert Counter(each.method for each in others) == {"majority": 2, "consent": 2, "schulze": 1}
    assert all(0 < each.cast < each.registered for each in others)


def test_each_phase_of_a_consent_has_its_proposal(demo_database: Database) -> None:
    with demo_database.reading() as session:
        prepared = session.scalars(select(Proposal).where(Proposal.rule_id == "prepared")).all()
        found = {each.title: phases.of(session, each, NOW) for each in prepared}
    named = {title: phase.name for title, phase in found.items() if phase}
    assert set(named.values()) == {"questions", "reactions", "amending", "objections", "integration", "ended"}
    assert named["Acheter l’électricité ensemble"] == "questions"
    assert named["Fermer le réseau une semaine en août"] == "reactions"


def test_what_happens_beside_the_votes(demo_database: Database) -> None:
    with demo_database.reading() as session:
        amended = Counter(session.scalars(select(Amendment.status)))
        states = Counter(session.scalars(select(Proposal.state)))
        signed = session.query(PetitionSignature).count()
        written = session.query(ProposalAuthor).filter(ProposalAuthor.accepted_at.is_not(None)).count()
        doubled = session.query(Proposal).filter(Proposal.doubled_at.is_not(None)).count()
        unanswered = session.query(Comment).filter_by(purpose="question", resolved_at=None).count()
        others = [
            session.query(each).count() for each in (Conflict, DebateSummary, MeetingRequest, ProposalLook)
        ]
    assert amended == {"accepted": 2, "refused": 1, "proposed": 1}
    assert states["embargoed"] == 1
    assert (signed, written, doubled) == (4, 1, 1)
    assert unanswered > 0
    assert all(others)


def test_trials_derogations_and_what_became_of_decisions(demo_database: Database) -> None:
    with demo_database.reading() as session:
        kinds = Counter(session.scalars(select(Decision.kind)))
        reviews = Counter(session.scalars(select(ReviewEntry.kind)))
        numbers = session.scalars(select(ExecutionEntry.decision_id).distinct()).all()
        today = NOW.date()
        found = Counter(following.entries(session, number).state(today) for number in numbers)
        assert session.query(ProposalTemplate).count() == 2
    assert (kinds["trial"], kinds["derogation"]) == (2, 1)
    assert (reviews["lapsed"], reviews["observed"]) == (1, 1)
    assert found == {"closed": 1, "late": 1, "under-way": 2}


def test_a_round_is_held_in_the_room_now(demo_database: Database) -> None:
    with demo_database.reading() as session:
        number = session.scalars(select(Proposal.number).where(Proposal.live.is_not(None))).one()
        state = room.held(session, number).state
    said = [line.position.choice for line in state.roster if line.position]
    assert (state.phase, sorted(said)) == ("objections", ["concern", "consent"])
    assert state.line(state.turn).people == ("Chloé Garnier",)  # type: ignore[union-attr]


def test_the_first_visit_finds_something_that_awaits_each(demo_database: Database, demo_app: Flask) -> None:
    awaits = {
        "Alice Martin": ["Conduire la séance", "Publier l’avis", "Ouvrir le tour suivant", "Mettre au vote"],
        "Bob Lefèvre": ["en retard", "Publier l’avis", "Voter"],
        "Chloé Garnier": ["Suivre la séance", "Objection", "Lire et réagir"],
        "David Morel": ["Suivre la séance", "Lire et questionner"],
        "Fanny Roche": ["Voter"],
        "Samia Belkacem": ["La réexaminer"],
    }
    for who, words in awaits.items():
        client = demo_app.test_client()
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "fr"
        client.post("/demo/", data={"who": who})
        page = client.get("/").text
        for each in words:
            assert each in page, (who, each)


def test_debates_and_drafts(demo_database: Database) -> None:
    with demo_database.reading() as session:
        states = Counter(session.scalars(select(Proposal.state)))
        assert session.query(Comment).count() > 60
        assert len(set(session.scalars(select(Comment.person_name)))) > 30
    assert states["debate"] >= 4
    assert states["draft"] == 2
    assert states["withdrawn"] == 1


def test_a_place_was_chosen_by_grades_and_a_machine_is_being_ranked(decisions: list[Decision]) -> None:
    result = named(decisions, "Où tenir l’assemblée générale")
    assert (result["outcome"], result["elected"]) == ("adopted", ["l-etabli"])
    assert "L’Établi" in result["sentence"]["fr"]


def test_about_sixty_members_in_three_colleges(demo_database: Database) -> None:
    with demo_database.reading() as session:
        rights = members.electorate(session, circle_id="network", on=NOW.date())
        assert len(members.colleges(session)) == 3
    assert 55 <= len(rights) <= 70


def test_each_social_code_came_with_a_decision(demo_database: Database) -> None:
    with demo_database.reading() as session:
        lines = rules.history(session)
        adopted = set(session.scalars(select(Decision.number).where(Decision.outcome == "adopted")))
        text = rules.in_force(session).toml
    assert [line.number for line in lines] == [3, 2, 1]
    assert {line.decision for line in lines[:2]} <= adopted
    assert not [problem for problem in check.check(text) if problem.severity == "error"]


def test_the_log_is_in_the_order_of_time(demo_database: Database) -> None:
    with demo_database.reading() as session:
        entries = session.execute(select(LogEntry.seq, LogEntry.t).order_by(LogEntry.seq)).all()
    assert [seq for seq, _ in entries] == list(range(len(entries)))
    moments = [t for _, t in entries]
    assert moments == sorted(moments)
    assert moments[-1] <= NOW


def test_nobody_is_written_to(demo_database: Database) -> None:
    with demo_database.reading() as session:
        assert session.query(Outgoing).filter(Outgoing.sent_at.is_(None), Outgoing.due_at <= NOW).count() == 0


def test_those_one_may_be_have_not_voted_yet(demo_database: Database) -> None:
    people = {each.name for each in load().sign_ins}
    with demo_database.reading() as session:
        rows = session.connection().exec_driver_sql(
            "select p.name from vote_rights r join people p on p.id = r.cast_by "
            "join votes v on v.number = r.vote where v.sealed_at is null"
        )
        assert not people & {name for (name,) in rows}


def test_three_levels_of_circles_a_vacant_role_and_terms_that_end_soon(demo_database: Database) -> None:
    with demo_database.reading() as session:
        circles = {each.id: each.parent for each in rules.in_force(session).code.circles}
        today = NOW.date()
        held = session.scalars(select(Mandate).where(Mandate.role_id.is_not(None))).all()
        roles = {each.id: each.slug for each in session.scalars(select(Role))}
        opinion = session.scalars(select(Opinion)).one()
        by_right = select(Proposal.referred_by).where(Proposal.referred_by.is_not(None))
        referred = session.scalars(by_right).all()
    assert circles["wood"] == "machines"
    assert {"users", "steering"} < set(circles)
    now = [each for each in held if each.starts_on <= today < (each.ends_on or today)]
    ending = {
        roles[each.role_id] for each in now if each.ends_on and each.ends_on <= today + timedelta(days=30)
    }
    assert ending == {"treasurer", "machines-guardian", "steering-coops", "steering-places"}
    assert "secretary" in roles.values()
    assert "secretary" not in {roles[each.role_id] for each in now}
    assert "secretary" in {roles[each.role_id] for each in held}
    assert {roles[each.role_id] for each in held if each.how == "rotation"} == {"presidency"}
    assert referred == ["users"]
    assert (opinion.circle_id, opinion.answer) == ("users", "reservations")


def test_half_of_a_circle_renewed_a_replacement_and_a_swap_to_confirm(demo_database: Database) -> None:
    today = NOW.date()
    with demo_database.reading() as session:
        steering = {
            slug: circles.renewed(role.what, circles.history(session, role.id, today).mandates, today)
            for slug in ("steering-places", "steering-coops", "steering-public")
            for role in (circles.role(session, slug, today),)
        }
        (access,) = circles.role(session, "welcome-access", today).seats
        (swap,) = session.scalars(select(TurnSwap))
        presidency = turns_reading.page(session, "presidency", Visitor(), lambda member: member.name, NOW)
    days = sorted({day for found in steering.values() for day, _seats in found})
    assert [day.year - today.year for day in days] == [0, 1]
    assert [seats for _day, seats in steering["steering-places"]] == [(1,), (2,)]
    assert access.holder is not None
    assert access.holder.until_filled
    assert today < (access.holder.ends_on or today) <= today + timedelta(days=184)
    assert swap.confirmed_at is None
    assert (presidency.swaps[0].one, presidency.swaps[0].other) == ("Fabrique de la Gare", "La Filature")


def test_a_role_awaits_a_proposal_and_another_an_acceptance(demo_database: Database) -> None:
    with demo_database.reading() as session:
        found = {}
        for row in session.scalars(select(Succession).order_by(Succession.id)):
            facts = ground.facts(session, row, NOW)
            found[session.get_one(Role, row.role_id).slug] = election.step(facts)
        free = select(Succession).where(Succession.kind == election.FREE)
        named = ground.nominations(session, session.scalars(free).one())
        asked = session.scalars(select(Chosen.person_name)).all()
    assert found == {"machines-guardian": election.HEARING, "secretary": election.ACCEPTANCE}
    assert len(named.named) == 9
    assert asked == ["Fanny Roche"]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (re.compile(r"\w'\w"), "a typewriter apostrophe"),
        (re.compile(r"[\w»)] :\s|« | »"), "a plain space before a colon or inside guillemets"),
        (re.compile(r"[\w»)€%] [;!?]|\d [€%]"), "a plain space before ; ! ? € %"),
    ],
)
def test_french_typography(wrong: re.Pattern[str], why: str) -> None:
    for path in FOLDER.rglob("*.toml"):
        assert not wrong.findall(path.read_text(encoding="utf-8")), f"{path.name}: {why}"


def test_a_vacant_role_may_be_filled_at_a_meeting(demo_database: Database) -> None:
    """The steering committee elects without candidate, live, then by a consent that is live too."""

    def begin(session: Session) -> tuple[str, bool]:
        role = session.scalars(select(Role).where(Role.slug == "steering-host")).one()
        alice = session.scalars(select(Person.id).where(Person.name == "Alice Martin")).one()
        rights = successions.circle_members(session, "steering", NOW)
        successions.begin(
            session, role.id, Way("names", consent="person"), member_id=rights[0].member_id,
            starts_on=NOW.date(), by=alice, now=NOW,
        )  # fmt: skip
        asked = session.scalars(select(Proposal.number).order_by(Proposal.number.desc())).first() or 0
        live.begin(session, asked, by=alice, now=NOW)
        state = room.held(session, asked).state
        code = rules.in_force(session).code
        return state.phase, code.decision("person").process.live and len(state.roster) == 4

    assert demo_database.transact(begin) == (ROLE, True)

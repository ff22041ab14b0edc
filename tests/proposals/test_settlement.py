"""From a closed vote to what follows: adoption, objections, fallback, second call, the register."""

import json
import threading
from collections.abc import Callable

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from governance.db import Database
from governance.register.models import Decision, DecisionLink
from governance.rules.models import CodeVersion
from proposals import errors, objections, service
from proposals.models import Concern, Objection, Proposal
from tests.cast import CODE, NOW, person_id
from tests.proposals.steps import BETTER, DAY, TEXT, close, closes_at, count, opened, say, submitted
from voting import service as voting

REASON = "Ouvrir chaque samedi, c’est fermer le lundi."


def proposal(session: Session, number: int) -> Proposal:
    return session.get_one(Proposal, number)


def decision(session: Session, number: int) -> Decision:
    return session.scalars(
        select(Decision).where(Decision.number == proposal(session, number).decision)
    ).one()


def objected(session: Session, *, now=NOW + 7 * DAY) -> tuple[int, int]:  # type: ignore[no-untyped-def]
    """A consent round that closed on an objection of Chloé; the proposal and the vote."""
    number = submitted(session)
    vote = opened(session, number, now=now)
    say(session, vote, "bob", "consent", now=now)
    say(session, vote, "chloe", "objection", REASON, "limit", now=now)
    say(session, vote, "david", "concern", "L’assurance ?", now=now)
    close(session, vote)
    return number, vote


def test_a_majority_adopts_and_the_register_tells_it(database: Database) -> None:
    def work(session: Session) -> None:
        number = submitted(session, "orientation")
        vote = opened(session, number)
        for who in ("bob", "chloe", "david"):
            say(session, vote, who, "for", now=NOW + 7 * DAY)
        at = close(session, vote)
        kept, written = proposal(session, number), decision(session, number)
        assert (kept.state, kept.moved_at, kept.opening) == ("adopted", at, "")
        assert (written.title, written.summary, written.text) == (TEXT.title, TEXT.summary, TEXT.text)
        assert (written.outcome, written.proposal, written.version, written.vote) == (
            "adopted",
            number,
            1,
            vote,
        )
        assert written.carried_by == "La Filature"
        story = json.loads(written.story)
        assert [each["what"]["fr"].split("\u00a0")[0] for each in story] == [
            "Proposée par La Filature",
            "Débattue",
            "Vote",
        ]
        assert story[0]["on"] == "2026-03-02"

    database.transact(work)
    assert count(database, "outgoing_mails where kind = 'outcome'") == 4


def test_a_majority_rejects(database: Database) -> None:
    def work(session: Session) -> None:
        number = submitted(session, "quick")
        vote = opened(session, number, now=NOW)
        say(session, vote, "bob", "against", now=NOW)
        close(session, vote)
        assert proposal(session, number).state == "rejected"
        assert decision(session, number).outcome == "rejected"

    database.transact(work)


def test_an_objection_brings_the_text_back_to_debate(database: Database) -> None:
    def work(session: Session) -> None:
        number, vote = objected(session)
        kept = proposal(session, number)
        assert (kept.state, kept.opening, kept.standing, kept.decision) == ("debate", "round", 1, None)
        raised = session.scalars(select(Objection)).one()
        assert (raised.number, raised.version, raised.nature, raised.reason, raised.vote) == (
            1,
            1,
            "limit",
            REASON,
            vote,
        )
        assert session.scalars(select(Concern.text)).all() == ["L’assurance ?"]

    database.transact(work)
    assert count(database, "decisions") == 0
    assert count(database, "outgoing_mails where kind = 'outcome'") == 0


def test_no_other_round_on_the_very_text_objected_to(database: Database) -> None:
    def work(session: Session) -> None:
        number, _ = objected(session)
        with pytest.raises(errors.ObjectionUnanswered):
            opened(session, number, now=NOW + 20 * DAY)
        bob = person_id(session, "bob")
        service.revise(session, number, BETTER, note="", based_on=1, by=bob, now=NOW + 15 * DAY)
        assert opened(session, number, now=NOW + 20 * DAY)

    database.transact(work)


def test_an_objection_is_integrated_by_two_agreements_on_one_version(database: Database) -> None:
    def work(session: Session) -> None:
        number, _ = objected(session)
        bob, chloe, now = person_id(session, "bob"), person_id(session, "chloe"), NOW + 15 * DAY

        def confirm(as_: str, version: int, by: int) -> bool:
            return objections.confirm(session, number, 1, as_=as_, version=version, by=by, now=now)

        with pytest.raises(errors.NoLaterVersion):
            confirm("author", 1, bob)
        service.revise(session, number, BETTER, note="", based_on=1, by=bob, now=now)
        with pytest.raises(errors.NoLaterVersion):
            confirm("objector", 3, chloe)
        with pytest.raises(errors.NotYourVoice):
            confirm("objector", 2, bob)
        with pytest.raises(errors.NotYourVoice):
            confirm("author", 2, chloe)
        with pytest.raises(errors.NotYourObjection):
            confirm("judge", 2, chloe)
        assert confirm("author", 2, bob) is False
        assert proposal(session, number).standing == 1
        service.revise(session, number, TEXT, note="", based_on=2, by=bob, now=now)
        assert confirm("objector", 3, chloe) is False  # the author had agreed to version 2
        assert confirm("author", 3, bob) is True
        kept = session.scalars(select(Objection)).one()
        assert (kept.status, kept.answered_version) == ("integrated", 3)
        assert proposal(session, number).standing == 0
        with pytest.raises(errors.ObjectionNotStanding):
            objections.withdraw(session, number, 1, by=chloe, now=now)

    database.transact(work)


def test_who_objects_may_withdraw_and_nobody_else(database: Database) -> None:
    def work(session: Session) -> None:
        number, _ = objected(session)
        for who in ("alice", "bob", "david"):
            with pytest.raises(errors.NotYourVoice):
                objections.withdraw(session, number, 1, by=person_id(session, who), now=NOW + 15 * DAY)
        with pytest.raises(errors.NotYours):
            objections.withdraw(session, number, 1, by=person_id(session, "eve"), now=NOW + 15 * DAY)
        with pytest.raises(errors.NoObjection):
            objections.withdraw(session, number, 2, by=person_id(session, "chloe"), now=NOW + 15 * DAY)
        objections.withdraw(session, number, 1, by=person_id(session, "chloe"), now=NOW + 15 * DAY)
        assert opened(session, number, now=NOW + 15 * DAY)

    database.transact(work)


def test_a_facilitator_sets_aside_with_a_written_ground_only(database: Database) -> None:
    def work(session: Session) -> None:
        number, _ = objected(session)
        alice, now = person_id(session, "alice"), NOW + 15 * DAY
        with pytest.raises(errors.NotFacilitator):
            objections.set_aside(session, number, 1, ground="x", by=person_id(session, "bob"), now=now)
        with pytest.raises(errors.GroundMissing):
            objections.set_aside(session, number, 1, ground=" \n", by=alice, now=now)
        objections.set_aside(session, number, 1, ground="Aucun motif n’est donné.", by=alice, now=now)
        kept = session.scalars(select(Objection)).one()
        assert (kept.status, kept.ground, kept.status_by) == (
            "set-aside",
            "Aucun motif n’est donné.",
            "Alice Martin",
        )

    database.transact(work)


def second_round(session: Session, number: int, *, chloe: str | None) -> None:
    now = NOW + 16 * DAY
    bob = person_id(session, "bob")
    service.revise(session, number, BETTER, note="", based_on=1, by=bob, now=now)
    vote = opened(session, number, now=now)
    for who in ("bob", "david"):
        say(session, vote, who, "consent", now=now)
    if chloe:
        say(
            session,
            vote,
            chloe and "chloe",
            chloe,
            REASON if chloe == "objection" else "",
            "harm" if chloe == "objection" else "",
            now=now,
        )
    close(session, vote)


def test_consenting_in_the_next_round_withdraws_the_objection_and_the_story_says_so(
    database: Database,
) -> None:
    def work(session: Session) -> None:
        number, _ = objected(session)
        second_round(session, number, chloe="consent")
        assert proposal(session, number).state == "adopted"
        written = decision(session, number)
        assert (written.version, written.text) == (2, BETTER.text)
        [lifted] = json.loads(written.objections)
        assert (lifted["by"], lifted["reason"]) == ("Coop Semailles", REASON)
        assert "retirée" in lifted["how"]["fr"]
        assert json.loads(written.concerns) == [
            {"by": "Ville de Montreval", "college": "public", "text": "L’assurance ?"}
        ]
        assert [e["what"]["en"] for e in json.loads(written.story)][-1] == "Consent, round 2: adopted"

    database.transact(work)


def test_an_objector_who_stays_silent_still_stops_adoption(database: Database) -> None:
    def silent(session: Session) -> None:
        number = submitted(session)
        vote = opened(session, number)
        for who, choice in (("bob", "objection"), ("chloe", "consent"), ("david", "consent")):
            say(
                session,
                vote,
                who,
                choice,
                *((REASON, "harm") if choice == "objection" else ()),
                now=NOW + 7 * DAY,
            )
        close(session, vote)
        bob = person_id(session, "bob")
        service.revise(session, number, BETTER, note="", based_on=1, by=bob, now=NOW + 16 * DAY)
        again = opened(session, number, now=NOW + 16 * DAY)
        say(session, again, "chloe", "consent", now=NOW + 16 * DAY)
        say(session, again, "david", "consent", now=NOW + 16 * DAY)
        from tests.cast import member_id
        from voting.service import Answer, cast_all

        fanny = person_id(session, "fanny")
        answer = Answer(member_id(session, "L’Établi"), "consent")
        cast_all(session, vote=again, answers=[answer], by=fanny, now=NOW + 16 * DAY)
        close(session, again)
        assert session.execute(
            text("select outcome from votes where number = :n"), {"n": again}
        ).scalar() == ("adopted")
        kept = proposal(session, number)
        assert (kept.state, kept.opening, kept.standing) == ("debate", "fallback", 1)

    database.transact(silent)
    assert count(database, "decisions") == 0


def test_after_the_last_round_the_fallback_of_the_rule_decides_and_the_objection_is_recorded(
    database: Database,
) -> None:
    def work(session: Session) -> None:
        number, _ = objected(session)
        second_round(session, number, chloe="objection")
        kept = proposal(session, number)
        assert (kept.state, kept.opening, kept.standing) == ("debate", "fallback", 1)
        statuses = session.execute(select(Objection.number, Objection.status, Objection.renewed_as))
        assert sorted(tuple(row) for row in statuses) == [(1, "withdrawn", 2), (2, "standing", None)]
        vote = opened(session, number, now=NOW + 30 * DAY)
        assert session.execute(
            text("select rule_id, previous from votes where number = :n"), {"n": vote}
        ).one() == (
            "orientation",
            None,
        )
        for who in ("bob", "chloe", "david"):
            say(session, vote, who, "for", now=NOW + 30 * DAY)
        close(session, vote)
        assert proposal(session, number).state == "adopted"
        assert [
            each["how"]["en"].partition(": ")[2] for each in json.loads(decision(session, number).objections)
        ] == [
            "raised again in the next round (no. 2)",
            "it stands",
        ]

    database.transact(work)


def with_code(session: Session, change: Callable[[str], str]) -> None:
    toml = change(CODE)
    session.add(CodeVersion(number=2, toml=toml, sha256="0" * 64, adopted_at=NOW))
    session.flush()


def test_without_fallback_the_last_round_rejects(sqlite_database: Database) -> None:
    def work(session: Session) -> None:
        with_code(session, lambda toml: toml.replace('fallback = "orientation"', 'fallback = "rejected"'))
        number, _ = objected(session)
        second_round(session, number, chloe="objection")
        assert proposal(session, number).state == "rejected"
        assert decision(session, number).outcome == "rejected"

    sqlite_database.transact(work)


def test_a_fallback_to_the_assembly_lets_the_facilitator_choose_among_its_votes(
    sqlite_database: Database,
) -> None:
    def work(session: Session) -> None:
        with_code(session, lambda toml: toml.replace('fallback = "orientation"', 'fallback = "assembly"'))
        number, _ = objected(session)
        second_round(session, number, chloe="objection")
        with pytest.raises(errors.UnknownRule):
            opened(session, number, now=NOW + 30 * DAY, way="network/ordinary")
        vote = opened(session, number, now=NOW + 30 * DAY, way="network/quick")
        assert closes_at(session, vote) < NOW + 31 * DAY

    sqlite_database.transact(work)


SECOND_CALL = "second_call = { after_days = 15, quorum = [] }\n"


def test_a_second_call_comes_from_its_date_on_and_is_linked(sqlite_database: Database) -> None:
    def work(session: Session) -> None:
        with_code(
            session,
            lambda t: t.replace(
                'threshold = "1/2"\nby = "proportional"',
                SECOND_CALL + 'threshold = "1/2"\nby = "proportional"',
            ),
        )
        number = submitted(session, "orientation")
        vote = opened(session, number)
        say(session, vote, "bob", "for", now=NOW + 7 * DAY)
        at = close(session, vote)
        kept = proposal(session, number)
        assert (kept.state, kept.opening) == ("postponed", "second-call")
        first = decision(session, number)
        assert first.outcome == "no-quorum"
        with pytest.raises(errors.TooEarly):
            opened(session, number, now=at + 14 * DAY)
        again = opened(session, number, now=at + 16 * DAY)
        previous = text("select previous from votes where number = :n")
        assert session.execute(previous, {"n": again}).scalar() == vote
        say(session, again, "bob", "for", now=at + 16 * DAY)
        close(session, again)
        second = decision(session, number)
        link = session.scalars(select(DecisionLink)).one()
        assert (link.decision_id, link.earlier_id, link.kind) == (second.id, first.id, "follows")
        assert (
            second.outcome == "rejected"
        )  # counted: the second call has no quorum, and two colleges are silent
        assert proposal(session, number).state == "rejected"

    sqlite_database.transact(work)


def test_what_is_postponed_goes_back_to_debate(database: Database) -> None:
    def work(session: Session) -> None:
        number = submitted(session, "quick")
        vote = opened(session, number, now=NOW)
        at = close(session, vote)
        assert (proposal(session, number).state, proposal(session, number).opening) == ("postponed", "")
        with pytest.raises(errors.NoVoteToOpen):
            opened(session, number, now=at)
        with pytest.raises(errors.NotYours):
            service.reopen(session, number, by=person_id(session, "chloe"), now=at)
        service.reopen(session, number, by=person_id(session, "alice"), now=at)
        assert opened(session, number, now=at + DAY)

    database.transact(work)


def test_a_vote_about_something_else_is_left_alone(sqlite_database: Database) -> None:
    def work(session: Session) -> None:
        number = submitted(session, "quick")
        vote = opened(session, number, now=NOW)
        at = closes_at(session, vote)
        session.execute(text("update votes set subject = 'election:1'"))
        voting.seal(session, vote, now=at)
        service.settle(session, vote, now=at)
        assert proposal(session, number).state == "decision"
        assert session.execute(text("select settled_at from votes")).scalar() is None

    sqlite_database.transact(work)


def test_two_workers_settle_once(database: Database) -> None:
    def prepare(session: Session) -> tuple[int, object]:
        number = submitted(session, "quick")
        vote = opened(session, number, now=NOW)
        say(session, vote, "bob", "for", now=NOW)
        at = closes_at(session, vote)
        voting.seal(session, vote, now=at)
        return vote, at

    vote, at = database.transact(prepare)
    failed: list[BaseException] = []

    def worker() -> None:
        try:
            database.transact(lambda session: service.settle(session, vote, now=at))  # type: ignore[arg-type]
        except BaseException as error:
            failed.append(error)

    workers = [threading.Thread(target=worker) for _ in range(4)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert not failed
    assert count(database, "decisions") == 1
    assert count(database, "outgoing_mails where kind = 'outcome'") == 4


def test_a_concern_confirmed_word_for_word_is_on_record_once(database: Database) -> None:
    def work(session: Session) -> list[str]:
        number, _vote = objected(session)
        at = NOW + 14 * DAY
        objections.withdraw(session, number, 1, by=person_id(session, "chloe"), now=at)
        vote = opened(session, number, now=at)
        for who in ("bob", "chloe"):
            say(session, vote, who, "consent", now=at)
        say(session, vote, "david", "concern", "L’assurance ?", now=at)
        close(session, vote)
        return [each["text"] for each in json.loads(decision(session, number).concerns)]

    assert database.transact(work) == ["L’assurance ?"]

"""Proxies on both databases: given, accepted, revoked; cast with, voted over; counted; told nobody else."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from governance.config import Settings
from governance.db import Database
from governance.members.models import Member, Representation
from governance.register.models import LogEntry
from governance.rules.models import CodeVersion
from governance.web.visitor import Visitor, Voice
from tests import cast
from tests.voting import choices
from tests.voting.acts import CLOSES, cast_one, open_vote, seal
from tests.voting.proxy_acts import HOUR, act, admit, give, give_before, mails, proxy
from voting import awaited, errors, proxy_errors, proxy_queries, service, tally, urn
from voting.answers import Answer
from voting.casting import cast_all
from voting.models import Ballot, ReplacedCommitment, Vote, VoteCollege, VoteRight
from voting.proxy_models import Proxy

FREE = "max = 5"


@pytest.fixture
def vote(database: Database) -> int:
    admit(database)
    return open_vote(database)


def papers(database: Database) -> list[str]:
    with database.reading() as session:
        return sorted(json.loads(paper)["choice"] for paper in session.scalars(select(Ballot.paper)))


def turnout(database: Database, vote: int) -> tuple[int, int]:
    with database.reading() as session:
        colleges = session.scalar(select(func.sum(VoteCollege.cast)).where(VoteCollege.vote == vote))
        return session.get_one(Vote, vote).cast, colleges or 0


def recount(database: Database, vote: int) -> dict[str, object]:
    with database.reading() as session:
        return json.loads(session.get_one(Vote, vote).recount or "")  # type: ignore[no-any-return]


def log_entries(database: Database) -> str:
    with database.reading() as session:
        rows = session.execute(text("select * from log_entries"))
        return "\n".join(str(tuple(row)) for row in rows)


# Giving


def test_a_proxy_is_given_and_its_holder_told(database: Database, vote: int) -> None:
    number = give(database, vote, "bob", "La Filature", "L’Établi", " Pour,\r\nsi le budget tient ")
    given = proxy(database, number)
    assert (given.principal_name, given.holder_name) == ("La Filature", "L’Établi")
    assert given.instructions == "Pour,\nsi le budget tient"
    assert given.given_at == cast.NOW + HOUR
    assert given.accepted_at is None
    assert mails(database, "proxy-given") == ["fanny@example.org"]


def test_nothing_of_a_proxy_is_in_the_log(database: Database, settings: Settings, vote: int) -> None:
    before = log_entries(database)
    number = give(database, vote, "bob", "La Filature", "L’Établi")
    act(database, "accept", number, "fanny")
    act(database, "revoke", number, "bob")
    assert log_entries(database) == before


@pytest.mark.parametrize(
    ("who", "principal", "holder", "refusal"),
    [
        ("eve", "La Filature", "L’Établi", errors.NotYourMember),
        ("fanny", "La Filature", "L’Établi", errors.NotYourMember),
        ("bob", "La Filature", "La Filature", proxy_errors.OwnProxy),
        ("bob", "La Filature", "Coop Semailles", proxy_errors.OtherCollege),
    ],
)
def test_what_cannot_be_given(
    database: Database, vote: int, who: str, principal: str, holder: str, refusal: type[errors.Refusal]
) -> None:
    with pytest.raises(refusal):
        give(database, vote, who, principal, holder)


def test_a_rule_without_proxies_admits_none(database: Database) -> None:
    with pytest.raises(proxy_errors.NoProxies):
        give(database, open_vote(database), "bob", "La Filature", "L’Établi")


def test_over_the_cap_is_refused_when_given(database: Database, vote: int) -> None:
    give(database, vote, "bob", "La Filature", "L’Établi")
    with pytest.raises(proxy_errors.OverTheCap):
        give(database, vote, "alice", "Le Quai 9", "L’Établi")


@pytest.mark.parametrize(("share", "fits"), [("1/6", 1), ("1/7", 0), ("1/3", 2)])
def test_a_cap_by_share_is_one_of_the_registered(database: Database, share: str, fits: int) -> None:
    admit(database, f'max = {{ share = "{share}" }}')
    vote = open_vote(database)  # six registered
    givers = [("bob", "La Filature"), ("alice", "Le Quai 9"), ("chloe", "Coop Semailles")]
    for who, principal in givers[:fits]:
        give(database, vote, who, principal, "L’Établi")
    with pytest.raises(proxy_errors.OverTheCap):
        give(database, vote, *givers[fits], "L’Établi")


def test_there_is_no_chain_in_either_direction(database: Database) -> None:
    admit(database, FREE)
    vote = open_vote(database)
    give(database, vote, "bob", "La Filature", "L’Établi")
    with pytest.raises(proxy_errors.CarrierGives):
        give(database, vote, "fanny", "L’Établi", "Le Quai 9")
    with pytest.raises(proxy_errors.GiverCarries):
        give(database, vote, "alice", "Le Quai 9", "La Filature")
    with pytest.raises(proxy_errors.AlreadyGiven):
        give(database, vote, "bob", "La Filature", "Le Quai 9")


def test_declining_frees_both(database: Database) -> None:
    admit(database, FREE)
    vote = open_vote(database)
    act(database, "decline", give(database, vote, "bob", "La Filature", "L’Établi"), "fanny")
    give(database, vote, "fanny", "L’Établi", "Le Quai 9")
    give(database, vote, "bob", "La Filature", "Le Quai 9")


def test_who_has_voted_gives_nothing(database: Database, settings: Settings, vote: int) -> None:
    cast_one(database, settings, vote, "bob", "La Filature", "for")
    with pytest.raises(proxy_errors.AlreadyVoted):
        give(database, vote, "bob", "La Filature", "L’Établi")


def test_nobody_could_use_a_proxy_given_to_a_silent_member(database: Database, vote: int) -> None:
    def silence(session: Session) -> None:
        session.execute(update(Representation).values(ends_on=cast.NOW.date()).where(
            Representation.member_id == cast.member_id(session, "L’Établi")))  # fmt: skip

    database.transact(silence)
    with pytest.raises(proxy_errors.NobodySpeaks):
        give(database, vote, "bob", "La Filature", "L’Établi")


def test_members_off_the_list_neither_give_nor_carry(database: Database, vote: int) -> None:
    def strike(session: Session) -> None:
        right = session.scalars(select(VoteRight).where(VoteRight.member_name == "L’Établi")).one()
        session.delete(right)

    database.transact(strike)
    with pytest.raises(proxy_errors.NotOnTheList):
        give(database, vote, "bob", "La Filature", "L’Établi")
    with pytest.raises(errors.NotRegistered):
        give(database, vote, "fanny", "L’Établi", "La Filature")


def test_instructions_only_where_the_rule_allows_them(database: Database) -> None:
    admit(database, "instructions = false")
    vote = open_vote(database)
    with pytest.raises(proxy_errors.NoInstructions):
        give(database, vote, "bob", "La Filature", "L’Établi", "Pour")
    give(database, vote, "bob", "La Filature", "L’Établi", "  ")


@pytest.mark.parametrize("late", [timedelta(0), timedelta(days=1)])
def test_nothing_changes_from_the_deadline_on(database: Database, vote: int, late: timedelta) -> None:
    number = give(database, vote, "bob", "La Filature", "L’Établi", now=CLOSES - timedelta(microseconds=1))
    now = CLOSES + late
    with pytest.raises(proxy_errors.ProxyTooLate):
        give(database, vote, "alice", "Le Quai 9", "L’Établi", now=now)
    for verb, who in (("accept", "fanny"), ("decline", "fanny"), ("revoke", "bob")):
        with pytest.raises(proxy_errors.ProxyTooLate):
            act(database, verb, number, who, now)


def test_the_database_keeps_one_current_proxy_a_member(database: Database, vote: int) -> None:
    number = give(database, vote, "bob", "La Filature", "L’Établi")

    def again(session: Session) -> None:
        row = session.get_one(Proxy, number)
        session.add(
            Proxy(
                vote=vote, subject=row.subject, question=row.question, principal_id=row.principal_id,
                principal_name=row.principal_name, holder_id=cast.member_id(session, "Le Quai 9"),
                holder_name="Le Quai 9", salt="", given_at=cast.NOW, given_by=row.given_by,
            )
        )  # fmt: skip

    with pytest.raises(IntegrityError):
        database.transact(again)


# Accepting, declining, revoking


def test_accepting_is_told_once(database: Database, vote: int) -> None:
    number = give(database, vote, "bob", "La Filature", "L’Établi")
    act(database, "accept", number, "fanny")
    act(database, "accept", number, "fanny", cast.NOW + 2 * HOUR)
    assert proxy(database, number).accepted_at == cast.NOW + HOUR
    assert mails(database, "proxy-accepted") == ["bob@example.org"]


@pytest.mark.parametrize(
    ("verb", "who"),
    [("accept", "bob"), ("accept", "eve"), ("decline", "chloe"), ("revoke", "fanny"), ("revoke", "alice")],
)
def test_a_proxy_is_only_that_of_its_members(database: Database, vote: int, verb: str, who: str) -> None:
    number = give(database, vote, "bob", "La Filature", "L’Établi")
    with pytest.raises(proxy_errors.ProxyNotFound):
        act(database, verb, number, who)
    with pytest.raises(proxy_errors.ProxyNotFound):
        act(database, verb, 999, who)


@pytest.mark.parametrize(
    ("verb", "who", "told"), [("decline", "fanny", "bob@example.org"), ("revoke", "bob", "fanny@example.org")]
)
def test_an_ended_proxy_is_told_and_stays_ended(
    database: Database, settings: Settings, vote: int, verb: str, who: str, told: str
) -> None:
    number = give(database, vote, "bob", "La Filature", "L’Établi")
    act(database, "accept", number, "fanny")
    act(database, verb, number, who)
    assert mails(database, "proxy-revoked") == [told]
    with pytest.raises(proxy_errors.ProxyEnded):
        act(database, verb, number, who)
    with pytest.raises(errors.NotYourMember):
        cast_one(database, settings, vote, "fanny", "La Filature", "for")
    give(database, vote, "bob", "La Filature", "L’Établi")


# Casting


def test_a_holder_casts_for_its_principal(database: Database, settings: Settings, vote: int) -> None:
    number = give(database, vote, "bob", "La Filature", "L’Établi")
    receipt = cast_one(database, settings, vote, "fanny", "La Filature", "for", now=cast.NOW + 2 * HOUR)
    assert receipt.ballot == {"vote": vote, "choice": "for"}
    used = proxy(database, number)
    assert (used.used_at, used.accepted_at) == (cast.NOW + 2 * HOUR, cast.NOW + 2 * HOUR)
    assert turnout(database, vote) == (1, 1)


def test_both_rights_in_one_gesture_or_apart(database: Database, settings: Settings, vote: int) -> None:
    give(database, vote, "bob", "La Filature", "L’Établi")

    def both(session: Session) -> None:
        answers = [
            Answer(cast.member_id(session, "L’Établi"), "for"),
            Answer(cast.member_id(session, "La Filature"), "against"),
        ]
        by = cast.person_id(session, "fanny")
        cast_all(session, vote=vote, answers=answers, by=by, now=cast.NOW + HOUR)

    database.transact(both)
    assert papers(database) == ["against", "for"]
    assert turnout(database, vote) == (2, 2)
    cast_one(database, settings, vote, "fanny", "La Filature", "abstain")
    assert papers(database) == ["abstain", "for"]
    assert turnout(database, vote) == (2, 2)


@pytest.mark.parametrize("who", ["alice", "chloe", "david", "eve"])
def test_nobody_else_casts_with_it(database: Database, settings: Settings, vote: int, who: str) -> None:
    give(database, vote, "bob", "La Filature", "L’Établi")
    with pytest.raises(errors.NotYourMember):
        cast_one(database, settings, vote, who, "La Filature", "for")


def test_a_holder_that_lost_its_representative_cannot_use_it(
    database: Database, settings: Settings, vote: int
) -> None:
    give(database, vote, "bob", "La Filature", "L’Établi")

    def end(session: Session) -> None:
        member = cast.member_id(session, "L’Établi")
        end = update(Representation).values(ends_on=cast.NOW.date())
        session.execute(end.where(Representation.member_id == member))

    database.transact(end)
    with pytest.raises(errors.NotYourMember):
        cast_one(database, settings, vote, "fanny", "La Filature", "for")


@pytest.mark.parametrize("may_change", [True, False])
def test_the_own_vote_of_the_principal_prevails(
    database: Database, settings: Settings, may_change: bool
) -> None:
    admit(database, more="" if may_change else "may_change = false\n")
    vote = open_vote(database)
    number = give(database, vote, "bob", "La Filature", "L’Établi")
    first = cast_one(database, settings, vote, "fanny", "La Filature", "against")
    cast_one(database, settings, vote, "bob", "La Filature", "for")
    assert papers(database) == ["for"]
    assert turnout(database, vote) == (1, 1)
    assert proxy(database, number).ended_by == "own-vote"
    assert mails(database, "proxy-revoked") == ["fanny@example.org"]
    with database.reading() as session:
        assert list(session.scalars(select(ReplacedCommitment.commitment))) == [first.commitment]
        assert session.scalars(select(VoteRight.cast_by).where(VoteRight.cast_at.is_not(None))).one() == (
            cast.person_id(session, "bob")
        )
    with pytest.raises(proxy_errors.PrincipalVoted):
        cast_one(database, settings, vote, "fanny", "La Filature", "against")
    with pytest.raises(proxy_errors.ProxyEnded):
        act(database, "accept", number, "fanny")


def test_the_own_vote_says_what_it_replaces(database: Database, settings: Settings, vote: int) -> None:
    give(database, vote, "bob", "La Filature", "L’Établi")
    cast_one(database, settings, vote, "fanny", "La Filature", "against")

    def own(session: Session) -> list[str | None]:
        answers = [Answer(cast.member_id(session, "La Filature"), "for")]
        by = cast.person_id(session, "bob")
        return [
            each.instead_of for each in cast_all(session, vote=vote, answers=answers, by=by, now=cast.NOW)
        ]

    assert database.transact(own) == ["L’Établi"]
    assert database.transact(own) == [None]


def test_an_unused_proxy_ends_when_its_principal_votes(
    database: Database, settings: Settings, vote: int
) -> None:
    number = give(database, vote, "bob", "La Filature", "L’Établi")
    cast_one(database, settings, vote, "bob", "La Filature", "for")
    assert proxy(database, number).ended_by == "own-vote"
    with pytest.raises(proxy_errors.PrincipalVoted):
        cast_one(database, settings, vote, "fanny", "La Filature", "against")
    assert papers(database) == ["for"]


def test_a_holder_replaces_its_ballot_only_where_the_rule_lets_it(
    database: Database, settings: Settings
) -> None:
    admit(database, more="may_change = false\n")
    vote = open_vote(database)
    give(database, vote, "bob", "La Filature", "L’Établi")
    cast_one(database, settings, vote, "fanny", "La Filature", "against")
    with pytest.raises(errors.CastForGood):
        cast_one(database, settings, vote, "fanny", "La Filature", "for")
    cast_one(database, settings, vote, "bob", "La Filature", "for")
    with pytest.raises(errors.CastForGood):
        cast_one(database, settings, vote, "bob", "La Filature", "against")


@pytest.mark.parametrize(("verb", "who"), [("revoke", "bob"), ("decline", "fanny")])
def test_a_used_proxy_is_voted_over_not_taken_back(
    database: Database, settings: Settings, vote: int, verb: str, who: str
) -> None:
    number = give(database, vote, "bob", "La Filature", "L’Établi")
    cast_one(database, settings, vote, "fanny", "La Filature", "for")
    with pytest.raises(proxy_errors.UsedAlready):
        act(database, verb, number, who)
    assert proxy(database, number).ended_at is None
    assert papers(database) == ["for"]


def test_who_represents_both_votes_in_person(database: Database, settings: Settings) -> None:
    admit(database, "max = 1")
    vote = open_vote(database)
    number = give(database, vote, "fanny", "L’Établi", "Scop Rouages")
    cast_one(database, settings, vote, "fanny", "L’Établi", "for")
    assert proxy(database, number).ended_by == "own-vote"


# Counting


def test_the_recount_file_says_who_voted_by_proxy(database: Database, settings: Settings, vote: int) -> None:
    give(database, vote, "bob", "La Filature", "L’Établi")
    cast_one(database, settings, vote, "fanny", "La Filature", "for")
    cast_one(database, settings, vote, "chloe", "Coop Semailles", "for")
    cast_one(database, settings, vote, "david", "Ville de Montreval", "against")
    seal(database, vote)
    with database.reading() as session:
        labels = {
            label: name for label, name in session.execute(select(VoteRight.label, VoteRight.member_name))
        }
    file = recount(database, vote)
    told = {labels[line["voter"]]: labels.get(line.get("by_proxy", ""), "") for line in file["ballots"]}  # type: ignore[attr-defined]
    assert told == {"La Filature": "L’Établi", "Coop Semailles": "", "Ville de Montreval": ""}
    assert tally.tally(file)["totals"]["cast"] == 3


def test_a_ballot_voted_over_is_not_by_proxy(database: Database, settings: Settings, vote: int) -> None:
    give(database, vote, "bob", "La Filature", "L’Établi")
    cast_one(database, settings, vote, "fanny", "La Filature", "for")
    cast_one(database, settings, vote, "bob", "La Filature", "against")
    seal(database, vote)
    assert "by_proxy" not in json.dumps(recount(database, vote))


def test_a_secret_vote_only_counts_its_proxies(database: Database, settings: Settings) -> None:
    admit(database, rule="secret")
    vote = open_vote(database, "secret")
    give(database, vote, "bob", "La Filature", "L’Établi")
    cast_one(database, settings, vote, "fanny", "La Filature", "for")
    cast_one(database, settings, vote, "chloe", "Coop Semailles", "for")
    seal(database, vote)
    file = recount(database, vote)
    assert file["proxies"] == 1
    assert file["ballots"] == [{"choice": "for", "count": 2}]
    assert "by_proxy" not in json.dumps(file)
    assert tally.tally(file)["totals"]["cast"] == 2


def test_a_sealed_secret_vote_forgets_when_its_proxies_served(database: Database, settings: Settings) -> None:
    admit(database, "max = 2", rule="secret")
    vote = open_vote(database, "secret")
    used = give(database, vote, "bob", "La Filature", "L’Établi")
    over = give(database, vote, "alice", "Le Quai 9", "L’Établi")
    cast_one(database, settings, vote, "fanny", "La Filature", "for")
    cast_one(database, settings, vote, "alice", "Le Quai 9", "for")
    seal(database, vote)
    assert (proxy(database, used).used_at, proxy(database, used).accepted_at) == (CLOSES, CLOSES)
    assert proxy(database, over).ended_at == CLOSES


def test_a_consent_is_given_by_proxy_too(database: Database, settings: Settings) -> None:
    admit(database, rule="ordinary")
    vote = open_vote(database, "ordinary")
    give(database, vote, "bob", "La Filature", "L’Établi")
    cast_one(database, settings, vote, "fanny", "La Filature", "objection", reason="Trop tôt", nature="harm")
    seal(database, vote)
    line = recount(database, vote)["ballots"][0]  # type: ignore[index]
    assert set(line) == {"voter", "by_proxy", "choice", "nature"}


# Before opening


@pytest.fixture
def before(database: Database) -> Database:
    admit(database, 'max = 1, same_college = true, until = "opening"')
    return database


def test_a_proxy_given_before_serves_once_the_vote_is_open(before: Database, settings: Settings) -> None:
    number = give_before(before, "bob", "La Filature", "L’Établi")
    act(before, "accept", number, "fanny", cast.NOW - HOUR / 2)
    vote = open_vote(before)
    assert proxy(before, number).vote == vote
    cast_one(before, settings, vote, "fanny", "La Filature", "for")
    assert papers(before) == ["for"]


def frozen(database: Database) -> dict[str, object]:
    with database.reading() as session:
        entries = session.scalars(select(LogEntry.entry).where(LogEntry.type == "electorate-frozen"))
        return json.loads(entries.all()[-1])["body"]  # type: ignore[no-any-return]


def test_opening_fingerprints_the_proxies_without_saying_them(before: Database) -> None:
    kept = proxy(before, give_before(before, "bob", "La Filature", "L’Établi"))
    value = {"principal": kept.principal_id, "holder": kept.holder_id}
    open_vote(before)
    assert frozen(before)["proxies"] == urn.root([urn.commitment(bytes.fromhex(kept.salt), value)])


def test_where_proxies_may_follow_there_is_nothing_to_fingerprint(database: Database) -> None:
    admit(database)
    open_vote(database)
    assert "proxies" not in frozen(database)


def test_once_open_it_is_too_late_to_give(before: Database) -> None:
    vote = open_vote(before)
    with pytest.raises(proxy_errors.BeforeOpeningOnly):
        give(before, vote, "bob", "La Filature", "L’Établi")
    with pytest.raises(proxy_errors.BeforeOpeningOnly):
        give_before(before, "bob", "La Filature", "L’Établi", now=cast.NOW + HOUR)


def test_before_opening_where_the_rule_waits_for_it(database: Database) -> None:
    admit(database)
    with pytest.raises(proxy_errors.OnceOpenOnly):
        give_before(database, "bob", "La Filature", "L’Établi")
    with pytest.raises(errors.UnknownRule):
        give_before(database, "bob", "La Filature", "L’Établi", rule="none")


def test_the_cap_holds_before_opening_too(before: Database) -> None:
    number = give_before(before, "bob", "La Filature", "L’Établi")
    with pytest.raises(proxy_errors.OverTheCap):
        give_before(before, "alice", "Le Quai 9", "L’Établi")
    give_before(before, "alice", "Le Quai 9", "L’Établi", subject="proposal:32")
    act(before, "revoke", number, "bob", cast.NOW - HOUR / 2)
    give_before(before, "alice", "Le Quai 9", "L’Établi")


def lower_the_cap(session: Session) -> None:
    session.execute(update(CodeVersion).values(toml=func.replace(CodeVersion.toml, "max = 1,", "max = 0,")))


def leave(session: Session) -> None:
    left = update(Member).where(Member.name == "L’Établi").values(left_on=date(2026, 3, 2))
    session.execute(left)


@pytest.mark.parametrize("change", [lower_the_cap, leave])
def test_what_may_no_longer_be_ends_at_opening(before: Database, change: Callable[[Session], None]) -> None:
    number = give_before(before, "bob", "La Filature", "L’Établi")
    before.transact(change)
    open_vote(before)
    ended = proxy(before, number)
    assert (ended.vote, ended.ended_by, ended.ended_at) == (None, "opening", cast.NOW)
    assert "bob@example.org" in mails(before, "proxy-revoked")


def test_a_proxy_serves_one_vote(before: Database, settings: Settings) -> None:
    give_before(before, "bob", "La Filature", "L’Établi")
    first = open_vote(before)
    seal(before, first)
    second = open_vote(before, now=CLOSES, closes_at=CLOSES + timedelta(days=8), round=2)
    with pytest.raises(errors.NotYourMember):
        cast_one(before, settings, second, "fanny", "La Filature", "for", now=CLOSES + HOUR)


# What awaits


def speaking(session: Session, who: str, *names: str) -> Visitor:
    voices = [Voice(cast.member_id(session, name), name, "", "", "", 0) for name in names]
    return Visitor(person_id=cast.person_id(session, who), speaks_for=tuple(voices))


def test_a_proxy_awaits_its_holder_until_it_is_used(
    database: Database, settings: Settings, vote: int
) -> None:
    give(database, vote, "bob", "La Filature", "L’Établi")
    cast_one(database, settings, vote, "fanny", "L’Établi", "for")

    def waiting() -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
        with database.reading() as session:
            fanny = speaking(session, "fanny", "L’Établi")
            found = awaited.awaiting(session, fanny, cast.NOW + HOUR)
            return [(each.members, each.by_proxy) for each in found]

    assert waiting() == [(("La Filature",), ("La Filature",))]
    cast_one(database, settings, vote, "fanny", "La Filature", "for")
    assert waiting() == []


def test_a_holder_is_reminded_of_its_principals(database: Database, settings: Settings, vote: int) -> None:
    give(database, vote, "bob", "La Filature", "L’Établi")
    cast_one(database, settings, vote, "fanny", "L’Établi", "for")
    cast_one(database, settings, vote, "fanny", "Scop Rouages", "for")
    database.transact(lambda session: service.remind(session, now=CLOSES - timedelta(hours=5)))
    assert "fanny@example.org" in mails(database, "vote-reminder")
    assert "bob@example.org" in mails(database, "vote-reminder")


def test_mine_are_given_received_and_past(database: Database, vote: int) -> None:
    act(database, "decline", give(database, vote, "bob", "La Filature", "L’Établi"), "fanny")
    give(database, vote, "bob", "La Filature", "L’Établi")

    def mine(who: str, name: str, now: datetime = cast.NOW + HOUR) -> tuple[int, int, int]:
        with database.reading() as session:
            found = proxy_queries.mine(session, speaking(session, who, name), now)
            return len(found.given), len(found.received), len(found.past)

    assert mine("bob", "La Filature") == (1, 0, 1)
    assert mine("fanny", "L’Établi") == (0, 1, 1)
    assert mine("chloe", "Coop Semailles") == (0, 0, 0)
    assert mine("bob", "La Filature", CLOSES) == (0, 0, 2)


# Choices among options

METHODS = [(method, ballots) for method in choices.RULES for ballots in ("open", "secret") if method != "lot"]
METHODS.remove(("without-candidate", "secret"))  # there is no such vote


@pytest.mark.parametrize(("method", "ballots"), METHODS)
def test_every_method_is_voted_by_proxy(
    sqlite_database: Database, settings: Settings, method: str, ballots: str
) -> None:
    code = choices.code(extra=f'proxies = {{ max = 1 }}\nballots = "{ballots}"\nreport = "overall-only"')
    vote = choices.opened(sqlite_database, method, text=code)
    give(sqlite_database, vote, "bob", "La Filature", "L’Établi")
    ballot = choices.ballots(method)[0]
    choices.cast_one(sqlite_database, settings, vote, "fanny", "La Filature", ballot)
    seal(sqlite_database, vote)
    file = recount(sqlite_database, vote)
    if ballots == "open":
        assert ["by_proxy" in line for line in file["ballots"]] == [True]  # type: ignore[attr-defined]
    else:
        assert file["proxies"] == 1
    tally.tally(file)


def test_nobody_gives_a_proxy_for_a_lot(sqlite_database: Database) -> None:
    vote = choices.opened(sqlite_database, "lot", text=choices.code(extra="proxies = { max = 1 }"))
    with pytest.raises(proxy_errors.NoProxies):
        give(sqlite_database, vote, "bob", "La Filature", "L’Établi")

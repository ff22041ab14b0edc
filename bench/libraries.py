"""The same ballots counted by libraries published on PyPI, each in its own way.

Run by `bench.tally` with the Python of the environment made from `libraries.txt`, where the project is not
installed: `python bench/libraries.py FILE`, FILE being a `count/1` file. One line of JSON per library, as
soon as it has counted: ``{"library", "prepare", "count", "elected"}``; ``prepare`` is the seconds from parsed
ballots to what the library counts, equal ballots put together where it can weigh them; ``count`` from there
to who is elected.
"""

import json
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from typing import Any

Ballots = list[dict[str, Any]]
File = dict[str, Any]
PATIENCE = 60  # seconds for one library and one file
FEW = 10_000  # lines: so few are counted three times, and the fastest kept
Count = Callable[[Any, File], Any]  # what was prepared → the elected


@dataclass(frozen=True)
class Library:
    """``prepare`` makes what ``count`` counts; ``count`` gives the identifiers of the elected."""

    name: str
    prepare: Callable[[File], Any]
    count: Count


def options(file: File) -> list[str]:
    return [option["id"] for option in file["options"]]


def together(file: File, vote: Callable[[dict[str, Any]], Any]) -> dict[Any, int]:
    """Each different vote with its number."""
    ballots = file["ballots"]
    if ballots and "count" not in ballots[0]:
        return Counter(map(vote, ballots))
    votes: dict[Any, int] = {}
    for ballot in ballots:
        made = vote(ballot)
        votes[made] = votes.get(made, 0) + ballot["count"]
    return votes


def choices(file: File) -> dict[Any, int]:
    return together(file, lambda ballot: ballot["choice"])


def approvals(file: File) -> dict[Any, int]:
    return together(file, lambda ballot: frozenset(ballot["approved"]))


def scores(file: File) -> dict[Any, int]:
    return together(file, lambda ballot: frozenset(ballot["scores"].items()))


def rankings(file: File) -> dict[Any, int]:
    return together(file, lambda ballot: tuple(ballot["ranking"]))


def grades(file: File) -> dict[Any, int]:
    """Grades as numbers, the worst for an option without one, as votelib has no order of words."""
    place = {grade: number for number, grade in enumerate(file["rule"]["grades"])}
    ids, worst = options(file), file["rule"]["grades"][0]
    return together(file, lambda ballot: frozenset((o, place[ballot["grades"].get(o, worst)]) for o in ids))


# votelib: dictionaries of votes to numbers, exact.


def votelib_sum(votes: Any, file: File) -> Any:
    core = import_module("votelib.evaluate.core")
    return core.Plurality().evaluate(votes, 1)


def votelib_approval(votes: Any, file: File) -> Any:
    convert = import_module("votelib.convert")
    return votelib_sum(convert.ApprovalToSimpleVotes().convert(votes), file)


def votelib_score(votes: Any, file: File) -> Any:
    cardinal = import_module("votelib.evaluate.cardinal")
    return cardinal.ScoreVoting("sum", unscored_value=0).evaluate(votes, 1)


def votelib_judgment(votes: Any, file: File) -> Any:
    cardinal = import_module("votelib.evaluate.cardinal")
    return cardinal.MajorityJudgment().evaluate(votes, 1)


def votelib_pairs(name: str) -> Count:
    def count(votes: Any, file: File) -> Any:
        condorcet, convert = import_module("votelib.evaluate.condorcet"), import_module("votelib.convert")
        return getattr(condorcet, name)().evaluate(convert.RankedToCondorcetVotes().convert(votes), 1)

    return count


def votelib_transfers(votes: Any, file: File) -> Any:
    sequential = import_module("votelib.evaluate.sequential")
    selector = sequential.TransferableVoteSelector(transferer="Gregory", quota_function="droop")
    return selector.evaluate(votes, file["rule"].get("seats", 1))


# pref_voting: profiles of rankings or grades with their numbers; numpy and compiled loops.


def profile(file: File) -> Any:
    votes, ids = rankings(file), options(file)
    maps = [{option: place for place, option in enumerate(ranking, 1)} for ranking in votes]
    made = import_module("pref_voting.profiles_with_ties").ProfileWithTies(maps, list(votes.values()), ids)
    made.use_extended_strict_preference()
    return made


def grade_profile(votes: dict[Any, int], numbers: int, file: File) -> Any:
    module = import_module("pref_voting.grade_profiles")
    return module.GradeProfile(
        [dict(vote) for vote in votes], list(range(numbers)), list(votes.values()), options(file)
    )


def all_scores(file: File) -> Any:
    """An option without a score gets 0: the library leaves it out of the sum, which is the same."""
    return grade_profile(scores(file), file["rule"]["max"] + 1, file)


def all_grades(file: File) -> Any:
    return grade_profile(grades(file), len(file["rule"]["grades"]), file)


def pref_voting(module: str, name: str) -> Count:
    def count(made: Any, file: File) -> Any:
        return list(getattr(import_module(f"pref_voting.{module}"), name)(made))

    return count


def pref_voting_stv(made: Any, file: File) -> Any:
    module = import_module("pref_voting.proportional_methods")
    return list(module.stv_scottish(made, num_seats=file["rule"]["seats"]))


# pyrankvote: one object per ballot.


def ballot_objects(file: File) -> Any:
    models = import_module("pyrankvote")
    named = {option: models.Candidate(option) for option in options(file)}
    made = [
        models.Ballot([named[option] for option in ballot["ranking"]])
        for ballot in file["ballots"]
        for _ in range(ballot.get("count", 1))
    ]
    return list(named.values()), made


def pyrankvote_irv(made: Any, file: File) -> Any:
    return [c.name for c in import_module("pyrankvote").instant_runoff_voting(*made).get_winners()]


def pyrankvote_stv(made: Any, file: File) -> Any:
    result = import_module("pyrankvote").single_transferable_vote(
        *made, number_of_seats=file["rule"]["seats"]
    )
    return [candidate.name for candidate in result.get_winners()]


# abcvoting and pabutools: approvals with weights.


def committee_profile(file: File) -> Any:
    preferences = import_module("abcvoting.preferences")
    ids = options(file)
    place = {option: number for number, option in enumerate(ids)}
    made = preferences.Profile(len(ids), cand_names=ids)
    for approved, number in approvals(file).items():
        made.add_voter(preferences.Voter({place[option] for option in approved}, weight=number))
    return made


def abcvoting_approval(made: Any, file: File) -> Any:
    [elected] = import_module("abcvoting.abcrules").compute_av(made, 1, resolute=True)
    return [options(file)[place] for place in elected]


def budget_profile(file: File) -> Any:
    election = import_module("pabutools.election")
    projects = {o["id"]: election.Project(o["id"], o["cost"]) for o in file["options"]}
    instance = election.Instance(projects.values(), budget_limit=file["rule"]["budget"])
    made = election.ApprovalMultiProfile(instance=instance)
    for approved, number in approvals(file).items():
        ballot = election.FrozenApprovalBallot(projects[option] for option in approved)
        made.append(ballot)
        made[ballot] = number
    return instance, made


def pabutools_shares(made: Any, file: File) -> Any:
    rules, election = import_module("pabutools.rules"), import_module("pabutools.election")
    bought = rules.method_of_equal_shares(
        *made, sat_class=election.Cost_Sat, voter_budget_increment=file["rule"]["raise"]
    )
    return [project.name for project in bought]


LIBRARIES = {
    "plurality": [Library("votelib", choices, votelib_sum)],
    "approval": [
        Library("votelib", approvals, votelib_approval),
        Library("abcvoting", committee_profile, abcvoting_approval),
    ],
    "score": [
        Library("votelib", scores, votelib_score),
        Library("pref_voting", all_scores, pref_voting("grade_methods", "score_voting")),
    ],
    "majority-judgment": [
        Library("votelib", grades, votelib_judgment),
        Library("pref_voting", all_grades, pref_voting("grade_methods", "majority_judgement")),
    ],
    "schulze": [
        Library("votelib", rankings, votelib_pairs("Schulze")),
        Library("pref_voting", profile, pref_voting("margin_based_methods", "beat_path")),
    ],
    "ranked-pairs": [
        Library("votelib", rankings, votelib_pairs("RankedPairs")),
        Library("pref_voting", profile, pref_voting("margin_based_methods", "ranked_pairs")),
    ],
    "irv": [
        Library("votelib", rankings, votelib_transfers),
        Library(
            "pref_voting",
            profile,
            pref_voting("iterative_methods", "instant_runoff_for_truncated_linear_orders"),
        ),
        Library("pyrankvote", ballot_objects, pyrankvote_irv),
    ],
    "stv": [
        Library("votelib", rankings, votelib_transfers),
        Library("pref_voting", profile, pref_voting_stv),
        Library("pyrankvote", ballot_objects, pyrankvote_stv),
    ],
    "equal-shares": [Library("pabutools", budget_profile, pabutools_shares)],
}


def measured(library: Library, file: File) -> dict[str, Any]:
    begun = time.perf_counter()
    made = library.prepare(file)
    ready = time.perf_counter()
    elected = [str(option) for option in library.count(made, file)]
    done = time.perf_counter()
    return {
        "library": library.name,
        "prepare": ready - begun,
        "count": done - ready,
        "elected": elected,
    }


def given_up(signal_number: int, frame: object) -> None:
    raise TimeoutError(f"not within {PATIENCE} s")


def main(path: str) -> None:
    """Count a file by each library that knows its method; a first count of few, not timed, loads it."""
    with open(path, encoding="utf-8") as stream:
        file = json.load(stream)
    times = 1 if len(file["ballots"]) > FEW else 3
    signal.signal(signal.SIGALRM, given_up)
    for library in LIBRARIES[file["rule"]["method"]]:
        try:
            signal.alarm(PATIENCE)
            with suppress(ArithmeticError, NotImplementedError, ValueError):  # few may tie where many do not
                measured(library, file | {"ballots": file["ballots"][:FEW]})
            found = min(
                (measured(library, file) for _ in range(times)), key=lambda f: f["prepare"] + f["count"]
            )
        except Exception as error:  # whatever a library raises is what it answers to these ballots
            found = {"library": library.name, "error": f"{type(error).__name__}: {error}"}
        finally:
            signal.alarm(0)
        print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])

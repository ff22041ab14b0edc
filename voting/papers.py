"""The ballots of a count file: who they belong to, whatever is written on them.

Every method's ballot carries the same owner part: `voter` (and `by_proxy`) when the file lists its
electorate, `college` and `count` when it gives numbers by college, `count` alone without colleges.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from voting import columns
from voting.count_file import CountError, CountFile
from voting.exact import NotExact, whole
from voting.fields import Problem

OWNER_KEYS = frozenset({"voter", "by_proxy", "college", "count"})


class Paper(NamedTuple):
    """One line of `ballots`: `copies` identical papers of `college` (None where there are no colleges).

    `paper` is the line as written, owner keys included; the method reads its own keys from it.
    """

    college: str | None
    paper: Mapping[str, Any]
    copies: int
    position: int

    @property
    def path(self) -> str:
        return f"ballots[{self.position}]"


def refuse(path: str, message: str, **values: str) -> CountError:
    """The error to raise for a paper: `raise refuse(f"{paper.path}.ranking", "must be a list")`."""
    return CountError(Problem(path, message, values))


def papers(file: CountFile, keys: Collection[str]) -> Iterator[Paper]:
    """Each ballot line with its owner checked; `keys` are the keys a paper of this method may carry.

    Raises `CountError` for an unknown key, a voter or college that is not on the list, the same voter twice,
    a wrong proxy, a wrong `count`, and more ballots than registered (or than present, where the file says).
    """
    voters = file.electorate.voters
    return _by_count(file, keys) if voters is None else _by_voter(file, keys, voters)


def tallied(
    file: CountFile, keys: tuple[str, ...], defaults: tuple[str, ...], others: Collection[str] = ()
) -> columns.Tally:
    """How many ballots of each college say the same under `keys`: {(college, (value, …)): number}.

    Values are not judged, only required to be texts; `defaults` stand for keys left out. A paper may also
    carry the keys of `others`, which are not counted.
    """
    plain = columns.tallied(file, keys, defaults, others)
    if plain is not None:
        return plain
    found: columns.Tally = Counter()
    for paper in papers(file, (*keys, *others)):
        values = tuple(paper.paper.get(key, default) for key, default in zip(keys, defaults, strict=True))
        for key, value in zip(keys, values, strict=True):
            if type(value) is not str:
                raise refuse(f"{paper.path}.{key}", "must be a text")
        found[paper.college, values] += paper.copies
    return found


def _by_voter(file: CountFile, keys: Collection[str], voters: Mapping[str, str | None]) -> Iterator[Paper]:
    allowed = {"voter", "by_proxy", "college", "count", *keys}
    seen: set[str] = set()
    proxies: dict[str, int] = {}
    for position, line in enumerate(file.ballots):
        _shape(line, position, allowed)
        voter = line.get("voter")
        if type(voter) is not str or voter not in voters:
            raise _not_listed(line, position, "voter")
        if voter in seen:
            raise refuse(f"ballots[{position}].voter", "%(id)s has voted already", id=voter)
        seen.add(voter)
        if len(line) > 2:
            _particulars(line, position, voters)
            if "by_proxy" in line:
                proxies[voter] = position
        yield Paper(voters[voter], line, 1, position)
    for position in sorted(proxies.values()):
        if file.ballots[position]["by_proxy"] in proxies:
            raise refuse(f"ballots[{position}].by_proxy", "who has given a proxy holds none")


def _particulars(line: Mapping[str, Any], position: int, voters: Mapping[str, str | None]) -> None:
    holder = line.get("by_proxy")
    if "by_proxy" in line and (type(holder) is not str or holder not in voters):
        raise _not_listed(line, position, "by_proxy")
    if holder == line["voter"]:
        raise refuse(f"ballots[{position}].by_proxy", "nobody holds their own proxy")
    if "college" in line and line["college"] != voters[line["voter"]]:
        raise refuse(f"ballots[{position}].college", "this voter is not of that college")
    if _count(line, position) != 1:
        raise refuse(f"ballots[{position}].count", "a voter has one ballot")


def _by_count(file: CountFile, keys: Collection[str]) -> Iterator[Paper]:
    known: Collection[str | None] = file.electorate.by_id or (None,)
    allowed = {"count", *keys} | ({"college"} if file.electorate.colleges else set())
    room = columns.room(file)
    for position, line in enumerate(file.ballots):
        _shape(line, position, allowed)
        college = line.get("college")
        if type(college) not in (str, type(None)) or college not in known:
            raise _no_college(line, position)
        count = _count(line, position)
        if college in room:
            room[college] -= count
            if room[college] < 0:
                raise refuse(f"ballots[{position}]", "more ballots than registered or present")
        yield Paper(college, line, count, position)


def _shape(line: object, position: int, allowed: Collection[str]) -> None:
    if type(line) is not dict:
        raise refuse(f"ballots[{position}]", "a ballot is an object")
    for key in line:
        if key not in allowed:
            if key == "voter":
                raise refuse(f"ballots[{position}].voter", "this file lists no voters")
            raise refuse(f"ballots[{position}].{key}", "unknown key")


def _count(line: Mapping[str, Any], position: int) -> int:
    try:
        return whole(line.get("count", 1))
    except NotExact as error:
        raise refuse(f"ballots[{position}].count", str(error)) from None


def _not_listed(line: Mapping[str, Any], position: int, key: str) -> CountError:
    path = f"ballots[{position}].{key}"
    if key not in line:
        return refuse(path, "every ballot names its voter when the file lists them")
    return refuse(path, "%(id)s is not on the list of voters", id=str(line[key]))


def _no_college(line: Mapping[str, Any], position: int) -> CountError:
    path = f"ballots[{position}].college"
    if "college" not in line:
        return refuse(path, "every ballot names its college when the file has colleges")
    return refuse(path, "%(id)s is not a college of this file", id=str(line["college"]))

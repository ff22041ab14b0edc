"""The vocabulary of decision rules: the name of every setting, and the words each one allows."""

from collections.abc import Mapping
from types import MappingProxyType

OPTION_METHODS = (
    "plurality",
    "approval",
    "score",
    "majority-judgment",
    "schulze",
    "ranked-pairs",
    "irv",
    "stv",
    "without-candidate",
    "lot",
    "equal-shares",
)
ALL_METHODS = ("majority", "consent", *OPTION_METHODS)
BASES = ("expressed", "expressed-and-blank", "cast", "present", "registered")
COLLEGIAL = ("proportional", "block", "every", "most")
COMBINATIONS = ("heads", "coefficient", *COLLEGIAL)
ELECTION_COMBINATIONS = ("heads", "coefficient", "seats-per-college")
ADDITIONS = ("out", "against", "for")
SILENCES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "empty_college": ("excluded", "shared-equally", "heads"),
        "silent_college": ("excluded", "shared-equally", "against", "blocks"),
        "abstaining_college": ("excluded", "shared-equally", "against", "blocks"),
        "short_college": ("no-quorum", "excluded", "against", "blocks"),
    }
)
# Settings that only the methods of choosing among options understand; each method reads its own.
OPTION_SETTINGS = frozenset(
    {
        "options",
        "seats",
        "majority_first",
        "max_choices",
        "max",
        "min",
        "grades",
        "default_option",
        "ratio",
        "option_quorum",
        "variant",
        "decimals",
        "rounding",
        "quota",
        "unranked",
        "strength",
        "look_back",
        "utility",
        "seed",
        "code",
        "start",
        "raise",
        "stop",
        "budget",
        "procedure",
        "randomness",
        "lot_method",
        "candidates",
        "statement_min",
        "candidacy_days",
        "shuffle",
        "round",
    }
)
# Settings of how a vote is held, which no count reads: §3, §5, §7, §8 and the social code's own.
CONDUCT_SETTINGS = frozenset(
    {
        "id",
        "name",
        "description",
        "article",
        "time",
        "process",
        "fallback",
        "ballots",
        "may_change",
        "assisted",
        "secret_minimum",
        "report",
        "publish",
        "casting_role",
        "rounds_max",
        "circles",
        "subjects",
        "who",
        "public",
    }
)
CONDITION_SETTINGS = frozenset(
    {
        "by",
        "threshold",
        "strict",
        "base",
        "plus_one",
        "abstention",
        "blank",
        "college_threshold",
        "college_strict",
        "college",
    }
)
COUNT_SETTINGS = (
    (CONDITION_SETTINGS - {"college"})
    | frozenset(SILENCES)
    | frozenset(
        {
            "method",
            "cap",
            "tied_college",
            "also",
            "quorum",
            "second_call",
            "tie",
            "silence",
            "per_college",
            "proxies",
        }
    )
)
KNOWN_SETTINGS = COUNT_SETTINGS | OPTION_SETTINGS | CONDUCT_SETTINGS

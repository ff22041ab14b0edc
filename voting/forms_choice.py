"""The papers of a choice among options, as forms: what was typed stays, errors stand beside the field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from voting import choosing, filled
from voting.answers import Answer
from voting.errors_choice import WrongPaper
from voting.methods.election import Election
from voting.options import Option, total_cost
from voting.rule import Rule
from voting.texts import tidy


@dataclass(frozen=True)
class Row:
    """One option on a paper: its field's ``name`` and ``id``, what was typed, what is wrong with it."""

    option: Option
    name: str
    typed: str
    ticked: bool
    error: str | None


class ChoicePaper:
    """One paper. ``options`` are in the order of this voter; ``names``, people that a nomination may name."""

    def __init__(
        self,
        given: Any,
        *,
        rule: Rule,
        options: Sequence[Option],
        college: str,
        prefix: str,
        names: Sequence[str] = (),
    ) -> None:
        self.rule, self.options, self.prefix = rule, list(options), prefix
        self.family = choosing.family(rule)
        self.names = list(names)
        self.one: Election = choosing.election(rule, options, college)
        self.given = _own(given, prefix)
        self.filled = self._read()
        self.errors = {name: gettext(each.message, **each.values) for name, each in self.filled.wrong.items()}

    def _read(self) -> filled.Filled:
        given = {name: [tidy(each) for each in values] for name, values in self.given.items()}
        if self.family == "nominee":
            return filled.nomination(given, self.one, {each.casefold(): each for each in self.names})
        if self.family == "none":
            return filled.Filled()
        return filled.read(self.family, given, self.one, strict=self.strict)

    @property
    def strict(self) -> bool:
        """A ranking without equals."""
        return self.rule.method in choosing.STRICT

    @property
    def may_be_blank(self) -> bool:
        return self.family in choosing.BLANKS

    @property
    def grades(self) -> list[str]:
        """Best first, as a paper shows them."""
        return list(reversed(self.rule.settings.get("grades", ())))

    @property
    def most(self) -> int:
        """The greatest number that may be written, or ticked: scores up to ``max``, ranks, choices."""
        settings = self.rule.settings
        if self.family == "scores":
            return int(settings.get("max", 1))
        if self.family == "approved":
            return int(settings.get("max_choices", len(self.options)))
        return len(self.options)

    @property
    def budget(self) -> str | None:
        """What there is to spend, where options have a cost."""
        budget = self.rule.settings.get("budget")
        return None if budget is None else str(budget)

    @property
    def cost(self) -> str | None:
        """What is ticked costs together; None while nothing is, or where nothing has a cost."""
        ticked = self.given.get("approved", [])
        return str(total_cost(self.options, ticked)) if ticked and self.budget else None

    @property
    def limited(self) -> bool:
        """Whether fewer options may be ticked than there are."""
        return self.family == "approved" and self.most < len(self.options)

    @property
    def rows(self) -> list[Row]:
        """The options with what was typed for each."""
        field = {"scores": "score", "grades": "grade", "ranking": "rank"}.get(self.family)
        return [self._row(option, field) for option in self.options]

    def _row(self, option: Option, field: str | None) -> Row:
        name = f"{field}-{option.id}" if field else self.family
        values = self.given.get(name, [])
        return Row(
            option=option,
            name=self.prefix + name,
            typed=values[0] if values else "",
            ticked=option.id in values,
            error=self.errors.get(name) if field else None,
        )

    def name(self, field: str) -> str:
        return self.prefix + field

    def typed(self, field: str) -> str:
        values = self.given.get(field, [])
        return values[0] if values else ""

    def error(self, field: str) -> str | None:
        return self.errors.get(field)

    def answer(self, member_id: int) -> Answer | None:
        """What is answered for a member; None while the paper is empty."""
        ballot = self.filled.ballot
        return None if ballot is None else Answer(member_id, ballot=ballot)

    @property
    def problems(self) -> list[str]:
        """What is wrong, one sentence a field."""
        return list(self.errors.values())

    @property
    def is_filled(self) -> bool:
        return self.filled.ballot is not None or bool(self.errors)

    def validate(self) -> bool:
        """The count's own reader reads the ballot: nothing is recorded that would not be counted."""
        if self.filled.ballot is not None and not self.errors:
            try:
                choosing.checked(self.rule, self.filled.ballot, self.one)
            except WrongPaper as refusal:
                self.accuse("paper", gettext(WrongPaper.sentence, **refusal.facts))
        return not self.errors

    def accuse(self, field: str, sentence: str) -> None:
        """Put a refusal beside a field."""
        self.errors.setdefault(field, sentence)


def _own(given: Any, prefix: str) -> Mapping[str, list[str]]:
    """The fields of one paper, without its prefix; each may have several values."""
    if given is None:
        return {}
    return {name.removeprefix(prefix): given.getlist(name) for name in given if name.startswith(prefix)}

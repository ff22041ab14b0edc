"""Forms of successions."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from governance.circles import election
from governance.circles.forms import LONGEST_TEXT
from governance.circles.successions import Way
from governance.members.forms import day_field

Choices = Iterable[tuple[str, str]]


class BeginForm(FlaskForm):  # type: ignore[misc]
    """Who holds a role next is asked of its circle."""

    any_seat = _("the first that is free")
    starts_on = day_field(_("The term begins on"))
    seat = SelectField(_("Seat"))
    member = SelectField(
        _("In the name of"),
        [InputRequired(_("Choose a member."))],
        description=_(
            "The question, and then who is proposed, come before the circle as proposals of this member: its "
            "people may amend the text, and answer objections with who made them."
        ),
    )
    rule = SelectField(_("Kind of decision"), [InputRequired(_("Choose a kind of decision."))])
    asks = BooleanField(
        _("Who is chosen accepts first"), description=_("The mandate begins with their answer.")
    )

    def offer(self, *, seats: int, members: Choices, rules: Choices) -> None:
        """The choices of this role."""
        numbers = [(str(number), str(number)) for number in range(1, seats + 1)]
        if seats == 1:
            del self.seat
        else:
            self.seat.choices = [("", self.any_seat), *numbers]
        self.member.choices = list(members)
        self.rule.choices = list(rules)

    @property
    def number(self) -> int | None:
        """The seat that was chosen; None where there is one only, or for whichever is free."""
        return int(self.seat.data) if "seat" in self and self.seat.data else None


class BeginVoteForm(BeginForm):
    """The same with candidates, or by lot."""

    any_seat = _("all that are free on that day")
    moves_up = SelectField(
        _("If somebody refuses"),
        description=_(
            "The next one is who follows in the order of the result. The circle reads it in the text of the "
            "question, before anybody stands."
        ),
    )

    def offer_refusals(self, *, ranks: bool) -> None:
        """What may follow a refusal; ``ranks``: whether some kind of decision offered says who comes next."""
        again = ("", _("the question is put again"))
        upwards = ("next", _("the next one is asked"))
        self.moves_up.choices = [upwards, again] if ranks else [again]

    @property
    def way(self) -> Way:
        """What was chosen."""
        return Way(self.rule.data, asks=self.asks.data, moves_up=self.moves_up.data == "next")


class BeginFreeForm(BeginForm):
    """The same without candidates: with the consent and the variants."""

    consent = SelectField(
        _("Consent on the person"), [InputRequired(_("Choose a kind of decision."))],
        description=_("Objections to the person who is proposed are heard under this kind of decision."),
    )  # fmt: skip
    among = SelectField(_("Whom members may name"))
    oneself = BooleanField(_("A member may name its own people"))
    passing = BooleanField(
        _("A member may pass"),
        description=_("Otherwise who named nobody may still do so after the reasons were heard."),
    )
    proposes = SelectField(_("Whom the facilitator may propose"))

    def offer_people(self, *, consents: Choices, college: str) -> None:
        """The choices of an election without candidate."""
        self.consent.choices = list(consents)
        self.among.choices = [
            (election.CIRCLE, _("who speaks for a member of the circle")),
            *(
                [(election.COLLEGE, _("who speaks for a member of the college %(name)s", name=college))]
                if college
                else []
            ),
            (election.EVERYBODY, _("who speaks for any member of the network")),
        ]
        self.proposes.choices = [
            (election.ARGUMENTS, _("anybody who was named, by the arguments")),
            (election.MOST_NAMED, _("who was named most often; between equals, by the arguments")),
        ]

    @property
    def way(self) -> Way:
        """What was chosen."""
        return Way(
            self.rule.data, self.consent.data, self.among.data, self.oneself.data, self.passing.data,
            self.proposes.data, self.asks.data,
        )  # fmt: skip


def reason_field(label: object, description: object) -> TextAreaField:
    """Words that an act cannot do without."""
    limit = Length(max=LONGEST_TEXT, message=_("%(max)d letters at most."))
    needed = InputRequired(_("Give the reason in a few words."))
    return TextAreaField(label, [needed, limit], description=description)


class ChangeForm(FlaskForm):  # type: ignore[misc]
    member = SelectField(_("I speak for"))
    nominee = SelectField(_("I now name"), [InputRequired(_("Choose somebody."))])
    why = reason_field(_("Because"), _("What you heard that changes your mind."))


class AloudForm(FlaskForm):  # type: ignore[misc]
    """A member who is in the room names somebody else."""

    nominee = SelectField(_("Now names"), [InputRequired(_("Choose somebody."))])
    why = reason_field(_("Because"), _("What the member heard that changes its mind, as it says it."))


class ProposeForm(FlaskForm):  # type: ignore[misc]
    nominee = SelectField(_("I propose"), [InputRequired(_("Choose somebody."))])
    why = reason_field(_("Because"), _("The arguments that were heard; the circle reads them with the text."))


class WhyForm(FlaskForm):  # type: ignore[misc]
    why = reason_field(_("Why"), _("Everybody reads it."))

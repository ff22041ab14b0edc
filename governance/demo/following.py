"""What becomes of decisions: their steps, how they turn out, trials that end; and templates for new ones."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from governance.demo.content import Content, Written
from governance.demo.stage import Event, Play, Stage, moment
from proposals import concluding, executing, templates_of_kinds

STEWARD = "Samia Belkacem"


def events(content: Content, today: date) -> Iterator[Event]:
    """The steps and the words of each decision that is followed, trials that lapse, templates."""
    for followed in content.followed:
        for rank, entry in enumerate(followed["entry"]):
            at = moment(today, entry["day"], time(16)) + timedelta(minutes=9 * rank)
            yield Event(at, _entered(followed["title"], entry))
    for written in content.proposals:
        if written.get("until", 0) < 0:
            yield Event(moment(today, written["until"] + 1, time(6)), _lapse(written["title"]))
    for template in content.templates:
        yield Event(moment(today, template["day"], time(17)), _keep(template))


def _entered(title: str, entry: Written) -> Play:
    def play(stage: Stage, now: datetime) -> None:
        number, by = stage.decision(title), stage.people[entry["who"]]
        if entry["do"] == "plan":
            carried = stage.members.get(entry.get("by", ""))
            who = "" if carried else entry.get("by", "")
            planned = executing.Planned(entry["what"], who, carried, stage.day(entry["due"]))
            executing.plan(stage.session, number, planned, by=by, now=now)
        elif entry["do"] == "done":
            executing.finish(
                stage.session, number, entry["step"], done=True, note=entry.get("note", ""), by=by, now=now
            )
        elif entry["do"] == "observe":
            executing.observe(stage.session, number, note=entry["note"], by=by, now=now)
        else:
            executing.close(stage.session, number, word=entry["note"], by=by, now=now)

    return play


def _lapse(title: str) -> Play:
    """What the worker writes the day after the last one."""

    def play(stage: Stage, now: datetime) -> None:
        concluding.conclude(stage.session, stage.decision(title), now=now)

    return play


def _keep(written: Written) -> Play:
    def play(stage: Stage, now: datetime) -> None:
        parts = {part: written.get(part, "") for part in templates_of_kinds.PARTS}
        by = stage.people[STEWARD]
        template = templates_of_kinds.Template(**parts)
        templates_of_kinds.keep(stage.session, written["rule"], template, by=by, now=now)

    return play

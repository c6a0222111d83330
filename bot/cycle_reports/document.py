"""A member's page on a closed cycle as Markdown, to take along: all that is on it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.competency.rules import say_quarter
from bot.competency.values import Change
from bot.cycle_reports.values import Carried, Finished, LeftOut, Report
from bot.cycles.values import ReviewDecision
from bot.file_text import plain
from bot.inputs.dates import say_date

_DECIDED = {
    None: "open, carried as it is",
    ReviewDecision.CARRY: "carried",
    ReviewDecision.REDATE: "new date",
    ReviewDecision.DROP: "dropped",
}


def document(report: Report) -> str:
    """The whole page. What people typed stands in it without markup of its own."""
    cycle = report.cycle
    path = f", {plain(report.path_title)}" if report.path_title else ""
    parts = [
        f"# Cycle {cycle.number}, {say_date(cycle.started_on)} to {say_date(cycle.ended_on)}",
        f"{plain(report.plan_title)}{path}. At its close {report.count.done} of "
        f"{report.count.total} milestones were done, {len(report.done)} of them in this cycle; "
        f"{report.kept} of {report.dated} dates were kept.",
    ]
    for title, lines in (
        ("Planned and done", [_finished(each) for each in report.finished]),
        ("Skipped", [_left_out(each) for each in report.left_out]),
        ("Open at the close", [_carried(each) for each in report.carried]),
        ("Again and again", [f"- {plain(e.title)}: {e.times} times" for e in report.repeated]),
        ("Competencies", list(_levels(report))),
        ("Wins", list(_wins(report))),
        ("Looking back", list(_answers(report))),
    ):
        parts += [f"## {title}", "\n".join(lines) or "Nothing."]
    return "\n\n".join(parts) + "\n"


def say_late(days: int) -> str:
    """``on its day``, ``3 days late``, ``1 day early``."""
    if days == 0:
        return "on its day"
    number = abs(days)
    return f"{number} {'day' if number == 1 else 'days'} {'late' if days > 0 else 'early'}"


def _finished(each: Finished) -> str:
    title = f"{'- step: ' if each.is_step else '- '}{plain(each.title)}"
    if each.planned is None or each.days_late is None:
        return f"{title}: done {_date(each.day)}, without a date"
    moved = each.by_plan is not None and each.by_plan != each.planned
    plan = f" (the plan: {_date(each.by_plan)})" if moved else ""
    late = say_late(each.days_late)
    return f"{title}: planned {_date(each.planned)}{plan}, done {_date(each.day)}, {late}"


def _left_out(each: LeftOut) -> str:
    why = plain(each.why) if each.why else "no reason noted"
    planned = f", planned {_date(each.planned)}" if each.planned else ""
    return f"- {plain(each.title)}: skipped {_date(each.day)}{planned}: {why}"


def _carried(each: Carried) -> str:
    title = f"{'- step: ' if each.is_step else '- '}{plain(each.title)}"
    was = f"planned {_date(each.planned)}" if each.planned else "without a date"
    now = ""
    if each.decision is ReviewDecision.REDATE and each.due is not None:
        now = f" {_date(each.due)}"
    return f"{title}: {was}; {_DECIDED[each.decision]}{now}"


def _levels(report: Report) -> Iterator[str]:
    moved = report.moved
    if moved.rating is None:
        yield "No rating was finished in this cycle."
        return
    if moved.rating.quarter is not None:
        yield f"Rating of {say_quarter(moved.rating.quarter)}."
        yield ""
    for each in moved.changes:
        yield f"- {plain(each.now.title)}: {say_change(each)}, {plain(each.now.words)}"


def say_change(each: Change) -> str:
    """``2 → 3 of 5``; one level where there is none to compare it with, and why."""
    highest = len(each.now.scale)
    if each.before is not None:
        return f"{each.before} → {each.now.level} of {highest}"
    why = " (edited since, not compared)" if each.is_rewritten else ""
    return f"{each.now.level} of {highest}{why}"


def _wins(report: Report) -> Iterator[str]:
    for each in report.done:
        if each.is_shared:
            yield f"- {plain(each.title)}, shared with the group"
    for done in report.achievements:
        yield f"- {done.kind}: {plain(done.title)}, {_date(done.day)}"


def _answers(report: Report) -> Iterator[str]:
    asked, said = report.questions, report.reflection
    for question, answer in (
        (asked.progress, said.progress),
        (asked.drained, said.drained),
        (asked.party, said.party),
    ):
        if answer:
            yield f"**{plain(question)}**"
            yield ""
            yield from (f"> {plain(line)}" for line in answer.splitlines())
            yield ""


def _date(day: date | None) -> str:
    return "" if day is None else day.isoformat()

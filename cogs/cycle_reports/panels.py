"""A member's page on a closed cycle as the parts of a panel, its form, and what comes next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import discord
from discord import ui

from bot.cycle_reports.document import say_change, say_late
from bot.cycle_reports.values import (
    MAX_ANSWER,
    Carried,
    Finished,
    LeftOut,
    Reflection,
    Report,
)
from bot.cycles.values import ClosedCycle, ReviewDecision
from bot.inputs.dates import say_date
from bot.plans.values import Afterwards
from cogs.common.forms import Form, text_field
from cogs.common.panels import ONLY_YOU, Items, Panel, button, buttons, line
from cogs.common.text import cut, day_stamp, one_line, plural
from cogs.cycle_reports.routes import ADJUST, ANSWER, GROUP, REPORT
from cogs.cycle_reports.style import ACCENT

# What fits a message even at its fullest; the file has all of it.
_DONE, _LEFT_OUT, _CARRIED, _WINS, _AXES, _REPEATED = 4, 3, 2, 2, 8, 3
_TITLE, _WHY, _ANSWER, _AXIS = 50, 70, 120, 24
_MANY = {"share": "shares", "talk": "talks", "review": "papers reviewed", "project": "projects"}
_ONE = {"review": "paper reviewed"}

T = TypeVar("T")


def cycle_buttons(guild_id: int, number: int) -> list[ui.Button[ui.LayoutView]]:
    """To one's own page on a closed cycle, and to the group's."""
    return [
        button("Report", REPORT(guild_id, number)),
        button("Group's page", GROUP(guild_id, number)),
    ]


def report_rows(report: Report) -> Items:
    """What stands below the picture: dates, what was left out or carried, levels, wins, answers."""
    cycle = report.cycle
    span = f"{say_date(cycle.started_on)} to {say_date(cycle.ended_on)}"
    parts = [
        f"**Cycle {cycle.number}** · {span}\n"
        f"At its close {report.count.done} of {report.count.total} milestones were done, "
        f"{len(report.done)} of them in this cycle.",
        _part("Planned and done", report.finished, _DONE, lambda x: _finished(x, report.zone)),
        _part("Skipped", report.left_out, _LEFT_OUT, _left_out),
        _carried(report),
        _levels(report),
        _wins(report),
        _said(report.questions, report.reflection),
    ]
    return [line(), "\n".join(filter(None, parts)), buttons(*_acts(report))]


def absent_panel(cycle: ClosedCycle) -> Panel:
    """For somebody who was not in the group when the cycle was closed."""
    return Panel(
        ACCENT,
        f"**Cycle {cycle.number}, {say_date(cycle.started_on)} to {say_date(cycle.ended_on)}**\n"
        "You were not in the group when it was closed, so there is no report of yours.",
        buttons(
            button("Group's page", GROUP(cycle.guild_id, cycle.number)),
            button("What next", ADJUST(cycle.guild_id)),
        ),
        small_print=ONLY_YOU,
    )


def answer_form(guild_id: int, number: int, asked: Afterwards, said: Reflection) -> Form:
    """The plan's questions, with what was answered."""
    fields = [
        text_field(
            name,
            cut(question, 45),
            default=answer,
            long=True,
            required=False,
            max_length=MAX_ANSWER,
        )
        for name, question, answer in (
            ("progress", asked.progress, said.progress),
            ("drained", asked.drained, said.drained),
            ("party", asked.party, said.party),
        )
    ]
    return Form(f"Looking back on cycle {number}", ANSWER(guild_id, number), fields=fields)


def kept_panel(report: Report) -> Panel:
    """That answers are kept, and what comes next."""
    said = _said(report.questions, report.reflection)
    return Panel(
        ACCENT,
        f"**Kept.**\n{said}" if said else "**Nothing is kept** of what you answered there.",
        buttons(*_acts(report), button("Report", REPORT(*_key(report)))),
        small_print=f"The answers are yours alone. {ONLY_YOU}",
    )


def adjust_panel(rows: Items) -> Panel:
    """The one place to adjust what is ahead; each row has the act that it has elsewhere."""
    return Panel(
        ACCENT,
        "**What next**\nTargets, pace, path and routine, as they are now.",
        line(),
        *rows,
        small_print=ONLY_YOU,
    )


def _acts(report: Report) -> list[ui.Button[ui.LayoutView]]:
    label = "Look back" if report.reflection.is_empty else "Change answers"
    return [
        button(label, ANSWER(*_key(report)), style=discord.ButtonStyle.primary),
        button("What next", ADJUST(report.cycle.guild_id)),
        button("Group's page", GROUP(*_key(report))),
    ]


def _key(report: Report) -> tuple[int, int]:
    return report.cycle.guild_id, report.cycle.number


def _part(title: str, things: Sequence[T], most: int, say: Callable[[T], str]) -> str:
    """A heading with the first few things; the file has the others."""
    if not things:
        return ""
    lines = [f"**{title}** · {len(things)}", *(say(each) for each in things[:most])]
    if len(things) > most:
        lines.append(f"… and {len(things) - most:,} more in the file")
    return "\n".join(lines)


def _finished(each: Finished, zone: str) -> str:
    title = f"● {one_line(each.title, _TITLE)}"
    if each.planned is None or each.days_late is None:
        return f"{title} · {day_stamp(each.day, zone)}"
    planned = day_stamp(each.planned, zone)
    return (
        f"{title} · planned {planned}, done {day_stamp(each.day, zone)}, {say_late(each.days_late)}"
    )


def _left_out(each: LeftOut) -> str:
    why = one_line(each.why, _WHY) if each.why else "no reason noted; `/milestone note` adds one"
    return f"⊘ {one_line(each.title, _TITLE)} · {why}"


def _carried(report: Report) -> str:
    """How many were open, what was decided, and the new dates."""
    if not report.carried:
        return ""
    number = Counter(each.decision for each in report.carried)
    words = {
        ReviewDecision.CARRY: "carried",
        ReviewDecision.REDATE: "with a new date",
        ReviewDecision.DROP: "dropped",
        None: "not decided, so carried",
    }
    state = ", ".join(f"{number[each]} {word}" for each, word in words.items() if number[each])
    redated = [each for each in report.carried if each.decision is ReviewDecision.REDATE]
    lines = [f"**Open at the close** · {len(report.carried)}: {state}"]
    lines += [_redated(each, report.zone) for each in redated[:_CARRIED]]
    return "\n".join(lines)


def _redated(each: Carried, zone: str) -> str:
    due = "" if each.due is None else f" · {day_stamp(each.due, zone)}"
    return f"◐ {one_line(each.title, _TITLE)}{due}"


def _levels(report: Report) -> str:
    moved = report.moved
    if moved.rating is None:
        also = (
            ". The one you began counts in the cycle in which you finish it"
            if moved.is_open
            else ""
        )
        return f"**Competencies** · no rating in this cycle{also}"
    beside = "" if moved.before is not None else ", the first one"
    said = "; ".join(
        f"{one_line(each.now.title, _AXIS)} {say_change(each)}" for each in moved.changes[:_AXES]
    )
    left = len(moved.changes) - _AXES
    return f"**Competencies**{beside} · {said}{f'; {left} more in the file' if left > 0 else ''}"


def _wins(report: Report) -> str:
    shared = [each for each in report.done if each.is_shared]
    kinds = Counter(each.kind for each in report.achievements)
    counted = [
        plural(count, _ONE.get(kind, kind), _MANY.get(kind)) for kind, count in kinds.items()
    ]
    if shared:
        counted.insert(0, plural(len(shared), "win shared", "wins shared"))
    counted += [f"{one_line(e.title, _AXIS)} ×{e.times}" for e in report.repeated[:_REPEATED]]
    if not counted:
        return ""
    titles = [f"● {one_line(each.title, _TITLE)}" for each in shared[:_WINS]]
    return "\n".join((f"**Wins** · {', '.join(counted)}", *titles))


def _said(asked: Afterwards, said: Reflection) -> str:
    pairs: Iterable[tuple[str, str | None]] = (
        (asked.progress, said.progress),
        (asked.drained, said.drained),
        (asked.party, said.party),
    )
    return "\n".join(
        f"**{one_line(question, 45)}** {one_line(answer, _ANSWER)}"
        for question, answer in pairs
        if answer
    )

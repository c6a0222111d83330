"""How milestones read wherever they are shown: status marks, counts, dates that move.

Marks are text, so that they read the same everywhere.
"""

from __future__ import annotations

from bot.milestones.pace import Shift
from bot.milestones.rules import Count, Status
from cogs.common.text import day_stamp, one_line, plural

MARKS = {
    Status.NOT_STARTED: "○",
    Status.IN_PROGRESS: "◐",
    Status.DONE: "●",
    Status.SKIPPED: "⊘",
}

_EXAMPLES = 3


def tally(count: Count) -> str:
    """``3 of 8``, and how many are skipped."""
    skipped = f" · {count.skipped} skipped" if count.skipped else ""
    return f"{count.done} of {count.total}{skipped}"


def moves(shift: Shift) -> str:
    """What another pace or start moves: how many dates, with examples."""
    zone = shift.member.zone
    if not shift.moves:
        return "No open date moves."
    number = len(shift.moves)
    lines = [f"{plural(number, 'open date')} {'moves' if number == 1 else 'move'}, for example:"]
    lines += [
        f"- *{one_line(move.item.title, 80)}*: {day_stamp(move.was, zone)} → "
        f"{day_stamp(move.now, zone)}"
        for move in shift.moves[:_EXAMPLES]
    ]
    if shift.overdue:
        lines.append(f"{shift.overdue} of them would lie in the past.")
    kept = f" ({shift.kept})" if shift.kept else ""
    lines.append(f"What is done or skipped keeps its date{kept}.")
    return "\n".join(lines)

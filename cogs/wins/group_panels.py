"""The group's progress as a panel: counts without names, and wins that were released."""

from __future__ import annotations

from collections.abc import Sequence

from bot.figures import FLOOR
from bot.milestones.values import Count, GroupProgress
from bot.wins.values import SharedWin
from cogs.common.panels import ONLY_YOU, Panel, line
from cogs.common.text import bar, one_line
from cogs.wins.panels import win_line
from cogs.wins.style import ACCENT

_SHOWN_BLOCKS, _SHOWN_WINS = 20, 3


def group_panel(progress: GroupProgress | None, wins: Sequence[SharedWin], *, weeks: int) -> Panel:
    """Counts by block where enough are in the group, and the wins of the last weeks."""
    return Panel(
        ACCENT,
        _counts(progress),
        line(),
        _wins(wins, weeks),
        small_print=f"The group sees counts, never names; a block is counted anew once {FLOOR} "
        f"have changed something there. Wins only when shared. {ONLY_YOU}",
    )


def _counts(progress: GroupProgress | None) -> str:
    if progress is None:
        return f"**The group**\nToo few: counts appear from {FLOOR} members on."
    lines = [
        f"Block {block.number} · {one_line(block.title, 40)}\n"
        + ("Too few" if (count := block.count) is None else f"{_bar(count)} · {count.words}")
        for block in progress.blocks[:_SHOWN_BLOCKS]
    ]
    return "\n".join((f"**The group** · {progress.people} together", *lines))


def _bar(count: Count) -> str:
    return bar(count.done, count.total)


def _wins(wins: Sequence[SharedWin], weeks: int) -> str:
    heading = f"**Wins of the last {weeks} weeks**"
    if not wins:
        return f"{heading}\nNone shared yet. *Share* at a done milestone posts one."
    lines = [win_line(win) for win in wins[:_SHOWN_WINS]]
    if len(wins) > _SHOWN_WINS:
        lines.append(f"and {len(wins) - _SHOWN_WINS} more in `/win list`")
    return "\n".join((heading, *lines))

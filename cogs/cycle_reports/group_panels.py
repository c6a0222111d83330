"""The group's page on a closed cycle: what was released, and sums without names."""

from __future__ import annotations

from bot.cycle_reports.values import GroupPage
from bot.figures import FLOOR
from bot.inputs.dates import say_date
from bot.milestones.values.group import GroupProgress
from bot.wins.values import SharedWin
from cogs.common.panels import Panel, button, buttons, line
from cogs.common.text import bar, one_line, plural, titled_link
from cogs.cycle_reports.routes import REPORT
from cogs.cycle_reports.style import ACCENT

_WINS, _TITLE, _LINK, _BLOCKS, _BLOCK = 8, 80, 100, 20, 40


def group_panel(page: GroupPage) -> Panel:
    """All that the group may see of a cycle."""
    cycle = page.cycle
    facts = [plural(fact.count, fact.one, fact.many) for fact in page.facts]
    wins = "\n".join(map(_win, page.wins[:_WINS]))
    if len(page.wins) > _WINS:
        wins += f"\n… and {len(page.wins) - _WINS:,} more; `/win list` has the latest"
    return Panel(
        ACCENT,
        f"**Cycle {cycle.number} of the group** · {say_date(cycle.started_on)} to "
        f"{say_date(cycle.ended_on)}",
        _together(page),
        *([f"**For all to see** · {', '.join(facts)}"] if facts else []),
        line(),
        f"**Wins that were released**\n{wins}" if wins else "No wins are released of this cycle.",
        buttons(button("My report", REPORT(cycle.guild_id, cycle.number))),
        small_print="The group sees counts, never names, and wins that their member released.",
    )


def _together(page: GroupPage) -> str:
    if page.sums is not None:
        return _sums(page.sums)
    if page.has_sums:
        return f"**Together** · too few: sums appear from {FLOOR} members on."
    return "**Together** · this cycle was closed before I kept sums."


def _sums(sums: GroupProgress) -> str:
    done = sum(count.done for count in sums.counts)
    total = sum(count.total for count in sums.counts)
    skipped = sum(count.skipped for count in sums.counts)
    lines = [
        f"**Together at its close** · {sums.people} taken together",
        f"{bar(done, total)} · {done:,} of {total:,} milestones done, {skipped:,} skipped, "
        f"{total - done:,} open",
    ]
    lines += [
        f"{one_line(block.title, _BLOCK)} · {count.done:,} of {count.total:,}"
        for block, count in zip(sums.blocks[:_BLOCKS], sums.counts, strict=False)
    ]
    return "\n".join(lines)


def _win(win: SharedWin) -> str:
    link = f" · {titled_link(win.link)}" if win.link and len(win.link) <= _LINK else ""
    return f"- <@{win.user_id}>: {one_line(win.title, _TITLE)}{link}"

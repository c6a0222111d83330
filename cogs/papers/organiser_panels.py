"""What organisers do with a round by hand, as panels: what follows first, then what was done."""

from __future__ import annotations

from datetime import datetime

import discord

from bot.groups.values import Group
from bot.inputs.dates import WEEKDAYS
from bot.inputs.times import say_time
from bot.papers.round_acts import Extendable, Skippable, Week
from bot.papers.values import Overview, Round
from cogs.common.panels import ONLY_YOU, Items, Panel, button, buttons, line, row
from cogs.common.text import plural, stamp
from cogs.papers.routes import (
    CLOSE_FOR_SURE,
    CLOSE_NOW,
    END_FOR_SURE,
    EXTEND,
    EXTEND_FOR_SURE,
    HOURS,
    HOURS_FIT,
    SKIP,
    SKIP_WEEK,
    UNSKIP_WEEK,
)
from cogs.papers.style import ACCENT

_DANGER = discord.ButtonStyle.danger


def organising(seen: Overview, now: datetime) -> Items:
    """What organisers find in `/paper picks`: the question about the hour, and their buttons."""
    is_open = bool(seen.rounds) and seen.rounds[0].takes_ballots(now)
    acts = [button("Skip", SKIP())]
    if is_open:
        acts = [button("Close now", CLOSE_NOW()), button("Extend", EXTEND()), *acts]
    return [*(hour_rows() if seen.asks_hour is not None else []), buttons(*acts)]


def hour_rows() -> Items:
    """The question whether the hour of the vote fits, to organisers alone."""
    return [
        "**Does the hour of the vote fit?** Nobody voted in the last two. That happens; perhaps "
        "other days or times suit the group better. *They fit* ends this question.",
        buttons(button("Change times", HOURS()), button("They fit", HOURS_FIT())),
    ]


def close_panel(found: Round) -> Panel:
    """What follows if the vote is closed now."""
    ballots = plural(found.ballots, "ballot")
    follows = "the result is posted, and a thread opens for the paper"
    if not found.ballots:
        follows = "nothing is chosen, as nobody voted, and no thread opens"
    return Panel(
        ACCENT,
        f"**Close the vote now?**\n{ballots} so far. The vote closes at once instead of "
        f"{stamp(found.closes_at, 'F')}; {follows}. That cannot be taken back.",
        buttons(button("Close it", CLOSE_FOR_SURE(found.id), style=_DANGER)),
        small_print=_COUNTS,
    )


def closed_panel(found: Round, channel_id: int) -> Panel:
    """What closing it did."""
    ballots = plural(found.ballots, "ballot")
    then = f"The result follows in <#{channel_id}> in a moment."
    if not found.ballots:
        then = "Nobody voted, so nothing is chosen; the shortlist itself says so."
    return Panel(ACCENT, f"**The vote is closed**\n{ballots}. {then}", small_print=ONLY_YOU)


def extend_panel(found: Extendable) -> Panel:
    """What follows if the vote gets more days, for each number of them that there is room for."""
    voted = found.round
    closes = f"It closes {stamp(voted.closes_at, 'F')} now"
    if not found.choices:
        then = "The vote ends before the next one opens, so it cannot be longer."
        if found.opens_at is not None:
            then = (
                f"The next shortlist comes {stamp(found.opens_at, 'F')}, and a vote ends before "
                "that, so it cannot be longer."
            )
        return Panel(
            ACCENT,
            f"**There is no room for another day**\n{closes}. {then}",
            small_print=ONLY_YOU,
        )
    seen = int(voted.closes_at.timestamp())
    lines = [
        f"- {plural(days, 'day')} more: {stamp(at, 'F')}" for days, at in found.choices.items()
    ]
    return Panel(
        ACCENT,
        f"**Give the vote more days?**\n{closes}, with {plural(voted.ballots, 'ballot')} so far; "
        "all of them stay, and the shortlist shows the new time.\n" + "\n".join(lines),
        buttons(
            *(
                button(plural(days, "day"), EXTEND_FOR_SURE(voted.id, days, seen))
                for days in found.choices
            )
        ),
        small_print=_COUNTS,
    )


def extended_panel(found: Round) -> Panel:
    """What extending it did."""
    return Panel(
        ACCENT,
        f"**The vote goes on**\nIt closes {stamp(found.closes_at, 'F')} "
        f"({stamp(found.closes_at, 'R')}). The shortlist says so in a moment.",
        small_print=ONLY_YOU,
    )


def skip_panel(found: Skippable) -> Panel:
    """What can be skipped, each with what follows."""
    items: Items = ["**A week without a vote**"]
    if found.round is not None:
        text = (
            f"**This vote** · {plural(found.round.ballots, 'ballot')} so far\n*End it* ends it at "
            "once, without a pick. Nothing is counted, the papers channel is told so once, and its "
            "papers can come back. That cannot be taken back."
        )
        items += [line(), row(text, button("End it", END_FOR_SURE(found.round.id), style=_DANGER))]
    for week in found.weeks:
        items += [line(), _week(week)]
    if len(items) == 1:
        items.append("There is nothing to skip: no vote is open, and none is ahead.")
    return Panel(ACCENT, *items, small_print=_COUNTS)


def ended_panel(found: Round, channel_id: int) -> Panel:
    """What ending a vote without a pick did."""
    return Panel(
        ACCENT,
        "**The vote has ended without a pick**\nNothing is chosen this week. "
        f"<#{channel_id}> hears of it in a moment.",
        small_print=ONLY_YOU,
    )


def hours_panel(group: Group) -> Panel:
    """When votes open and close from now on."""
    opens, closes = hours(group)
    return Panel(
        ACCENT,
        f"**The hours of the vote**\nIt opens {opens} and closes {closes}, on clocks in "
        f"{group.zone}.",
        small_print=ONLY_YOU,
    )


def hours_fit_panel() -> Panel:
    """What *They fit* did."""
    return Panel(
        ACCENT,
        "**The hours stay**\nI do not ask again while nobody votes. `/setup` changes them at any "
        "time.",
        small_print=ONLY_YOU,
    )


def hours(group: Group) -> tuple[str, str]:
    """When votes open and close, as people type it."""
    return (
        f"{WEEKDAYS[group.papers_open_weekday]} {say_time(group.papers_open_at)}",
        f"{WEEKDAYS[group.papers_close_weekday]} {say_time(group.papers_close_at)}",
    )


_COUNTS = f"You see how many voted, never who or what. {ONLY_YOU}"


def _week(week: Week) -> discord.ui.Section[discord.ui.LayoutView]:
    when = stamp(week.opens_at, "F")
    if week.is_skipped:
        text = (
            f"**The vote of {when}** · skipped\nNo shortlist comes then; the papers channel is "
            "told so once. *Open it* lets it come after all."
        )
        return row(text, button("Open it", UNSKIP_WEEK(week.monday)))
    text = (
        f"**The vote of {when}**\nNo shortlist comes then, and the papers channel is told so "
        "once. Nominations wait for the next one. Until then you can take it back."
    )
    return row(text, button("Skip it", SKIP_WEEK(week.monday)))

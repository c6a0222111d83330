"""The week's shortlist as panels."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import discord
from discord import ui

from bot.figures import FLOOR
from bot.papers.values import (
    Overview,
    Round,
)
from cogs.common.panels import (
    MAX_TEXT,
    ONLY_YOU,
    Items,
    Panel,
    button,
    buttons,
    line,
    text_length,
)
from cogs.common.routes import CustomId
from cogs.common.text import plural
from cogs.papers.pick_rows import pick_rows
from cogs.papers.round_text import (
    between_votes,
    state,
    totals_so_far,
    why_nothing,
)
from cogs.papers.routes import (
    HISTORY,
    HOW_WE_VOTE,
    RESULT,
    SUGGEST,
    VOTE,
)
from cogs.papers.style import ACCENT

_SMALL_PRINT = 100
_SO_FAR = 270


def private_ballot(found: Round) -> str:
    """What stays private in a vote, and from when on its totals show."""
    if found.hides_totals:
        return "Ballots are private. Totals show at close."
    return f"Ballots are private. Totals show in `/paper picks` from {FLOOR} ballots on."


def shortlist_marker(found: Round) -> CustomId:
    """The custom id that only this round's first message has."""
    return VOTE(found.id) if found.picks else SUGGEST(found.id)


def shortlist_panel(found: Round, now: datetime) -> Panel:
    """What the group sees from the opening on; after the close without the vote."""
    if not found.picks:
        return _nothing_panel(found)
    heading = f"📄 **This week's papers**\n{state(found, now)}"
    rows = pick_rows(found.picks, MAX_TEXT - len(heading) - _SMALL_PRINT)
    acts = [button("History", HISTORY())]
    if found.takes_ballots(now):
        acts = [
            button("Vote", VOTE(found.id), style=discord.ButtonStyle.primary),
            button("Nominate", SUGGEST(found.id)),
            *acts,
        ]
    elif found.winner is not None:
        acts = [button("Result", RESULT(found.id)), *acts]
    return Panel(
        ACCENT, heading, line(), *rows, line(), buttons(*acts), small_print=private_ballot(found)
    )


def picks_panel(
    seen: Overview,
    now: datetime,
    notes: Sequence[str],
    *,
    can_change: bool = False,
    organising: Items | None = None,
) -> Panel:
    """What one member sees: the open shortlist or the last result.

    Organisers see ``notes`` too, and ``organising``: what they can do with it by hand. Who
    ``can_change`` how the group votes has a button for it.
    """
    found = seen.rounds[0] if seen.rounds else None
    acts: list[ui.Item[ui.LayoutView]] = [button("Nominate", SUGGEST(0))]
    told: Items = [line(), "**For organisers**\n" + "\n".join(notes)] if notes else []
    told += organising or []
    items: Items
    if found is not None and found.takes_ballots(now):
        ballots = plural(found.ballots, "ballot")
        items = [f"**This week's papers**\n{state(found, now)} · {ballots} so far", line()]
        room = MAX_TEXT - text_length([*items, *told]) - _SMALL_PRINT
        if seen.so_far is not None:
            room -= _SO_FAR
        items += pick_rows(found.picks, room)
        if seen.so_far is not None:
            items += [line(), totals_so_far(found, seen.so_far)]
        acts.insert(0, button("Vote", VOTE(found.id), style=discord.ButtonStyle.primary))
    else:
        items = ["\n".join(between_votes(seen, found, now))]
    if found is not None and found.winner is not None:
        acts.append(button("History", HISTORY()))
    if can_change:
        acts.append(button("How we vote", HOW_WE_VOTE()))
    return Panel(ACCENT, *items, *told, line(), buttons(*acts), small_print=ONLY_YOU)


def _nothing_panel(found: Round) -> Panel:
    heading = "A week without a paper" if found.is_skipped else "No papers to choose from this week"
    return Panel(
        ACCENT,
        f"📄 **{heading}**\n{why_nothing(found)} "
        "Nominate one, and it stands first on the next list.",
        buttons(button("Nominate", SUGGEST(found.id)), button("History", HISTORY())),
        small_print="There is nothing to vote on this week.",
    )

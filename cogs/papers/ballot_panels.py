"""A member's private ballot as a panel."""

from __future__ import annotations

from datetime import datetime

import discord
from discord import ui

from bot.papers.values import (
    Ballot,
    Pick,
)
from cogs.common.panels import (
    ONLY_YOU,
    Panel,
    button,
    buttons,
)
from cogs.common.text import cut, stamp
from cogs.papers.panels import PRIVATE_BALLOT
from cogs.papers.round_text import (
    SHOWN_AUTHORS,
    title,
)
from cogs.papers.routes import (
    BALLOT,
    HISTORY,
)
from cogs.papers.style import ACCENT


def ballot_panel(ballot: Ballot, now: datetime) -> Panel:
    """A member's own ballot, changeable until the close."""
    found = ballot.round
    count = len(found.picks)
    if not found.takes_ballots(now):
        mine = "Your ballot stays as it was then:\n" + _mine(ballot)
        if not ballot.approved:
            mine = "You had cast no ballot by then."
        return Panel(
            ACCENT,
            f"**Your ballot**\nThis vote closed {stamp(found.vote_ended_at)}. {mine}",
            buttons(button("History", HISTORY())),
            small_print=ONLY_YOU,
        )
    state = "Nothing picked yet."
    if ballot.cast_at is not None:
        state = (
            f"Counted: you approve {len(ballot.approved)} of {count}, "
            f"as of {stamp(ballot.cast_at, 'T')}.\n{_mine(ballot)}"
        )
    text = (
        "**Your ballot**\nPick every paper that you would like to discuss. The most approvals win. "
        f"You can change it until {stamp(found.closes_at, 'F')}.\n\n{state}"
    )
    select: ui.Select[ui.LayoutView] = ui.Select(
        custom_id=BALLOT(found.id),
        placeholder="Papers to discuss",
        min_values=0,
        max_values=count,
        options=[_option(pick, pick.paper.key in ballot.approved) for pick in found.picks],
    )
    return Panel(ACCENT, text, buttons(select), small_print=f"{PRIVATE_BALLOT} {ONLY_YOU}")


def _option(pick: Pick, is_approved: bool) -> discord.SelectOption:
    about = ", ".join(pick.paper.authors[:SHOWN_AUTHORS])
    if pick.paper.is_withdrawn:
        about = "Withdrawn from arXiv: it cannot be chosen any more"
    return discord.SelectOption(
        label=cut(f"{pick.position}. {' '.join(pick.paper.title.split())}", 100),
        value=pick.paper.key,
        description=cut(about, 100) or None,
        default=is_approved,
    )


def _mine(ballot: Ballot) -> str:
    return "\n".join(
        f"● {pick.position}. {title(pick.paper)}"
        for pick in ballot.round.picks
        if pick.paper.key in ballot.approved
    )

"""Nominations as panels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import discord
from discord import ui

from bot.arxiv.rules.identifiers import abstract_url
from bot.arxiv.values import Paper
from bot.papers.values import (
    Nominated,
    NominationOutcome,
)
from cogs.common.panels import (
    ONLY_YOU,
    Panel,
    button,
    buttons,
    link,
)
from cogs.common.text import cut, plural
from cogs.papers.round_text import (
    title,
)
from cogs.papers.routes import (
    AGAIN,
    HISTORY,
    NAME_ME,
    SUGGEST,
    VOTE,
    WHICH,
    WITHDRAW,
)
from cogs.papers.style import ACCENT

_WITHDRAWABLE = (
    NominationOutcome.ADDED,
    NominationOutcome.MERGED,
    NominationOutcome.ALREADY_YOURS,
    NominationOutcome.ONE_A_WEEK,
)
_NAMEABLE = frozenset(_WITHDRAWABLE) - {NominationOutcome.ONE_A_WEEK}
_UNNAMED = "Nobody sees that it was you. *Name me* puts your name beside it on the shortlist."
_NAMED = "The shortlist will say that it was you. You can change that until it is there."

_MOST_OPTIONS = 25


def nominated_panel(result: Nominated) -> Panel:
    """What became of a nomination."""
    named = title(result.paper)
    others = plural(result.nominators, "member")
    waits = "It waits for the next shortlist."
    instead = title(result.instead or result.paper)
    texts = {
        NominationOutcome.ADDED: (
            f"Nominated: **{named}**\nIt waits for the next shortlist, where the two oldest "
            "nominations stand first."
        ),
        NominationOutcome.ONE_A_WEEK: (
            f"You nominated **{instead}** for the next shortlist, and each of you has one a "
            f"week. *Withdraw* takes it back; then there is room for **{named}**."
        ),
        NominationOutcome.MERGED: (
            f"Nominated: **{named}**\n{others} wish for it now; it stays one entry."
        ),
        NominationOutcome.ALREADY_YOURS: f"You have nominated **{named}** already. {waits}",
        NominationOutcome.ON_SHORTLIST: (
            f"**{named}** is on this week's shortlist already. Your vote helps it most."
        ),
        NominationOutcome.DISCUSSED: (
            f"The group has discussed **{named}** already; `/paper history` shows when. "
            "*Nominate again* puts it on the next shortlist all the same."
        ),
        NominationOutcome.WITHDRAWN: (
            f"**{named}** was withdrawn from arXiv, so it cannot stand on a shortlist. You can "
            "nominate another paper in its place."
        ),
    }
    acts: list[ui.Item[ui.LayoutView]] = [link("Read", abstract_url(result.paper.key))]
    if result.outcome is NominationOutcome.ON_SHORTLIST and result.round_id:
        acts.insert(0, button("Vote", VOTE(result.round_id), style=discord.ButtonStyle.primary))
    text = texts[result.outcome]
    if result.outcome in _WITHDRAWABLE:
        mine = result.paper if result.instead is None else result.instead
        acts.append(button("Withdraw", WITHDRAW(mine.key)))
    if result.outcome in _NAMEABLE:
        text += f"\n\n{_NAMED if result.is_named else _UNNAMED}"
        label = "Don't name me" if result.is_named else "Name me"
        acts.append(button(label, NAME_ME(result.paper.key, int(not result.is_named))))
    if result.outcome is NominationOutcome.DISCUSSED:
        acts.append(button("Nominate again", AGAIN(result.paper.key)))
        acts.append(button("History", HISTORY()))
    if result.outcome is NominationOutcome.WITHDRAWN:
        acts.append(button("Nominate", SUGGEST(0)))
    return Panel(ACCENT, text, buttons(*acts), small_print=ONLY_YOU)


def which_panel(keys: Sequence[str], known: Mapping[str, Paper]) -> Panel:
    """Which of the papers in a message is meant, by title where that is ``known``."""
    kept = keys[:_MOST_OPTIONS]
    left = len(keys) - len(kept)
    more = f" Of the last {left}, `/paper nominate` takes one by its id." if left else ""
    select: ui.Select[ui.LayoutView] = ui.Select(
        custom_id=WHICH(),
        placeholder="Paper to nominate",
        options=[_which(key, known.get(key)) for key in kept],
    )
    return Panel(
        ACCENT,
        f"**Which one?**\nThat message names {len(keys)} papers. Pick the one to nominate; it is "
        f"one a week from each of you.{more}",
        buttons(select),
        small_print=ONLY_YOU,
    )


def nomination_withdrawn_panel(paper: Paper) -> Panel:
    """What taking a nomination back leaves."""
    return Panel(
        ACCENT,
        f"Withdrawn: **{title(paper)}**\nYou can nominate another paper now.",
        buttons(button("Nominate", SUGGEST(0))),
        small_print=ONLY_YOU,
    )


def _which(key: str, paper: Paper | None) -> discord.SelectOption:
    if paper is None:
        return discord.SelectOption(label=key, value=key)
    mark = "withdrawn · " if paper.is_withdrawn else ""
    return discord.SelectOption(label=cut(paper.title, 100), value=key, description=mark + key)

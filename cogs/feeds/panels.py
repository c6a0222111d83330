"""The feeds that a group follows, as a panel. Data in, panel out."""

from __future__ import annotations

from collections.abc import Iterable

import discord
from discord import ui

from bot.feeds.values import FeedsChanged, Followed
from bot.groups.values import PaperFit
from bot.inputs.categories import named
from cogs.common.feed_health import MARKS, feed_state
from cogs.common.panels import ONLY_YOU, Items, Panel, button, buttons, line, row
from cogs.common.text import escape, plural
from cogs.feeds.routes import CROSS_LISTS, FEED_ADD, FEED_REMOVE, FEEDS, FIT

# As the weekly paper's, below whose command it stands.
ACCENT = 0xEF4444

# What shares of a week's papers reach each: measured on dev, from no history to four months of it.
_FITS = {
    PaperFit.ANY: ("Everything, best first", "Five papers a week, even where none comes near"),
    PaperFit.USUAL: ("What may interest you", "Of a week's papers about one in three does"),
    PaperFit.CLOSE: (
        "Only what fits well",
        "About one paper in ten does; a quiet week brings fewer than five, or none",
    ),
}


def feeds_panel(followed: Followed, *, can_change: bool, said: str | None = None) -> Panel:
    """Each feed with how it is; for organisers with *Remove*. ``said`` is what was just done."""
    items: Items = [*([said] if said else []), f"**arXiv feeds**\n{_about(followed)}", line()]
    for feed in followed.feeds:
        text = f"{MARKS[feed.health]} **{escape(named(feed.category))}**\n{feed_state(feed)}"
        items.append(
            row(text, button("Remove", FEED_REMOVE(feed.category))) if can_change else text
        )
    acts = [button("Look again", FEEDS())]
    if can_change:
        label = "Leave out cross-lists" if followed.cross_lists else "Count cross-lists"
        other = button(label, CROSS_LISTS(int(not followed.cross_lists)))
        acts = [button("Add", FEED_ADD()), *acts, other]
    items += [line(), _about_fit(followed.fit)]
    if can_change:
        items.append(buttons(_fit_select(followed.fit)))
    who = "" if can_change else " Organisers change the feeds in the server."
    return Panel(ACCENT, *items, line(), buttons(*acts), small_print=f"{ONLY_YOU}{who}")


def _about_fit(fit: PaperFit) -> str:
    label, told = _FITS[fit]
    return f"**How well papers must fit**: {label.lower()}\n{told}. Nominations always may stand."


def _fit_select(fit: PaperFit) -> ui.Select[ui.LayoutView]:
    return ui.Select(
        custom_id=FIT(),
        options=[
            discord.SelectOption(label=label, description=told, value=each, default=each is fit)
            for each, (label, told) in _FITS.items()
        ],
    )


def changed_text(changed: FeedsChanged) -> str:
    """What was done, in a sentence or two."""
    said = []
    if changed.added:
        said.append(f"Added: {_names(changed.added)}. I read it within a minute.")
    if changed.known:
        said.append(f"The group follows this already: {_names(changed.known)}.")
    if changed.removed is not None:
        said.append(f"Removed: {_names([changed.removed])}. The next shortlist comes without it.")
    return " ".join(said)


def _about(followed: Followed) -> str:
    count = plural(len(followed.feeds), "category", "categories")
    crossing = (
        "Papers cross-listed there count too"
        if followed.cross_lists
        else ("Only papers that are new there count, not those cross-listed")
    )
    return (
        f"The weekly shortlist comes from {count}. I read each after arXiv's midnight. {crossing}."
    )


def _names(categories: Iterable[str]) -> str:
    return ", ".join(f"**{escape(named(each))}**" for each in categories)

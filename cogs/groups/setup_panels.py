"""The panel of ``/setup``: what is set, what is missing, and how to change each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import discord
from discord import ui

from bot.groups.values import Group
from bot.scheduling import Unposted
from cogs.common.group_text import basics_text, channel_selects, rhythm_text
from cogs.common.panels import ONLY_YOU, Accent, Items, Panel, button, buttons, line, row
from cogs.common.text import cut, escape, stamp
from cogs.groups.routes import (
    INVITE,
    JOIN_BESIDE,
    SETUP_ANNOUNCEMENTS,
    SETUP_BASICS,
    SETUP_PAPERS,
    SETUP_RETROS,
    SETUP_RHYTHM,
    SETUP_SHOW,
    SETUP_START,
)

_MOST_UNPOSTED = 10
_TOO_LATE = "by the time that I could, it was too late"

_CHANNEL_ROUTES = {
    "announcements": SETUP_ANNOUNCEMENTS,
    "papers": SETUP_PAPERS,
    "retros": SETUP_RETROS,
}


def setup_panel(
    group: Group,
    *,
    server: str,
    is_set_up: bool,
    problems: str | None,
    unposted: Sequence[tuple[str, Unposted]],
    about: Items,
    notes: Items,
    can_join: bool,
    now: datetime,
    said: str | None = None,
) -> Panel:
    """The settings in force, or (not ``is_set_up``) those I suggest.

    ``problems`` names what I lack in its channels, ``unposted`` what the group did not
    get, each with its title. ``about`` is what features say of the group, ``notes`` what they tell
    organisers alone, ``said`` what was done.
    ``can_join``: whoever looks is no member.
    """
    parts: Items = [*([said] if said else []), _heading(server, is_set_up), *about]
    parts += channel_selects(group, _CHANNEL_ROUTES)
    parts += [
        row(_basics(group, now), button("Change", SETUP_BASICS())),
        row(rhythm_text(group, now), button("Change", SETUP_RHYTHM())),
        *([problems] if problems else []),
        *_unposted(unposted),
        *notes,
        line(),
        _acts(group.guild_id, is_set_up, can_join),
    ]
    return Panel(Accent.SETTINGS, *parts, small_print=ONLY_YOU)


def _heading(server: str, is_set_up: bool) -> str:
    if is_set_up:
        return (
            f"**{escape(server)} is a study group**\n*Invite* shows you a post with a *Join* "
            "button before everybody sees it. Change anything below; what you do not touch stays."
        )
    return (
        f"**Make {escape(server)} a study group**\nThese are my suggestions. Press *Start* to take "
        "them, or change one, which starts the group too. Nothing is posted right away."
    )


def _basics(group: Group, now: datetime) -> str:
    feeds = ", ".join(group.categories)
    return f"{basics_text(group, now)} · **Feeds** {escape(feeds)}"


def _unposted(unposted: Sequence[tuple[str, Unposted]]) -> list[str]:
    lines = [
        f"{title}, {stamp(each.due_at)}: {cut(each.reason, 85) if each.reason else _TOO_LATE}."
        for title, each in unposted[:_MOST_UNPOSTED]
    ]
    if more := len(unposted) - len(lines):
        lines.append(f"And {more} more.")
    return ["\n".join(("**Not posted**", *lines))] if lines else []


def _acts(guild_id: int, is_set_up: bool, can_join: bool) -> ui.ActionRow[ui.LayoutView]:
    if not is_set_up:
        return buttons(button("Start", SETUP_START(), style=discord.ButtonStyle.primary))
    return buttons(
        button("Invite", INVITE(), style=discord.ButtonStyle.primary),
        *([button("Join yourself", JOIN_BESIDE(guild_id, 0))] if can_join else []),
        button("Check again", SETUP_SHOW()),
    )

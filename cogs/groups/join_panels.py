"""The invitation to join, what joining asks, and what it answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import discord
from discord import ui

from bot.groups.values import Member
from cogs.common.feature import PanelAddition
from cogs.common.joining import join_button
from cogs.common.panels import ONLY_YOU, Accent, Items, Panel, button, buttons, line
from cogs.common.text import escape
from cogs.common.zone_choices import local_time
from cogs.groups.member_panels import held_back, zone_text
from cogs.groups.routes import (
    INVITE_FOR_SURE,
    JOIN_BESIDE,
    JOIN_LAST,
    JOIN_ZONE,
    JOIN_ZONE_FITS,
    OPEN,
    SETUP_SHOW,
    STORED,
)

WHAT_THIS_IS = (
    "I carry this study group through its plan: a short prompt each weekday, milestones, a weekly "
    "paper, a monthly retro. Nothing comes to you before you join."
)


def invitation_panel(
    guild_id: int, server: str, about: Sequence[PanelAddition], delivery_id: int
) -> Panel:
    """What the group is, for everybody in the server (C11)."""
    return Panel(
        Accent.SETTINGS,
        *_invitation(server, about),
        buttons(*_invitation_acts(guild_id, about, delivery_id)),
        small_print="Pressing a button answers you alone.",
    )


def invitation_marker(guild_id: int, delivery_id: int) -> str:
    """The custom id by which an invitation's message is found again."""
    return JOIN_BESIDE(guild_id, delivery_id)


def preview_panel(
    guild_id: int, server: str, about: Sequence[PanelAddition], channel_id: int
) -> Panel:
    """The invitation before it is posted, as everybody would see it."""
    acts = _invitation_acts(guild_id, about, 0)
    for act in acts:
        act.disabled = True
    return Panel(
        Accent.SETTINGS,
        f"**For everybody in <#{channel_id}>**",
        line(),
        *_invitation(server, about),
        buttons(*acts),
        line(),
        buttons(
            button("Post it", INVITE_FOR_SURE(), style=discord.ButtonStyle.primary),
            button("Back", SETUP_SHOW()),
        ),
        small_print=f"Nothing is posted yet. {ONLY_YOU}",
    )


def zone_question_panel(member: Member, group_name: str, *, now: datetime) -> Panel:
    """Asks whether the server's zone is the new member's: by what their clock shows."""
    return Panel(
        Accent.SETTINGS,
        f"{_you_are_in(group_name)}\nIs it **{local_time(member.zone, now)}** where you are?",
        buttons(
            button("Yes", JOIN_ZONE_FITS(member.guild_id), style=discord.ButtonStyle.primary),
            button("Choose my city", JOIN_ZONE(member.guild_id)),
        ),
        small_print=f"That is the server's time, in {member.zone}. {ONLY_YOU}",
    )


def first_panel(
    member: Member, group_name: str, added: Sequence[PanelAddition], *, now: datetime
) -> Panel:
    """What features let a new member read or choose first."""
    choices = [act for each in added for act in each.acts]
    go_on = button("Later" if choices else "Go on", JOIN_LAST(member.guild_id))
    return Panel(
        Accent.SETTINGS,
        f"{_you_are_in(group_name)}\n{zone_text(member, now)}",
        *(item for each in added for item in each.rows),
        buttons(*choices, go_on),
        small_print=ONLY_YOU,
    )


def joined_panel(
    member: Member, group_name: str, added: Iterable[PanelAddition], *, now: datetime
) -> Panel:
    """What comes next, where the settings are, and where it stands what is stored (M7)."""
    held = held_back(member, now)
    return Panel(
        Accent.SETTINGS,
        f"{_you_are_in(group_name)}\n{zone_text(member, now)}",
        *([held] if held else []),
        *(item for each in added for item in each.rows),
        buttons(
            *(act for each in added for act in each.acts),
            button("Settings", OPEN(member.guild_id)),
            button("What is stored", STORED()),
        ),
        small_print="*What is stored* says what I keep about you, for how long, and who sees it; "
        f"`/privacy` does at any time. {ONLY_YOU}",
    )


def _invitation(server: str, about: Iterable[PanelAddition]) -> Items:
    heading = f"**{escape(server)} is a study group**\n{WHAT_THIS_IS}"
    return [heading, *(item for each in about for item in each.rows)]


def _invitation_acts(
    guild_id: int, about: Iterable[PanelAddition], delivery_id: int
) -> list[ui.Button[ui.LayoutView]]:
    acts = [act for each in about for act in each.acts]
    return [join_button(guild_id, delivery_id=delivery_id), *acts]


def _you_are_in(group_name: str) -> str:
    return f"**You are in: {escape(group_name)}**"

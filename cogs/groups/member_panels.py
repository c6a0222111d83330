"""What a member sees of themselves: ``/me``, and leaving."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import discord
from discord import ui

from bot.feature import Stored
from bot.groups.values import Member
from bot.inputs.dates import WEEKDAYS as WEEKDAY_NAMES
from bot.inputs.dates import say_date, say_weekdays
from bot.inputs.times import say_time
from cogs.common.feature import MeRows
from cogs.common.panels import (
    MAX_TEXT,
    ONLY_YOU,
    Accent,
    Items,
    Panel,
    button,
    buttons,
    line,
    page_buttons,
    row,
)
from cogs.common.routes import CustomId
from cogs.common.text import escape
from cogs.groups.choices import local_time
from cogs.groups.routes import (
    JOIN,
    LEAVE,
    LEAVE_FOR_SURE,
    PAUSE,
    RETRY,
    SHOW,
    START,
    STOP,
    STORED,
    STORED_PAGE,
    TIME,
    USE_IN_DMS,
    WEEKDAYS,
    ZONE,
)
from cogs.groups.stored_text import stored_pages


@dataclass(frozen=True, slots=True)
class Standing:
    """All that ``/me`` shows. ``is_home`` tells whether DMs mean this group, None: no question.

    ``added`` is what each feature adds, in their order.
    """

    member: Member
    is_home: bool | None
    added: tuple[MeRows, ...] = ()


def me_panel(standing: Standing, group_name: str, *, now: datetime) -> Panel:
    """Where the member stands and every setting, each with its act."""
    member, added = standing.member, standing.added
    lines = [*_state(standing, now), *(each for rows in added for each in rows.standing)]
    return Panel(
        Accent.SETTINGS,
        f"**You in {escape(group_name)}**",
        *(["\n".join(lines)] if lines else []),
        line(),
        row(zone_text(member, now), button("Change", ZONE(member.guild_id))),
        row(
            f"**Prompt** · {say_time(member.prompt_at)}, {say_weekdays(member.weekdays)}",
            button("Change", TIME(member.guild_id)),
        ),
        buttons(_weekday_select(member)),
        *(item for rows in added for item in rows.rows),
        *_closed_dms(member, now),
        line(),
        buttons(*_acts(standing, now)),
        small_print=f"{_home_text(standing)}{ONLY_YOU}",
    )


def stored_panel(stored: Sequence[Stored], page: int = 0) -> Panel:
    """What is stored, why, for how long, who sees it."""
    pages = stored_pages(stored, limit=MAX_TEXT - len(ONLY_YOU) - len("-# "))
    page = min(max(page, 0), len(pages) - 1)
    turns = page_buttons(STORED_PAGE, page=page, pages=len(pages))
    return Panel(
        Accent.SETTINGS,
        pages[page],
        *([buttons(*turns)] if turns else []),
        small_print=ONLY_YOU,
    )


def which_zone_panel(custom_id: CustomId, options: list[discord.SelectOption]) -> Panel:
    """Asks which of several zones a typed city means."""
    select: ui.Select[ui.LayoutView] = ui.Select(
        custom_id=custom_id, options=options, placeholder="Your time zone"
    )
    return Panel(
        Accent.SETTINGS,
        "**Which one is yours?** The time it is there now tells.",
        buttons(select),
        small_print=ONLY_YOU,
    )


def leave_panel(guild_id: int, group_name: str) -> Panel:
    """Asks once more, with what happens to the data."""
    return Panel(
        Accent.SETTINGS,
        f"**Leave {escape(group_name)}?**\nPrompts and everything else from me stop at once. What "
        "you entered stays stored, so that `/join` brings it all back. To have it deleted, ask "
        "whoever runs me.",
        buttons(
            button("Leave", LEAVE_FOR_SURE(guild_id), style=discord.ButtonStyle.danger),
            button("Stay", SHOW(guild_id)),
        ),
        small_print=ONLY_YOU,
    )


def left_panel(guild_id: int, group_name: str) -> Panel:
    """Says goodbye, with the way back."""
    return Panel(
        Accent.SETTINGS,
        f"You have left *{escape(group_name)}*. Nothing more comes from me. Take care, and come "
        "back whenever you like.",
        buttons(button("Join again", JOIN(guild_id))),
        small_print=ONLY_YOU,
    )


def held_back(member: Member, now: datetime) -> str | None:
    """Why no prompt comes, where the member wants none now."""
    if member.prompts_stopped:
        return "⏸ Prompts are off. Press *Start again* to have them back."
    if member.paused(now) and member.paused_until is not None:
        return (
            f"⏸ Paused until {say_date(member.paused_until)}. Nothing is due until then, and it "
            "ends by itself."
        )
    return None


def zone_text(member: Member, now: datetime) -> str:
    """Their zone, whose choice it was, and what clocks show there."""
    whose = "yours" if member.own_zone else "the server's, until you choose your own"
    return f"**Time zone** · {member.zone}, {whose} · {local_time(member.zone, now)} there now"


def _state(standing: Standing, now: datetime) -> list[str]:
    held = held_back(standing.member, now)
    return [held] if held else [rows.state for rows in standing.added if rows.state]


def _weekday_select(member: Member) -> ui.Select[ui.LayoutView]:
    return ui.Select(
        custom_id=WEEKDAYS(member.guild_id),
        placeholder="No weekday: no prompts",
        min_values=0,
        max_values=len(WEEKDAY_NAMES),
        options=[
            discord.SelectOption(label=name, value=str(day), default=day in member.weekdays)
            for day, name in enumerate(WEEKDAY_NAMES)
        ],
    )


def _closed_dms(member: Member, now: datetime) -> Items:
    if not member.dms_refused:
        return []
    if member.dms_on_trial:
        return [
            "**Direct messages** · Yours were closed for me. I try again "
            f"{_next_try(member, now)}, and say this until one has arrived."
        ]
    tried = (
        "so I have stopped trying" if member.dms_given_up else "so the last prompt did not arrive"
    )
    return [
        row(
            f"**Direct messages** · Discord says yours are closed for me, {tried}. Prompts wait in "
            "`/today`. Open them in the server's *Privacy Settings*, then press *Try again*.",
            button("Try again", RETRY(member.guild_id)),
        )
    ]


def _next_try(member: Member, now: datetime) -> str:
    if member.prompts_stopped or not member.weekdays:
        return "once prompts come"
    return (
        "with the first prompt after your pause" if member.paused(now) else "with the next prompt"
    )


def _acts(standing: Standing, now: datetime) -> list[ui.Button[ui.LayoutView]]:
    member = standing.member
    guild_id = member.guild_id
    acts = []
    if member.prompts_stopped or member.paused(now):
        label = "Start again" if member.prompts_stopped else "Resume"
        acts.append(button(label, START(guild_id), style=discord.ButtonStyle.primary))
    else:
        acts += [button("Pause", PAUSE(guild_id)), button("Stop prompts", STOP(guild_id))]
    if standing.is_home is False:
        acts.append(button("Use in DMs", USE_IN_DMS(guild_id)))
    return [
        *acts,
        button("What is stored", STORED()),
        button("Leave", LEAVE(guild_id), style=discord.ButtonStyle.danger),
    ]


def _home_text(standing: Standing) -> str:
    if standing.is_home:
        return "In direct messages, commands mean this group. "
    return ""

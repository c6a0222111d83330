"""What a member sees of themselves: ``/me``, and leaving."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

import discord
from discord import ui
from sqlalchemy.ext.asyncio import AsyncSession

from bot.feature import Stored
from bot.groups.rest import Nudges
from bot.groups.rest_rules import say_quiet
from bot.groups.values import Member, MemberCaller
from bot.inputs.dates import WEEKDAYS as WEEKDAY_NAMES
from bot.inputs.dates import say_weekdays
from bot.inputs.times import say_time
from cogs.common.feature import MeRows
from cogs.common.forms import Form, text_field
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
from cogs.common.rest_text import resting
from cogs.common.routes import CustomId
from cogs.common.text import escape, plural, stamp
from cogs.common.zone_choices import local_time
from cogs.groups.rest_text import rest_text
from cogs.groups.routes import (
    JOIN,
    LEAVE,
    LEAVE_FOR_SURE,
    NUDGES,
    PAUSE,
    REST,
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

_NUDGES = {
    Nudges.OFF: "The prompt only, and nothing beside it.",
    Nudges.LIGHT: "The prompt, with what is due.",
    Nudges.NORMAL: "And one follow-up, four hours later, if you have not answered.",
}


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
        row(_prompt_text(member), button("Change", TIME(member.guild_id))),
        buttons(_weekday_select(member)),
        buttons(_nudges_select(member)),
        row(f"**Rest** · {rest_text(member, now)}", button("Change", REST(member.guild_id))),
        *(item for rows in added for item in rows.rows),
        *_closed_dms(member, now),
        line(),
        buttons(*_acts(standing, now)),
        small_print=f"{_home_text(standing)}{ONLY_YOU}",
    )


async def adjust(_session: AsyncSession, caller: MemberCaller) -> Items:
    """When messages come and when they rest, with the acts that ``/me`` has for it."""
    member = caller.member
    return [
        row(_prompt_text(member), button("Change", TIME(member.guild_id))),
        buttons(_weekday_select(member)),
        row(f"**Rest** · {rest_text(member, caller.now)}", button("Change", REST(member.guild_id))),
    ]


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


def times_form(member: Member) -> Form:
    """Asks for the prompt's time, the day's start and quiet hours, as they are now."""
    at = text_field(
        "time",
        "When should the prompt come?",
        hint="Your local time, such as 8:30, 20:15 or 8pm.",
        default=say_time(member.prompt_at),
        max_length=20,
    )
    day_start = text_field(
        "day_start",
        "When does your day begin?",
        hint="Until then it is still the day before. Empty: at midnight.",
        example="3:00",
        default=say_time(member.day_start) if member.day_start != time() else None,
        required=False,
        max_length=20,
    )
    quiet = text_field(
        "quiet",
        "Quiet hours",
        hint="Nothing comes between these two times. Empty: none.",
        example="22:00-7:00",
        default=(
            f"{say_time(member.quiet.begins)}-{say_time(member.quiet.ends)}"
            if member.quiet
            else None
        ),
        required=False,
        max_length=40,
    )
    return Form("When messages come", TIME(member.guild_id), fields=[at, day_start, quiet])


def leave_panel(guild_id: int, group_name: str, *, grace_days: int) -> Panel:
    """Asks once more, with what happens to the data."""
    return Panel(
        Accent.SETTINGS,
        f"**Leave {escape(group_name)}?**\nPrompts and everything else from me stop at once. "
        f"{_waiting(grace_days)} `/forget` deletes it at once, and works after you left too.",
        buttons(
            button("Leave", LEAVE_FOR_SURE(guild_id), style=discord.ButtonStyle.danger),
            button("Stay", SHOW(guild_id)),
        ),
        small_print=ONLY_YOU,
    )


def _waiting(grace_days: int) -> str:
    if not grace_days:
        return "What you entered is deleted soon after."
    return (
        f"What you entered waits for {plural(grace_days, 'day')}: until then `/join` brings it all "
        "back. Then it is deleted."
    )


def left_panel(guild_id: int, group_name: str, *, until: datetime | None) -> Panel:
    """Says goodbye, with the way back."""
    return Panel(
        Accent.SETTINGS,
        f"You have left *{escape(group_name)}*. Nothing more comes from me. "
        + ("" if until is None else f"What is yours waits until {stamp(until, 'D')}. ")
        + "Take care, and come back whenever you like.",
        buttons(button("Join again", JOIN(guild_id))),
        small_print=ONLY_YOU,
    )


def held_back(member: Member, now: datetime) -> str | None:
    """Why no prompt comes, where the member wants none now."""
    if member.prompts_stopped:
        return "⏸ Prompts are off. Press *Start again* to have them back."
    rests = resting(member, now)
    return None if rests is None else f"{rests} It ends by itself."


def zone_text(member: Member, now: datetime) -> str:
    """Their zone, whose choice it was, and what clocks show there."""
    whose = "yours" if member.own_zone else "the server's, until you choose your own"
    return f"**Time zone** · {member.zone}, {whose} · {local_time(member.zone, now)} there now"


def _state(standing: Standing, now: datetime) -> list[str]:
    """Why no prompt comes, and what comes next unless there is nothing to come."""
    held = held_back(standing.member, now)
    coming = [] if standing.member.prompts_stopped else states(standing)
    return [held, *coming] if held else coming


def states(standing: Standing) -> list[str]:
    """What comes next, as features have it."""
    return [rows.state for rows in standing.added if rows.state]


def _prompt_text(member: Member) -> str:
    parts = [f"**Prompt** · {say_time(member.prompt_at)}, {say_weekdays(member.weekdays)}"]
    if member.day_start != time():
        parts.append(f"your day begins at {say_time(member.day_start)}")
    if member.quiet is not None:
        parts.append(f"quiet from {say_quiet(member.quiet)}")
    return " · ".join(parts)


def _nudges_select(member: Member) -> ui.Select[ui.LayoutView]:
    return ui.Select(
        custom_id=NUDGES(member.guild_id),
        options=[
            discord.SelectOption(
                label=f"Nudges: {nudges}",
                value=nudges,
                description=text,
                default=nudges is member.nudges,
            )
            for nudges, text in _NUDGES.items()
        ],
    )


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
    return "with the first prompt after your rest" if member.paused(now) else "with the next prompt"


def _acts(standing: Standing, now: datetime) -> list[ui.Button[ui.LayoutView]]:
    member = standing.member
    guild_id = member.guild_id
    acts = []
    if member.prompts_stopped or member.in_pause(member.today(now)):
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

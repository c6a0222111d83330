"""The buttons and the form of a prompt. Each loads by group, person and date, acts, shows."""

from __future__ import annotations

import re
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.charts import activity
from bot.groups import service as groups
from bot.groups.values import MemberCaller
from bot.routine import service as routine
from bot.routine.activity import active_days
from bot.routine.models import MAX_NOTE
from bot.routine.service import Day, Outcome
from cogs.common.access import group_name, named_group
from cogs.common.callers import as_member
from cogs.common.forms import Form, text_field
from cogs.common.panels import Accent, Panel
from cogs.common.pictures import reply_with_picture
from cogs.common.reply import reply, rerender
from cogs.common.routes import Interaction, Routes, snowflake
from cogs.routine.panels import (
    STOP,
    TODAY,
    delivery_in,
    message_panel,
    started_panel,
    stopped_panel,
    today_panel,
)

routes = Routes()


def origin(text: str) -> str:
    """Where a button stands: ``/today`` or a delivery's message.

    Raises:
        ValueError: neither.
    """
    if re.fullmatch(rf"{TODAY}|d\d{{1,19}}", text) is None:
        raise ValueError(text)
    return text


_KEYS = (snowflake, date.fromisoformat, origin)


@routes.press("routine:done", *_KEYS)
async def done(interaction: Interaction, guild_id: int, day: date, origin: str) -> None:
    """Say done."""
    await _answer(interaction, guild_id, day, origin, Outcome.DONE)


@routes.press("routine:skip", *_KEYS)
async def skip(interaction: Interaction, guild_id: int, day: date, origin: str) -> None:
    """Say skipped."""
    await _answer(interaction, guild_id, day, origin, Outcome.SKIPPED)


@routes.press("routine:snooze", *_KEYS)
async def snooze(interaction: Interaction, guild_id: int, day: date, origin: str) -> None:
    """Ask again in an hour."""
    bot = interaction.client
    guild_id = named_group(interaction, guild_id)
    async with bot.db.begin() as session:
        seen = await routine.snooze(
            session, guild_id, interaction.user.id, day, now=bot.clock.now()
        )
    await _show(interaction, seen, origin)


@routes.press("routine:note", *_KEYS)
async def open_note(interaction: Interaction, guild_id: int, day: date, origin: str) -> None:
    """Open the form for the day's note."""
    guild_id = named_group(interaction, guild_id)
    async with interaction.client.db.read() as session:
        seen = await routine.see_day(session, guild_id, interaction.user.id, day)
    await interaction.response.send_modal(
        Form(
            "A note for this day",
            "routine:note",
            guild_id,
            day,
            origin,
            fields=[
                text_field(
                    "note",
                    "What happened?",
                    hint="Only you see it. Leave it empty to remove the note.",
                    example="Read the attention paper, the scaling argument is clear now.",
                    default=seen.entry.note if seen.entry else None,
                    long=True,
                    required=False,
                    max_length=MAX_NOTE,
                )
            ],
        )
    )


@routes.form("routine:note", *_KEYS)
async def write_note(
    interaction: Interaction, fields: dict[str, str], guild_id: int, day: date, origin: str
) -> None:
    """Keep the note."""
    bot = interaction.client
    guild_id = named_group(interaction, guild_id)
    async with bot.db.begin() as session:
        seen = await routine.write_note(
            session,
            guild_id,
            interaction.user.id,
            day,
            fields.get("note", ""),
            now=bot.clock.now(),
        )
    await _show(interaction, seen, origin)


@routes.press(STOP, *_KEYS)
async def stop(interaction: Interaction, guild_id: int, _day: date, _origin: str) -> None:
    """End prompts at once."""
    acting = as_member(interaction, guild_id)
    member = await acting.act(groups.change_member, prompts_stopped=True)
    await rerender(interaction, stopped_panel(member, group_name(interaction.client, guild_id)))


@routes.press("routine:start", snowflake)
async def start(interaction: Interaction, guild_id: int) -> None:
    """Let prompts come again, after a stop or a pause."""

    async def resume(session: AsyncSession, caller: MemberCaller) -> routine.Today:
        await groups.resume(session, caller)
        return await routine.today(session, caller.guild_id, caller.user_id, now=caller.now)

    await rerender(interaction, started_panel(await as_member(interaction, guild_id).act(resume)))


@routes.press("routine:retry", snowflake)
async def retry(interaction: Interaction, guild_id: int) -> None:
    """Try direct messages again, from the next prompt on."""
    guild_id = named_group(interaction, guild_id)
    async with interaction.client.db.begin() as session:
        await groups.get_member(session, guild_id, interaction.user.id)
        await groups.mark_dms_open(session, guild_id, interaction.user.id)
    await rerender(interaction, await today_of(interaction, guild_id))


@routes.press("routine:today", snowflake)
async def show_today(interaction: Interaction, guild_id: int) -> None:
    """Open ``/today``."""
    await reply(interaction, await today_of(interaction, named_group(interaction, guild_id)))


async def today_of(interaction: Interaction, guild_id: int) -> Panel:
    """The person's ``/today`` in a group."""
    bot, now = interaction.client, interaction.client.clock.now()
    async with bot.db.read() as session:
        today = await routine.today(session, guild_id, interaction.user.id, now=now)
    return today_panel(today, now=now)


async def _answer(
    interaction: Interaction, guild_id: int, day: date, origin: str, outcome: Outcome
) -> None:
    bot = interaction.client
    guild_id = named_group(interaction, guild_id)
    async with bot.db.begin() as session:
        seen = await routine.answer(
            session, guild_id, interaction.user.id, day, outcome, now=bot.clock.now()
        )
    await _show(interaction, seen, origin)


async def _show(interaction: Interaction, day: Day, origin: str) -> None:
    """Show the message again on which the button stood."""
    guild_id = day.member.guild_id
    delivery_id = delivery_in(origin)
    if delivery_id is None:
        await rerender(interaction, await today_of(interaction, guild_id))
    else:
        await rerender(interaction, await message_of(interaction, guild_id, delivery_id, day.date))


async def message_of(
    interaction: Interaction, guild_id: int, delivery_id: int, day: date | None = None
) -> Panel:
    """A delivery's message to the person, as it stands now."""
    bot, now = interaction.client, interaction.client.clock.now()
    async with bot.db.read() as session:
        message = await routine.message_of(
            session, guild_id, interaction.user.id, delivery_id, day=day, now=now
        )
    name = group_name(bot, guild_id)
    return message_panel(message, delivery_id=delivery_id, group_name=name, now=now)


@routes.press("routine:days", snowflake)
async def days(interaction: Interaction, guild_id: int) -> None:
    """A calendar of the days on which the person was active; theirs alone."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    now = interaction.client.clock.now()
    guild_id, user_id = named_group(interaction, guild_id), interaction.user.id
    async with interaction.client.db.read() as session:
        member = await groups.get_member(session, guild_id, user_id)
        active = await active_days(session, guild_id, user_id)
    data = activity.Activity(member.today(now), min(active | {member.started_on}), active)
    words, alt = activity.in_words(data), activity.alt_text(data)
    await reply_with_picture(interaction, Accent.ROUTINE, activity.draw, data, words, alt)

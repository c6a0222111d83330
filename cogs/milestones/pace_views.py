"""The pace and the path of a member, as `/me` offers them."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.community.collisions import collisions_of
from bot.groups import service as groups
from bot.inputs.dates import parse_date
from bot.milestones import pace
from bot.milestones import service as milestones
from bot.milestones.rules import MAX_PACE, MIN_PACE, parse_pace
from cogs.common.access import named_group
from cogs.common.collisions import collision_row
from cogs.common.forms import Form, text_field
from cogs.common.reply import rerender
from cogs.common.routes import Interaction, Routes, chosen_one, snowflake
from cogs.milestones.pace_panels import (
    EVERYTHING,
    path_chosen_panel,
    path_panel,
    preview_panel,
    shifted_panel,
)

routes = Routes()


@routes.press("milestone:pace", snowflake)
async def ask_pace(interaction: Interaction, guild_id: int) -> None:
    """The form for pace and start, with what is in force."""
    guild_id = named_group(interaction, guild_id)
    async with interaction.client.db.read() as session:
        member = await groups.get_member(session, guild_id, interaction.user.id)
    form = Form(
        "Your pace",
        "milestone:pace",
        guild_id,
        fields=[
            text_field(
                "days",
                "Days after the plan's dates",
                hint=f"7 is a week later, -3 three days earlier ({MIN_PACE} to {MAX_PACE}).",
                default=str(member.pace_days),
                max_length=12,
            ),
            text_field(
                "start",
                "Your first day of the plan",
                hint="The plan's dates count from it. Such as 2026-12-07 or monday.",
                default=member.started_on.isoformat(),
                max_length=40,
            ),
        ],
    )
    await interaction.response.send_modal(form)


@routes.form("milestone:pace", snowflake)
async def preview(interaction: Interaction, fields: dict[str, Any], guild_id: int) -> None:
    """What that would move; nothing changes yet."""
    guild_id = named_group(interaction, guild_id)
    now = interaction.client.clock.now()
    days = parse_pace(str(fields.get("days", "")))
    async with interaction.client.db.read() as session:
        member = await groups.get_member(session, guild_id, interaction.user.id)
        start = parse_date(str(fields.get("start", "")), today=member.today(now))
        shift = await pace.look_before_shift(
            session, guild_id, interaction.user.id, days=days, start=start, now=now
        )
    await rerender(interaction, preview_panel(shift))


@routes.press("milestone:pace-set", snowflake, int, date.fromisoformat, int)
async def confirm(
    interaction: Interaction, guild_id: int, days: int, start: date, was: int
) -> None:
    """Take what the preview showed."""
    guild_id = named_group(interaction, guild_id)
    bot, now = interaction.client, interaction.client.clock.now()
    async with bot.db.begin() as session:
        shift = await pace.shift(
            session, guild_id, interaction.user.id, days=days, start=start, was=was, now=now
        )
        board = await milestones.board_of(session, shift.member, now=now)
        found = await collisions_of(session, shift.member, board, now=now)
    await rerender(interaction, shifted_panel(shift, collision_row(guild_id, found)))


@routes.press("milestone:path", snowflake)
async def ask_path(interaction: Interaction, guild_id: int) -> None:
    """What each path holds."""
    guild_id = named_group(interaction, guild_id)
    bot = interaction.client
    async with bot.db.read() as session:
        board = await milestones.board(session, guild_id, interaction.user.id, now=bot.clock.now())
    await rerender(interaction, path_panel(guild_id, board))


@routes.press("milestone:path-pick", snowflake)
async def pick_path(interaction: Interaction, guild_id: int) -> None:
    """Take the path that was picked."""
    guild_id = named_group(interaction, guild_id)
    bot, now = interaction.client, interaction.client.clock.now()
    picked = chosen_one(interaction)
    path = None if picked == EVERYTHING else picked
    async with bot.db.begin() as session:
        member, board = await pace.choose_path(
            session, guild_id, interaction.user.id, path, now=now
        )
    await rerender(interaction, path_chosen_panel(member, board))

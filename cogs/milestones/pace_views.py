"""The pace and the path of a member, as `/me` offers them."""

from __future__ import annotations

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import Member, MemberCaller
from bot.inputs.dates import parse_date
from bot.milestones import pace
from bot.milestones.collisions import collisions_of
from bot.milestones.pace import Shift
from bot.milestones.queries import my_board
from bot.milestones.rules import MAX_PACE, MIN_PACE, parse_pace
from cogs.common.callers import as_member
from cogs.common.feature import PanelAddition
from cogs.common.forms import Form, text_field
from cogs.common.joining import joined
from cogs.common.panels import Items
from cogs.common.reply import open_form, rerender
from cogs.common.routes import Fields, Interaction, chosen_one
from cogs.milestones.collision_panels import collision_row
from cogs.milestones.pace_panels import (
    EVERYTHING,
    path_chosen_panel,
    path_panel,
    path_question,
    preview_panel,
    shifted_panel,
)
from cogs.milestones.routes import JOIN_PATH, PACE, PACE_SET, PATH, PICK_PATH


@PACE.press
async def ask_pace(interaction: Interaction, guild_id: int) -> None:
    member = await as_member(interaction, guild_id).read(_member)
    form = Form(
        "Your pace",
        PACE(member.guild_id),
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
    await open_form(interaction, form)


@PACE.form
async def preview(interaction: Interaction, fields: Fields, guild_id: int) -> None:
    """Show what that would move; nothing changes yet."""
    days = parse_pace(fields.get("days", ""))
    start = fields.get("start", "")
    shift = await as_member(interaction, guild_id).read(_look, days, start)
    await rerender(interaction, preview_panel(shift))


@PACE_SET.press
async def confirm(
    interaction: Interaction, guild_id: int, days: int, start: date, was: int
) -> None:
    shift, rows = await as_member(interaction, guild_id).act(_shift, days, start, was)
    await rerender(interaction, shifted_panel(shift, rows))


@PATH.press
async def ask_path(interaction: Interaction, guild_id: int) -> None:
    board = await as_member(interaction, guild_id).read(my_board)
    await rerender(interaction, path_panel(guild_id, board))


@PICK_PATH.press
async def pick_path(interaction: Interaction, guild_id: int) -> None:
    picked = chosen_one(interaction)
    path = None if picked == EVERYTHING else picked
    member, board = await as_member(interaction, guild_id).act(pace.choose_path, path)
    await rerender(interaction, path_chosen_panel(member, board))


@JOIN_PATH.press
async def choose_at_joining(interaction: Interaction, guild_id: int, path: str) -> None:
    """Take the path, and show what joining answers."""
    await as_member(interaction, guild_id).act(pace.choose_path, path)
    await rerender(interaction, await joined(interaction, guild_id))


async def join_first(session: AsyncSession, caller: MemberCaller) -> PanelAddition:
    """Asks a new member for their path, if the plan has any and they have chosen none (P8)."""
    board = await my_board(session, caller)
    if not board.paths or board.path is not None:
        return PanelAddition()
    return path_question(caller.guild_id, board)


async def _member(_session: AsyncSession, caller: MemberCaller) -> Member:
    return caller.member


async def _look(session: AsyncSession, caller: MemberCaller, days: int, start: str) -> Shift:
    first_day = parse_date(start, today=caller.today, zone=caller.zone)
    return await pace.look_before_shift(session, caller, days=days, start=first_day)


async def _shift(
    session: AsyncSession, caller: MemberCaller, days: int, start: date, was: int
) -> tuple[Shift, Items]:
    shift = await pace.shift(session, caller, days=days, start=start, was=was)
    found = await collisions_of(session, shift.member, shift.board, now=caller.now)
    return shift, collision_row(caller.guild_id, found)

"""What can be done with a date that a message names; always in the group that it came from."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Concatenate, ParamSpec

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import UserError
from bot.groups.values import MemberCaller
from bot.milestones import overrides
from bot.milestones import service as milestones
from bot.milestones.queries import my_board
from bot.milestones.values import Item, MilestoneOutcome
from cogs.common.callers import as_member
from cogs.common.daily_message import daily_message
from cogs.common.forms import Form, text_field
from cogs.common.reply import open_form, rerender
from cogs.common.routes import Fields, Interaction
from cogs.common.text import cut
from cogs.reminders.routes import COUNT, DATE, DONE, UNDO

P = ParamSpec("P")


@DONE.press
async def done(
    interaction: Interaction, guild_id: int, delivery_id: int, milestone_id: str
) -> None:
    await _act(interaction, guild_id, delivery_id, milestones.finish, milestone_id)


@COUNT.press
async def count_once_more(
    interaction: Interaction, guild_id: int, delivery_id: int, number: int, milestone_id: str
) -> None:
    """Count what repeats once more; ``number`` is that of its last change that was seen."""
    finish = milestones.finish
    await _act(interaction, guild_id, delivery_id, finish, milestone_id, number=number)


@UNDO.press
async def undo(
    interaction: Interaction, guild_id: int, delivery_id: int, number: int, milestone_id: str
) -> None:
    await _act(interaction, guild_id, delivery_id, milestones.undo, milestone_id, number=number)


@DATE.press
async def ask_date(
    interaction: Interaction, guild_id: int, delivery_id: int, milestone_id: str
) -> None:
    item = await as_member(interaction, guild_id).read(_find, milestone_id)
    if not item.status.is_open:
        raise UserError(f"That one is {item.status.value} and keeps the date it had.")
    field = text_field(
        "due",
        "By when?",
        hint="Such as 2026-12-24, 24 Dec, friday, in 2 weeks.",
        required=True,
        max_length=40,
    )
    await open_form(
        interaction,
        Form(cut(f"Date: {item.title}", 45), DATE(guild_id, delivery_id, item.id), fields=[field]),
    )


@DATE.form
async def set_date(
    interaction: Interaction, fields: Fields, guild_id: int, delivery_id: int, milestone_id: str
) -> None:
    due = fields.get("due", "")
    await _act(interaction, guild_id, delivery_id, overrides.set_due, milestone_id, due=due)


async def _act(
    interaction: Interaction,
    guild_id: int,
    delivery_id: int,
    use_case: Callable[Concatenate[AsyncSession, MemberCaller, P], Awaitable[MilestoneOutcome]],
    *args: P.args,
    **kwargs: P.kwargs,
) -> None:
    """Act on a milestone, and show the message in which it was named as it stands then."""
    acting = as_member(interaction, guild_id)
    await acting.act(use_case, *args, **kwargs)
    await rerender(interaction, await acting.read(daily_message, interaction.client, delivery_id))


async def _find(session: AsyncSession, caller: MemberCaller, milestone_id: str) -> Item:
    return (await my_board(session, caller)).find(milestone_id)

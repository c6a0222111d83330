"""What can be done with a date that a message names; always in the group that it came from."""

from __future__ import annotations

from typing import Any

from bot.errors import UserError
from bot.milestones import overrides, service
from bot.milestones.queries import my_board
from cogs.common.callers import as_member
from cogs.common.forms import Form, text_field
from cogs.common.reply import rerender
from cogs.common.routes import Interaction, Routes, snowflake
from cogs.common.text import cut
from cogs.routine.views import message_of

routes = Routes()

_KEYS = (snowflake, snowflake)


@routes.press("reminder:done", *_KEYS, str)
async def done(
    interaction: Interaction, guild_id: int, delivery_id: int, milestone_id: str
) -> None:
    """Mark it done."""
    await as_member(interaction, guild_id).act(service.finish, milestone_id)
    await rerender(interaction, await message_of(interaction, guild_id, delivery_id))


@routes.press("reminder:undo", *_KEYS, int, str)
async def undo(
    interaction: Interaction, guild_id: int, delivery_id: int, number: int, milestone_id: str
) -> None:
    """Take that back."""
    await as_member(interaction, guild_id).act(service.undo, milestone_id, number=number)
    await rerender(interaction, await message_of(interaction, guild_id, delivery_id))


@routes.press("reminder:date", *_KEYS, str)
async def ask_date(
    interaction: Interaction, guild_id: int, delivery_id: int, milestone_id: str
) -> None:
    """The form for another date."""
    item = (await as_member(interaction, guild_id).read(my_board)).find(milestone_id)
    if not item.status.is_open:
        raise UserError(f"That one is {item.status.value} and keeps the date it had.")
    field = text_field(
        "due",
        "By when?",
        hint="Such as 2026-12-24, 24 Dec, friday, in 2 weeks.",
        required=True,
        max_length=40,
    )
    await interaction.response.send_modal(
        Form(
            cut(f"Date: {item.title}", 45),
            "reminder:date",
            guild_id,
            delivery_id,
            item.id,
            fields=[field],
        )
    )


@routes.form("reminder:date", *_KEYS, str)
async def set_date(
    interaction: Interaction,
    fields: dict[str, Any],
    guild_id: int,
    delivery_id: int,
    milestone_id: str,
) -> None:
    """Take the date."""
    due = str(fields.get("due", ""))
    await as_member(interaction, guild_id).act(overrides.set_due, milestone_id, due=due)
    await rerender(interaction, await message_of(interaction, guild_id, delivery_id))

"""Buttons on what a daily message or ``/today`` names: always in the group that it came from."""

from __future__ import annotations

from bot.actions import queries, service
from bot.actions.values import ActionChange, ActionStatus, SeenAction
from bot.groups.values import MemberCaller
from cogs.actions.forms import date_form
from cogs.actions.panels import item_panel
from cogs.actions.routes import NAMED_BACK, NAMED_DONE, NAMED_TAKE, NAMED_UNDO
from cogs.actions.views import late_one
from cogs.common.callers import Acting, as_member
from cogs.common.daily_message import ON_TODAY, daily_message
from cogs.common.reply import open_form, reply, rerender
from cogs.common.routes import Fields, Interaction


@NAMED_DONE.press
async def named_done(
    interaction: Interaction, guild_id: int, delivery_id: int, action_id: int
) -> None:
    await _mark(interaction, guild_id, delivery_id, action_id, ActionStatus.DONE)


@NAMED_UNDO.press
async def named_undo(
    interaction: Interaction, guild_id: int, delivery_id: int, action_id: int
) -> None:
    await _mark(interaction, guild_id, delivery_id, action_id, ActionStatus.OPEN)


@NAMED_TAKE.press
async def named_take(
    interaction: Interaction, guild_id: int, delivery_id: int, action_id: int
) -> None:
    """Take it on; where its date has passed, ask for another one first."""
    action = await late_one(interaction, guild_id, action_id)
    if action is not None:
        again = NAMED_TAKE(guild_id, delivery_id, action_id)
        await open_form(interaction, date_form(again, action.text, None))
        return
    acting = as_member(interaction, guild_id, lock=False)
    change = await acting.act(service.take, action_id)
    await _show(interaction, acting, change, delivery_id)


@NAMED_TAKE.form
async def named_take_by_date(
    interaction: Interaction, fields: Fields, guild_id: int, delivery_id: int, action_id: int
) -> None:
    acting = as_member(interaction, guild_id, lock=False)
    change = await acting.act(service.take, action_id, due=fields.get("due", ""))
    await _show(interaction, acting, change, delivery_id)


@NAMED_BACK.press
async def named_back(
    interaction: Interaction, guild_id: int, delivery_id: int, action_id: int
) -> None:
    acting = as_member(interaction, guild_id, lock=False)
    change = await acting.act(service.give_back, action_id)
    await _show(interaction, acting, change, delivery_id)


async def _mark(
    interaction: Interaction,
    guild_id: int,
    delivery_id: int,
    action_id: int,
    status: ActionStatus,
) -> None:
    acting = as_member(interaction, guild_id, lock=False)
    change = await acting.act(service.set_status, action_id, status)
    await _show(interaction, acting, change, delivery_id)


async def _show(
    interaction: Interaction, acting: Acting[MemberCaller], change: ActionChange, delivery_id: int
) -> None:
    """Show the message again in which the action was named; on ``/today`` what it is now, too."""
    await rerender(interaction, await acting.read(daily_message, interaction.client, delivery_id))
    if change.changed and delivery_id == ON_TODAY:
        seen: SeenAction = await acting.read(queries.see_action, change.action.id)
        await reply(interaction, item_panel(seen))

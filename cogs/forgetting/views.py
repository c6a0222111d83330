"""``/forget``: what is stored, the form that asks once, the receipt."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.errors import UserError
from bot.forgetting import grace, service
from bot.forgetting.rules import is_name
from bot.forgetting.values import Holdings, PostState
from bot.groups import membership
from bot.groups.values import Caller
from cogs.common.access import group_name, named_group
from cogs.common.callers import act_of
from cogs.common.panels import Panel
from cogs.common.reply import open_form, rerender
from cogs.common.routes import Fields, Interaction
from cogs.common.text import one_line
from cogs.forgetting.panels import (
    NAME,
    groups_panel,
    holdings_panel,
    name_form,
    nowhere_panel,
    receipt_panel,
    stays_panel,
)
from cogs.forgetting.routes import LOOK, STAY, TYPE_NAME

# So long an answer waits for the messages that name the person; what takes longer follows.
_SECONDS = 5.0


async def begin(interaction: Interaction) -> Panel:
    """What is stored in this server's group; in direct messages, in which group they mean.

    Whoever has left can be forgotten too, so nobody is asked whether they are still there: they
    reach what is theirs alone.
    """
    if interaction.guild_id is not None:
        return await _holdings(interaction, interaction.guild_id)
    async with interaction.client.db.read() as session:
        groups = await membership.own_groups(session, interaction.user.id)
    if not groups:
        return nowhere_panel()
    if len(groups) == 1:
        return await _holdings(interaction, groups[0].guild_id)
    names = [group_name(interaction.client, group.guild_id) for group in groups]
    return groups_panel(list(zip(groups, names, strict=True)))


@LOOK.press
async def look(interaction: Interaction, guild_id: int) -> None:
    await rerender(interaction, await _holdings(interaction, named_group(interaction, guild_id)))


@STAY.press
async def stay(interaction: Interaction, guild_id: int) -> None:
    where = named_group(interaction, guild_id)
    await rerender(interaction, stays_panel(group_name(interaction.client, where)))


@TYPE_NAME.press
async def ask_name(interaction: Interaction, guild_id: int) -> None:
    where = named_group(interaction, guild_id)
    await open_form(interaction, name_form(where, group_name(interaction.client, where)))


@TYPE_NAME.form
async def forget(interaction: Interaction, fields: Fields, guild_id: int) -> None:
    """Forget whoever typed the group's name; a form that comes again does nothing."""
    bot = interaction.client
    where = named_group(interaction, guild_id)
    name = group_name(bot, where)
    typed = fields.get("name", "")
    if not is_name(typed, name):
        raise UserError(
            f"That is not the name of this group, so nothing was deleted. It is called "
            f"*{one_line(name, NAME)}*.",
            typed=typed,
        )
    caller = Caller(where, interaction.user.id, False, bot.clock.now())
    async with act_of(interaction).begin(once_a_form=True) as session:
        found = await service.forget(session, caller)
    await rerender(interaction, receipt_panel(found, await _unnamed(interaction, found), name))


async def _holdings(interaction: Interaction, guild_id: int) -> Panel:
    bot = interaction.client
    async with bot.db.read() as session:
        found = await service.holdings(session, guild_id, interaction.user.id)
        waits = await grace.waiting(session, guild_id, interaction.user.id)
    grace_days = timedelta(days=bot.settings.privacy.grace_days)
    until = waits.since + grace_days if waits is not None else None
    return holdings_panel(found, group_name(bot, guild_id), until=until)


async def _unnamed(interaction: Interaction, found: Holdings) -> tuple[PostState, ...]:
    """What became of the messages that named them, after a moment in which most are done."""
    bot = interaction.client
    if not found.posts:
        return ()
    since = act_of(interaction).now
    sending = asyncio.ensure_future(bot.deliveries.run_due())
    await asyncio.wait([sending], timeout=_SECONDS)
    async with bot.db.read() as session:
        return await service.post_states(session, found.guild_id, found.posts, since)

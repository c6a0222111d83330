"""Keeping a retro's public messages true: its panel and its summary, rendered from the database."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from weakref import WeakValueDictionary

import aiohttp
import discord

from bot.client import Syllabot
from bot.groups import service as groups
from bot.retros import actions, cards
from bot.retros import service as retros
from cogs.common.panels import Panel
from cogs.retros.panels import retro_panel
from cogs.retros.summary_panels import summary_panel

Render = Callable[[Syllabot, int, int], Awaitable[Panel]]

_editing: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
_waiting: set[int] = set()

log = logging.getLogger(__name__)


async def render_panel(bot: Syllabot, guild_id: int, retro_id: int) -> Panel:
    """The panel of a retro as it stands now."""
    async with bot.db.read() as session:
        group = await groups.get_group(session, guild_id)
        retro = await retros.get_retro(session, guild_id, retro_id)
        carried = await actions.carried_over(session, guild_id, retro)
    return retro_panel(retro, [action for action in carried if action.is_open], group.zone)


async def render_summary(bot: Syllabot, guild_id: int, retro_id: int) -> Panel:
    """The summary of a closed retro as it stands now."""
    async with bot.db.read() as session:
        group = await groups.get_group(session, guild_id)
        retro, shown = await cards.revealed_cards(session, guild_id, retro_id)
        decided = await actions.actions_of(session, guild_id, retro_id)
    return summary_panel(retro, shown, decided, group.zone, bot.clock.now())


async def refresh_panel(bot: Syllabot, guild_id: int, retro_id: int) -> None:
    """Edit the panel, where it is posted, to what the database says now.

    Call this and its sibling after the answer: what fails here is made good by the next change.
    """
    async with bot.db.read() as session:
        retro = await retros.get_retro(session, guild_id, retro_id)
    if retro.panel is not None:
        await _refresh(bot, retro, retro.panel, render_panel)


async def refresh_summary(bot: Syllabot, guild_id: int, retro_id: int) -> None:
    """Edit the summary, where it is posted, to what the database says now."""
    async with bot.db.read() as session:
        retro = await retros.get_retro(session, guild_id, retro_id)
    if retro.summary is not None:
        await _refresh(bot, retro, retro.summary, render_summary)


async def _refresh(
    bot: Syllabot, retro: retros.Retro, message: retros.Message, render: Render
) -> None:
    """Of many calls at once, one edits and one waits its turn, to show what all others changed."""
    if message.message_id in _waiting:
        return
    lock = _editing.setdefault(message.message_id, asyncio.Lock())
    _waiting.add(message.message_id)
    try:
        await lock.acquire()
    finally:
        _waiting.discard(message.message_id)
    try:
        panel = await render(bot, retro.guild_id, retro.id)
        channel = bot.get_partial_messageable(message.channel_id)
        await channel.get_partial_message(message.message_id).edit(view=panel)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        log.warning("A retro's message could not be brought up to date: %s", error)
    finally:
        lock.release()

"""Keeping a retro's public messages true: its panel and its summary, rendered from the database."""

from __future__ import annotations

import asyncio
import logging
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


async def refresh(bot: Syllabot, guild_id: int, retro_id: int) -> None:
    """Edit the retro's public messages to what the database says now.

    Call it after the answer: what fails here is made good by the next change. Of many calls at
    once, one edits, one waits its turn and shows what all the others changed; they return.
    """
    if retro_id in _waiting:
        return
    lock = _editing.setdefault(retro_id, asyncio.Lock())
    _waiting.add(retro_id)
    try:
        await lock.acquire()
    finally:
        _waiting.discard(retro_id)
    try:
        await _edit(bot, guild_id, retro_id)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        log.warning("A retro's messages could not be brought up to date: %s", error)
    finally:
        lock.release()


async def _edit(bot: Syllabot, guild_id: int, retro_id: int) -> None:
    async with bot.db.read() as session:
        retro = await retros.get_retro(session, guild_id, retro_id)
    if retro.panel is not None:
        panel = await render_panel(bot, guild_id, retro_id)
        await _message(bot, retro.panel).edit(view=panel)
    if retro.summary is not None:
        summary = await render_summary(bot, guild_id, retro_id)
        await _message(bot, retro.summary).edit(view=summary)


def _message(bot: Syllabot, message: retros.Message) -> discord.PartialMessage:
    channel = bot.get_partial_messageable(message.channel_id)
    return channel.get_partial_message(message.message_id)

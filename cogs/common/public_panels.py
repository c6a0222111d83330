"""Keeping public panels true: each is rendered from the database, with what all features add."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime
from weakref import WeakValueDictionary

import aiohttp
import discord
from sqlalchemy.ext.asyncio import AsyncSession

from bot.client import Syllabot
from bot.errors import DatabaseUnavailable, UserError
from bot.public_panels import PublicPanel
from cogs.common.feature import Feature, PanelAddition, ShownPanel
from cogs.common.panels import Panel
from cogs.common.reply import rerender_public
from cogs.common.routes import Interaction
from cogs.common.sender import edit_panel

_Key = tuple[str, int, int]

_editing: WeakValueDictionary[_Key, asyncio.Lock] = WeakValueDictionary()
_waiting: set[_Key] = set()

log = logging.getLogger(__name__)


async def render(bot: Syllabot, kind: PublicPanel, guild_id: int, thing_id: int) -> Panel:
    """The panel about the thing with this id, as it stands now.

    Raises:
        UserError: there is none to see, as its feature says.
    """
    return (await _read(bot, kind, guild_id, thing_id)).panel


async def rerender(
    interaction: Interaction, kind: PublicPanel, guild_id: int, thing_id: int
) -> bool:
    """Show the panel in answer to a press on it; see `cogs.common.reply.rerender_public`.

    Raises:
        UserError: as :func:`render`.
    """
    shown = await _read(interaction.client, kind, guild_id, thing_id)
    return await rerender_public(interaction, shown.panel, shown.message)


async def refresh(bot: Syllabot, kind: PublicPanel, guild_id: int, thing_id: int) -> None:
    """Edit the panel, where it is posted, to what the database says now.

    Call this after the answer: what fails here is made good by the next change. Of many calls at
    once, one edits and one waits, to show what all others changed.
    """
    key = (kind.name, guild_id, thing_id)
    if key in _waiting:
        return
    lock = _editing.setdefault(key, asyncio.Lock())
    _waiting.add(key)
    try:
        await lock.acquire()
    finally:
        _waiting.discard(key)
    try:
        shown = await _read(bot, kind, guild_id, thing_id)
        if shown.message is not None:
            await edit_panel(bot, shown.message.channel_id, shown.message.message_id, shown.panel)
    except UserError as nothing_to_see:
        log.info("The %s is not brought up to date: %s", kind.name, nothing_to_see)
    except (
        discord.HTTPException,
        aiohttp.ClientError,
        OSError,
        DatabaseUnavailable,
    ) as error:
        log.warning("The %s could not be brought up to date: %s", kind.name, error)
    finally:
        lock.release()


async def _read(bot: Syllabot, kind: PublicPanel, guild_id: int, thing_id: int) -> ShownPanel:
    now = bot.clock.now()
    (show,) = (feature.panels[kind] for feature in bot.features if kind in feature.panels)
    async with bot.db.read() as session:
        addition = await additions(session, bot.features, kind, guild_id, thing_id, now)
        return await show(session, guild_id, thing_id, addition, now)


async def additions(
    session: AsyncSession,
    features: Sequence[Feature],
    kind: PublicPanel,
    guild_id: int,
    thing_id: int,
    now: datetime,
) -> PanelAddition:
    """What all features add to the panel about the thing with this id, in their order."""
    parts = []
    for feature in features:
        if kind in feature.additions:
            parts.append(await feature.additions[kind](session, guild_id, thing_id, now))
    return PanelAddition(
        rows=[item for part in parts for item in part.rows],
        acts=[act for part in parts for act in part.acts],
        is_empty=all(part.is_empty for part in parts),
    )

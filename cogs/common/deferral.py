"""Answers that take long defer by themselves, so that nobody sees "did not respond".

Discord waits three seconds for a first answer. What is still being worked on after two is deferred:
a command and a form of a command then show "thinking…", a button stops turning. Of two processes on
one token either may be the one that defers, and the other the one that does it and answers.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import aiohttp
import discord

from cogs.common.routes import Interaction

_DEFER_AFTER_SECONDS = 2.0
_ALREADY_ANSWERED = 40060
_KEY = "deferral"
_THINKING = discord.InteractionResponseType.deferred_channel_message

log = logging.getLogger(__name__)


class _Deferral:
    """Defers one interaction, unless it is settled before."""

    def __init__(self, interaction: Interaction) -> None:
        self._interaction = interaction
        self.is_elsewhere = False
        self._sending: asyncio.Task[None] | None = None
        self._timer = asyncio.get_running_loop().call_later(_DEFER_AFTER_SECONDS, self._begin)

    def _begin(self) -> None:
        self._sending = asyncio.create_task(self._defer())

    async def _defer(self) -> None:
        try:
            # In place of a message there is only what a component's press came from.
            thinking = self._interaction.message is None
            await self._interaction.response.defer(ephemeral=True, thinking=thinking)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            code = error.code if isinstance(error, discord.HTTPException) else None
            self.is_elsewhere = code == _ALREADY_ANSWERED
            log.info("A slow answer was not deferred: %s", error)

    async def settle(self) -> None:
        self._timer.cancel()
        if self._sending is not None:
            await self._sending


def watch(interaction: Interaction) -> None:
    """Defer the interaction's answer once it has taken too long."""
    if _KEY not in interaction.extras:
        interaction.extras[_KEY] = _Deferral(interaction)


async def think(interaction: Interaction) -> None:
    """Say at once that an answer which will be sent privately takes long."""
    await settle(interaction)
    if not is_begun(interaction):
        await interaction.response.defer(ephemeral=True, thinking=True)


async def settle(interaction: Interaction) -> None:
    """Call this before answering: from here on it is either deferred already, or will not be."""
    deferral: Any = interaction.extras.setdefault(_KEY, None)
    if deferral is not None:
        await deferral.settle()


def is_begun(interaction: Interaction) -> bool:
    """Whether a first answer was given, be it that another process deferred it."""
    deferral: Any = interaction.extras.get(_KEY)
    return interaction.response.is_done() or (deferral is not None and deferral.is_elsewhere)


def is_thinking(interaction: Interaction) -> bool:
    """Whether a message shows "thinking…", in whose place the answer comes."""
    if interaction.response.is_done():
        return interaction.response.type is _THINKING
    return is_begun(interaction) and interaction.message is None

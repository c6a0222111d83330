"""Sending what a delivery carries, once: the part that all features' senders share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import aiohttp
import discord

from bot.client import Syllabot
from bot.groups import service as groups
from bot.scheduling import Delivery, Receipt, TryLater, Undeliverable
from cogs.common.panels import Panel

# How far back a second try looks for what a first one may have sent.
_LOOK_BACK_MESSAGES = 200

_REASONS = {
    50007: "their direct messages are closed",
    50001: "I cannot see the channel",
    50013: "I may not write in the channel",
    10003: "the channel is gone",
    10013: "the account is gone",
    10004: "I am no longer in the server",
}


@contextmanager
def sending() -> Iterator[None]:
    """Turn Discord's errors into a delivery's outcomes.

    Raises:
        Undeliverable: Discord says that it can never arrive (403, 404).
        TryLater: Discord or the network failed for now.
    """
    try:
        yield
    except (discord.Forbidden, discord.NotFound) as error:
        raise Undeliverable(_REASONS.get(error.code, "Discord does not let me")) from error
    except discord.DiscordServerError as error:
        raise TryLater(None) from error
    except discord.RateLimited as error:
        raise TryLater(timedelta(seconds=error.retry_after)) from error
    except discord.HTTPException as error:
        if error.status != 429:
            raise
        raise TryLater(None) from error
    except (TimeoutError, OSError, aiohttp.ClientError) as error:
        raise TryLater(None) from error


async def send_dm(
    bot: Syllabot, delivery: Delivery, member: groups.Member, panel: Panel, *, marker: str
) -> Receipt:
    """Send ``panel`` to the member's direct messages; see :func:`post` for ``marker``."""
    channel_id = member.dm_channel_id
    if channel_id is None:
        with sending():
            channel_id = (await bot.create_dm(discord.Object(member.user_id))).id
        async with bot.db.begin() as session:
            await groups.remember_dm_channel(session, member.guild_id, member.user_id, channel_id)
    return await post(bot, delivery, channel_id, panel, marker=marker)


async def post(
    bot: Syllabot, delivery: Delivery, channel_id: int, panel: Panel, *, marker: str
) -> Receipt:
    """Send ``panel`` to a channel, unless an earlier try of this delivery already did.

    ``marker`` is a custom id in the panel that no other delivery's message has: a second try looks
    for it, since a killed process cannot say whether its request arrived. (Discord drops a repeated
    nonce as well, but only for some minutes.)
    """
    channel = bot.get_partial_messageable(channel_id)
    with sending():
        if delivery.attempt > 1:
            sent = await _find(bot, channel, marker)
            if sent is not None:
                return Receipt(channel_id, sent)
        message = await channel.send(view=panel, nonce=delivery.nonce)
    return Receipt(channel_id, message.id)


async def edit_panel(bot: Syllabot, channel_id: int, message_id: int, panel: Panel) -> None:
    """Show ``panel`` in a message of ours, pinging nobody.

    The library leaves its default for mentions out of edits, and Discord parses all of an edit's.

    Raises:
        discord.HTTPException: Discord refused.
    """
    message = bot.get_partial_messageable(channel_id).get_partial_message(message_id)
    await message.edit(view=panel, allowed_mentions=discord.AllowedMentions.none())


async def _find(bot: Syllabot, channel: discord.PartialMessageable, marker: str) -> int | None:
    assert bot.user is not None, "deliveries run while connected"
    try:
        async for message in channel.history(limit=_LOOK_BACK_MESSAGES):
            mine = message.author.id == bot.user.id
            if mine and marker in set(_custom_ids(message.components)):
                return message.id
    except discord.Forbidden:
        # No permission to read here: the nonce alone must do.
        return None
    return None


def _custom_ids(components: Any) -> Iterator[str]:
    for component in components:
        if getattr(component, "custom_id", None):
            yield component.custom_id
        yield from _custom_ids(getattr(component, "children", ()))
        accessory = getattr(component, "accessory", None)
        if accessory is not None:
            yield from _custom_ids([accessory])

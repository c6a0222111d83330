"""Sending what a delivery carries, once: the part that all features' senders share."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import discord

from bot.client import Syllabot
from bot.groups import service as groups
from bot.scheduling import Delivery, MessagesClosed, Receipt, TryLater, Undeliverable
from cogs.common.panels import Panel

log = logging.getLogger(__name__)

# How far back a second try looks for what a first one may have sent.
_LOOK_BACK_MESSAGES = 200
# Between this machine and Discord's, at most.
_CLOCKS_DIFFER = timedelta(minutes=1)

_CLOSED = 50007
_TOO_FAST = 40003
_FLAGGED = 20026
_FLAGGED_WAIT = timedelta(minutes=15)
_NO_SUCH_CHANNEL = 10003
_REASONS = {
    50001: "I cannot see the channel",
    50013: "I may not write in the channel",
    _NO_SUCH_CHANNEL: "the channel is gone",
    10013: "the account is gone",
    10004: "I am no longer in the server",
}


class ChannelGone(Undeliverable):
    """The channel does not exist any more."""


@contextmanager
def sending() -> Iterator[None]:
    """Turn Discord's errors into a delivery's outcomes.

    Raises:
        MessagesClosed: the person takes no direct messages.
        Undeliverable: Discord refuses it for good: with another code of its own.
        TryLater: Discord, the network or something between failed for now.
    """
    try:
        yield
    except discord.RateLimited as error:
        raise TryLater(timedelta(seconds=error.retry_after)) from error
    except discord.HTTPException as error:
        raise _outcome(error) from error
    except (TimeoutError, OSError, aiohttp.ClientError) as error:
        raise TryLater(None) from error


def _outcome(error: discord.HTTPException) -> Undeliverable | TryLater:
    """What an answer other than success means. One without a code is not Discord's own."""
    if error.status >= 500 or error.status == 429 or error.code in (0, _TOO_FAST):
        return TryLater(None)
    if error.code == _FLAGGED:
        log.error(
            "Discord holds this bot for a source of spam and lets it open no direct messages "
            "(20026). Its operator can appeal in Discord's developer portal"
        )
        return TryLater(_FLAGGED_WAIT)
    if error.code == _CLOSED:
        return MessagesClosed()
    if error.status == 400:
        log.error("Discord does not take a message as it is: %s", error)
    reason = _REASONS.get(error.code, f"Discord does not let me (its error {error.code})")
    return (ChannelGone if error.code == _NO_SUCH_CHANNEL else Undeliverable)(reason)


async def send_dm(
    bot: Syllabot, delivery: Delivery, member: groups.Member, panel: Panel, *, marker: str
) -> Receipt:
    """Send ``panel`` to the member's direct messages; see :func:`post` for ``marker``."""
    if member.dm_channel_id is not None:
        try:
            return await post(bot, delivery, member.dm_channel_id, panel, marker=marker)
        except ChannelGone:
            log.info("A channel for direct messages is gone: it is asked for anew")
    return await post(bot, delivery, await open_dm(bot, member), panel, marker=marker)


async def open_dm(bot: Syllabot, member: groups.Member) -> int:
    """Ask Discord for the member's channel for direct messages, and remember its id.

    Raises:
        Undeliverable, TryLater: as :func:`sending`.
    """
    with sending():
        # Not `create_dm`, which keeps every channel in memory and gives it back when it is gone.
        opened = await bot.http.start_private_message(member.user_id)
    channel_id = int(opened["id"])
    async with bot.db.begin() as session:
        await groups.remember_dm_channel(session, member.guild_id, member.user_id, channel_id)
    return channel_id


async def post(
    bot: Syllabot, delivery: Delivery, channel_id: int, panel: Panel, *, marker: str
) -> Receipt:
    """Send ``panel`` to a channel, unless an earlier try of this delivery already did.

    ``marker`` is a custom id in the panel that no other delivery's message has: a second try looks
    for it among what came since the delivery fell due, as a killed process cannot say whether its
    request arrived. (Discord drops a repeated nonce as well, but only for some minutes.) An older
    message with that marker is from another database, which counted its ids as this one does.
    """
    channel = bot.get_partial_messageable(channel_id)
    with sending():
        if delivery.attempt > 1:
            sent = await _find(bot, channel, marker, since=delivery.due_at - _CLOCKS_DIFFER)
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


async def _find(
    bot: Syllabot, channel: discord.PartialMessageable, marker: str, *, since: datetime
) -> int | None:
    assert bot.user is not None, "deliveries run while connected"
    try:
        async for message in channel.history(limit=_LOOK_BACK_MESSAGES, oldest_first=False):
            if message.created_at < since:
                break
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

"""Sending what a delivery carries, once: the part that all features' senders share."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import discord

from bot.client import Syllabot
from bot.groups import membership
from bot.groups import service as groups
from bot.public_panels import PostedMessage
from bot.scheduling import Delivery, MessagesClosed, NothingToSend, Receipt, to_take_down
from cogs.common.command_mentions import with_mentions
from cogs.common.conversations import channel_for
from cogs.common.panels import Panel
from cogs.common.refusals import ChannelGone, PersonGone, sending
from cogs.common.still_members import require_still_in_server

log = logging.getLogger(__name__)

# How far back a second try looks for what a first one may have sent.
_LOOK_BACK_MESSAGES = 200
_MAX_NONCE = 25
# Between this machine and Discord's, at most.
_CLOCKS_DIFFER = timedelta(minutes=1)


async def send_dm(
    bot: Syllabot, delivery: Delivery, member: groups.Member, panel: Panel, *, marker: str
) -> Receipt:
    """Send ``panel`` to the member's direct messages; see :func:`post` for ``marker``.

    Whoever has left the server gets nothing more, though they may share another one with me.
    """
    try:
        await require_still_in_server(bot, member)
        return await send_dm_after_leaving(bot, delivery, member, panel, marker=marker)
    except PersonGone:
        log.info("Somebody is no longer in the server: what is due to them rests")
        async with bot.db.begin() as session:
            await membership.record_gone(
                session, member.guild_id, member.user_id, now=bot.clock.now()
            )
        raise


async def send_if_open(
    bot: Syllabot, delivery: Delivery, member: groups.Member, panel: Panel, *, marker: str
) -> Receipt:
    """As `send_dm`, unless too many were refused; one that arrives forgets refusals."""
    if member.dms_given_up:
        raise MessagesClosed
    receipt = await send_dm(bot, delivery, member, panel, marker=marker)
    if member.dms_refused:
        async with bot.db.begin() as session:
            await groups.mark_dms_open(session, member.guild_id, member.user_id)
    return receipt


async def send_dm_after_leaving(
    bot: Syllabot, delivery: Delivery, member: groups.Member, panel: Panel, *, marker: str
) -> Receipt:
    """The same for whoever has left: to be told once what becomes of what is theirs."""
    if member.dm_channel_id is not None:
        try:
            return await post(bot, delivery, member.dm_channel_id, panel, marker=marker)
        except ChannelGone:
            log.info("A channel for direct messages is gone: it is asked for anew")
    return await post(bot, delivery, await channel_for(bot, member), panel, marker=marker)


async def post(
    bot: Syllabot,
    delivery: Delivery,
    channel_id: int,
    panel: Panel,
    *,
    marker: str,
    part: str = "",
    files: Sequence[discord.File] = (),
) -> Receipt:
    """Send ``panel`` to a channel, unless an earlier try of this delivery already did.

    A delivery of several messages names each but the first by its ``part``. ``files`` are those
    that the panel shows.

    ``marker`` is a custom id in the panel that no other delivery's message has: a second try looks
    for it among what came since the delivery fell due, as a killed process cannot say whether its
    request arrived. (Discord drops a repeated nonce as well, but only for some minutes.) An older
    message with that marker is from another database, which counted its ids as this one does.
    """
    channel = bot.get_partial_messageable(channel_id)
    with_mentions(panel, bot.command_mentions)
    with sending():
        if delivery.attempt > 1:
            sent = await _find(bot, channel, marker, since=delivery.due_at - _CLOCKS_DIFFER)
            if sent is not None:
                return Receipt(channel_id, sent)
        message = await channel.send(view=panel, nonce=_nonce(delivery, part), files=files)
    return Receipt(channel_id, message.id)


async def sent_before(
    bot: Syllabot, delivery: Delivery, channel_id: int, *, marker: str
) -> int | None:
    """The message that an earlier try sent and was cut off before it could record it."""
    if delivery.attempt == 1:
        return None
    with sending():
        channel = bot.get_partial_messageable(channel_id)
        return await _find(bot, channel, marker, since=delivery.due_at - _CLOCKS_DIFFER)


async def take_down(bot: Syllabot, delivery: Delivery) -> Receipt:
    """Delete the message that a delivery of `bot.scheduling.put_take_down` names.

    Raises:
        NothingToSend: it is gone already.
    """
    channel_id, message_id = to_take_down(delivery.subject)
    channel = bot.get_partial_messageable(channel_id)
    with sending():
        try:
            await channel.get_partial_message(message_id).delete()
        except discord.NotFound:
            raise NothingToSend from None
    return Receipt(channel_id, None)


async def edit_panel(bot: Syllabot, channel_id: int, message_id: int, panel: Panel) -> None:
    """Show ``panel`` in a message of ours, pinging nobody.

    The library leaves its default for mentions out of edits, and Discord parses all of an edit's.

    Raises:
        discord.HTTPException: Discord refused.
    """
    message = bot.get_partial_messageable(channel_id).get_partial_message(message_id)
    with_mentions(panel, bot.command_mentions)
    await message.edit(view=panel, allowed_mentions=discord.AllowedMentions.none())


async def delete_message(bot: Syllabot, message: PostedMessage) -> bool:
    """Delete a message of ours; says whether it is gone."""
    channel = bot.get_partial_messageable(message.channel_id)
    try:
        await channel.get_partial_message(message.message_id).delete()
    except discord.NotFound:
        return True
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        log.warning("A message could not be deleted: %s", error)
        return False
    return True


def _nonce(delivery: Delivery, part: str) -> str:
    """Another for each part: Discord takes a repeated one for the same message."""
    if not part:
        return delivery.nonce
    return hashlib.sha256(f"{delivery.nonce}:{part}".encode()).hexdigest()[:_MAX_NONCE]


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

"""Opening a thread below a message, or saying why there is none."""

from __future__ import annotations

import logging
from typing import Final

import discord

from bot.client import Syllabot
from bot.scheduling import Receipt, TryLater, Undeliverable
from cogs.common.refusals import sending
from cogs.common.text import cut

_THREAD_EXISTS = 160004
_WEEK_MINUTES: Final = 10080
_MOST_NAME = 100

log = logging.getLogger(__name__)


async def open_thread(
    bot: Syllabot, guild_id: int, posted: Receipt, *, name: str, named_after: str
) -> tuple[int | None, str | None]:
    """A message's thread, or in a few words why there is none and will be none.

    A message has one thread, with its own id: asked again, this gives the one that is there.
    ``named_after`` says whose words ``name`` holds, such as *the paper's title*.

    Raises:
        TryLater: it cannot be opened now.
    """
    assert posted.message_id is not None
    if bot.get_guild(guild_id) is None:
        raise TryLater(None)
    channel = bot.get_partial_messageable(posted.channel_id, guild_id=guild_id)
    message = channel.get_partial_message(posted.message_id)
    name = cut(" ".join(name.split()), _MOST_NAME)
    try:
        with sending():
            thread = await message.create_thread(name=name, auto_archive_duration=_WEEK_MINUTES)
    except Undeliverable as error:
        refusal = error.__cause__
        assert isinstance(refusal, discord.HTTPException)
        if refusal.code == _THREAD_EXISTS:
            return posted.message_id, None
        log.info("No thread in channel %d: %s", posted.channel_id, refusal)
        return None, _why(refusal, named_after)
    return thread.id, None


def _why(refusal: discord.HTTPException, named_after: str) -> str:
    known = {
        160006: "the server has as many open threads as Discord allows",
        50035: f"Discord does not take {named_after} as a name for it",
        240000: f"Discord takes something in {named_after} for harmful",
    }
    if refusal.code in known:
        return known[refusal.code]
    if isinstance(refusal, discord.Forbidden | discord.NotFound):
        return "I may not open a thread there"
    return f"Discord opens no thread there (its error {refusal.code})"

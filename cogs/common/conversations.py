"""Opening direct messages, of which Discord lets a bot open few at a time.

Whoever joins has their conversation opened at once, so that a group's first morning finds most of
them open. What is still to be opened then waits for its slot without being tried.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from datetime import timedelta

from bot.client import Syllabot
from bot.early_answers import EarlyAnswers
from bot.groups import service as groups
from bot.scheduling import NotYet, TryLater, Undeliverable
from cogs.common.refusals import sending

_LIMIT = 10
_SECONDS = 10.0
_STALE_SECONDS = 60.0

log = logging.getLogger(__name__)


class OpeningSlots:
    """Ten conversations in ten seconds, first come first served.

    Discord publishes no figure; this is what bots observe. Seconds are the event loop's.
    """

    def __init__(self, _bot: Syllabot) -> None:
        """Every slot is free."""
        self._latest: deque[float] = deque(maxlen=_LIMIT)
        self._reserved: dict[int, float] = {}

    async def close(self) -> None:
        """There is nothing to let go of."""

    def wait(self, user_id: int) -> float:
        """Seconds until this person's slot, which is kept for them; at 0 it is used up."""
        now = asyncio.get_running_loop().time()
        at = self._reserved.get(user_id)
        if at is None:
            at = self._reserve(user_id, now)
        if at > now:
            return at - now
        del self._reserved[user_id]
        return 0.0

    def _reserve(self, user_id: int, now: float) -> float:
        while self._reserved:
            oldest = next(iter(self._reserved))
            if self._reserved[oldest] > now - _STALE_SECONDS:
                break
            del self._reserved[oldest]
        all_taken = len(self._latest) == _LIMIT
        at = max(now, self._latest[0] + _SECONDS) if all_taken else now
        self._latest.append(at)
        self._reserved[user_id] = at
        return at


async def channel_for(bot: Syllabot, member: groups.Member) -> int:
    """Ask Discord for the member's channel for direct messages, and remember its id.

    Raises:
        NotYet: others are before them.
        Undeliverable, TryLater: as :func:`~cogs.common.refusals.sending`.
    """
    wait = bot.part(OpeningSlots).wait(member.user_id)
    if wait > 0:
        raise NotYet(timedelta(seconds=wait))
    with sending():
        # Not `create_dm`, which keeps every channel in memory and gives it back when it is gone.
        # And at once, so that what is to be said waits for no further openings.
        request = bot.http.start_private_message(member.user_id)
        opened = await bot.part(EarlyAnswers).of(request)
    channel_id = int(opened["id"])
    async with bot.db.begin() as session:
        await groups.remember_dm_channel(session, member.guild_id, member.user_id, channel_id)
    return channel_id


async def open_soon(bot: Syllabot, member: groups.Member) -> None:
    """Open the conversation before there is anything to say in it; a failure costs nothing yet."""
    if member.dm_channel_id is not None:
        return
    try:
        await channel_for(bot, member)
    except NotYet as limit:
        await asyncio.sleep(limit.after.total_seconds())
        await open_soon(bot, member)
    except (TryLater, Undeliverable) as error:
        log.info("A conversation is left to the first message: %s", error)

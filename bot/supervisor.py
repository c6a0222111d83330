"""Keeping one bot running: migrate, connect, try again after a failure, stop when told."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot import db
from bot.client import Syllabot
from bot.clock import Clock
from bot.config import Settings
from bot.errors import ConfigError, DatabaseUnavailable
from bot.feature import session_info

if TYPE_CHECKING:
    from cogs.common.feature import Feature

_FIRST_DELAY_SECONDS = 1.0
_LONGEST_DELAY_SECONDS = 120.0
# A connection that lasted this long was a good one: the next failure starts the delays afresh.
_GOOD_CONNECTION_SECONDS = 300.0

# What passes by itself: no network, a refused or broken connection, a database that is away.
_PASSING = (
    OSError,
    aiohttp.ClientError,
    discord.GatewayNotFound,
    discord.ConnectionClosed,
    DatabaseUnavailable,
)

log = logging.getLogger(__name__)


def backoff() -> Iterator[float]:
    """Delays in seconds, doubling to a ceiling, each with full jitter on its upper half."""
    delay = _FIRST_DELAY_SECONDS
    while True:
        yield random.uniform(delay / 2, delay)
        delay = min(delay * 2, _LONGEST_DELAY_SECONDS)


async def run(
    settings: Settings, clock: Clock, stop: asyncio.Event, features: Sequence[Feature]
) -> None:
    """Run the bot with ``features`` until ``stop`` is set; then finish deliveries and return.

    Waits for a Discord or a database that is away, at the start and later.

    Raises:
        ConfigError: the token is missing or Discord refuses it.
        DatabaseError: the database cannot be used as it is.
    """
    token = settings.discord.read_token()
    url = settings.database.url.text
    if not await _migrated(url, stop):
        return
    database = db.Database(url, session_info=session_info(features))
    try:
        await _keep_connected(lambda: Syllabot(settings, database, clock, features), token, stop)
    finally:
        await database.close()


async def _migrated(url: str, stop: asyncio.Event) -> bool:
    """Bring the database up to date, once it is there; False when told to stop before that."""
    for delay in backoff():
        try:
            await db.upgrade(url)
        except DatabaseUnavailable as error:
            log.warning("%s. Next try in %.1f s", error, delay)
        else:
            return True
        if await _told(stop, delay):
            break
    return False


async def _keep_connected(
    make_bot: Callable[[], Syllabot], token: str, stop: asyncio.Event
) -> None:
    loop = asyncio.get_running_loop()
    delays = backoff()
    while not stop.is_set():
        began = loop.time()
        # A client cannot be started twice.
        failure = await _connect_once(make_bot(), token, stop)
        if failure is None:
            return
        if loop.time() - began > _GOOD_CONNECTION_SECONDS:
            delays = backoff()
        delay = next(delays)
        is_database = isinstance(failure, DatabaseUnavailable)
        what = "No database" if is_database else "No connection to Discord"
        log.warning("%s (%s). Next try in %.1f s", what, failure, delay)
        await _told(stop, delay)


async def _connect_once(bot: Syllabot, token: str, stop: asyncio.Event) -> Exception | None:
    """Run ``bot`` until told to stop (None) or until a failure that may pass (that failure)."""
    running = asyncio.create_task(bot.start(token))
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not running.done():
            return None
        await running
    except discord.LoginFailure:
        raise ConfigError([_REFUSED_TOKEN]) from None
    except discord.ConnectionClosed as error:
        if error.code == 4004:
            raise ConfigError([_REFUSED_TOKEN]) from None
        return error
    except discord.HTTPException as error:
        if error.status < 500 and error.status != 429:
            raise
        return error
    except _PASSING as error:
        return error
    finally:
        await bot.close()
        for task in (running, stopping):
            task.cancel()
        await asyncio.gather(running, stopping, return_exceptions=True)
    return ConnectionError("the connection ended")


_REFUSED_TOKEN = (
    "discord.token: Discord refuses this token. "
    "Copy it again from the Developer Portal, under Bot, Reset Token."
)


async def _told(stop: asyncio.Event, seconds: float) -> bool:
    """Whether the bot is told to stop, waiting for that up to ``seconds``."""
    try:
        return await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return False

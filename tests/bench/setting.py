"""A group of the wished size on the sandbox, with the bot connected, for measuring."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, time

from msgspec.structs import replace

from bot import db
from bot.clock import Clock
from bot.config import PapersSettings
from bot.feature import session_info
from bot.groups.values import DEFAULT_CATEGORIES
from bot.worker import Worker
from cogs.features import FEATURES
from sandbox import ActingUser, Sandbox
from tests.groups import acting as groups
from tests.kept_worker import KeptWorker
from tests.live import ConnectedBot, settings_for, start_bot

_AT_ONCE = 50


@dataclass
class Group:
    """The bot and the people of a measurement."""

    sandbox: Sandbox
    bot: ConnectedBot
    users: list[ActingUser]
    milestone_id: str


@asynccontextmanager
async def small_group(
    *,
    members: int,
    clock: Clock | None = None,
    known_dms: bool = False,
    papers: PapersSettings | None = None,
    worker: type[Worker] = KeptWorker,
) -> AsyncIterator[Group]:
    """A group set up in UTC with so many members; the database is a fresh SQLite file.

    ``known_dms`` is as after a first prompt: each member's DM channel is stored. ``papers`` is
    where arXiv is, if not in the sandbox.
    """
    async with AsyncExitStack() as closing:
        folder = closing.enter_context(tempfile.TemporaryDirectory())
        url = f"sqlite:///{folder}/bench.db"
        await db.upgrade(url)
        database = db.Database(url, session_info=session_info(FEATURES))
        closing.push_async_callback(database.close)
        sandbox = await closing.enter_async_context(Sandbox(clock=clock))
        settings = settings_for(sandbox, database)
        if papers is not None:
            settings = replace(settings, papers=papers)
        follow = clock is not None
        bot = await start_bot(settings, database, sandbox, follow=follow, worker=worker)
        closing.push_async_callback(_stop, bot)
        users = [sandbox.user(f"Member {number}") for number in range(members)]
        await _gather(sandbox, database, users, known_dms=known_dms)
        yield Group(sandbox, bot, users, "theory-problem-sets")


async def _stop(bot: ConnectedBot) -> None:
    await bot.close()
    await bot.connecting


async def _gather(
    sandbox: Sandbox, database: db.Database, users: list[ActingUser], *, known_dms: bool
) -> None:
    """Set the group up in a server of its own, with all of them in it."""
    guild = sandbox.world.create_guild("Bench")
    channel = guild.create_text_channel("study")
    for user in users:
        user.join(guild)
    people = [(user.id, user.dm.id if known_dms else None) for user in users]
    await gather(database, guild.id, channel.id, people, now=sandbox.clock.now())


async def gather(
    database: db.Database,
    guild_id: int,
    channel_id: int,
    people: Sequence[tuple[int, int | None]],
    *,
    now: datetime,
) -> None:
    """Set the group of a server up with these members: ids, with that of their DM channel."""
    async with database.begin() as session:
        await groups.set_up_in_one_channel(
            session, guild_id, channel_id, categories=DEFAULT_CATEGORIES, now=now
        )
    for first in range(0, len(people), _AT_ONCE):
        # Not all in one transaction: the bot, which runs already, has its own to write.
        async with database.begin() as session:
            for user_id, dm_channel_id in people[first : first + _AT_ONCE]:
                await groups.join(session, guild_id, user_id, prompt_at=time(8), now=now)
                if dm_channel_id is not None:
                    await groups.remember_dm_channel(session, guild_id, user_id, dm_channel_id)

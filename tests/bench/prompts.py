"""2,000 prompts that fall due at once, against Discord's 50 requests a second.

Discord is elsewhere: its stand-in, and who asks for ``/help`` meanwhile, are in a process of their
own. The bot is in the measuring process, whose loop is watched. Beside it, in the same run and on
the same terms, a bot of few lines with an APScheduler job for each member.
"""

from __future__ import annotations

import asyncio
import gc
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

import discord

from bot import db
from bot.client import Syllabot
from bot.config import DatabaseSettings, DiscordSettings, PapersSettings, Secret, Settings
from bot.feature import session_info
from cogs.features import FEATURES
from sandbox import SettableClock
from tests.bench.discord_host import Asked, Place, discord_elsewhere
from tests.bench.job_bot import JobBot
from tests.bench.loop_watch import LoopWatch
from tests.bench.setting import gather
from tests.kept_worker import KeptWorker
from tests.live import START

PROMPTS = 2000
LATENCIES = (0.0, 0.3)
LIMIT = 50
IDLE = 5.0
MESSAGE = ("POST", "/channels/{channel_id}/messages")

C = TypeVar("C", bound=discord.Client)
Send = Callable[[], Awaitable[object]]
Connected = Callable[[Place], AbstractAsyncContextManager[Send]]
"""A bot that is connected; gives what lets all its messages fall due, until they are sent."""


@dataclass(frozen=True)
class Sending:
    """How the messages went: seconds as Discord saw them, or of the process where it says so.

    ``missing`` got none and ``repeated`` more than one. ``late`` is how much later than its bound
    each came.
    """

    messages: int
    others: int
    members_asked: int
    missing: int
    repeated: int
    limited: int
    seconds: float
    late: list[float]
    idle: list[float]
    busy: list[float]
    held: float
    computed: float

    def __str__(self) -> str:
        alone = _of_bound(self.seconds, self.messages)
        together = _of_bound(self.seconds, self.messages + self.others)
        return (
            f"{self.messages:,} sent in {self.seconds:.2f} s; bound of the messages alone {alone}, "
            f"with {self.others:,} other requests {together}\n"
            f"      {self.members_asked} questions over the gateway, {self.limited:,} answers 429, "
            f"{self.missing:,} members without a message, {self.repeated} with two\n"
            f"      p99 of lateness beyond the bound {_p99(self.late):.2f} s; "
            f"p99 of /help's answer {_p99(self.busy) * 1e3:.0f} ms ({len(self.busy)} asked), "
            f"{_p99(self.idle) * 1e3:.0f} ms before\n"
            f"      the loop was held for {self.held * 1e3:.0f} ms at most; "
            f"{self.computed:.1f} s of processor time"
        )


async def measure() -> None:
    """Measure with a Discord that answers at once, and with one that takes its time."""
    for latency in LATENCIES:
        print(f"  {PROMPTS:,} members, answers after {latency * 1000:.0f} ms")
        for name, bot in (("Syllabot", syllabot), ("a job for each member", _job_bot)):
            print(f"    {name}: {await sending(bot, PROMPTS, latency)}", flush=True)


async def sending(bot: Connected, members: int, latency: float, *, idle: float = IDLE) -> Sending:
    """Let a message to each of so many members fall due at once, and look how it goes.

    A bound: with the first burst at 0 s, the last of n requests may leave at (n - 1) // 50 s. The
    messages have one alone, and one together with whatever else was asked of Discord for them.
    ``idle`` are the seconds of commands before anything is due.
    """
    async with discord_elsewhere(members, latency) as there, bot(there.place) as send:
        gc.collect()
        gc.freeze()  # as the bot does when it starts
        before = await there.idle(idle)
        await there.begin()
        computed = time.process_time()
        async with LoopWatch() as watch:
            await send()
        computed = time.process_time() - computed
        happened = await there.end()
    asked = happened.asked
    sent = sorted(each.started for each in asked if _is_message(each) and each.status == 200)
    reached = Counter(each.channel for each in asked if _is_message(each) and each.status == 200)
    limited = sum(1 for each in asked if each.status == 429)
    began = min(each.started for each in asked)
    return Sending(
        messages=len(sent),
        others=len(asked) - len(sent) - limited,
        members_asked=happened.members_asked,
        missing=members - len(reached),
        repeated=sum(1 for times in reached.values() if times > 1),
        limited=limited,
        seconds=sent[-1] - began,
        late=[started - began - place // LIMIT for place, started in enumerate(sent)],
        idle=before,
        busy=happened.answers,
        held=watch.longest,
        computed=computed,
    )


@asynccontextmanager
async def syllabot(place: Place, url: str | None = None) -> AsyncIterator[Send]:
    """The bot with a group of everybody there; ``url`` is of an empty database, if not SQLite's."""
    clock = SettableClock(START)
    with tempfile.TemporaryDirectory() as folder:
        url = url or f"sqlite:///{folder}/bench.db"
        await db.upgrade(url)
        database = db.Database(url, session_info=session_info(FEATURES))
        await gather(database, place.guild_id, place.channel_id, place.people, now=clock.now())
        bot = Syllabot(_settings(place, url), database, clock, FEATURES)
        bot.worker = KeptWorker()
        async with _connected(bot, place.token):
            clock.follow(bot.jobs)
            yield lambda: clock.move_to(START + timedelta(hours=2))
        await database.close()


@asynccontextmanager
async def _job_bot(place: Place) -> AsyncIterator[Send]:
    async with _connected(JobBot(place.api_url, place.gateway_url), place.token) as bot:
        yield lambda: bot.remind_all(channel for _, channel in place.people)


@asynccontextmanager
async def _connected(bot: C, token: str) -> AsyncIterator[C]:
    await bot.login(token)
    connecting = asyncio.create_task(bot.connect())
    await bot.wait_until_ready()
    yield bot
    await bot.close()
    await connecting


def _settings(place: Place, url: str) -> Settings:
    return Settings(
        discord=DiscordSettings(
            token=Secret(place.token),
            api_url=place.api_url,
            gateway_url=place.gateway_url,
            cdn_url=place.cdn_url,
        ),
        database=DatabaseSettings(url=Secret(url)),
        papers=PapersSettings(
            rss_url=place.rss_url, api_url=place.arxiv_url, request_gap_seconds=0
        ),
    )


def _is_message(each: Asked) -> bool:
    return (each.method, each.route) == MESSAGE


def _p99(values: list[float]) -> float:
    return sorted(values)[min(len(values) * 99 // 100, len(values) - 1)]


def _of_bound(seconds: float, requests: int) -> str:
    bound = (requests - 1) // LIMIT
    return f"{bound} s (x{seconds / bound:.3f})"

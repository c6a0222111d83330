"""The real bot on the sandbox: fixtures for every test that goes over the wire."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Unpack

import pytest

from bot.client import Syllabot
from bot.config import (
    DatabaseSettings,
    DiscordSettings,
    LinksSettings,
    PapersSettings,
    Secret,
    Settings,
)
from bot.db import Database
from bot.groups.values import GroupFields
from bot.worker import Worker
from cogs.common.feature import Feature
from cogs.features import FEATURES
from sandbox import ActingUser, Modal, Permissions, Sandbox, Seen, SettableClock
from sandbox.rules import component_tree
from sandbox.world.guild import Guild
from sandbox.world.model import Channel, Message
from tests.groups import acting as groups
from tests.kept_worker import KeptWorker
from tests.mentions import commands_not_mentioned, requests_that_may_ping

# A Monday, 06:00 in UTC.
START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


class ConnectedBot(Syllabot):
    """The bot with the task that its gateway connection runs in."""

    connecting: asyncio.Task[None]


@dataclass
class Study:
    """One server with a study group, and the bot that serves it."""

    sandbox: Sandbox
    clock: SettableClock
    db: Database
    settings: Settings
    bot: ConnectedBot
    guild: Guild
    announcements: Channel
    papers: Channel
    retros: Channel
    organiser: ActingUser
    features: tuple[Feature, ...] = FEATURES
    worker: type[Worker] = KeptWorker
    people: dict[str, ActingUser] = field(default_factory=dict)

    async def set_up(self, **changes: Unpack[GroupFields]) -> None:
        """Set the group up as ``/setup`` would, by the service."""
        values: GroupFields = {
            "zone": "UTC",
            "start_date": date(2026, 3, 2),
            "announcements_channel_id": self.announcements.id,
            "papers_channel_id": self.papers.id,
            "retros_channel_id": self.retros.id,
            **changes,
        }
        now = self.clock.now()
        async with self.db.begin() as session:
            await groups.set_up(session, self.guild.id, **values, now=now)

    async def person(
        self, name: str, *, zone: str | None = None, at: time = time(8), joined: bool = True
    ) -> ActingUser:
        """A person in the server; ``joined`` also makes them a member of the group."""
        user = self.sandbox.user(name)
        user.join(self.guild)
        self.people[name] = user
        if joined:
            now = self.clock.now()
            async with self.db.begin() as session:
                await groups.join(session, self.guild.id, user.id, zone=zone, prompt_at=at, now=now)
        return user

    async def restart(self) -> None:
        """Stop the bot and start a new one on the same database."""
        await self.down_until(self.clock.now())

    async def down_until(self, instant: datetime) -> None:
        """Let the bot be down until then. Days in which nothing matters cost nothing so."""
        await stop_bot(self.bot, self.clock)
        await self.clock.move_to(instant)
        self.bot = await start_bot(
            self.settings, self.db, self.sandbox, features=self.features, worker=self.worker
        )

    async def asleep_until(self, instant: datetime) -> None:
        """Let the bot's process stand still until then: what it missed it catches up on."""
        self.clock.unfollow(self.bot.jobs)
        await self.clock.move_to(instant)
        self.clock.follow(self.bot.jobs)


def custom_ids(seen: Seen | Message | Modal, prefix: str = "") -> list[str]:
    """The custom ids in a message or answer that begin so, in reading order."""
    found = (component.get("custom_id", "") for component in component_tree.walk(seen.components))
    return [custom_id for custom_id in found if custom_id and custom_id.startswith(prefix)]


def form_of(seen: Seen) -> Modal:
    """The form that an answer opened, which it must have."""
    assert seen.modal is not None, seen.text
    return seen.modal


async def start_bot(
    settings: Settings,
    db: Database,
    sandbox: Sandbox,
    *,
    follow: bool = True,
    features: tuple[Feature, ...] = FEATURES,
    worker: type[Worker] = KeptWorker,
) -> ConnectedBot:
    """A running bot whose gateway connection stands; its jobs ``follow`` the sandbox's clock.

    Only a :class:`~sandbox.SettableClock` can be followed.
    """
    bot = ConnectedBot(settings, db, sandbox.clock, features)
    bot.worker = worker()
    sessions = sandbox.gateway.happened["identified"]
    await bot.login(sandbox.world.application.token)
    bot.connecting = bot.loop.create_task(bot.connect())
    await sandbox.gateway.reached("identified", sessions + 1)
    if follow:
        assert isinstance(sandbox.clock, SettableClock)
        sandbox.clock.follow(bot.jobs)
    return bot


async def stop_bot(bot: ConnectedBot, clock: SettableClock) -> None:
    """Stop it as SIGTERM would."""
    clock.unfollow(bot.jobs)
    await bot.close()
    await bot.connecting


def settings_for(sandbox: Sandbox, db: Database) -> Settings:
    """Settings that point the bot at the sandbox."""
    return Settings(
        discord=DiscordSettings(
            token=Secret(sandbox.world.application.token),
            api_url=sandbox.api_url,
            gateway_url=sandbox.gateway_url,
            cdn_url=sandbox.cdn_url,
        ),
        database=DatabaseSettings(url=Secret(db.url)),
        papers=PapersSettings(
            rss_url=sandbox.feeds.rss_url,
            api_url=sandbox.feeds.api_url,
            request_gap_seconds=0,
        ),
        # No test asks the sites that plans name.
        links=LinksSettings(check=False),
    )


@pytest.fixture
def features() -> tuple[Feature, ...]:
    """The features that the bot of `study` has; a test module may bring others."""
    return FEATURES


@pytest.fixture
def worker_kind() -> type[Worker]:
    """What does the heavy work of the bot of `study`; a test may name the real one."""
    return KeptWorker


@pytest.fixture
async def blank_study(
    composed_db: Database, features: tuple[Feature, ...], worker_kind: type[Worker]
) -> AsyncIterator[Study]:
    """The bot in a server where nobody has run ``/setup``."""
    db, clock = composed_db, SettableClock(START)
    async with Sandbox(clock=clock) as sandbox:
        # Days pass in milliseconds here; per-channel limits count real seconds.
        sandbox.limiter.relax()
        # A busy machine may be late; tests of the sandbox prove Discord's three seconds.
        sandbox.interactions.answer_within = 15.0
        guild = sandbox.world.create_guild("Night owls")
        organiser = sandbox.user("Olga")
        role = guild.create_role("Organisers", permissions=Permissions.MANAGE_GUILD)
        organiser.join(guild, roles=[role])
        settings = settings_for(sandbox, db)
        study = Study(
            sandbox=sandbox,
            clock=clock,
            db=db,
            settings=settings,
            bot=await start_bot(settings, db, sandbox, features=features, worker=worker_kind),
            features=features,
            worker=worker_kind,
            guild=guild,
            announcements=guild.create_text_channel("announcements"),
            papers=guild.create_text_channel("papers"),
            retros=guild.create_text_channel("retros"),
            organiser=organiser,
        )
        yield study
        await stop_bot(study.bot, clock)
        assert sandbox.violations == []
        assert requests_that_may_ping(sandbox.requests) == []
        mentions = study.bot.command_mentions
        assert commands_not_mentioned(sandbox.requests, mentions) == []


@pytest.fixture
async def study(blank_study: Study) -> Study:
    """The bot in a server whose group is set up (zone UTC, started today)."""
    await blank_study.set_up()
    return blank_study

"""The Discord client: intents, wiring, start, stop. Everything else is in the features."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

import aiohttp
import discord
import yarl
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket

from bot import early_answers
from bot.clock import Clock
from bot.config import DiscordSettings, Settings
from bot.db import Database, purge_all, with_ended
from bot.db.command_sync import remember_digest, synced_digest
from bot.errors import DatabaseUnavailable
from bot.inputs.interaction_data import sound
from bot.ratelimit import RateLimit
from bot.scheduling import SET_RIGHT, DeliveryEngine, Jobs
from bot.worker import Worker

if TYPE_CHECKING:
    # The type alone: whoever composes the bot brings the list.
    from cogs.common.feature import Feature

_TICK = timedelta(seconds=0.5)
_PURGE_EVERY = timedelta(hours=1)
_DRAIN_SECONDS = 20.0
_THREAD_TURN_SECONDS = 0.001
_SWEEP_SECONDS = 30.0
# discord.py keeps no list of the tasks of commands and events, but names them.
_HANDLER_TASKS = ("CommandTree-invoker", "discord.py: on_")
_HANDLER_SECONDS = 5.0
# The pause after the last GUILD_CREATE that counts as "all guilds are here".
_GUILD_READY_SECONDS = 0.5

log = logging.getLogger(__name__)


class Part(Protocol):
    """Something that one bot has one of, such as a feature's connections to the outside."""

    async def close(self) -> None:
        """Let go of what it holds."""


P = TypeVar("P", bound=Part)


def _point_at(settings: DiscordSettings) -> None:
    """Send all of discord.py's traffic where the settings say. These are process-wide."""
    discord.http.Route.BASE = settings.api_url
    discord.asset.Asset.BASE = settings.cdn_url


def _trace(settings: Settings) -> aiohttp.TraceConfig:
    """What stands in the way of each request to Discord, and of its answer."""
    config = RateLimit(settings.delivery.requests_per_second).trace()
    config.on_request_end.append(early_answers.tell)
    return config


class CommandTree(app_commands.CommandTree["Syllabot"]):
    """The commands, with an answer for every suggestion that is asked for."""

    async def interaction_check(self, interaction: discord.Interaction[Syllabot], /) -> bool:
        """Let everything in, but suggestions for what has none: the library would not answer."""
        if interaction.type is discord.InteractionType.autocomplete and not _suggests(interaction):
            try:
                await interaction.response.autocomplete([])
            except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
                log.info("That there are no suggestions was not taken: %s", error)
            return False
        return True


class Syllabot(commands.AutoShardedBot):
    """The bot: one connection to Discord, one database, one clock.

    Needs only the ``guilds`` intent. Keeps no messages and no members in memory.
    """

    def __init__(
        self, settings: Settings, db: Database, clock: Clock, features: Sequence[Feature]
    ) -> None:
        """Wire the parts; nothing connects before ``start``.

        ``db`` carries the same features (`bot.feature.session_info`), so that services find them.
        """
        _point_at(settings.discord)
        # Not a voice bot: no word about voice libraries at each start.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        # Files are parsed in threads. The loop waits this long for them whenever it comes back from
        # the network, several times an answer; Python's own 5 ms would add up.
        sys.setswitchinterval(_THREAD_TURN_SECONDS)
        super().__init__(
            command_prefix=commands.when_mentioned,
            tree_cls=CommandTree,
            help_command=None,
            intents=discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
            guild_ready_timeout=_GUILD_READY_SECONDS,
            shard_count=settings.discord.shard_count,
            shard_ids=settings.discord.shard_ids,  # type: ignore[arg-type]  # None means all
            http_trace=_trace(settings),
        )
        self._read_interactions()
        _sweep_seldom(self.http)
        self.settings = settings
        self.db = db
        self.clock = clock
        self.deliveries = DeliveryEngine(
            db,
            clock,
            concurrency=settings.delivery.concurrency,
            lease=timedelta(seconds=settings.delivery.lease_seconds),
        )
        self.jobs = Jobs(clock)
        self.features = tuple(features)
        self.worker = Worker()
        self.command_mentions: Mapping[str, str] = {}
        """What mentions each command, by its whole name; known once Discord has the commands."""
        self.subcommands: list[tuple[str, app_commands.Group]] = []
        """Groups whose commands stand below the command of another feature, by its name."""
        self._parts: dict[Callable[[Syllabot], Part], Part] = {}

    def _read_interactions(self) -> None:
        """Let the library see of an interaction only what is of the form that it expects.

        It has no hook for that, and a value of another type would end the whole connection.
        """
        parsers = self._connection.parsers
        parse = parsers["INTERACTION_CREATE"]
        parsers["INTERACTION_CREATE"] = lambda received: parse(
            {**received, "data": sound(received["type"], received.get("data"))}
        )

    def part(self, make: Callable[[Syllabot], P]) -> P:
        """This bot's one of what ``make`` (mostly a class) makes; closed with the bot."""
        found = self._parts.get(make)
        if found is None:
            found = self._parts[make] = make(self)
        return cast(P, found)

    async def setup_hook(self) -> None:
        """Load the features, tell Discord about changed commands, begin delivering."""
        self.jobs.add(
            "deliveries",
            self.deliveries.run_due,
            every=_TICK,
            next_due=self.deliveries.next_due,
        )
        self.jobs.add("purge", self._purge, every=_PURGE_EVERY)
        self.jobs.add("schedules set right", self._set_right, every=SET_RIGHT, on_set_clock=False)
        for feature in self.features:
            await self._add(feature)
        self._place_subcommands()
        self.command_mentions = _mentions_of(await self._registered())
        self.jobs.start()

    async def _purge(self) -> None:
        """End what has been kept for its stated time, a portion after the other."""
        now = self.clock.now()
        retentions = [each for feature in self.features for each in feature.data.retentions]
        ended = {
            each.table.__tablename__: await purge_all(self.db, each, now)
            for each in await with_ended(self.db, retentions, now)
        }
        if ended:
            log.info("Ended after their time: %s", ended)

    async def _set_right(self) -> None:
        """Take back what a clock that stood ahead has put off, or has ended before its time."""
        await self.deliveries.set_right()
        for feature in self.features:
            if feature.data.on_clock_right is not None:
                async with self.db.begin() as session:
                    await feature.data.on_clock_right(session, self.clock.now())

    async def _add(self, feature: Feature) -> None:
        for make_cog in feature.cogs:
            await self.add_cog(make_cog(self))
        for kind in feature.data.kinds:
            self.deliveries.register(
                kind.name,
                feature.senders[kind.name](self),
                lateness=kind.lateness,
                on_failed=kind.on_failed,
                is_anywhere=kind.is_anywhere,
            )
        if feature.data.on_start is not None:
            async with self.db.begin() as session:
                await feature.data.on_start(session, self.clock.now())

    def _place_subcommands(self) -> None:
        """Put commands below those of other features, whichever of the two come first."""
        for parent, added in self.subcommands:
            group = self.tree.get_command(parent)
            assert isinstance(group, app_commands.Group), f"no feature has /{parent}"
            for command in added.commands:
                group.add_command(command)

    async def _registered(self) -> list[app_commands.AppCommand]:
        """The commands as Discord has them, told first where they changed."""
        assert self.application_id is not None, "set by login"
        payload = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        digest = hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()
        async with self.db.read() as session:
            known = await synced_digest(session, self.application_id)
        if known == digest:
            return await self.tree.fetch_commands()
        registered = await self.tree.sync()
        async with self.db.begin() as session:
            await remember_digest(session, self.application_id, digest)
        log.info("Registered %d commands with Discord", len(payload))
        return registered

    async def launch_shards(self) -> None:
        """Connect where the settings say, or else where the API says; reconnects go there too."""
        count, url, _limits = await self.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(self.settings.discord.gateway_url or url)
        if self.shard_count is None:
            self.shard_count = count
        await super().launch_shards()

    async def launch_shard(
        self, gateway: yarl.URL, shard_id: int, *, initial: bool = False
    ) -> None:
        """Connect one shard; an unreachable gateway raises at once.

        The library would try again every 5 s for ever; the supervisor backs off with jitter.
        """
        await _check_reachable(gateway)
        await super().launch_shard(gateway, shard_id, initial=initial)

    async def on_shard_connect(self, shard_id: int) -> None:
        """Resume through a named gateway too: READY's own address would go around it."""
        shard = self.get_shard(shard_id)
        if self.settings.discord.gateway_url is not None and shard is not None:
            shard._parent.ws.gateway = DiscordWebSocket.DEFAULT_GATEWAY

    async def on_ready(self) -> None:
        """Say once that it works."""
        log.info("Connected as %s, in %d servers", self.user, len(self.guilds))

    async def on_error(self, event: str, /, *args: object, **kwargs: object) -> None:
        """Log what went wrong while an event was heard; the database tells of its own trouble."""
        error = sys.exception()
        if isinstance(error, DatabaseUnavailable):
            log.warning("%s could not be noted: the database cannot be used", event)
        else:
            log.error("%s went wrong", event, exc_info=error)

    async def close(self) -> None:
        """Finish running deliveries and answers, then leave Discord.

        The database belongs to the caller.
        """
        if not self.is_closed():
            # At once, or the job would go on to claim what is due while it is waited for.
            await asyncio.gather(self.deliveries.drain(_DRAIN_SECONDS), self.jobs.stop())
            handling = _running_handlers()
            if handling:
                await asyncio.wait(handling, timeout=_HANDLER_SECONDS)
            await self.worker.close()
            for part in self._parts.values():
                await part.close()
        await super().close()


def _sweep_seldom(http: discord.http.HTTPClient) -> None:
    """Let the library drop the limits of routes that nobody uses any more only now and then.

    From the 256th on it looks at all of them for each new one. A morning has thousands, one for
    each conversation, and none of them is five minutes old.
    """
    sweep, next_at = http._try_clear_expired_ratelimits, 0.0

    def seldom() -> None:
        nonlocal next_at
        now = time.monotonic()
        if now >= next_at:
            next_at = now + _SWEEP_SECONDS
            sweep()

    http._try_clear_expired_ratelimits = seldom  # type: ignore[method-assign]  # it has no option


def _mentions_of(registered: Iterable[app_commands.AppCommand]) -> dict[str, str]:
    """What mentions each command that can be typed: a group's are those below it."""
    typed = (each for each in registered if each.type is discord.AppCommandType.chat_input)
    return {name: mention for command in typed for name, mention in _below(command, command.name)}


def _below(
    command: app_commands.AppCommand | app_commands.AppCommandGroup, name: str
) -> Iterator[tuple[str, str]]:
    """The command by its whole name, or those below it with theirs; groups can nest once."""
    below = [each for each in command.options if isinstance(each, app_commands.AppCommandGroup)]
    for each in below:
        yield from _below(each, each.qualified_name)
    if not below:
        yield name, command.mention


def _suggests(interaction: discord.Interaction[Syllabot]) -> bool:
    """Whether the option that somebody types in has suggestions."""
    command, data = interaction.command, cast("dict[str, Any]", interaction.data)
    options = data.get("options", [])
    while options and "options" in options[0]:
        options = options[0]["options"]
    typed_in = {option["name"] for option in options if option.get("focused")}
    return isinstance(command, app_commands.Command) and any(
        each.display_name in typed_in and each.autocomplete for each in command.parameters
    )


def _running_handlers() -> set[asyncio.Task[object]]:
    """The tasks in which discord.py runs commands, buttons, forms and what listens to events."""
    return {
        task
        for task in asyncio.all_tasks()
        if task.get_name().startswith(_HANDLER_TASKS) and task is not asyncio.current_task()
    }


async def _check_reachable(gateway: yarl.URL) -> None:
    _reader, writer = await asyncio.wait_for(
        asyncio.open_connection(gateway.host, gateway.port), timeout=30.0
    )
    writer.close()
    await writer.wait_closed()

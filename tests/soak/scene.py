"""The world that is attacked: three groups, people of every standing, and the bot's process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Base, Database, upgrade
from bot.feature import session_info
from bot.routine.schedules import PROMPT
from bot.scheduling.models import ScheduleRow
from cogs.features import FEATURES
from sandbox import ActingUser, Permissions, Sandbox, Seen
from sandbox.world.guild import Guild
from sandbox.world.model import Message
from tests.groups import acting as groups
from tests.postgres_line import Line
from tests.soak.process import BotProcess

OWLS_CARD, ELSEWHERE_CARD, QUIET_MILESTONE, BENS_MILESTONE = (
    "Eisvogel am Teich",
    "Kranich im Moor",
    "Rohrdommel im Schilf",
    "Pirol im Auwald",
)
SETTLE_SECONDS = 120.0
EVERY_DAY = 127
# What a delivery writes by itself; all else in the quiet group is as it was set up.
DELIVERIES_WRITE = {"deliveries", "schedules", "members", "homes", "planned_days"}


@dataclass(frozen=True)
class Person:
    """Somebody with a modified client; ``secrets`` are what no answer may tell them."""

    user: ActingUser
    standing: str
    secrets: tuple[str, ...]
    guild: Guild | None

    async def slash(self, command: str, **options: object) -> Seen:
        """A command where they are: in their server, or else in a direct message."""
        return await self.user.slash(command, dm=self.guild is None, options=options, forge=True)

    def messages(self) -> list[Message]:
        """What all can see in the channels of their server."""
        channels = () if self.guild is None else self.guild.channels.values()
        return [
            message
            for channel in channels
            if channel.holds_messages
            for message in self.user.visible(channel)
            if not message.ephemeral and message.components
        ]


@dataclass
class Scene:
    """Everything that one database's run has."""

    sandbox: Sandbox
    database: Database
    process: BotProcess
    line: Line | None
    people: list[Person]
    owls: Guild
    elsewhere: Guild
    quiet: Guild
    newcomers: list[ActingUser] = field(default_factory=list)
    _shared: set[str] = field(default_factory=set)

    def person(self, standing: str) -> Person:
        """The first of that standing."""
        return next(each for each in self.people if each.standing == standing)

    async def opened_to(self, who: Person) -> set[str]:
        """Their secrets that are none any more: attempts can be what somebody may do.

        An own milestone that its owner shared is for all to read, and so are a group's revealed
        cards for whoever joined it.
        """
        shared = text(
            "SELECT count(*) FROM own_milestones o JOIN milestone_changes c ON c.guild_id ="
            " o.guild_id AND c.user_id = o.user_id AND c.milestone_id = 'own-' || o.number"
            " WHERE o.title = :title AND c.shared_at IS NOT NULL"
        )
        joined = text("SELECT count(*) FROM members WHERE guild_id = :guild AND user_id = :user")
        key = {"guild": self.owls.id, "user": who.user.id}
        async with self.database.read() as session:
            if await session.scalar(shared, {"title": BENS_MILESTONE}):
                self._shared.add(BENS_MILESTONE)
            is_member = await session.scalar(joined, key)
        return self._shared | ({OWLS_CARD} if is_member else set())

    async def prompts_due(self, count: int) -> None:
        """So many new members of the quiet group, whose first prompt fell due a moment ago."""
        now = self.sandbox.clock.now()
        users = [self.sandbox.user(f"Newcomer {len(self.newcomers) + n}") for n in range(count)]
        async with self.database.begin() as session:
            for user in users:
                user.join(self.quiet)
                await groups.join(session, self.quiet.id, user.id, zone="UTC", now=now)
                await _make_due(session, user.id, now - timedelta(minutes=1))
        self.newcomers += users

    async def delivered(self) -> dict[int, list[tuple[str, str | None]]]:
        """Each newcomer's deliveries once none is open: how each ended, and why."""
        found = text(
            "SELECT s.user_id, d.status, d.reason FROM deliveries d"
            " JOIN schedules s ON s.id = d.schedule_id WHERE s.guild_id = :quiet"
        )
        async with asyncio.timeout(SETTLE_SECONDS):
            while True:
                async with self.database.read() as session:
                    rows = (await session.execute(found, {"quiet": self.quiet.id})).all()
                ended = {user_id for user_id, status, _reason in rows if status in _OVER}
                if ended >= {user.id for user in self.newcomers}:
                    break
                await asyncio.sleep(0.5)
        by_user: dict[int, list[tuple[str, str | None]]] = {}
        for user_id, status, reason in rows:
            by_user.setdefault(user_id, []).append((status, reason))
        return by_user

    async def quiet_rows(self) -> dict[str, list[tuple[object, ...]]]:
        """What the quiet group has written, which nobody may change from outside."""
        found = {}
        async with self.database.read() as session:
            for table in Base.metadata.sorted_tables:
                if "guild_id" in table.c and table.name not in DELIVERIES_WRITE:
                    theirs = select(table).where(table.c.guild_id == self.quiet.id)
                    ordered = theirs.order_by(*table.primary_key)
                    found[table.name] = [tuple(row) for row in await session.execute(ordered)]
        return found


_OVER = {"sent", "undeliverable", "missed", "cancelled"}


async def _make_due(session: AsyncSession, user_id: int, due: datetime) -> None:
    await session.execute(
        update(ScheduleRow)
        .where(ScheduleRow.user_id == user_id, ScheduleRow.kind == PROMPT)
        .values(weekdays=EVERY_DAY, local_time=due.time(), next_due_at=due)
    )


@asynccontextmanager
async def scene(url: str, folder: Path) -> AsyncIterator[Scene]:
    """The groups, the people with what is private to them, and the bot, connected."""
    await upgrade(url)
    database = Database(url, session_info=session_info(FEATURES))
    line = None if database.is_sqlite else Line(url)
    if line is not None:
        await line.mend()
    async with Sandbox() as sandbox:
        # The bot's own pace is measured elsewhere; here nobody waits for a bucket.
        sandbox.limiter.relax()
        process = BotProcess(sandbox, url if line is None else line.url, folder)
        found = await _peopled(sandbox, database, process, line)
        try:
            await process.start()
            await _plant(found)
            yield found
        finally:
            await process.kill()
            if line is not None:
                await line.cut()
            await database.close()


async def _peopled(
    sandbox: Sandbox, database: Database, process: BotProcess, line: Line | None
) -> Scene:
    guilds = [sandbox.world.create_guild(name) for name in ("Night owls", "Elsewhere", "Quiet")]
    now = sandbox.clock.now()
    for guild in guilds:
        channel = guild.create_text_channel("study")
        async with database.begin() as session:
            await groups.set_up_in_one_channel(session, guild.id, channel.id, now=now)
    owls, elsewhere, quiet = guilds
    others = (ELSEWHERE_CARD, QUIET_MILESTONE)
    standings: tuple[tuple[str, Guild | None, bool, tuple[str, ...]], ...] = (
        ("organiser", owls, True, (BENS_MILESTONE, *others)),
        ("member", owls, False, (BENS_MILESTONE, *others)),
        ("member with a secret", owls, False, others),
        ("outsider in the server", owls, False, (OWLS_CARD, BENS_MILESTONE, *others)),
        ("organiser elsewhere", elsewhere, True, (OWLS_CARD, BENS_MILESTONE, QUIET_MILESTONE)),
        ("quiet organiser", quiet, True, ()),
        ("stranger", None, False, (OWLS_CARD, BENS_MILESTONE, *others)),
    )
    people = []
    for standing, where, organises, secrets in standings:
        user = sandbox.user(standing.capitalize())
        if where is not None:
            role = where.create_role("Organisers", permissions=Permissions.MANAGE_GUILD)
            user.join(where, roles=[role] if organises else [])
        people.append(Person(user, standing, secrets, where))
    return Scene(sandbox, database, process, line, people, owls, elsewhere, quiet)


async def _plant(found: Scene) -> None:
    """What is private, written over the wire; the quiet organiser does nothing more afterwards."""
    for standing in MEMBERS:
        await found.person(standing).slash("join")
    await found.person("member with a secret").slash("milestone add", title=BENS_MILESTONE)
    await found.person("quiet organiser").slash("milestone add", title=QUIET_MILESTONE)
    for standing, card in (("organiser", OWLS_CARD), ("organiser elsewhere", ELSEWHERE_CARD)):
        person = found.person(standing)
        await person.slash("retro open", anonymity="named")
        await person.user.submit(await person.slash("retro card"), {"text": card}, forge=True)
        await person.slash("retro close")
    found.people.remove(found.person("quiet organiser"))


MEMBERS = (
    "organiser",
    "member",
    "member with a secret",
    "organiser elsewhere",
    "quiet organiser",
)

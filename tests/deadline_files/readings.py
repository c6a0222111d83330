"""Two groups whose organisers named a file on loopback, on a clock that can be set."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from sqlalchemy import select

from bot.community import service as community
from bot.community.models import ConferenceRow
from bot.db import Database
from bot.deadline_files import queries, service
from bot.deadline_files.models import DeadlineFileRow, FollowedRow
from bot.deadline_files.reading import file_reader
from bot.deadline_files.source import FileSource
from bot.deadline_files.values import Chosen, DeadlineFile, FileNotice, OpenFile
from bot.groups.values import OrganiserCaller
from sandbox import SettableClock
from tests.community.circle import ANA, GUILD, NOW, make_groups, person
from tests.deadline_files.pages import as_yaml, one, sec
from tests.groups import acting as groups
from tests.kept_worker import KeptWorker
from tests.news.site import Site

DAY = timedelta(days=1)
YAML = "application/yaml"


def dated(*days: int, name: str = "Owls") -> bytes:
    """A file whose one conference has its deadlines on these days of February 2027, 12:00 UTC."""
    said = [f"2027-02-{day:02} 12:00" for day in days]
    return as_yaml(sec(name, 2027, said, timezone="UTC"))


class Group:
    """What the organisers of a group, and Ana in it, see and do."""

    def __init__(self, db: Database, clock: SettableClock, site: Site, guild_id: int) -> None:
        self.db, self.clock, self.site, self.guild_id = db, clock, site, guild_id
        named = [site.base, site.base.replace("127.0.0.1", "localhost")]
        paths = ("/a", "/b", "/c")
        self.source = FileSource(
            clock,
            KeptWorker(),
            named=[base + path for base in named for path in paths],
            gap_seconds=0,
            fetch_seconds=0.5,
        )
        self.reader = file_reader(db, clock, self.source)

    @property
    def caller(self) -> OrganiserCaller:
        return groups.organiser(self.guild_id, now=self.clock.now())

    async def look(self, path: str = "/a") -> OpenFile:
        found = await self.source.read(self.site.url(path))
        assert found is not None
        async with self.db.begin() as session:
            return await service.look(session, self.caller, self.site.url(path), found)

    async def choose(self, opened: OpenFile, *names: str) -> Chosen:
        """Take these deadlines, or all that are ahead."""
        keys = [each.key for each in opened.ahead if not names or each.name in names]
        async with self.db.begin() as session:
            return await service.choose(session, self.caller, opened.file.id, keys)

    async def see(self, opened: OpenFile) -> OpenFile:
        """An organiser opens the file."""
        async with self.db.begin() as session:
            return await service.see(session, self.caller, opened.file.id)

    async def take(self, body: bytes, path: str = "/a", **headers: str) -> OpenFile:
        """Name what is served now, and take all of it."""
        self.site.serve(path, body, YAML, **headers)
        return (await self.choose(await self.look(path))).opened

    async def reads(self, body: bytes | None = None, *, path: str = "/a", days: float = 1) -> None:
        """The job's reading, a day later; of ``body`` from now on where it is given."""
        if body is not None:
            self.site.serve(path, body, YAML)
        await self.clock.move_to(self.clock.now() + days * DAY)
        await self.reader.run_due()

    async def listed(self) -> dict[str, datetime]:
        async with self.db.read() as session:
            rows = await session.execute(
                select(ConferenceRow.name, ConferenceRow.deadline_at).where(
                    ConferenceRow.guild_id == self.guild_id
                )
            )
            return {row.name: row.deadline_at for row in rows}

    async def day(self, name: str = "Owls 2027") -> int:
        """The day of February of the group's deadline."""
        return (await self.listed())[name].day

    async def by_hand(
        self, deadline: str, name: str = "Owls 2027", link: str | None = None
    ) -> None:
        """What an organiser types, who is a member."""
        async with self.db.begin() as session:
            member = await groups.get_member(session, self.guild_id, ANA)
            caller = person(self.db, organiser=True)._caller(member)
            await community.add(session, caller, name=name, deadline=deadline, link=link)

    async def files(self) -> list[DeadlineFile]:
        async with self.db.read() as session:
            return await queries.files(session, self.caller)

    async def notices(self) -> list[FileNotice]:
        async with self.db.read() as session:
            return await queries.notices(session, self.caller)

    async def followed(self) -> Sequence[FollowedRow]:
        async with self.db.read() as session:
            return (await session.scalars(select(FollowedRow))).all()

    async def row(self) -> DeadlineFileRow:
        async with self.db.read() as session:
            found = await session.scalars(
                select(DeadlineFileRow).where(DeadlineFileRow.guild_id == self.guild_id)
            )
            return found.one()


@asynccontextmanager
async def naming(db: Database, site: Site, guild_id: int = GUILD) -> AsyncIterator[Group]:
    """A group on a database that has none yet."""
    await make_groups(db)
    group = Group(db, SettableClock(NOW), site, guild_id)
    try:
        yield group
    finally:
        await group.source.close()


__all__ = ["DAY", "YAML", "Group", "as_yaml", "dated", "naming", "one", "sec"]

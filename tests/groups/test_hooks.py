"""Every change of a group or a member is announced by the groups' service, in its transaction."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.feature import FeatureData, export_nothing, forget_nothing, session_info
from bot.groups import service
from bot.groups.values import Group, Member
from tests.groups import acting as groups

GUILD, ANA = 100, 7
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@dataclass
class Listener:
    """A feature that hears of changes."""

    heard: list[Group | Member] = field(default_factory=list)

    async def hear(self, _session: AsyncSession, changed: Group | Member, _now: datetime) -> None:
        self.heard.append(changed)

    @property
    def data(self) -> FeatureData:
        return FeatureData(
            name="listener",
            help=(),
            stored=(),
            forget=forget_nothing,
            export=export_nothing,
            kinds=(),
            on_group_changed=self.hear,
            on_member_changed=self.hear,
        )


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
async def listened(db: Database, listener: Listener) -> AsyncIterator[Database]:
    database = Database(db.url, session_info=session_info([listener]))
    yield database
    await database.close()


async def test_every_change_of_a_group_and_of_a_member_is_announced(
    listened: Database, listener: Listener
) -> None:
    heard = listener.heard
    async with listened.begin() as session:
        set_up = await groups.set_up(
            session,
            GUILD,
            zone="UTC",
            start_date=NOW.date(),
            announcements_channel_id=1,
            papers_channel_id=2,
            retros_channel_id=3,
            now=NOW,
        )
        changed = await groups.change_group(session, GUILD, zone="Asia/Tokyo", now=NOW)
        begun = await service.begin_on(session, groups.organiser(GUILD, now=NOW), date(2026, 4, 1))
        assert heard == [set_up, changed, begun]
        heard.clear()
        joined = await groups.join(session, GUILD, ANA, now=NOW)
        later = await groups.change_member(session, GUILD, ANA, prompt_at=time(9), now=NOW)
        paused = await groups.pause(session, GUILD, ANA, until=date(2026, 3, 9), now=NOW)
        resumed = await groups.resume(session, GUILD, ANA, now=NOW)
        left = await groups.leave(session, GUILD, ANA, now=NOW)
        assert heard == [joined, later, paused, resumed, left]

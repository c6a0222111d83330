"""What tests of cycle reports share: people in a group that closes cycles, and their pages."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.cycle_reports import queries
from bot.cycle_reports.values import GroupPage, Report
from bot.db import Database
from bot.milestones import service as milestones
from sandbox import ActingUser, Seen
from tests.cycles.closing import close
from tests.groups import acting as groups
from tests.groups.person import Person
from tests.live import Study
from tests.milestones.circle import GUILD, NOW

DAY = timedelta(days=1)


def at(day: int) -> datetime:
    """So many days after the groups began."""
    return NOW + day * DAY


def person(db: Database, user_id: int, day: int, guild_id: int = GUILD) -> Person:
    """Somebody in a group on that day."""
    return Person(db, user_id, guild_id, at(day))


async def joined(db: Database, *user_ids: int, guild_id: int = GUILD) -> None:
    """Let these people join on the first day."""
    async with db.begin() as session:
        for user_id in user_ids:
            await groups.join(session, guild_id, user_id, now=NOW)


async def finish(db: Database, user_id: int, milestone: str, day: int, **about: Any) -> None:
    """Somebody finishes a milestone on that day."""
    await person(db, user_id, day).act(milestones.finish, milestone, **about)


async def close_on(db: Database, number: int, day: int, guild_id: int = GUILD) -> None:
    """Close a cycle on that day; the next one begins on the day after."""
    start = at(day + 1).date()
    await close(db, number, start=start, guild_id=guild_id, now=at(day))


async def report(db: Database, user_id: int, number: int, *, day: int) -> Report:
    """Somebody's page on a closed cycle in which they were."""
    found = await person(db, user_id, day).read(queries.report, number)
    assert isinstance(found, Report)
    return found


async def page(db: Database, user_id: int, number: int, *, day: int) -> GroupPage:
    """The group's page on a closed cycle."""
    return await person(db, user_id, day).read(queries.group_page, number)


async def end_cycle(study: Study, number: int, date: str = "tomorrow") -> None:
    """Olga closes the cycle over the wire, and its news are posted."""
    seen = await study.organiser.slash("cycle start", date=date)
    await study.organiser.click(seen, f"Start cycle {number + 1}")
    await study.clock.advance(timedelta(minutes=1))


async def open_report(who: ActingUser) -> Seen:
    """Their page on the newest closed cycle, from the review."""
    return await who.click(await who.slash("cycle review"), "Report")


def file_of(seen: Seen) -> str:
    """The text of the file that goes along."""
    (file,) = (each for each in seen.files if each.filename.endswith(".md"))
    return file.data.decode()


def pictures_of(seen: Seen) -> list[bytes]:
    """The pictures of an answer."""
    return [each.data for each in seen.files if each.filename.endswith(".png")]

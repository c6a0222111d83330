"""A group with members, and papers that its feeds brought, for tests below Discord."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from bot.db import Database
from bot.papers import candidates, intake, nominations, rounds, voting
from bot.papers.feeds import AnnounceType, Entry
from bot.papers.ranking import rank
from bot.papers.values import Round
from tests.groups import acting as groups

# A Monday, 06:00 in UTC: after midnight at arXiv.
START = datetime(2026, 3, 2, 6, tzinfo=UTC)
DAY, WEEK = timedelta(days=1), timedelta(days=7)
GUILD, OTHER_GUILD = 100, 200
ANA, BEN, CARA = 1, 2, 3

OPENS = START + timedelta(hours=3)
CLOSES = START + 4 * DAY + timedelta(hours=11)
SECOND = timedelta(seconds=1)


def entry(number: int, title: str = "On things", **changes: object) -> Entry:
    """Paper ``2603.<number>``, announced as new."""
    values: dict[str, object] = {
        "key": f"2603.{number:05}",
        "version": 1,
        "announce_type": AnnounceType.NEW,
        "title": title,
        "authors": ("Ada Lovelace",),
        "abstract": "We study things.",
        "categories": ("cs.LG",),
        **changes,
    }
    return Entry(**values)  # type: ignore[arg-type]


async def found_group(
    db: Database,
    guild_id: int = GUILD,
    *,
    now: datetime = START,
    categories: tuple[str, ...] = ("cs.LG", "cs.CL"),
    members: Iterable[int] = (ANA, BEN, CARA),
) -> groups.Group:
    """A group in UTC (opens Monday 09:00, closes Friday 17:00) with its schedules."""
    async with db.begin() as session:
        group = await groups.set_up(
            session,
            guild_id,
            zone="UTC",
            start_date=now.date(),
            announcements_channel_id=guild_id + 1,
            papers_channel_id=guild_id + 2,
            retros_channel_id=guild_id + 3,
            categories=categories,
            now=now,
        )
        await rounds.schedule(session, group, now)
        for user_id in members:
            await groups.join(session, guild_id, user_id, now=now)
    return group


async def announce(
    db: Database, *entries: Entry, category: str = "cs.LG", now: datetime = START
) -> None:
    """Let a feed bring papers."""
    async with db.begin() as session:
        await intake.store(session, category, entries, now.date(), now)


async def open_round(
    db: Database, guild_id: int = GUILD, *, now: datetime, period: date | None = None
) -> Round | None:
    """Open a round as the delivery would."""
    async with db.read() as session:
        group = await groups.get_group(session, guild_id)
        found, context = await candidates.gather(session, group, now)
    async with db.begin() as session:
        return await rounds.open_round(
            session,
            guild_id,
            period=period or now.date(),
            ranked=rank(found, context),
            now=now,
        )


def keys(found: Round | None) -> list[str]:
    """The keys on a round's shortlist, in order."""
    assert found is not None
    return [pick.paper.key for pick in found.picks]


async def opened(db: Database, guild_id: int = GUILD, *numbers: int) -> Round:
    """A group of three whose round is open, with papers 1–3 or those given."""
    await found_group(db, guild_id)
    await announce(db, *(entry(number) for number in numbers or (1, 2, 3)))
    found = await open_round(db, guild_id, now=OPENS)
    assert found is not None
    return found


async def vote(
    db: Database,
    user_id: int,
    *numbers: int,
    now: datetime = OPENS,
    round_id: int,
    guild: int = GUILD,
) -> voting.Ballot:
    approved = [f"2603.{number:05}" for number in numbers]
    async with db.begin() as session:
        return await voting.cast(session, guild, round_id, user_id, approved, now=now)


async def close(db: Database, guild_id: int = GUILD, *, now: datetime = CLOSES) -> Round | None:
    """Close what is due."""
    async with db.begin() as session:
        return await rounds.close_due(session, guild_id, now)


async def nominate(
    db: Database, user_id: int, number: int, *, now: datetime = START, guild_id: int = GUILD
) -> nominations.Nominated:
    """Nominate a paper by its number; it is looked up first."""
    async with db.begin() as session:
        await intake.remember(session, entry(number, f"Paper {number}"), now)
        return await nominations.nominate(session, guild_id, user_id, f"2603.{number:05}", now=now)

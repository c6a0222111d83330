"""A group with members, and papers that its feeds brought, for tests below Discord."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.arxiv import ingest
from bot.arxiv.values import AnnounceType, FeedEntry
from bot.db import Database
from bot.groups.values import InsiderCaller, MemberCaller
from bot.interests.values import Opinion, WhyNot
from bot.papers import ballot_service, candidates, details, nominations, rounds
from bot.papers.values import Ballot, Nominated, Round
from bot.ranking import Request, plain
from tests.groups import acting as groups

# A Monday, 06:00 in UTC: after midnight at arXiv.
START = datetime(2026, 3, 2, 6, tzinfo=UTC)
DAY, WEEK = timedelta(days=1), timedelta(days=7)
GUILD, OTHER_GUILD = 100, 200
ANA, BEN, CARA = 1, 2, 3

OPENS = START + timedelta(hours=3)
CLOSES = START + 4 * DAY + timedelta(hours=11)
SECOND = timedelta(seconds=1)


def entry(number: int, title: str | None = None, **changes: Any) -> FeedEntry:
    """Paper ``2603.<number>``, announced as new; each number has a theme of its own."""
    theme = "".join("abcdefghij"[int(digit)] * 2 for digit in str(number))
    values: dict[str, Any] = {
        "key": f"2603.{number:05}",
        "version": 1,
        "announce_type": AnnounceType.NEW,
        "title": title or f"On {theme}ism",
        "authors": ("Ada Lovelace",),
        "abstract": f"We study {theme}isms.",
        "categories": ("cs.LG",),
        **changes,
    }
    return FeedEntry(**values)


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
    db: Database, *entries: FeedEntry, category: str = "cs.LG", now: datetime = START
) -> None:
    """Let a feed bring papers."""
    async with db.begin() as session:
        await ingest.store(session, category, entries, now.date(), now)


async def open_round(
    db: Database, guild_id: int = GUILD, *, now: datetime, period: date | None = None
) -> Round | None:
    """Open a round as the delivery would."""
    request = await gathered(db, guild_id, now=now)
    async with db.begin() as session:
        return await rounds.open_round(
            session,
            guild_id,
            period=period or now.date(),
            shortlist=plain(request).shortlist,
            now=now,
            considered=len(request.candidates),
        )


async def gathered(db: Database, guild_id: int = GUILD, *, now: datetime = START) -> Request:
    """What would be ranked for the group."""
    async with db.read() as session:
        group = await groups.get_group(session, guild_id)
        return await candidates.gather(session, group, now)


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


def insider(
    *, guild_id: int = GUILD, now: datetime = START, is_organiser: bool = False
) -> InsiderCaller:
    """Somebody in a group, or its organiser."""
    return InsiderCaller(guild_id, ANA, is_organiser, now)


async def member(
    session: AsyncSession, user_id: int, *, guild_id: int = GUILD, now: datetime = START
) -> MemberCaller:
    """A member who acts, their row locked as it is for acts."""
    found = await groups.lock_member(session, guild_id, user_id)
    return MemberCaller(guild_id, user_id, False, now, found)


async def vote(
    db: Database,
    user_id: int,
    *numbers: int,
    now: datetime = OPENS,
    round_id: int,
    guild: int = GUILD,
) -> Ballot:
    """Cast a ballot for papers by their numbers."""
    approved = [f"2603.{number:05}" for number in numbers]
    async with db.begin() as session:
        caller = await member(session, user_id, guild_id=guild, now=now)
        return await ballot_service.cast(session, caller, round_id, approved)


async def ballot(db: Database, user_id: int, round_id: int) -> Ballot:
    """The ballot of a member."""
    async with db.read() as session:
        found = await groups.get_member(session, GUILD, user_id)
        caller = MemberCaller(GUILD, user_id, False, OPENS, found)
        return await ballot_service.ballot(session, caller, round_id)


async def close(db: Database, guild_id: int = GUILD, *, now: datetime = CLOSES) -> Round | None:
    """Close what is due."""
    async with db.begin() as session:
        return await rounds.close_due(session, guild_id, now)


async def nominate(
    db: Database,
    user_id: int,
    number: int,
    *,
    now: datetime = START,
    guild_id: int = GUILD,
    again: bool = False,
) -> Nominated:
    """Nominate a paper by its number; it is looked up first."""
    async with db.begin() as session:
        caller = await member(session, user_id, guild_id=guild_id, now=now)
        found = entry(number, f"Paper {number}")
        key = f"2603.{number:05}"
        return await nominations.nominate(session, caller, key, found=found, again=again)


async def say(
    db: Database,
    user_id: int,
    number: int,
    *,
    likes: bool,
    now: datetime = START,
    guild_id: int = GUILD,
) -> Opinion:
    """Press 👍 or 👎 on a paper by its number."""
    async with db.begin() as session:
        caller = await member(session, user_id, guild_id=guild_id, now=now)
        return (await details.say(session, caller, f"2603.{number:05}", likes)).opinion


async def not_for_us(db: Database, user_id: int, number: int, why: WhyNot) -> Opinion:
    """Say of a paper why it is not for the group."""
    async with db.begin() as session:
        caller = await member(session, user_id)
        return (await details.not_for_us(session, caller, f"2603.{number:05}", why)).opinion


async def pending(db: Database, guild_id: int = GUILD) -> dict[str, int]:
    """The group's open nominations: each paper's key and how many members wish for it."""
    found = (await gathered(db, guild_id)).candidates
    return {each.key: each.nominators for each in found if each.nominators}

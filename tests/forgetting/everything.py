"""A group in which every table has rows about a person, with words and an id that can be found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Base, Database
from bot.feature import FeatureData
from bot.groups.values import Caller
from cogs.features import FEATURES
from tests.forgetting import meetings, own_rows
from tests.forgetting.own_rows import ANA, BEN, DAY, GUILD, KEPT, NOW, OTHER, PAPERS, Rows, words
from tests.papers.group import announce, entry, found_group

__all__ = [
    "ANA",
    "BEN",
    "DAY",
    "GUILD",
    "KEPT",
    "NOW",
    "OTHER",
    "PAPERS",
    "PERSON",
    "Rows",
    "caller",
    "data",
    "ground",
    "insert_rows",
    "make",
    "personal_tables",
    "rows_in",
    "stored",
    "traces",
    "words",
]

PERSON = ("user_id", "owner_id", "author_id", "loaded_by", "offered_to", "mentor_id", "other_id")


def data() -> tuple[FeatureData, ...]:
    """What all features declare."""
    return tuple(feature.data for feature in FEATURES)


async def make(db: Database) -> None:
    """Two groups with Ana and Ben; in both, each table has something of each of them."""
    await announce(db, entry(1), entry(2), now=NOW - timedelta(days=30))
    for guild_id in (GUILD, OTHER):
        await found_group(db, guild_id, now=NOW - timedelta(days=18), members=(ANA, BEN))
        async with db.begin() as session:
            await insert_rows(session, [*ground(guild_id), *meetings.ground(guild_id)])
            for place, user_id in enumerate((ANA, BEN), 1):
                await insert_rows(session, own_rows.theirs(guild_id, user_id))
                said = words(user_id)
                await insert_rows(session, meetings.theirs(guild_id, user_id, place, said))


async def insert_rows(session: AsyncSession, rows: Rows) -> None:
    """Put rows into their tables."""
    for name, row in rows:
        await session.execute(Base.metadata.tables[name].insert().values(**row))


def ground(guild_id: int) -> Rows:
    """What the group itself has: two rounds, two retros, a closed cycle, figures, partners."""
    return [
        *_read_and_reflected(guild_id),
        *_figures(guild_id),
        *_rounds_of_partners(guild_id),
    ]


def _read_and_reflected(guild_id: int) -> Rows:
    here = {"guild_id": guild_id}
    rounds: Rows = []
    for number in (1, 2):
        closed = number == 1
        rounds.append(
            (
                "paper_rounds",
                here
                | {"id": guild_id + number, "period": DAY - timedelta(weeks=2 - number)}
                | {"opened_at": NOW, "closes_at": NOW, "hides_totals": True, "channel_id": 21}
                | {"closed_at": NOW if closed else None, "ballots": 2 if closed else None}
                | {"decision": "approvals" if closed else None}
                | {"winner_id": PAPERS[0] if closed else None, "message_id": 20 + number}
                | {"thread_id": 31, "guide_message_id": 32, "method": "approval"}
                | {"codes": ["AAAA", "BBBB"] if closed else None},
            )
        )
        rounds += [
            (
                "paper_shortlists",
                here
                | {"round_id": guild_id + number, "arxiv_id": key, "position": place, "score": 1.0}
                | {"reasons": [], "approvals": 2 - place if closed else None},
            )
            for place, key in enumerate(PAPERS)
        ]
    retros: Rows = []
    for number in (1, 2):
        retros += [
            (
                "retros",
                here
                | {"id": guild_id + number, "format": "start", "title": "Retro", "opened_at": NOW}
                | {"anonymity": "named", "reveal_at": NOW, "channel_id": 41, "message_id": 42}
                | {"closed_at": NOW if number == 1 else None, "summary_channel_id": 41}
                | {"summary_id": 43 if number == 1 else None, "phase_began_at": NOW}
                | {"phase": "closed" if number == 1 else "collect", "is_quick": False}
                | {"phase_ends_at": None if number == 1 else NOW, "is_extended": False}
                | {"revealed_at": NOW if number == 1 else None, "own_votes": True}
                | {"votes": 3, "votes_per_theme": 3},
            ),
            ("retro_themes", here | {"retro_id": guild_id + number, "number": 1, "title": "T"}),
            (
                "retro_columns",
                here
                | {"retro_id": guild_id + number, "position": 0, "title": "A", "question": "B"},
            ),
        ]
    return [
        *rounds,
        *retros,
        ("cycles", here | {"number": 1, "started_on": DAY, "ended_on": DAY, "closed_at": NOW}),
        ("cycle_sums", here | {"number": 1, "blocks": [[1, "b", "B", 6, 1, 0, 0, 6]]}),
        (
            "paper_follow_ups",
            here | {"round_id": guild_id + 1, "asks_at": NOW, "channel_id": 31, "message_id": 33},
        ),
    ]


def _figures(guild_id: int) -> Rows:
    here = {"guild_id": guild_id}
    return [
        ("paper_rating_figures", here | {"round_id": guild_id + 1, "ratings": 5, "stars": 20}),
        (
            "paper_vote_figures",
            here
            | {"round_id": guild_id + 2}
            | {"stage": {"kind": "approvals", "totals": [], "out": [], "tied": []}},
        ),
        (
            "block_figures",
            here
            | {"block_id": "theory", "made_of": {"milestones": [], "paths": []}}
            | {"counted_at": NOW, "members": 5, "done": 2, "in_progress": 0, "skipped": 0}
            | {"total": 30, "gone": 0},
        ),
    ]


def _rounds_of_partners(guild_id: int) -> Rows:
    here = {"guild_id": guild_id}
    return [
        (
            "partner_rounds",
            here
            | {"id": guild_id + 1, "number": 1, "is_extra": False}
            | {"delivery_id": 1, "made_at": NOW},
        ),
        (
            "partner_pairs",
            here
            | {"id": guild_id + 1, "round_id": guild_id + 1, "kind": "peers"}
            | {"is_introduced": True},
        ),
    ]


def caller(guild_id: int = GUILD, user_id: int = ANA, now: datetime = NOW) -> Caller:
    """Whoever asks, member or not."""
    return Caller(guild_id, user_id, False, now)


def personal_tables() -> Iterator[tuple[Table, list[str]]]:
    """The tables of the metadata that have a person's id, with the columns that hold it."""
    for table in Base.metadata.sorted_tables:
        columns = [column.name for column in table.columns if column.name in PERSON]
        if columns:
            yield table, columns


async def stored(db: Database) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables."""
    async with db.read() as session:
        return await rows_in(session)


async def rows_in(session: AsyncSession) -> dict[str, list[tuple[Any, ...]]]:
    """The same, as a unit of work sees them."""
    connection = await session.connection()
    return {
        table.name: [
            tuple(row)
            for row in await connection.execute(select(table).order_by(*table.primary_key))
        ]
        for table in Base.metadata.sorted_tables
    }


def traces(rows: dict[str, list[tuple[Any, ...]]], guild_id: int, user_id: int) -> list[str]:
    """Where the person or their words stand in rows of the group, or of no group."""
    found = []
    for table in Base.metadata.sorted_tables:
        at = table.c.keys().index("guild_id") if "guild_id" in table.c else None
        for row in rows[table.name]:
            if at is not None and row[at] != guild_id:
                continue
            text = repr(row).casefold()
            if any(part in text for part in (str(user_id), words(user_id).casefold())):
                found.append(f"{table.name}: {row}")
    return found

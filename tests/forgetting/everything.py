"""A group in which every table has rows about a person, with words and an id that can be found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Base, Database
from bot.feature import FeatureData
from bot.groups.values import Caller
from cogs.features import FEATURES
from tests.papers.group import announce, entry, found_group

GUILD, OTHER = 910_000_000_000_001, 910_000_000_002_000
ANA, BEN = 7_123_456_789_012_345, 8_123_456_789_012_345
NOW = datetime(2026, 3, 20, 9, 30, 15, 250, tzinfo=UTC)
DAY = date(2026, 3, 16)
PAPERS = ("2603.00001", "2603.00002")
KEPT = "Kept by the group"
PERSON = ("user_id", "owner_id", "author_id", "loaded_by", "offered_to", "mentor_id")

Rows = list[tuple[str, dict[str, Any]]]


def words(user_id: int) -> str:
    """What stands in each text of theirs, and nowhere else."""
    return f"Zebrafink {user_id % 97} am Fenster"


def data() -> tuple[FeatureData, ...]:
    """What all features declare."""
    return tuple(feature.data for feature in FEATURES)


async def make(db: Database) -> None:
    """Two groups with Ana and Ben; in both, each table has something of each of them."""
    await announce(db, entry(1), entry(2), now=NOW - timedelta(days=30))
    for guild_id in (GUILD, OTHER):
        await found_group(db, guild_id, now=NOW - timedelta(days=18), members=(ANA, BEN))
        async with db.begin() as session:
            await _insert(session, _ground(guild_id))
            for user_id in (ANA, BEN):
                await _insert(session, _theirs(guild_id, user_id))


async def _insert(session: AsyncSession, rows: Rows) -> None:
    for name, row in rows:
        await session.execute(Base.metadata.tables[name].insert().values(**row))


def _ground(guild_id: int) -> Rows:
    """What the group itself has: two rounds, a closed retro and an open one, a closed cycle."""
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
        (
            "paper_follow_ups",
            here | {"round_id": guild_id + 1, "asks_at": NOW, "channel_id": 31, "message_id": 33},
        ),
        ("paper_rating_figures", here | {"round_id": guild_id + 1, "ratings": 5, "stars": 20}),
    ]


def _theirs(guild_id: int, user_id: int) -> Rows:
    """A row of theirs in each table."""
    parts = (_plan, _papers, _together, _days, _twice)
    return [row for part in parts for row in part(guild_id, user_id)]


def _plan(guild_id: int, user_id: int) -> Rows:
    own = guild_id + (100 if user_id == ANA else 200)
    said = words(user_id)
    here = {"guild_id": guild_id}
    me = {"guild_id": guild_id, "user_id": user_id}
    link = _link(user_id)
    return [
        ("plan_drafts", me | {"source": said, "digest": "d", "based_on": 1, "made_at": NOW}),
        (
            "plan_versions",
            here
            | {"number": own % 1000, "digest": "d", "source": KEPT, "loaded_by": user_id}
            | {"loaded_at": NOW},
        ),
        (
            "setting_changes",
            me | {"id": own, "by_operator": False, "setting": "zone", "changed_at": NOW},
        ),
        ("own_milestones", me | {"number": 1, "title": said, "added_at": NOW}),
        (
            "milestone_changes",
            me
            | {"milestone_id": "theory-paper-summaries", "number": 1, "status": "done"}
            | {"changed_at": NOW, "link": link, "note": said, "shared_at": NOW, "due_on": DAY}
            | {"day": DAY},
        ),
        (
            "milestone_changes",
            me | {"milestone_id": "own-1", "number": 1, "status": "in_progress", "changed_at": NOW},
        ),
        (
            "milestone_choices",
            me
            | {"milestone_id": "theory-math", "own_due": DAY, "hidden": False, "note": said}
            | {"link": link},
        ),
        (
            "reminders",
            me
            | {"kind": "milestone", "thing_id": "own-1", "due_on": DAY, "stage": "week"}
            | {"delivery_id": 1, "named_on": DAY, "alone": False},
        ),
    ]


def _papers(guild_id: int, user_id: int) -> Rows:
    own = guild_id + (100 if user_id == ANA else 200)
    other = BEN if user_id == ANA else ANA
    said = words(user_id)
    here = {"guild_id": guild_id}
    me = {"guild_id": guild_id, "user_id": user_id}
    turn = guild_id + (1 if user_id == ANA else 2)
    return [
        (
            "paper_interests",
            me
            | {"kind": "word", "key": said.casefold(), "value": said, "is_left_out": False}
            | {"added_at": NOW},
        ),
        ("paper_opinions", me | {"arxiv_id": PAPERS[0], "likes": True, "at": NOW}),
        (
            "paper_nominations",
            me | {"arxiv_id": PAPERS[0], "nominated_at": NOW, "is_named": True},
        ),
        (
            "paper_reviews",
            me
            | {"id": own, "arxiv_id": PAPERS[0], "key_points": said, "analysis": said}
            | {"method": said, "worth": 4, "updated_at": NOW, "released_at": NOW}
            | {"released_on": DAY, "revision": 1, "releases": 1, "channel_id": 31}
            | {"message_id": own},
        ),
        ("paper_reviewers", me | {"waiting_since": NOW, "is_paused": False}),
        (
            "paper_review_turns",
            here
            | {"round_id": turn, "asked_at": NOW, "user_id": user_id, "waited_since": NOW}
            | {"offered_to": other},
        ),
        ("paper_review_skips", me | {"round_id": turn}),
    ]


def _together(guild_id: int, user_id: int) -> Rows:
    own = guild_id + (100 if user_id == ANA else 200)
    said = words(user_id)
    here = {"guild_id": guild_id}
    me = {"guild_id": guild_id, "user_id": user_id}
    link = _link(user_id)
    return [
        (
            "conferences",
            here
            | {"id": own, "name": f"{KEPT} {own}", "folded_name": f"kept {own}", "zone": "UTC"}
            | {"deadline_at": NOW, "added_at": NOW},
        ),
        ("conference_adders", me | {"conference_id": own}),
        ("conference_watches", me | {"conference_id": own}),
        (
            "actions",
            here
            | {"id": own, "retro_id": guild_id + 1, "text": KEPT}
            | {"due_on": DAY, "status": "open", "created_at": NOW},
        ),
        (
            "action_owners",
            me | {"action_id": own, "is_accepted": True, "since": NOW, "step": None},
        ),
        ("retro_votes", me | {"retro_id": guild_id + 2, "number": 1, "votes": 2}),
        ("health_marks", me | {"retro_id": guild_id + 2}),
        (
            "paper_reproductions",
            me
            | {"id": own, "arxiv_id": PAPERS[0], "tried": said, "repository": link, "note": said}
            | {"outcome": "failed", "is_released": True, "noted_at": NOW},
        ),
        (
            "paper_ratings",
            me | {"round_id": guild_id + 1, "stars": 4, "is_counted": True, "rated_at": NOW},
        ),
        (
            "paper_actions",
            here
            | {"id": own, "round_id": guild_id + 1, "text": said, "owner_id": user_id}
            | {"due_on": DAY, "offered_at": NOW, "action_id": own},
        ),
    ]


def _days(guild_id: int, user_id: int) -> Rows:
    own = guild_id + (100 if user_id == ANA else 200)
    said = words(user_id)
    here = {"guild_id": guild_id}
    me = {"guild_id": guild_id, "user_id": user_id}
    link = _link(user_id)
    entries = [
        {"id": "a", "title": said, "block": 1, "block_title": "B", "status": "done", "due": None}
        | {"at": NOW.isoformat(), "link": link, "note": said, "is_own": False, "depth": 0}
        | {"period": None}
    ]
    return [
        (
            "entries",
            me | {"day": DAY, "outcome": "done", "note": said, "answered_at": NOW, "minutes": 25},
        ),
        (
            "week_logs",
            me
            | {"week": DAY, "better": said, "to_change": said, "ahead": said, "line": said}
            | {"released_at": NOW, "written_at": NOW},
        ),
        (
            "mini_retros",
            me
            | {"month": DAY.replace(day=1), "worked": said, "adjust": said, "written_on": DAY}
            | {"counted_as": None, "counted_number": None},
        ),
        *_ratings(own, me, said, BEN if user_id == ANA else ANA),
        (
            "cycle_snapshots",
            me | {"number": 1, "plan_title": "Plan", "path_title": None, "entries": entries},
        ),
        (
            "cycle_decisions",
            me | {"number": 1, "milestone_id": "a", "decision": "carry", "decided_at": NOW},
        ),
        (
            "schedules",
            me
            | {"id": own, "kind": "milestones.win", "subject": said, "cadence": "once"}
            | {"once_at": NOW, "zone": "UTC"},
        ),
        (
            "deliveries",
            here
            | {"id": own, "schedule_id": own, "occurrence": "1", "period": DAY, "due_at": NOW}
            | {"status": "sent", "attempt": 1, "channel_id": 11, "message_id": own + 1}
            | {"finished_at": NOW},
        ),
    ]


def _ratings(own: int, me: dict[str, int], said: str, other: int) -> Rows:
    here, rating = {"guild_id": me["guild_id"]}, me | {"number": 1}
    return [
        (
            "self_ratings",
            rating
            | {"quarter": date(2026, 1, 1), "finished_on": DAY, "grown": said, "focus": said}
            | {"counted_as": None, "counted_number": None},
        ),
        (
            "self_rating_levels",
            rating | {"axis": "a", "place": 0, "title": said, "scale": [said, said], "level": 2},
        ),
        (
            "second_ratings",
            rating
            | {"id": own, "mentor_id": other, "asked_on": DAY, "accepted": True}
            | {"finished_on": DAY},
        ),
        ("second_rating_levels", here | {"second_id": own, "axis": "a", "level": 1}),
    ]


def _twice(guild_id: int, user_id: int) -> Rows:
    own = guild_id + (100 if user_id == ANA else 200)
    said = words(user_id)
    here = {"guild_id": guild_id}
    me = {"guild_id": guild_id, "user_id": user_id}
    rows: Rows = []
    for number in (1, 2):
        rows += [
            (
                "paper_ballots",
                me
                | {"round_id": guild_id + number, "cast_at": NOW}
                | {"code": "AAAA" if user_id == ANA else "BBBB"},
            ),
            ("paper_marks", me | {"round_id": guild_id + number, "arxiv_id": PAPERS[0], "mark": 1}),
            (
                "retro_cards",
                here
                | {"id": own + number, "retro_id": guild_id + number, "position": 0}
                | {"anonymity": "named", "author_id": user_id, "added_at": NOW}
                | {"text": KEPT if number == 1 else said},
            ),
        ]
    if guild_id == GUILD:
        rows.append(("homes", me | {"since": NOW}))
    return rows


def _link(user_id: int) -> str:
    return f"https://x.example/{words(user_id).replace(' ', '-')}"


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
        return {
            table.name: [
                tuple(row)
                for row in await session.execute(select(table).order_by(*table.primary_key))
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

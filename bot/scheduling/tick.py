"""The tick: due schedules become deliveries, and move on to their next occurrence.

A batch takes three statements, whatever its size: what was computed travels as one JSON document,
which both databases can join like a table.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Date,
    DateTime,
    FromClause,
    String,
    bindparam,
    case,
    cast,
    column,
    func,
    literal,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db import Base
from bot.scheduling.models import DeliveryRow, DeliveryStatus, ScheduleRow
from bot.scheduling.schedules import RULE_COLUMNS
from bot.scheduling.turns import Turn, take_turns

BATCH = 500
"""Schedules that one transaction moves: few enough to keep another writer waiting briefly."""

_SCHEDULES = Base.metadata.tables[ScheduleRow.__tablename__]
_DELIVERIES = Base.metadata.tables[DeliveryRow.__tablename__]

_COLUMNS = (
    column("schedule_id", BigInteger),
    column("next_due_at", DateTime(timezone=True)),
    column("occurrence", String),
    column("period", Date),
    column("due_at", DateTime(timezone=True)),
    column("status", String),
)
_READ = [_SCHEDULES.c[name] for name in ("id", "kind", "next_due_at", *RULE_COLUMNS)]


async def tick(
    connection: AsyncConnection, now: datetime, lateness: Mapping[str, timedelta]
) -> int:
    """Move at most :data:`BATCH` due schedules of the kinds in ``lateness``; gives back how many.

    See :func:`~bot.scheduling.turns.take_turns` for what each gets.
    """
    due = await connection.execute(
        select(*_READ)
        .where(_SCHEDULES.c.next_due_at <= now, _SCHEDULES.c.kind.in_(list(lateness)))
        .order_by(_SCHEDULES.c.next_due_at, _SCHEDULES.c.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    turns = await take_turns(due.all(), now, lateness)
    if turns:
        await _write(connection, turns, now)
    return len(turns)


async def _write(connection: AsyncConnection, turns: list[Turn], now: datetime) -> None:
    dialect = connection.dialect.name
    turn = _as_table(dialect)
    values = {"turns": [_values(turn, dialect) for turn in turns]}
    missed = turn.c.status == DeliveryStatus.MISSED.value
    chosen = select(
        _SCHEDULES.c.guild_id,
        _SCHEDULES.c.id.label("schedule_id"),
        turn.c.occurrence,
        turn.c.period,
        turn.c.due_at,
        turn.c.status,
        literal(0).label("attempt"),
        case((missed, None), else_=turn.c.due_at).label("next_try_at"),
        case((missed, "too late")).label("reason"),
        case((missed, bindparam("now", type_=DeliveryRow.finished_at.type))).label("finished_at"),
    )
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    await connection.execute(
        insert(_DELIVERIES)
        .from_select(
            chosen.selected_columns.keys(),
            chosen.join(turn, turn.c.schedule_id == _SCHEDULES.c.id).where(
                turn.c.status.is_not(None)
            ),
        )
        .on_conflict_do_nothing(),
        {**values, "now": now},
    )
    await connection.execute(
        update(_SCHEDULES)
        .values(next_due_at=turn.c.next_due_at)
        .where(_SCHEDULES.c.id == turn.c.schedule_id),
        values,
    )


def _as_table(dialect: str) -> FromClause:
    """The document bound as ``turns``, as a table with :data:`_COLUMNS`."""
    if dialect == "postgresql":
        document = cast(bindparam("turns", type_=postgresql.JSONB), postgresql.JSONB)
        rows = func.jsonb_to_recordset(document).table_valued(*_COLUMNS)
        return rows.render_derived(name="turn", with_types=True)
    each = func.json_each(bindparam("turns", type_=JSON)).table_valued("value").alias("each")
    return select(
        *(
            func.json_extract(each.c.value, f"$.{name.key}", type_=String).label(name.key)
            for name in _COLUMNS
        )
    ).subquery("turn")


def _values(turn: Turn, dialect: str) -> dict[str, Any]:
    """One row of the document."""
    values: dict[str, Any] = {
        "schedule_id": turn.schedule_id,
        "next_due_at": turn.next_due_at and _text(turn.next_due_at, dialect),
    }
    if turn.due is not None:
        values["occurrence"] = turn.due.key
        values["period"] = turn.due.period.isoformat()
        values["due_at"] = _text(turn.due.at, dialect)
        values["status"] = turn.status
    return values


def _text(instant: datetime, dialect: str) -> str:
    """``instant``, which is in UTC, as ``UtcDateTime`` keeps it on SQLite, else with its offset."""
    kept = instant.replace(tzinfo=None) if dialect == "sqlite" else instant
    return kept.isoformat(" ", "microseconds")

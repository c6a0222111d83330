"""The tick: due schedules become deliveries, and move on to their next occurrence.

A batch takes two or three statements, whatever its size. Those who are due together are mostly
alike (one kind, wall time and zone), so the database groups them, each group is computed once, and
the answer goes back as one JSON document, which both databases can join like a table.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    Date,
    DateTime,
    FromClause,
    Integer,
    Select,
    String,
    Update,
    any_,
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
from bot.scheduling.advance import Advance, advance_schedules
from bot.scheduling.dispatcher import TOO_LATE
from bot.scheduling.models import DeliveryRow, DeliveryStatus, ScheduleRow
from bot.scheduling.schedules import RULE_COLUMNS

BATCH = 1000
"""Schedules that one transaction moves: few enough to keep another writer waiting briefly."""

_SCHEDULES = Base.metadata.tables[ScheduleRow.__tablename__]
_DELIVERIES = Base.metadata.tables[DeliveryRow.__tablename__]

_ALIKE = ("kind", "next_due_at", *RULE_COLUMNS)

_COLUMNS = (
    column("schedule_ids", postgresql.ARRAY(BigInteger)),
    column("next_due_at", DateTime(timezone=True)),
    column("occurrence", String),
    column("period", Date),
    column("due_at", DateTime(timezone=True)),
    column("status", String),
)


async def tick(
    connection: AsyncConnection, now: datetime, lateness: Mapping[str, timedelta | None]
) -> int:
    """Move at most :data:`BATCH` due schedules of the kinds in ``lateness``; gives back how many.

    See :func:`~bot.scheduling.advance.advance_schedules` for what each gets.
    """
    dialect = connection.dialect.name
    due = await connection.execute(_due_groups(dialect, now, list(lateness)))
    advances = await advance_schedules(due.all(), now, lateness)
    if advances:
        if dialect == "postgresql":
            # A tick that a crash of the server loses is done again; what is sent waits for a
            # claim's commit, which puts this one on disk too.
            await connection.exec_driver_sql("SET LOCAL synchronous_commit TO off")
        values = {"advances": [_values(advance, dialect) for advance in advances]}
        await connection.execute(_insert_deliveries(dialect), {**values, "now": now})
        if dialect == "sqlite":
            await connection.execute(_move_schedules(), values)
    return sum(len(advance.schedule_ids) for advance in advances)


def _due_groups(dialect: str, now: datetime, kinds: list[str]) -> Select[Any]:
    batch = (
        select(_SCHEDULES.c.id, *(_SCHEDULES.c[name] for name in _ALIKE))
        .where(_SCHEDULES.c.next_due_at <= now, _SCHEDULES.c.kind.in_(kinds))
        .order_by(_SCHEDULES.c.next_due_at, _SCHEDULES.c.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
        .subquery("batch")
    )
    alike = [batch.c[name] for name in _ALIKE]
    ids: ColumnElement[Any] = (
        func.array_agg(batch.c.id)
        if dialect == "postgresql"
        else func.json_group_array(batch.c.id, type_=JSON)
    )
    return select(ids.label("ids"), *alike).group_by(*alike)


@cache
def _insert_deliveries(dialect: str) -> sqlite.Insert | postgresql.Insert:
    """On PostgreSQL the same statement moves the schedules on: it looks each up once, not twice."""
    advance, is_meant = _advances(dialect)
    parts = (
        _SCHEDULES.c.guild_id,
        _SCHEDULES.c.id.label("schedule_id"),
        *(advance.c[name] for name in ("occurrence", "period", "due_at", "status")),
    )
    row: FromClause
    if dialect == "postgresql":
        moved = update(_SCHEDULES).values(next_due_at=advance.c.next_due_at).where(is_meant)
        row = moved.returning(*parts).cte("moved")
    else:
        row = select(*parts).join_from(advance, _SCHEDULES, is_meant).subquery("its")
    missed = row.c.status == DeliveryStatus.MISSED.value
    now = bindparam("now", type_=DeliveryRow.finished_at.type)
    chosen = select(
        *row.c,
        literal(0).label("attempt"),
        case((missed, None), else_=row.c.due_at).label("next_try_at"),
        case((missed, TOO_LATE)).label("reason"),
        case((missed, now)).label("finished_at"),
    ).where(row.c.status.is_not(None))
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    columns = chosen.selected_columns.keys()
    return insert(_DELIVERIES).from_select(columns, chosen).on_conflict_do_nothing()


@cache
def _move_schedules() -> Update:
    advance, is_meant = _advances("sqlite")
    return update(_SCHEDULES).values(next_due_at=advance.c.next_due_at).where(is_meant)


def _advances(dialect: str) -> tuple[FromClause, ColumnElement[bool]]:
    """The document bound as ``advances``, as a table, and which schedules a row of it is about."""
    if dialect == "postgresql":
        document = cast(bindparam("advances", type_=postgresql.JSONB), postgresql.JSONB)
        rows = func.jsonb_to_recordset(document).table_valued(*_COLUMNS)
        advance = rows.render_derived(name="advance", with_types=True)
        # With a list of ids to compare with, there is no plan but to look each of them up.
        return advance, _SCHEDULES.c.id == any_(advance.c.schedule_ids)
    each = func.json_each(bindparam("advances", type_=JSON)).table_valued("value").alias("each")
    parts = (
        func.json_extract(each.c.value, f"$.{part.key}", type_=String).label(part.key)
        for part in _COLUMNS
    )
    # Materialized, or else SQLite would read a group's JSON again for each of its schedules.
    alike = select(*parts).cte("alike").prefix_with("MATERIALIZED")
    member = (
        func.json_each(alike.c.schedule_ids)
        .table_valued(column("value", Integer), joins_implicitly=True)
        .alias("member")
    )
    each_schedule = select(member.c.value.label("schedule_id"), alike).subquery("advance")
    return each_schedule, _SCHEDULES.c.id == each_schedule.c.schedule_id


def _values(advance: Advance, dialect: str) -> dict[str, Any]:
    """One row of the document."""
    values: dict[str, Any] = {
        "schedule_ids": advance.schedule_ids,
        "next_due_at": advance.next_due_at and _text(advance.next_due_at, dialect),
    }
    if advance.due is not None:
        values["occurrence"] = advance.due.key
        values["period"] = advance.due.period.isoformat()
        values["due_at"] = _text(advance.due.at, dialect)
        values["status"] = advance.status
    return values


def _text(instant: datetime, dialect: str) -> str:
    """``instant``, which is in UTC, as ``UtcDateTime`` keeps it on SQLite, else with its offset."""
    kept = instant.replace(tzinfo=None) if dialect == "sqlite" else instant
    return kept.isoformat(" ", "microseconds")

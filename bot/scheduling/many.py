"""Schedules of many members at once, in as many statements as for one of them.

Each comes out as :func:`~bot.scheduling.schedules.put` and :func:`~bot.scheduling.schedules.drop`
would leave it. Who writes schedules locks them first, in one order, and reads what they follow from
after that: whoever had them before has committed by then, and whoever comes later writes later.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    TableValuedAlias,
    bindparam,
    column,
    func,
    select,
    true,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling.models import DeliveryRow, ScheduleRow
from bot.scheduling.recurrence import Occurrence, Weekly, occurrence_after
from bot.scheduling.schedules import NOBODY, RULE_COLUMNS, begins_after, cancel_open, rule_columns

_KEY = ("guild_id", "user_id", "kind", "subject")


@dataclass(frozen=True, slots=True)
class Series:
    """What a schedule is to be; the fields are those of `put`."""

    rule: Weekly
    after: datetime
    starts_at: datetime | None = None

    @property
    def begins(self) -> datetime:
        """Its occurrences lie strictly after this instant."""
        return begins_after(self.after, self.starts_at)


@dataclass(frozen=True, slots=True)
class Kept:
    """How a schedule stands: its zone, and when it is next due (None: not at all)."""

    zone: str
    next_due_at: datetime | None


async def lock_schedules(
    session: AsyncSession, guild_id: int, *, kind: str, user_id: int | None = None
) -> dict[int, Kept]:
    """Each user's schedule of ``kind``, or one user's; who would write one waits from now on.

    They wait until the transaction ends.
    """
    whose = ScheduleRow.user_id != NOBODY if user_id is None else ScheduleRow.user_id == user_id
    found = await session.execute(
        select(ScheduleRow.user_id, ScheduleRow.zone, ScheduleRow.next_due_at)
        .where(ScheduleRow.guild_id == guild_id, whose, ScheduleRow.kind == kind)
        .order_by(ScheduleRow.id)
        .with_for_update(key_share=True)
    )
    return {row.user_id: Kept(row.zone, row.next_due_at) for row in found}


async def put_each(
    session: AsyncSession, guild_id: int, *, kind: str, wanted: Mapping[int, Series]
) -> None:
    """Make or replace the schedule of ``kind`` of each of these users, as `put` does for one."""
    if not wanted:
        return
    whose = _of_users(session, guild_id, [kind], wanted)
    await _lock(session, whose)
    first = _Occurrences()
    earliest = min(
        (found.key for each in wanted.values() if (found := first.at(each, 0))), default=""
    )
    sent: defaultdict[int, set[str]] = defaultdict(set)
    for user_id, occurrence in await session.execute(
        select(ScheduleRow.user_id, DeliveryRow.occurrence)
        .join(ScheduleRow, DeliveryRow.schedule_id == ScheduleRow.id)
        .where(*whose, DeliveryRow.occurrence >= earliest)
    ):
        sent[user_id].add(occurrence)
    alike: defaultdict[tuple[Series, datetime | None], list[int]] = defaultdict(list)
    for user_id, series in wanted.items():
        alike[series, first.without(series, sent[user_id])].append(user_id)
    connection = await session.connection()
    await connection.execute(
        _putting(connection.dialect.name),
        [
            {
                "guild_id": guild_id,
                "user_ids": user_ids,
                "kind": kind,
                "subject": "",
                **rule_columns(series.rule),
                "starts_at": series.starts_at,
                "next_due_at": next_due_at,
            }
            for (series, next_due_at), user_ids in alike.items()
        ],
    )


async def drop_each(
    session: AsyncSession, guild_id: int, *, kinds: Collection[str], user_ids: Collection[int]
) -> None:
    """Stop all schedules of these kinds of each of these users, as `drop` does for one."""
    if not user_ids:
        return
    whose = _of_users(session, guild_id, kinds, user_ids)
    await _lock(session, whose)
    await session.execute(
        update(ScheduleRow)
        .where(*whose, ScheduleRow.next_due_at.is_not(None))
        .values(next_due_at=None)
        .execution_options(synchronize_session=False)
    )
    await cancel_open(session, select(ScheduleRow.id).where(*whose))


class _Occurrences:
    """The occurrences of series, each computed once: members are mostly alike."""

    def __init__(self) -> None:
        self._known: dict[Series, list[Occurrence]] = {}

    def at(self, series: Series, place: int) -> Occurrence | None:
        """Its occurrence at ``place``, counted from 0; None when there is none."""
        known = self._known.setdefault(series, [])
        while len(known) <= place:
            found = occurrence_after(series.rule, known[-1].at if known else series.begins)
            if found is None:
                return None
            known.append(found)
        return known[place]

    def without(self, series: Series, sent: Collection[str]) -> datetime | None:
        """When its first occurrence is that is not among those which have a delivery."""
        place = 0
        while (found := self.at(series, place)) is not None and found.key in sent:
            place += 1
        return None if found is None else found.at


def _of_users(
    session: AsyncSession, guild_id: int, kinds: Collection[str], user_ids: Collection[int]
) -> tuple[ColumnElement[bool], ...]:
    among = _users(session.get_bind().dialect.name, list(user_ids))
    return (
        ScheduleRow.guild_id == guild_id,
        ScheduleRow.user_id.in_(select(among.c.value)),
        ScheduleRow.kind.in_(sorted(kinds)),
    )


def _users(dialect: str, user_ids: list[int] | None = None) -> TableValuedAlias:
    """Users' ids as a table, bound as one value: databases limit how many values there may be.

    Without ``user_ids`` they are a parameter of that name.
    """
    name, value = "user_ids" if user_ids is None else None, column("value", BigInteger)
    if dialect == "postgresql":
        ids = bindparam(name, user_ids, type_=postgresql.ARRAY(BigInteger), unique=name is None)
        return func.unnest(ids).table_valued(value).render_derived()
    each = func.json_each(bindparam(name, user_ids, type_=JSON, unique=name is None))
    return each.table_valued(value)


@cache
def _putting(dialect: str) -> Any:
    """Put one schedule for each of ``user_ids``; those who already have it get the new one."""
    table = ScheduleRow.__table__
    users = _users(dialect)
    values = {
        name: users.c.value if name == "user_id" else bindparam(name, type_=table.c[name].type)
        for name in (*_KEY, *RULE_COLUMNS, "starts_at", "next_due_at")
    }
    # Without a condition SQLite would take what comes after the SELECT for a join's.
    rows = select(*values.values()).select_from(users).where(true())
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    putting = insert(ScheduleRow).from_select(list(values), rows, include_defaults=False)
    changed = {name: putting.excluded[name] for name in values if name not in _KEY}
    return putting.on_conflict_do_update(index_elements=_KEY, set_=changed)


async def _lock(session: AsyncSession, whose: tuple[ColumnElement[bool], ...]) -> None:
    """Lock them in one order. SQLite has a single writer, so there it is already so."""
    if session.get_bind().dialect.name == "sqlite":
        return
    await session.execute(
        select(ScheduleRow.id)
        .where(*whose)
        .order_by(ScheduleRow.kind, ScheduleRow.id)
        .with_for_update(key_share=True)
    )

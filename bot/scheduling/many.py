"""Schedules of many members at once, in as many statements as for one of them.

Each comes out as :func:`~bot.scheduling.schedules.put` and :func:`~bot.scheduling.schedules.drop`
would leave it. Who writes schedules locks them first, in one order, and reads what they follow from
after that: whoever had them before has committed by then, and whoever comes later writes later.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    Integer,
    any_,
    bindparam,
    column,
    func,
    select,
    update,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert
from bot.scheduling.models import DeliveryRow, ScheduleRow
from bot.scheduling.recurrence import Occurrence, Weekly, occurrence_after
from bot.scheduling.schedules import NOBODY, cancel_open, rule_columns

_INSTANT = timedelta(microseconds=1)
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
        return max(self.after, self.starts_at - _INSTANT) if self.starts_at else self.after


async def lock_schedules(session: AsyncSession, guild_id: int, *, kind: str) -> None:
    """Until the transaction ends, others who would write members' schedules of ``kind`` wait."""
    await _lock(session, _members_own(guild_id, [kind]))


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
    names = (*_KEY, *rule_columns(next(iter(wanted.values())).rule), "starts_at", "next_due_at")
    putting = insert(session, ScheduleRow)
    changed = {name: putting.excluded[name] for name in names if name not in _KEY}
    connection = await session.connection()
    await connection.execute(
        putting.on_conflict_do_update(index_elements=_KEY, set_=changed),
        [
            {
                "guild_id": guild_id,
                "user_id": user_id,
                "kind": kind,
                "subject": "",
                **rule_columns(series.rule),
                "starts_at": series.starts_at,
                "next_due_at": first.without(series, sent[user_id]),
            }
            for user_id, series in wanted.items()
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


def _members_own(guild_id: int, kinds: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    return (
        ScheduleRow.guild_id == guild_id,
        ScheduleRow.user_id != NOBODY,
        ScheduleRow.kind.in_(sorted(kinds)),
    )


def _of_users(
    session: AsyncSession, guild_id: int, kinds: Collection[str], user_ids: Iterable[int]
) -> tuple[ColumnElement[bool], ...]:
    """Which schedules they are; the users go as one value, since databases limit their number."""
    ids: Any = list(user_ids)
    if session.get_bind().dialect.name == "postgresql":
        among = ScheduleRow.user_id == any_(
            bindparam(None, ids, type_=postgresql.ARRAY(BigInteger), unique=True)
        )
    else:
        each = func.json_each(bindparam(None, ids, type_=JSON, unique=True))
        among = ScheduleRow.user_id.in_(select(each.table_valued(column("value", Integer)).c.value))
    return (ScheduleRow.guild_id == guild_id, among, ScheduleRow.kind.in_(sorted(kinds)))


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

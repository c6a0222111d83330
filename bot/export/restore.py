"""What somebody took with them comes back, for them alone, in the group that it is from.

Every row is given the caller's id and group, whatever the file says, and what it refers to must be
there: so nothing of anybody else can come in. What is stored now stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    CursorResult,
    Table,
    and_,
    func,
    null,
    select,
    update,
)
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from bot.errors import UserError
from bot.export.columns import value_of
from bot.export.file_reading import Archive
from bot.feature import features_of, member_changed
from bot.groups.queries import get_member
from bot.groups.values import MemberCaller
from bot.held import Back, Held, Row

# The caller's own rows are theirs by their ids alone.
_GIVEN = ("groups", "members")
_UNSOUND = (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError)


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back of a table: so many rows; ``there`` were, ``lost`` is what they were about."""

    title: str
    back: int
    there: int
    lost: int


@dataclass(frozen=True, slots=True)
class Restoring:
    """What comes back of a file, what does not with the reason, and how much of it is unknown."""

    tables: tuple[Restored, ...]
    not_back: tuple[tuple[str, int, str], ...]
    unknown: int

    @property
    def back(self) -> int:
        """How many rows come back."""
        return sum(table.back for table in self.tables)


@dataclass(slots=True)
class _Work:
    """One restoring: who and when, the ids that rows have now by table and former id."""

    session: AsyncSession
    caller: MemberCaller
    ids: dict[tuple[str, int], int] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)
    known: dict[tuple[str, tuple[Any, ...]], bool] = field(default_factory=dict)


async def look(session: AsyncSession, caller: MemberCaller, archive: Archive) -> Restoring:
    """What `restore` would do; it is done and taken back.

    Raises:
        UserError: as `restore`.
    """
    async with session.begin_nested() as undone:
        found = await _restore(session, caller, archive)
        await undone.rollback()
    return found


async def restore(session: AsyncSession, caller: MemberCaller, archive: Archive) -> Restoring:
    """Let the rows of the caller's file come back; features are told that the member changed.

    Raises:
        UserError: a row is not sound; says which and where.
    """
    found = await _restore(session, caller, archive)
    member = await get_member(session, caller.guild_id, caller.user_id)
    await member_changed(session, member, caller.now)
    return found


async def _restore(session: AsyncSession, caller: MemberCaller, archive: Archive) -> Restoring:
    work = _Work(session, caller)
    tables: list[Restored] = []
    not_back: list[tuple[str, int, str]] = []
    left = {(name, table) for name, of in archive.features.items() for table in of}
    for feature in features_of(session):
        given = archive.features.get(feature.name, {})
        for held in feature.held:
            rows = given.get(held.name, [])
            left.discard((feature.name, held.name))
            if rows and isinstance(held.back, str):
                not_back.append((held.title, len(rows), held.back))
            elif rows and isinstance(held.back, Back):
                tables.append(await _table(work, held, held.back, rows))
    return Restoring(tuple(tables), tuple(not_back), len(left))


async def _table(work: _Work, held: Held, back: Back, raw: Sequence[Row]) -> Restored:
    table = held.table.__table__
    assert isinstance(table, Table)
    rows = [_sound(work, held, back, row, number) for number, row in enumerate(raw, 1)]
    if back.check is not None:
        try:
            back.check(rows)
        except ValueError as error:
            raise _refusal(held, None, f"{error} does not fit together") from None
    if back.columns:
        return await _settings(work, held, back, rows)
    units = await _units(work, table, held, back)
    there = [tuple(row[name] for name in back.unit) in units for row in rows]
    lost = 0
    for number, (row, is_there) in enumerate(zip(rows, there, strict=True), 1):
        if is_there:
            continue
        needed = back.needs(row) if back.needs is not None else None
        placed = await _placed(work, held, table, row)
        if placed is None or (needed is not None and needed not in work.whole):
            lost += 1
            continue
        await _insert(work, held, table, placed, number)
    await _check_room(work, table, held, back)
    if not any(there) and not lost:
        work.whole.add(held.name)
    return Restored(held.title, len(rows) - sum(there) - lost, sum(there), lost)


def _sound(work: _Work, held: Held, back: Back, raw: Row, number: int) -> dict[str, Any]:
    """A row of the file as the table takes it, of the caller whatever it says."""
    caller = work.caller
    place = "row"
    try:
        given = dict(raw) if back.read is None or back.columns else dict(back.read(raw))
        row: dict[str, Any] = {}
        for column in _columns(held):
            place = column.name
            if place == "guild_id":
                row[place] = caller.guild_id
            elif place == held.person:
                row[place] = caller.user_id
            elif place in back.without:
                row[place] = back.without[place]
            elif back.columns and place not in back.columns:
                continue
            elif place in given:
                row[place] = value_of(column, given[place], caller.now)
            else:
                row[place] = _missing(column)
        if back.read is not None and back.columns:
            back.read(row)
    except UserError:
        raise _refusal(held, number, f"{place}: it cannot be used") from None
    except _UNSOUND as error:
        raise _refusal(held, number, f"{place}: {_said(error)}") from None
    return row


def _missing(column: Column[Any]) -> Any:
    """What stands in a column that an older file does not have."""
    if column.nullable:
        return None
    default = column.default
    if isinstance(default, ScalarElementColumnDefault):
        return default.arg
    raise ValueError("it is missing")


async def _settings(
    work: _Work, held: Held, back: Back, rows: Sequence[Mapping[str, Any]]
) -> Restored:
    """The one row that is there already, with the columns that come back."""
    if len(rows) != 1:
        raise _refusal(held, 2, "there can be one alone")
    table = held.table.__table__
    values = {name: rows[0][name] for name in back.columns}
    try:
        async with work.session.begin_nested():
            await work.session.execute(
                update(held.table)
                .where(*_theirs(work, table.c, held))
                .values(**values)
                .execution_options(synchronize_session=False)
            )
    except (IntegrityError, DataError):
        raise _refusal(held, 1, "what it says does not fit together") from None
    return Restored(held.title, 1, 0, 0)


async def _units(work: _Work, table: Table, held: Held, back: Back) -> set[tuple[Any, ...]]:
    """The units of which something is stored now; the empty one where any row makes the unit."""
    columns = [table.c[name] for name in back.unit] or [table.c.guild_id]
    rows = await work.session.execute(select(*columns).where(*_theirs(work, table.c, held)))
    return {tuple(row) if back.unit else () for row in rows}


async def _check_room(work: _Work, table: Table, held: Held, back: Back) -> None:
    """Nobody has more after it than they could have entered."""
    if back.most is None:
        return
    counted = select(func.count()).select_from(table).where(*_theirs(work, table.c, held))
    if (await work.session.scalar(counted) or 0) > back.most:
        raise _refusal(held, None, f"with it you would have more than the {back.most} that fit")


async def _placed(
    work: _Work, held: Held, table: Table, row: Mapping[str, Any]
) -> dict[str, Any] | None:
    """The row with what it refers to as that is called now; None where that is gone."""
    placed = dict(row)
    for key in table.foreign_key_constraints:
        target = key.referred_table
        if target.name in _GIVEN and {"guild_id", held.person}.issuperset(key.column_keys):
            continue
        pairs = [(element.parent.name, element.column) for element in key.elements]
        if any(placed[name] is None for name, _ in pairs):
            continue
        for name, column in pairs:
            if column.name == "id" and _is_own_id(target) and _holds_people(target):
                now = work.ids.get((target.name, placed[name]))
                if now is None:
                    return None
                placed[name] = now
        values = tuple(placed[name] for name, _ in pairs)
        if not await _is_there(work, target, [column for _, column in pairs], values):
            return None
    return placed


async def _is_there(
    work: _Work, target: Table, columns: Sequence[Column[Any]], values: tuple[Any, ...]
) -> bool:
    asked = (f"{target.name}:{','.join(column.name for column in columns)}", values)
    if asked not in work.known:
        same = and_(*(column == value for column, value in zip(columns, values, strict=True)))
        found = await work.session.execute(select(columns[0]).where(same).limit(1))
        work.known[asked] = found.first() is not None
    return work.known[asked]


async def _insert(work: _Work, held: Held, table: Table, row: dict[str, Any], number: int) -> None:
    former = row.pop("id") if _is_own_id(table) else None
    connection = await work.session.connection()
    try:
        async with work.session.begin_nested():
            done: CursorResult[Any] = await connection.execute(
                table.insert().values(**_stored(table, row))
            )
    except (IntegrityError, DataError):
        what = "what it says does not fit together, or it comes twice"
        raise _refusal(held, number, what) from None
    key = done.inserted_primary_key
    if former is not None and key is not None:
        work.ids[table.name, former] = key[0]


def _stored(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """The row as it is written: an empty column of JSON is no JSON that says null."""
    return {
        name: null() if value is None and isinstance(table.c[name].type, JSON) else value
        for name, value in row.items()
    }


def _theirs(
    work: _Work, columns: Any, held: Held
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    caller = work.caller
    return columns.guild_id == caller.guild_id, columns[held.person] == caller.user_id


def _is_own_id(table: Table) -> bool:
    """Whether its rows are told apart by an id that the database counts up."""
    return [column.name for column in table.primary_key] == ["id"]


def _holds_people(table: Table) -> bool:
    """Whether its rows are of members, whose ids are made anew; a group's are what they were."""
    return any(key.referred_table.name == "members" for key in table.foreign_key_constraints)


def _columns(held: Held) -> list[Column[Any]]:
    table = held.table.__table__
    assert isinstance(table, Table)
    return list(table.columns)


def _said(error: Exception) -> str:
    """What is wrong, without what the file says: an error of Python's own may quote that."""
    said = str(error)
    return said if said.startswith("it ") else "it is no such value"


def _refusal(held: Held, number: int | None, what: str) -> UserError:
    where = f"{held.name}" if number is None else f"{held.name}, row {number}"
    return UserError(
        f"Something in that file is not as I wrote it ({where}: {what}). Nothing was changed."
    )

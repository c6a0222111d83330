"""The group's counts by block as they are stored, and counted anew (W2, U5).

A figure stays as it was counted until five members have changed something in its block, came or
went: whoever looks twice sees the same, or something that at least five of them changed. For that
it is kept what each counted for in it, as numbers alone (`BlockStandingRow`).

Somebody who left the group is in a figure until it is counted anew, as they were there when it was
counted. Somebody who is forgotten is in none from then on: the figure is withheld, since one made
without them would tell, beside the one that was seen, what they had done. It is counted anew as
soon as enough others changed something; the one who is forgotten counts among those who changed,
as a number and no more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    delete,
    exists,
    insert,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.queries import lock_group
from bot.milestones.models import (
    BlockFigureRow,
    BlockStandingRow,
)
from bot.milestones.rules.group_counts import added_up, recount, scope_of
from bot.milestones.tallies import MEMBER, tallies
from bot.milestones.values.group import CountedBlock, Scope, Standing
from bot.plans import queries as plans


async def count_anew(session: AsyncSession, guild_id: int, *, now: datetime) -> None:
    """Count those blocks of the plan anew that may be; a use case that shows them calls it first.

    It locks the group, and so comes before anything that locks a member.

    Raises:
        NotSetUp: the server has no group.
    """
    await lock_group(session, guild_id)
    plan = await plans.current(session, guild_id)
    blocks = {block.id: scope_of(plan, block) for block in plan.blocks}
    counted = await _counted(session, guild_id)
    group = await _standing_now(
        session, guild_id, {*blocks.values(), *(each.scope for each in counted.values())}
    )
    found = recount(blocks, counted, group.in_scope, len(group.members))
    if not found.blocks:
        return
    await session.execute(
        delete(BlockFigureRow)
        .where(
            BlockFigureRow.guild_id == guild_id,
            BlockFigureRow.block_id.in_(found.blocks | found.over),
        )
        .execution_options(synchronize_session=False)
    )
    made = {name: group.in_scope(blocks[name]) for name in sorted(found.blocks)}
    await session.execute(
        insert(BlockFigureRow),
        [
            {"guild_id": guild_id, "block_id": name, "made_of": _to_json(blocks[name])}
            | {"counted_at": now, "members": len(standings), "gone": 0}
            | _numbers(added_up(standings.values()))
            for name, standings in made.items()
        ],
    )
    await session.execute(
        insert(BlockStandingRow),
        [
            {"guild_id": guild_id, "block_id": name, "user_id": user_id} | _numbers(each)
            for name, standings in made.items()
            for user_id, each in standings.items()
        ],
    )


async def withhold(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Take out of sight, and out of the database, every figure that somebody forgotten is in."""
    theirs = exists().where(
        BlockStandingRow.guild_id == BlockFigureRow.guild_id,
        BlockStandingRow.block_id == BlockFigureRow.block_id,
        BlockStandingRow.user_id == user_id,
    )
    nothing = dict.fromkeys(("members", *Standing._fields))
    await session.execute(
        update(BlockFigureRow)
        .where(BlockFigureRow.guild_id == guild_id, theirs)
        .values(gone=BlockFigureRow.gone + 1, **nothing)
        .execution_options(synchronize_session=False)
    )


async def _counted(session: AsyncSession, guild_id: int) -> dict[str, CountedBlock]:
    """What the group's figures were made of, by their blocks; also of blocks that went since."""
    standings: dict[str, dict[int, Standing]] = defaultdict(dict)
    rows = await session.execute(
        select(
            BlockStandingRow.block_id,
            BlockStandingRow.user_id,
            *(getattr(BlockStandingRow, name) for name in Standing._fields),
        ).where(BlockStandingRow.guild_id == guild_id)
    )
    for block_id, user_id, *numbers in rows:
        standings[block_id][user_id] = Standing(*numbers)
    figures = await session.execute(
        select(BlockFigureRow.block_id, BlockFigureRow.made_of, BlockFigureRow.gone).where(
            BlockFigureRow.guild_id == guild_id
        )
    )
    return {
        block_id: CountedBlock(_from_json(made_of), standings[block_id], gone)
        for block_id, made_of, gone in figures
    }


@dataclass(slots=True)
class _Member:
    """Somebody in the group: for each part, what is done, begun, skipped and hidden."""

    path: str | None = None
    parts: dict[int, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Group:
    """How all members stand now with milestones that are told apart by parts.

    A part holds the milestones that stand in the same scopes, for the same path in each. ``parts``
    has, for each scope, the numbers of its parts with their path and how many milestones they are.
    """

    members: Mapping[int, _Member]
    parts: Mapping[Scope, Collection[tuple[int, str | None, int]]]

    def in_scope(self, scope: Scope) -> dict[int, Standing]:
        """What each of them counts for there."""
        return {user_id: self._of(member, scope) for user_id, member in self.members.items()}

    def _of(self, member: _Member, scope: Scope) -> Standing:
        shown = member.path if member.path in scope.paths else None
        done = begun = skipped = total = 0
        for number, path, milestones in self.parts[scope]:
            if shown and path not in (None, shown):
                continue
            of_part = member.parts.get(number, (0, 0, 0, 0))
            done, begun, skipped = done + of_part[0], begun + of_part[1], skipped + of_part[2]
            total += milestones - of_part[2] - of_part[3]
        return Standing(done, begun, skipped, total)


async def _standing_now(session: AsyncSession, guild_id: int, scopes: Collection[Scope]) -> _Group:
    """How all who are in the group stand, of one moment: one statement, however many they are."""
    places: dict[str, set[tuple[Scope, str | None]]] = defaultdict(set)
    for scope in scopes:
        for name, path in scope.milestones:
            places[name].add((scope, path))
    alike: dict[frozenset[tuple[Scope, str | None]], list[str]] = defaultdict(list)
    for name, where in places.items():
        alike[frozenset(where)].append(name)
    parts: dict[Scope, list[tuple[int, str | None, int]]] = {scope: [] for scope in scopes}
    for number, (where_all, names) in enumerate(alike.items()):
        for scope, path in where_all:
            parts[scope].append((number, path, len(names)))
    members: dict[int, _Member] = {}
    rows = await session.execute(tallies(guild_id, list(alike.values())))
    for user_id, path, number, *numbers in rows:
        member = members.setdefault(user_id, _Member(path))
        if number != MEMBER:
            member.parts[number] = tuple(numbers)
    return _Group(members, parts)


def _numbers(counted: Any) -> dict[str, int]:
    return {name: getattr(counted, name) for name in Standing._fields}


def _to_json(scope: Scope) -> dict[str, Any]:
    return {"milestones": [list(each) for each in scope.milestones], "paths": list(scope.paths)}


def _from_json(stored: Mapping[str, Any]) -> Scope:
    return Scope(tuple((name, path) for name, path in stored["milestones"]), tuple(stored["paths"]))

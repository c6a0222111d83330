"""Use cases of interests: what a member follows and leaves out, and what the group does."""

from __future__ import annotations

from sqlalchemy import case, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert
from bot.errors import UserError
from bot.groups.models import MemberRow, is_here, is_of_member_here
from bot.groups.values import MemberCaller
from bot.interests.models import InterestRow
from bot.interests.rules import MOST, read_interests, together
from bot.interests.values import Interest, InterestKind, MyInterests, SharedInterest
from bot.ranking.values import Interests

# A thousand members could name more than a ranking can look for: the most named ones count.
_MOST_OF_GROUP = 400


async def mine(session: AsyncSession, caller: MemberCaller) -> MyInterests:
    """What the caller follows and leaves out."""
    return MyInterests(await _of_member(session, caller))


async def add(
    session: AsyncSession,
    caller: MemberCaller,
    *,
    words: str = "",
    authors: str = "",
    categories: str = "",
    is_left_out: bool = False,
) -> MyInterests:
    """Follow what was typed, or leave it out; what stood the other way changes sides.

    Raises:
        UserError: it cannot be read (`read_interests`), or there is no room for so many.
    """
    wanted = read_interests(
        words=words, authors=authors, categories=categories, is_left_out=is_left_out
    )
    before = {(each.kind, each.key): each for each in await _of_member(session, caller)}
    new = [each for each in wanted if (each.kind, each.key) not in before]
    turned = [
        each
        for each in wanted
        if (known := before.get((each.kind, each.key))) and known.is_left_out != is_left_out
    ]
    if len(before) + len(new) > MOST:
        raise UserError(
            f"{MOST} interests fit in all; you have {len(before)}, and these are {len(new)} more. "
            "*Remove* makes room, and a few telling words do more than many."
        )
    added = new + turned
    if added:
        insertion = insert(session, InterestRow)
        await session.execute(
            insertion.on_conflict_do_update(
                index_elements=["guild_id", "user_id", "kind", "key"],
                set_={
                    column: insertion.excluded[column]
                    for column in ("value", "is_left_out", "added_at")
                },
            ),
            [
                {
                    "guild_id": caller.guild_id,
                    "user_id": caller.user_id,
                    "kind": each.kind,
                    "key": each.key,
                    "value": each.value,
                    "is_left_out": each.is_left_out,
                    "added_at": caller.now,
                }
                for each in added
            ],
        )
    return MyInterests(
        await _of_member(session, caller),
        added=tuple(each.value for each in added),
        known=tuple(each.value for each in wanted if each not in added),
    )


async def remove(
    session: AsyncSession, caller: MemberCaller, kind: InterestKind, key: str
) -> MyInterests:
    """Neither follow this nor leave it out any more; nothing changes where that is so already."""
    await session.execute(
        delete(InterestRow)
        .where(
            InterestRow.guild_id == caller.guild_id,
            InterestRow.user_id == caller.user_id,
            InterestRow.kind == kind,
            InterestRow.key == key,
        )
        .execution_options(synchronize_session=False)
    )
    return MyInterests(await _of_member(session, caller))


async def of_group(session: AsyncSession, guild_id: int) -> Interests:
    """What the members who are here follow and leave out, together. One statement."""
    leavers = func.sum(case((InterestRow.is_left_out, 1), else_=0))
    members = select(func.count()).where(MemberRow.guild_id == guild_id, is_here())
    rows = (
        await session.execute(
            select(
                InterestRow.kind,
                func.min(InterestRow.value),
                func.count() - leavers,
                leavers,
                members.scalar_subquery(),
            )
            .join(MemberRow, is_of_member_here(InterestRow.guild_id, InterestRow.user_id))
            .where(InterestRow.guild_id == guild_id)
            .group_by(InterestRow.kind, InterestRow.key)
            .order_by(func.count().desc(), InterestRow.kind, InterestRow.key)
            .limit(_MOST_OF_GROUP)
        )
    ).all()
    shared = [SharedInterest(kind, value, int(f), int(o)) for kind, value, f, o, _all in rows]
    return together(shared, rows[0][-1] if rows else 0)


async def _of_member(session: AsyncSession, caller: MemberCaller) -> tuple[Interest, ...]:
    rows = await session.execute(
        select(InterestRow.kind, InterestRow.key, InterestRow.value, InterestRow.is_left_out).where(
            InterestRow.guild_id == caller.guild_id, InterestRow.user_id == caller.user_id
        )
    )
    kinds = list(InterestKind)
    found = (Interest(*row) for row in rows)
    return tuple(
        sorted(found, key=lambda each: (each.is_left_out, kinds.index(each.kind), each.key))
    )

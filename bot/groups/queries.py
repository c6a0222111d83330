"""Reads of groups and members, and the locks that acts take on them."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import and_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotInServer, NotJoined, NotSetUp
from bot.groups.models import GroupRow, MemberRow, OrganiserRoleRow, is_here, is_of_member_here
from bot.groups.rows import group_from, member_from
from bot.groups.values import Group, InsiderCaller, Member

# Every command asks for one of these: built once, plain rows, one statement, and without what a
# session would do around it.
_GROUPS, _MEMBERS = GroupRow.__table__, MemberRow.__table__
_GROUP = select(_GROUPS).where(_GROUPS.c.guild_id == bindparam("guild_id"))
_MEMBER = (
    select(_MEMBERS, _GROUPS.c.zone.label("group_zone"))
    .select_from(_GROUPS)
    .outerjoin(
        _MEMBERS,
        and_(_MEMBERS.c.guild_id == _GROUPS.c.guild_id, _MEMBERS.c.user_id == bindparam("user_id")),
    )
    .where(_GROUPS.c.guild_id == bindparam("guild_id"))
)

_MEMBERS_HERE = (
    select(_MEMBERS)
    .where(_MEMBERS.c.guild_id == bindparam("guild_id"), is_here())
    .order_by(_MEMBERS.c.joined_at, _MEMBERS.c.user_id)
)
_LOCKED_MEMBER = (
    select(_MEMBERS, _GROUPS.c.zone.label("group_zone"))
    .join_from(_MEMBERS, _GROUPS, _MEMBERS.c.guild_id == _GROUPS.c.guild_id)
    .where(_MEMBERS.c.guild_id == bindparam("guild_id"), _MEMBERS.c.user_id == bindparam("user_id"))
    .with_for_update(of=_MEMBERS, key_share=True)
)


async def find_group(session: AsyncSession, guild_id: int) -> Group | None:
    """The group of this server, if somebody has run ``/setup`` here."""
    connection = await session.connection()
    row = (await connection.execute(_GROUP, {"guild_id": guild_id})).one_or_none()
    return None if row is None else group_from(row)


async def get_group(session: AsyncSession, guild_id: int) -> Group:
    """The group of this server.

    Raises:
        NotSetUp: nobody has run ``/setup`` here.
    """
    group = await find_group(session, guild_id)
    if group is None:
        raise no_group()
    return group


async def lock_group(session: AsyncSession, guild_id: int) -> Group:
    """As :func:`get_group`; until the transaction ends, others who lock it wait their turn.

    Rows of the group may come meanwhile: whoever locked a member and adds one would wait for the
    group, and the group's holder for that member.
    """
    locked = _GROUP.with_for_update(key_share=True)
    row = (await session.execute(locked, {"guild_id": guild_id})).one_or_none()
    if row is None:
        raise no_group()
    return group_from(row)


async def find_member(session: AsyncSession, guild_id: int, user_id: int) -> Member | None:
    """The member, while they are in the group.

    Raises:
        NotSetUp: the group is not set up.
        NotInServer: they are no longer in its server.
    """
    connection = await session.connection()
    whose = {"guild_id": guild_id, "user_id": user_id}
    row = (await connection.execute(_MEMBER, whose)).one_or_none()
    if row is None:
        raise no_group()
    if row.user_id is None or row.left_at is not None:
        return None
    if row.gone_since is not None:
        raise NotInServer
    return member_from(row, row.group_zone)


async def zone_of(session: AsyncSession, caller: InsiderCaller) -> str:
    """The zone in which the caller reads dates: their own, or the group's if they are not in it."""
    member = await find_member(session, caller.guild_id, caller.user_id)
    return (member or await get_group(session, caller.guild_id)).zone


async def is_member(session: AsyncSession, guild_id: int, user_id: int) -> bool:
    """Whether somebody is in the group, and in its server as far as is known.

    Until the transaction ends they are not forgotten, so that it can refer to them.
    """
    whose = select(MemberRow.user_id).where(is_of_member_here(guild_id, user_id))
    held = whose.with_for_update(read=True, key_share=True)
    return await session.scalar(held) is not None


async def get_member(session: AsyncSession, guild_id: int, user_id: int) -> Member:
    """The member, while they are in the group.

    Raises:
        NotSetUp: the group is not set up.
        NotJoined: they have not joined it, or have left.
        NotInServer: they are no longer in its server.
    """
    member = await find_member(session, guild_id, user_id)
    if member is None:
        raise NotJoined(guild_id)
    return member


async def lock_member(session: AsyncSession, guild_id: int, user_id: int) -> Member:
    """As :func:`get_member`; until the transaction ends, other acts of this member wait.

    A double click so finds what the first click did. Whoever needs the group locked as well locks
    it first (:func:`lock_group`), as all do who lock both.
    """
    connection = await session.connection()
    found = await connection.execute(_LOCKED_MEMBER, {"guild_id": guild_id, "user_id": user_id})
    row = found.one_or_none()
    if row is None:
        # Says whether it is the group or the member that is missing.
        return await get_member(session, guild_id, user_id)
    if row.left_at is not None:
        raise NotJoined(guild_id)
    if row.gone_since is not None:
        raise NotInServer
    return member_from(row, row.group_zone)


async def members(session: AsyncSession, guild_id: int) -> list[Member]:
    """Everybody who is in the group now, in the order they joined.

    Raises:
        NotSetUp: the group is not set up.
    """
    group = await get_group(session, guild_id)
    connection = await session.connection()
    rows = await connection.execute(_MEMBERS_HERE, {"guild_id": guild_id})
    return [member_from(row, group.zone) for row in rows]


async def may_organise(session: AsyncSession, guild_id: int, role_ids: Collection[int]) -> bool:
    """Whether one of these roles lets its members organise the group."""
    found = select(OrganiserRoleRow.role_id).where(
        OrganiserRoleRow.guild_id == guild_id, OrganiserRoleRow.role_id.in_(role_ids)
    )
    return await session.scalar(found.limit(1)) is not None


def no_group() -> NotSetUp:
    """Nobody has run ``/setup`` in this server."""
    return NotSetUp("This server has no study group yet. An organiser can start one with `/setup`.")

"""Direct messages of members: where they go, whether they are taken, which group they mean."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert
from bot.errors import NotSetUp, UserError
from bot.groups.models import HomeRow, MemberRow

# Every command in direct messages asks for these: built once, plain rows.
_MEMBERS = MemberRow.__table__
_GUILDS = (
    select(_MEMBERS.c.guild_id)
    .where(_MEMBERS.c.user_id == bindparam("user_id"), _MEMBERS.c.left_at.is_(None))
    .order_by(_MEMBERS.c.joined_at)
)


async def mark_dms_refused(
    session: AsyncSession, guild_id: int, user_id: int, *, now: datetime
) -> None:
    """Record that Discord refused a direct message to the member, so that `/me` can say why."""
    row = await session.get(MemberRow, (guild_id, user_id), with_for_update=True)
    if row is not None:
        row.dms_refused_at = now
        row.dm_refusals += 1


async def mark_dms_open(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Forget refusals: a message arrived, or the member asks to try again."""
    row = await session.get(MemberRow, (guild_id, user_id), with_for_update=True)
    if row is not None:
        row.dms_refused_at = None
        row.dm_refusals = 0


async def guilds_of(session: AsyncSession, user_id: int) -> list[int]:
    """The groups (their guild ids) that a person is in."""
    connection = await session.connection()
    return list((await connection.execute(_GUILDS, {"user_id": user_id})).scalars())


async def use_in_dms(session: AsyncSession, guild_id: int, user_id: int, *, now: datetime) -> None:
    """Remember that the person means this group when they write in direct messages.

    Raises:
        NotSetUp: they are not in the group.
    """
    if guild_id not in await guilds_of(session, user_id):
        raise no_member()
    meant = {"guild_id": guild_id, "since": now}
    await session.execute(
        insert(session, HomeRow)
        .values(user_id=user_id, **meant)
        .on_conflict_do_update(
            index_elements=["user_id"], set_=meant, where=HomeRow.guild_id != guild_id
        )
    )


async def use_last_in_dms(session: AsyncSession, user_id: int, *, now: datetime) -> None:
    """After somebody left a group: if they are in one alone now, that is the one they mean."""
    left = await guilds_of(session, user_id)
    if len(left) == 1:
        await use_in_dms(session, left[0], user_id, now=now)


async def is_home(session: AsyncSession, guild_id: int, user_id: int) -> bool:
    """Whether a person of several groups has said that they mean this one in direct messages."""
    home = await session.get(HomeRow, user_id)
    return home is not None and home.guild_id == guild_id


async def home_of(session: AsyncSession, user_id: int, *, shown_at: datetime | None = None) -> int:
    """The group (its guild id) that a person means when they write in direct messages.

    ``shown_at`` is when the message was sent on which they press a button.

    Raises:
        NotSetUp: they are in no group.
        UserError: they are in several and have not said which, or they meant another one when the
            message was sent.
    """
    guild_ids = await guilds_of(session, user_id)
    if not guild_ids:
        raise NotSetUp("You are in no study group yet. Use `/join` in a server that has one.")
    home = await session.get(HomeRow, user_id)
    if home is not None and home.guild_id in guild_ids:
        if shown_at is not None and home.since is not None and shown_at < home.since:
            raise UserError(
                "That message is from before you chose another group for direct messages. Open it "
                "anew, so that nothing lands in the wrong one."
            )
        return home.guild_id
    if len(guild_ids) == 1:
        return guild_ids[0]
    raise UserError(
        "You are in more than one study group. Open `/me` in the server you mean and press "
        "*Use in DMs*; I remember it."
    )


async def remember_dm_channel(
    session: AsyncSession, guild_id: int, user_id: int, channel_id: int
) -> None:
    """Keep the id of a member's DM channel, so that the next message costs one request."""
    row = await session.get(MemberRow, (guild_id, user_id))
    if row is not None:
        row.dm_channel_id = channel_id


def no_member() -> NotSetUp:
    """The person is not in the group, or has left it."""
    return NotSetUp("You are not in the study group yet. `/join` takes a minute.")

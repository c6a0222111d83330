"""Direct messages of members: where they go, whether they are taken, which group they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert
from bot.errors import NotSetUp, UserError
from bot.groups.models import HomeRow, MemberRow
from bot.groups.values import MAX_REFUSALS, Member, MemberCaller
from bot.scheduling import DeliveryFailure

# Every command in direct messages asks for these: built once, plain rows. The groups that a person
# has not left, and in each row which one they mean, if they have said.
_MEMBERS, _HOMES = MemberRow.__table__, HomeRow.__table__
_GROUPS = (
    select(
        _MEMBERS.c.guild_id,
        _MEMBERS.c.gone_since,
        _HOMES.c.guild_id.label("home_id"),
        _HOMES.c.since,
    )
    .join_from(_MEMBERS, _HOMES, _HOMES.c.user_id == _MEMBERS.c.user_id, isouter=True)
    .where(_MEMBERS.c.user_id == bindparam("user_id"), _MEMBERS.c.left_at.is_(None))
    .order_by(_MEMBERS.c.joined_at)
)


async def mark_dms_refused(
    session: AsyncSession, guild_id: int, user_id: int, *, now: datetime
) -> None:
    """Record that a direct message did not get through, so that `/me` can say why.

    Once I have given up there is nothing to count: no message is tried any more.
    """
    await session.execute(
        _row_of(guild_id, user_id)
        .where(MemberRow.dm_refusals < MAX_REFUSALS)
        .values(dms_refused_at=now, dm_refusals=MemberRow.dm_refusals + 1)
    )


async def message_failed(session: AsyncSession, failure: DeliveryFailure, now: datetime) -> None:
    """Record that a member takes no direct messages, for kinds whose words stand elsewhere too."""
    delivery = failure.delivery
    if failure.messages_closed and delivery.user_id is not None:
        await mark_dms_refused(session, delivery.guild_id, delivery.user_id, now=now)


async def mark_dms_open(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Forget refusals, since a message arrived."""
    await session.execute(_row_of(guild_id, user_id).values(dms_refused_at=None, dm_refusals=0))


async def try_dms_again(session: AsyncSession, caller: MemberCaller) -> Member:
    """Let the next message be tried, as the caller asks; whether it arrives is still to be seen."""
    await session.execute(_row_of(caller.guild_id, caller.user_id).values(dm_refusals=0))
    return replace(caller.member, dm_refusals=0)


async def remember_dm_channel(
    session: AsyncSession, guild_id: int, user_id: int, channel_id: int
) -> None:
    """Keep the id of a member's DM channel, so that the next message costs one request."""
    await session.execute(_row_of(guild_id, user_id).values(dm_channel_id=channel_id))


async def use_in_dms(session: AsyncSession, caller: MemberCaller) -> Member:
    """Remember that the caller means this group when they write in direct messages."""
    await _mean(session, caller.user_id, caller.guild_id, caller.now)
    return caller.member


async def use_last_in_dms(session: AsyncSession, user_id: int, *, now: datetime) -> None:
    """After somebody left a group: if they are in one alone now, that is the one they mean."""
    rows = _here(await _groups(session, user_id))
    if len(rows) == 1:
        await _mean(session, user_id, rows[0].guild_id, now)


async def is_home(session: AsyncSession, caller: MemberCaller) -> bool | None:
    """Whether the caller has said that they mean this group in direct messages.

    None where there is no question, since they are in no other one.
    """
    rows = _here(await _groups(session, caller.user_id))
    return None if len(rows) < 2 else rows[0].home_id == caller.guild_id


async def home_of(session: AsyncSession, user_id: int, *, shown_at: datetime | None = None) -> int:
    """The group (its guild id) that a person means when they write in direct messages.

    ``shown_at`` is when the message was sent on which they press a button. Where they are gone from
    the servers of all their groups it may be one of those, in case they have come back.

    Raises:
        NotSetUp: they are in no group.
        UserError: they are in several and have not said which, or they meant another one when the
            message was sent.
    """
    groups = await _groups(session, user_id)
    rows = _here(groups) or groups
    if not rows:
        raise NotSetUp("You are in no study group yet. Use `/join` in a server that has one.")
    home_id: int = rows[0].home_id
    if home_id in [row.guild_id for row in rows]:
        if shown_at is not None and rows[0].since is not None and shown_at < rows[0].since:
            raise UserError(
                "That message is from before you chose another group for direct messages. Open it "
                "anew, so that nothing lands in the wrong one."
            )
        return home_id
    if len(rows) == 1:
        return int(rows[0].guild_id)
    raise UserError(
        "You are in more than one study group. Open `/me` in the server you mean and press "
        "*Use in DMs*; I remember it."
    )


def _row_of(guild_id: int, user_id: int) -> Any:
    return (
        update(MemberRow)
        .where(MemberRow.guild_id == guild_id, MemberRow.user_id == user_id)
        .execution_options(synchronize_session=False)
    )


async def _groups(session: AsyncSession, user_id: int) -> Sequence[Any]:
    connection = await session.connection()
    return (await connection.execute(_GROUPS, {"user_id": user_id})).all()


def _here(rows: Sequence[Any]) -> Sequence[Any]:
    """Those groups whose server they are in, as far as is known."""
    return [row for row in rows if row.gone_since is None]


async def _mean(session: AsyncSession, user_id: int, guild_id: int, now: datetime) -> None:
    meant = {"guild_id": guild_id, "since": now}
    await session.execute(
        insert(session, HomeRow)
        .values(user_id=user_id, **meant)
        .on_conflict_do_update(
            index_elements=["user_id"], set_=meant, where=HomeRow.guild_id != guild_id
        )
    )

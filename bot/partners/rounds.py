"""Rounds of study partners: made once each, and pairs that end before the next one (C2)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups import queries as groups
from bot.groups.models import MemberRow
from bot.groups.values import Member
from bot.partners import queries, rules
from bot.partners.matching_values import Matching
from bot.partners.models import PairRow, PartnerRow, PartnerSettingsRow, RoundRow, WaitRow
from bot.partners.pools import pool
from bot.partners.values import (
    EXTRA,
    INTRODUCE,
    MESSAGE,
    ROUND,
    SERIES,
    Pool,
    TellSubject,
    Why,
)
from bot.scheduling import Delivery, NothingToSend, Once, put, put_now, wall_instant

_INSTANT = timedelta(microseconds=1)


async def to_match(session: AsyncSession, delivery: Delivery, now: datetime) -> Pool:
    """Who is to be paired by the delivery of a round.

    Raises:
        NothingToSend: it was made, the last round is too near, or there is nobody to pair.
    """
    if await _is_made(session, delivery) or await _is_too_soon(session, delivery, now):
        raise NothingToSend
    found = await pool(session, delivery.guild_id, now, is_extra=delivery.subject == EXTRA)
    if not found.candidates:
        raise NothingToSend
    return found


async def make(
    session: AsyncSession, delivery: Delivery, seen: Pool, matching: Matching, now: datetime
) -> bool:
    """Record the round that was matched of what was ``seen``; False: things have changed since.

    All pairs of before end with a round that is no extra one. What is to be said is on its way
    with the same transaction.

    Raises:
        NothingToSend: another process has made it.
    """
    guild_id, is_extra = delivery.guild_id, delivery.subject == EXTRA
    group = await groups.get_group(session, guild_id)
    await _lock(session, guild_id, [each.user_id for each in seen.candidates])
    if await to_match(session, delivery, now) != seen:
        return False
    if not is_extra:
        await _end_pairs(session, guild_id, await _open_pairs(session, guild_id), now)
    row = RoundRow(
        guild_id=guild_id,
        number=seen.number,
        is_extra=is_extra,
        delivery_id=delivery.id,
        made_at=now,
    )
    session.add(row)
    await session.flush()
    settings = await session.get(PartnerSettingsRow, guild_id)
    asks = rules.asks_on(group.today(now), None if settings is None else settings.weeks)
    people = {each.user_id: each for each in await groups.members(session, guild_id)}
    for each in matching.groups:
        members = [people[user_id] for user_id in each.members]
        await _make_pair(session, row.id, each.kind.value, members, asks, group.zone, now)
    told = await _told(session, guild_id, seen.number) if is_extra else set[int]()
    for left in matching.left:
        session.add(
            WaitRow(guild_id=guild_id, round_id=row.id, user_id=left.user_id, reason=left.reason)
        )
        if left.user_id not in told:
            await tell(session, people[left.user_id], TellSubject(row.id, Why.NOBODY), now)
    await session.flush()
    return True


async def leave_pairs(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    now: datetime,
    *,
    with_id: int | None = None,
) -> None:
    """End a member's part in all pairs of now, or in those with somebody.

    Who is left alone is told, and matched anew.
    """
    in_it = (PartnerRow.guild_id == PairRow.guild_id) & (PartnerRow.pair_id == PairRow.id)

    def holds(member_id: int) -> ColumnElement[bool]:
        return exists().where(
            in_it, PartnerRow.user_id == member_id, PartnerRow.has_left.is_(False)
        )

    found = await session.scalars(
        select(PairRow.id)
        .where(
            PairRow.guild_id == guild_id,
            PairRow.ended_at.is_(None),
            *(holds(each) for each in (user_id, with_id) if each is not None),
        )
        .order_by(PairRow.id)
    )
    pair_ids = found.all()
    for pair_id in pair_ids:
        await leave_pair(session, guild_id, pair_id, user_id, now)
    if pair_ids:
        await make_extra_soon(session, guild_id, now)


async def leave_pair(
    session: AsyncSession, guild_id: int, pair_id: int, user_id: int, now: datetime
) -> None:
    """End a member's part in a pair; one in which somebody is left alone ends, and they are told.

    While one leaves a pair, another one of it waits.
    """
    row = await session.scalar(
        select(PairRow)
        .where(PairRow.guild_id == guild_id, PairRow.id == pair_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None or row.ended_at is not None:
        return
    await session.execute(
        update(PartnerRow)
        .where(
            PartnerRow.guild_id == guild_id,
            PartnerRow.pair_id == pair_id,
            PartnerRow.user_id == user_id,
        )
        .values(has_left=True)
        .execution_options(synchronize_session=False)
    )
    await end_if_alone(session, row, now)


async def end_if_alone(session: AsyncSession, row: PairRow, now: datetime) -> bool:
    """End a pair in which fewer than two are left, and tell who is; says whether it ended."""
    left = await queries.in_pair(session, row.guild_id, row.id)
    if row.ended_at is not None or len(left) > 1:
        return row.ended_at is not None
    await _end_pairs(session, row.guild_id, [row.id], now)
    for user_id in left:
        member = await groups.find_member(session, row.guild_id, user_id)
        if member is not None:
            await tell(session, member, TellSubject(row.id, Why.ENDED), now)
    return True


async def make_extra_soon(session: AsyncSession, guild_id: int, now: datetime) -> None:
    """Let those who are free be matched by an extra round."""
    group = await groups.get_group(session, guild_id)
    await put_now(session, guild_id, kind=ROUND, zone=group.zone, now=now, subject=EXTRA)


async def tell(session: AsyncSession, member: Member, subject: TellSubject, at: datetime) -> None:
    """Let a member be told something, not before ``at``."""
    await put(
        session,
        member.guild_id,
        kind=MESSAGE,
        rule=Once(at, member.zone),
        after=at - _INSTANT,
        user_id=member.user_id,
        subject=str(subject),
    )


async def _lock(session: AsyncSession, guild_id: int, user_ids: Collection[int]) -> None:
    """Wait for what these members do just now, and let what they do next wait."""
    await session.execute(
        select(MemberRow.user_id)
        .where(MemberRow.guild_id == guild_id, MemberRow.user_id.in_(user_ids))
        .order_by(MemberRow.user_id)
        .with_for_update(key_share=True)
    )


async def _make_pair(
    session: AsyncSession,
    round_id: int,
    kind: str,
    members: Sequence[Member],
    asks: date,
    zone: str,
    now: datetime,
) -> None:
    guild_id = members[0].guild_id
    row = PairRow(
        guild_id=guild_id,
        round_id=round_id,
        kind=kind,
        thread_id=None,
        trouble=None,
        is_introduced=False,
        ended_at=None,
    )
    session.add(row)
    await session.flush()
    for place, member in enumerate(members):
        session.add(
            PartnerRow(
                guild_id=guild_id,
                pair_id=row.id,
                user_id=member.user_id,
                place=place,
                has_left=False,
                asks_on=asks,
                met=None,
            )
        )
        at = wall_instant(asks, member.prompt_at, member.zone)
        if at is not None:
            await tell(session, member, TellSubject(row.id, Why.ASK), at)
    await session.flush()
    await put_now(session, guild_id, kind=INTRODUCE, zone=zone, now=now, subject=str(row.id))


async def _is_made(session: AsyncSession, delivery: Delivery) -> bool:
    made = exists().where(
        RoundRow.guild_id == delivery.guild_id, RoundRow.delivery_id == delivery.id
    )
    return bool(await session.scalar(select(made)))


async def _is_too_soon(session: AsyncSession, delivery: Delivery, now: datetime) -> bool:
    """Whether the last round was just made: two that were asked for at once are one."""
    if delivery.subject == EXTRA:
        return False
    last = await queries.last_round(session, delivery.guild_id)
    between = rules.BETWEEN if delivery.subject == SERIES else rules.BY_HAND_AFTER
    return last is not None and now - last < between


async def _open_pairs(session: AsyncSession, guild_id: int) -> list[int]:
    found = await session.scalars(
        select(PairRow.id)
        .where(PairRow.guild_id == guild_id, PairRow.ended_at.is_(None))
        .order_by(PairRow.id)
        .with_for_update()
    )
    return list(found)


async def _end_pairs(
    session: AsyncSession, guild_id: int, pair_ids: Collection[int], now: datetime
) -> None:
    await session.execute(
        update(PairRow)
        .where(PairRow.guild_id == guild_id, PairRow.id.in_(pair_ids))
        .values(ended_at=now)
        .execution_options(synchronize_session="fetch")
    )


async def _told(session: AsyncSession, guild_id: int, number: int) -> set[int]:
    """Who heard already that they have no partner in the present round."""
    found = await session.scalars(
        select(WaitRow.user_id)
        .join(RoundRow, (RoundRow.guild_id == WaitRow.guild_id) & (RoundRow.id == WaitRow.round_id))
        .where(WaitRow.guild_id == guild_id, RoundRow.number == number)
    )
    return set(found)

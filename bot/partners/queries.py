"""Reads of study partners: each is for whom it is about, or numbers alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound
from bot.groups.models import MemberRow, is_of_member_here
from bot.groups.queries import get_group
from bot.groups.values import Member, MemberCaller, OrganiserCaller
from bot.milestones.queries import my_board
from bot.milestones.rules.counting import counting
from bot.partners import rules
from bot.partners.matching_values import Role
from bot.partners.models import (
    NotWithRow,
    PairRow,
    PartnerProfileRow,
    PartnerRow,
    PartnerSettingsRow,
    RoundRow,
    WaitRow,
)
from bot.partners.values import (
    KIND,
    ROUND,
    SERIES,
    Answered,
    Entry,
    Met,
    Mine,
    OfPair,
    Partnership,
    Profile,
    Standing,
)
from bot.reminders.values import ReminderKey
from bot.scheduling import upcoming

_ASKED = "asked"


async def mine(session: AsyncSession, caller: MemberCaller) -> Mine:
    """How the caller stands, with the pairs that they are in now."""
    open_now = [each for each in await partnerships(session, caller) if each.is_open]
    profile = await find_profile(session, caller.member, caller.now)
    group = await get_group(session, caller.guild_id)
    return Mine(
        caller.guild_id,
        profile,
        tuple(open_now),
        profile is not None and not open_now and await waits(session, caller.member),
        await next_round(session, caller.guild_id),
        group.zone,
    )


async def today(session: AsyncSession, caller: MemberCaller) -> tuple[list[Partnership], bool]:
    """The caller's pairs of now, and whether they wait for somebody; nothing of who is not in."""
    profile = await find_profile(session, caller.member, caller.now)
    if profile is None:
        return [], False
    open_now = [each for each in await partnerships(session, caller) if each.is_open]
    return open_now, not open_now and await waits(session, caller.member)


async def find_profile(session: AsyncSession, member: Member, now: datetime) -> Profile | None:
    """How a member takes part; None: they do not."""
    row = await session.get(
        PartnerProfileRow, (member.guild_id, member.user_id), populate_existing=True
    )
    return None if row is None else profile_from(row, member.today(now))


async def own_pair(session: AsyncSession, caller: MemberCaller, pair_id: int) -> Partnership:
    """One of the caller's pairs.

    Raises:
        NotFound: they have none with this id.
    """
    found = await partnerships(session, caller, PairRow.id == pair_id)
    if not found:
        raise NotFound("I do not find that pair among yours. `/partner history` shows them.")
    return found[0]


async def answered(session: AsyncSession, caller: MemberCaller, pair_id: int) -> Answered:
    """What the caller said of one of their pairs, and the milestone that a met partner finishes.

    Raises:
        NotFound: they have none with this id.
    """
    pair = await own_pair(session, caller, pair_id)
    milestone = None
    if pair.met is Met.YES:
        item = counting((await my_board(session, caller)).items, "partners")
        if item is not None and item.status.is_open:
            milestone = item.id, item.title
    return Answered(pair, milestone)


async def to_ask(
    session: AsyncSession, member: Member, sent: Collection[ReminderKey], now: datetime
) -> list[tuple[ReminderKey, Partnership]]:
    """The pairs of which the message of a member's day asks whether they met, each once."""
    caller = MemberCaller(member.guild_id, member.user_id, False, now, member)
    today = member.today(now)
    found = await partnerships(
        session, caller, PairRow.ended_at.is_(None), PartnerRow.asks_on <= today
    )
    keys = [(ReminderKey(KIND, str(each.id), each.asks_on, _ASKED), each) for each in found]
    return [
        (key, each)
        for key, each in keys
        if each.is_asked(today) and rules.is_asked_daily(member, each) and key not in sent
    ]


async def not_with(session: AsyncSession, caller: MemberCaller) -> list[int]:
    """With whom the caller does not want to be paired, in the order of their ids."""
    found = await session.scalars(
        select(NotWithRow.other_id)
        .where(NotWithRow.guild_id == caller.guild_id, NotWithRow.user_id == caller.user_id)
        .order_by(NotWithRow.other_id)
    )
    return list(found)


async def waits(session: AsyncSession, member: Member) -> bool:
    """Whether the last round that a member took part in left them without a partner."""
    waited = await session.scalar(
        select(func.max(WaitRow.round_id)).where(
            WaitRow.guild_id == member.guild_id, WaitRow.user_id == member.user_id
        )
    )
    paired = await session.scalar(
        select(func.max(PairRow.round_id))
        .join(
            PartnerRow,
            (PartnerRow.guild_id == PairRow.guild_id) & (PartnerRow.pair_id == PairRow.id),
        )
        .where(PartnerRow.guild_id == member.guild_id, PartnerRow.user_id == member.user_id)
    )
    return waited is not None and (paired is None or paired < waited)


async def next_round(session: AsyncSession, guild_id: int) -> datetime | None:
    """When the group's next round comes by itself; None: none does."""
    ahead = await upcoming(session, guild_id, kinds=[ROUND], limit=5)
    return next((each.at for each in ahead if each.subject == SERIES), None)


async def last_round(session: AsyncSession, guild_id: int) -> datetime | None:
    """When the last round was made that was no extra one."""
    found: datetime | None = await session.scalar(
        select(func.max(RoundRow.made_at)).where(
            RoundRow.guild_id == guild_id, RoundRow.is_extra.is_(False)
        )
    )
    return found


async def uses_rounds(session: AsyncSession, guild_id: int) -> bool:
    """Whether rounds come by themselves, or one was made."""
    found = await session.get(PartnerSettingsRow, guild_id)
    if found is not None:
        return True
    made = select(RoundRow.id).where(RoundRow.guild_id == guild_id).limit(1)
    return await session.scalar(made) is not None


async def standing(session: AsyncSession, caller: OrganiserCaller) -> Standing:
    """How the group's rounds stand: numbers alone."""
    group = await get_group(session, caller.guild_id)
    profiles = await profiles_here(session, caller.guild_id, group.today(caller.now))
    paused = sum(each.is_paused for each in profiles.values())
    settings = await session.get(PartnerSettingsRow, caller.guild_id, populate_existing=True)
    troubles = await session.scalar(
        select(func.count())
        .select_from(PairRow)
        .where(
            PairRow.guild_id == caller.guild_id,
            PairRow.ended_at.is_(None),
            PairRow.trouble.is_not(None),
        )
    )
    return Standing(
        len(profiles) - paused,
        paused,
        None if settings is None else settings.weeks,
        await next_round(session, caller.guild_id),
        await last_round(session, caller.guild_id),
        troubles or 0,
        group.announcements_channel_id,
    )


async def profiles_here(session: AsyncSession, guild_id: int, today: date) -> dict[int, Profile]:
    """Those who take part and are here, by their ids."""
    rows = await session.scalars(
        select(PartnerProfileRow)
        .join(
            MemberRow,
            is_of_member_here(PartnerProfileRow.guild_id, PartnerProfileRow.user_id),
        )
        .where(PartnerProfileRow.guild_id == guild_id)
        .order_by(PartnerProfileRow.user_id)
        .execution_options(populate_existing=True)
    )
    return {row.user_id: profile_from(row, today) for row in rows}


async def in_pair(session: AsyncSession, guild_id: int, pair_id: int) -> list[int]:
    """Who is in a pair and here, in the order of their places."""
    found = await session.scalars(
        select(PartnerRow.user_id)
        .join(MemberRow, is_of_member_here(PartnerRow.guild_id, PartnerRow.user_id))
        .where(
            PartnerRow.guild_id == guild_id,
            PartnerRow.pair_id == pair_id,
            PartnerRow.has_left.is_(False),
        )
        .order_by(PartnerRow.place)
    )
    return list(found)


def profile_from(row: PartnerProfileRow, today: date) -> Profile:
    """The profile that a row holds, as it is on a date."""
    roles = tuple(Role(each) for each in row.roles.split(","))
    topics = tuple(each.strip() for each in row.topics.split(",") if each.strip())
    until = row.paused_until
    is_paused = row.is_paused and (until is None or today < until)
    said = Entry(roles, row.capacity, topics, row.shows_axes)
    return Profile(row.user_id, said, is_paused, until if is_paused else None)


async def partnerships(
    session: AsyncSession, caller: MemberCaller, *where: ColumnElement[bool]
) -> list[Partnership]:
    """The pairs that the caller is or was in, the newest first: all, or ``where`` it holds."""
    guild_id, user_id = caller.guild_id, caller.user_id
    in_it = (PartnerRow.guild_id == PairRow.guild_id) & (PartnerRow.pair_id == PairRow.id)
    rows = await session.execute(
        select(PairRow, PartnerRow, RoundRow.made_at)
        .join(PartnerRow, in_it)
        .join(
            RoundRow,
            (RoundRow.guild_id == PairRow.guild_id) & (RoundRow.id == PairRow.round_id),
        )
        .where(PairRow.guild_id == guild_id, PartnerRow.user_id == user_id, *where)
        .order_by(PairRow.id.desc())
        .execution_options(populate_existing=True)
    )
    found = rows.all()
    if not found:
        return []
    others: dict[int, list[OfPair]] = defaultdict(list)
    rest = await session.scalars(
        select(PartnerRow)
        .where(
            PartnerRow.guild_id == guild_id,
            PartnerRow.pair_id.in_([pair.id for pair, _, _ in found]),
            PartnerRow.user_id != user_id,
        )
        .order_by(PartnerRow.place)
        .execution_options(populate_existing=True)
    )
    for each in rest:
        others[each.pair_id].append(OfPair(each.user_id, each.has_left))
    return [
        Partnership(
            pair.id,
            guild_id,
            pair.kind,
            tuple(others[pair.id]),
            own.place == 0,
            made_at,
            pair.ended_at,
            own.has_left,
            pair.thread_id,
            pair.is_introduced,
            own.asks_on,
            own.met,
        )
        for pair, own, made_at in found
    ]

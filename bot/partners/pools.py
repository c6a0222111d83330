"""Who can be paired now, as the matching takes it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.competency.queries import last_finished, ratings_of
from bot.groups import queries as groups
from bot.groups.values import Member
from bot.inputs.text import comparable
from bot.partners import queries, rules
from bot.partners.matching_values import Candidate, Pair, pair
from bot.partners.models import NotWithRow, PairRow, PartnerRow, RoundRow, WaitRow
from bot.partners.values import Pool, Profile, Together
from bot.partners.waking import waking_hours


async def pool(session: AsyncSession, guild_id: int, now: datetime, *, is_extra: bool) -> Pool:
    """Everybody who takes part and neither pauses nor rests; for an extra round, who is free.

    Free is who is in no pair now, and a mentor who has room for more. Pairs of the present round
    are not made again by an extra one.

    Raises:
        NotSetUp: there is no group.
    """
    group = await groups.get_group(session, guild_id)
    people = {each.user_id: each for each in await groups.members(session, guild_id)}
    profiles = await queries.profiles_here(session, guild_id, group.today(now))
    number = await _number(session, guild_id, is_extra=is_extra)
    together = await _together(session, guild_id)
    taken = await _taken(session, guild_id) if is_extra else Counter[int]()
    waiting, load = await _waiting(session, guild_id, together), rules.load(together, number)
    found = []
    for user_id, profile in profiles.items():
        member = people.get(user_id)
        if member is None or profile.is_paused or member.paused(now):
            continue
        room = rules.room(profile.entry, taken[user_id])
        if room is None:
            continue
        roles, capacity = room
        strong, focus = await axes_of(session, member, profile)
        found.append(
            Candidate(
                user_id,
                roles,
                capacity,
                frozenset(map(comparable, profile.entry.topics)),
                strong,
                focus,
                waking_hours(group.today(now), member.zone, member.day_start, member.quiet),
                waiting[user_id],
                load[user_id],
            )
        )
    before = rules.last_together(together, number)
    apart = await _not_with(session, guild_id)
    if is_extra:
        apart |= {each for each, ago in before.items() if ago == 0}
    met = tuple(sorted((each, max(1, ago)) for each, ago in before.items()))
    return Pool(tuple(found), frozenset(apart), met, number)


async def _number(session: AsyncSession, guild_id: int, *, is_extra: bool) -> int:
    """The number of the round that is made; an extra one goes with the last."""
    last = await session.scalar(
        select(func.max(RoundRow.number)).where(RoundRow.guild_id == guild_id)
    )
    return (last or 0) + (0 if is_extra else 1)


async def _together(session: AsyncSession, guild_id: int) -> list[Together]:
    """Every pair that was made: the number of its round, and who was in it."""
    rows = await session.execute(
        select(RoundRow.number, PairRow.id, PartnerRow.user_id)
        .join(PairRow, (PairRow.guild_id == RoundRow.guild_id) & (PairRow.round_id == RoundRow.id))
        .join(
            PartnerRow,
            (PartnerRow.guild_id == PairRow.guild_id) & (PartnerRow.pair_id == PairRow.id),
        )
        .where(RoundRow.guild_id == guild_id)
        .order_by(PairRow.id, PartnerRow.place)
    )
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, pair_id, user_id in rows:
        found[number, pair_id].append(user_id)
    return [(number, tuple(people)) for (number, _), people in found.items()]


async def _taken(session: AsyncSession, guild_id: int) -> Counter[int]:
    """How many pairs each is in now. One whose partners are all gone is none."""
    rows = await session.execute(
        select(PartnerRow.pair_id, PartnerRow.user_id)
        .join(
            PairRow,
            (PartnerRow.guild_id == PairRow.guild_id) & (PartnerRow.pair_id == PairRow.id),
        )
        .where(
            PairRow.guild_id == guild_id,
            PairRow.ended_at.is_(None),
            PartnerRow.has_left.is_(False),
        )
    )
    people: dict[int, list[int]] = defaultdict(list)
    for pair_id, user_id in rows:
        people[pair_id].append(user_id)
    return Counter(each for members in people.values() if len(members) > 1 for each in members)


async def _waiting(
    session: AsyncSession, guild_id: int, together: Collection[Together]
) -> Counter[int]:
    """In how many rounds in a row each had no partner at last."""
    rows = await session.execute(
        select(WaitRow.user_id, RoundRow.number)
        .join(RoundRow, (RoundRow.guild_id == WaitRow.guild_id) & (RoundRow.id == WaitRow.round_id))
        .where(WaitRow.guild_id == guild_id)
        .distinct()
    )
    return rules.waiting([(user_id, number) for user_id, number in rows], together)


async def _not_with(session: AsyncSession, guild_id: int) -> set[Pair]:
    rows = await session.execute(
        select(NotWithRow.user_id, NotWithRow.other_id).where(NotWithRow.guild_id == guild_id)
    )
    return {pair(one, other) for one, other in rows}


async def axes_of(
    session: AsyncSession, member: Member, profile: Profile
) -> tuple[frozenset[str], frozenset[str]]:
    """The axes in which a member is strong, and those they focus on, if they let both be used."""
    none: frozenset[str] = frozenset()
    if not profile.entry.shows_axes:
        return none, none
    rating = last_finished(await ratings_of(session, member), None)
    if rating is None:
        return none, none
    return rules.strong_and_focus(rating.levels)

"""What is said of a pair, and to whom: its introduction, and messages to one of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import UserError
from bot.groups import queries as groups
from bot.groups.values import Member, MemberCaller
from bot.inputs.text import cut
from bot.partners import queries, rounds, rules
from bot.partners.matching_values import Kind
from bot.partners.models import PairRow, RoundRow
from bot.partners.pools import axes_of
from bot.partners.values import MAX_TROUBLE, Introduction, Partnership, TellSubject, Why
from bot.partners.waking import longest_together, waking_hours
from bot.plans.queries import current
from bot.scheduling import Delivery, DeliveryFailure, NothingToSend, NotYet

LATENESS = timedelta(days=3)


async def to_introduce(
    session: AsyncSession, delivery: Delivery, now: datetime
) -> Introduction | None:
    """The pair that is to be introduced; None: it has ended because somebody is gone.

    Whoever is left alone by then is told, and matched anew.

    Raises:
        NothingToSend: it has ended before, or was introduced.
    """
    row = await session.scalar(
        select(PairRow)
        .where(PairRow.guild_id == delivery.guild_id, PairRow.id == int(delivery.subject))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None or row.ended_at is not None or row.is_introduced:
        raise NothingToSend
    if await rounds.end_if_alone(session, row, now):
        await rounds.make_extra_soon(session, row.guild_id, now)
        return None
    return await _introduction(session, row, now)


async def introduction(
    session: AsyncSession, guild_id: int, pair_id: int, now: datetime
) -> Introduction:
    """A pair with what its members have in common.

    Raises:
        NothingToSend: there is no such pair.
    """
    row = await session.scalar(
        select(PairRow).where(PairRow.guild_id == guild_id, PairRow.id == pair_id)
    )
    if row is None:
        raise NothingToSend
    return await _introduction(session, row, now)


async def together_now(session: AsyncSession, found: Introduction) -> list[int]:
    """Who of a pair is in it by now; nobody once it has ended."""
    is_open = await session.scalar(
        select(PairRow.ended_at.is_(None)).where(
            PairRow.guild_id == found.guild_id, PairRow.id == found.id
        )
    )
    return await queries.in_pair(session, found.guild_id, found.id) if is_open else []


async def note(session: AsyncSession, found: Introduction, **values: Any) -> None:
    """Record where a pair's thread is, why it has none, or that it was introduced."""
    await session.execute(
        update(PairRow)
        .where(PairRow.guild_id == found.guild_id, PairRow.id == found.id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


async def introduce_by_message(session: AsyncSession, found: Introduction, now: datetime) -> None:
    """Let each of a pair without a thread be told who the others are."""
    for user_id in found.members:
        member = await groups.find_member(session, found.guild_id, user_id)
        if member is not None:
            await rounds.tell(session, member, TellSubject(found.id, Why.HELLO), now)
    await note(session, found, is_introduced=True)


async def introduction_failed(
    session: AsyncSession, failure: DeliveryFailure, now: datetime
) -> None:
    """Tell a pair by message whose thread could not be opened for too long."""
    delivery = failure.delivery
    try:
        found = await to_introduce(session, delivery, now)
    except NothingToSend:
        return
    if found is not None:
        await note(session, found, trouble=cut(failure.reason, MAX_TROUBLE))
        await introduce_by_message(session, found, now)


async def to_send(
    session: AsyncSession, delivery: Delivery, now: datetime
) -> tuple[Member, TellSubject, Partnership | None]:
    """What a message to a member carries, as things stand now; no pair for `Why.NOBODY`.

    Raises:
        NothingToSend: they are gone, rest, stopped messages, or it is no news any more.
        NotYet: they have quiet hours.
    """
    assert delivery.user_id is not None, "these messages belong to members"
    subject = TellSubject.read(delivery.subject)
    try:
        member = await groups.get_member(session, delivery.guild_id, delivery.user_id)
        caller = MemberCaller(member.guild_id, member.user_id, False, now, member)
        pair = None
        if subject.why is not Why.NOBODY:
            pair = await queries.own_pair(session, caller, subject.thing_id)
    except UserError as error:
        raise NothingToSend from error
    is_news = {
        Why.HELLO: pair is not None and pair.is_open,
        Why.ASK: pair is not None
        and pair.is_asked(member.today(now))
        and not rules.is_asked_daily(member, pair),
        Why.ENDED: pair is not None and not pair.has_left,
        Why.NOBODY: await queries.waits(session, member),
    }[subject.why]
    if not is_news or member.prompts_stopped or member.paused(now):
        raise NothingToSend
    at = member.after_quiet(now)
    if at > now:
        raise NotYet(at - now)
    return member, subject, pair


async def _introduction(session: AsyncSession, row: PairRow, now: datetime) -> Introduction:
    group = await groups.get_group(session, row.guild_id)
    ids = await queries.in_pair(session, row.guild_id, row.id)
    people = [await groups.get_member(session, row.guild_id, each) for each in ids]
    profiles = await queries.profiles_here(session, row.guild_id, group.today(now))
    known = [profiles[each] for each in ids if each in profiles]
    day = group.today(now)
    waking = [waking_hours(day, each.zone, each.day_start, each.quiet) for each in people]
    number = await session.scalar(
        select(RoundRow.number).where(
            RoundRow.guild_id == row.guild_id, RoundRow.id == row.round_id
        )
    )
    plan = await current(session, row.guild_id)
    axes: frozenset[str] = frozenset()
    if row.kind is Kind.MENTORING and len(known) == 2:
        strong, _ = await axes_of(session, people[0], known[0])
        _, focus = await axes_of(session, people[1], known[1])
        axes = strong & focus
    return Introduction(
        row.id,
        row.guild_id,
        number or 1,
        row.kind,
        tuple(ids),
        group.announcements_channel_id,
        row.thread_id,
        row.trouble,
        row.is_introduced,
        rules.topics_of_all([each.entry for each in known]) if known else (),
        tuple(axis.title for axis in plan.axes if axis.id in axes),
        longest_together(waking, day),
        rules.question_of(plan, row.id),
    )

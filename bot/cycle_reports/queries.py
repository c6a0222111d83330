"""Reads of cycle reports: a member's own page, and the group's (U8)."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.achievements import Achievement
from bot.competency.queries import ratings_of
from bot.cycle_reports import rules
from bot.cycle_reports.models import ReflectionRow, SumsRow
from bot.cycle_reports.rules import Span
from bot.cycle_reports.values import GroupPage, Reflection, Report
from bot.cycles.queries import Kept, closed_cycles, decisions_of, kept
from bot.cycles.values import ClosedCycle
from bot.errors import NotFound
from bot.feature import facts_of, features_of
from bot.groups.queries import get_group
from bot.groups.values import Member, MemberCaller
from bot.milestones.queries import board_source
from bot.milestones.values import Count
from bot.milestones.values.group import BlockProgress, GroupProgress
from bot.plans import queries as plans
from bot.wins.queries import shared


async def report(session: AsyncSession, caller: MemberCaller, number: int) -> Report | ClosedCycle:
    """The caller's own page on a closed cycle; the cycle alone where they were not in it.

    Raises:
        NotFound: the group has closed no cycle of that number.
    """
    span = await _span(session, caller.guild_id, number)
    frozen = (await kept(session, caller.guild_id, caller.user_id, number)).get(number)
    return span.cycle if frozen is None else await _report(session, caller, span, frozen)


async def own_reflection(session: AsyncSession, caller: MemberCaller, number: int) -> Reflection:
    """What the caller answered about a cycle; nothing where they did not."""
    row = await session.get(
        ReflectionRow, (caller.guild_id, caller.user_id, number), populate_existing=True
    )
    return Reflection() if row is None else Reflection(row.progress, row.drained, row.party)


async def group_page(session: AsyncSession, caller: MemberCaller, number: int) -> GroupPage:
    """What the whole group may see of a closed cycle.

    Wins and counts of what was public are as they are now: what was taken back is in neither. A
    figure about what each does for themselves is in the stored sums alone.

    Raises:
        NotFound: the group has closed no cycle of that number.
    """
    span = await _span(session, caller.guild_id, number)
    group = await get_group(session, caller.guild_id)
    row = await session.get(SumsRow, (caller.guild_id, number))
    # Nothing is older than the group; in its first cycle members did all that they did.
    since = span.since or group.created_at or span.cycle.closed_at
    until = span.cycle.closed_at
    return GroupPage(
        cycle=span.cycle,
        zone=group.zone,
        sums=_sums(row),
        has_sums=row is not None,
        facts=tuple(await facts_of(session, caller.guild_id, since, until)),
        wins=await shared(session, caller.guild_id, since=since, until=until),
    )


async def _span(session: AsyncSession, guild_id: int, number: int) -> Span:
    closed = {each.number: each for each in await closed_cycles(session, guild_id)}
    if number not in closed:
        raise NotFound(
            f"Your group has closed no cycle {number}, so there is no report of it. `/cycle show` "
            "has the cycles there are."
        )
    return Span(closed[number], closed.get(number - 1))


async def _report(session: AsyncSession, caller: MemberCaller, span: Span, frozen: Kept) -> Report:
    member, number = caller.member, span.cycle.number
    source = await board_source(session, member)
    now = source.board(caller.now)
    notes = {name: each.note for name, each in source.stored.overrides.items()}
    decided = await decisions_of(session, caller, number)
    plan = frozen.plan or await plans.current(session, caller.guild_id)
    titles = {e.block: e.block_title for e in frozen.entries if e.block is not None}
    return Report(
        cycle=span.cycle,
        plan_title=frozen.plan_title,
        path_title=frozen.path_title,
        zone=member.zone,
        count=frozen.count,
        blocks=tuple(sorted(titles.items())),
        finished=rules.finished(frozen.entries, span, member.zone, frozen.plan, frozen.board),
        left_out=rules.left_out(frozen.entries, span, member.zone, notes),
        carried=rules.carried(
            frozen.entries,
            {name: each.decision for name, each in decided.items()},
            {item.id: item.due for item in now.items},
        ),
        repeated=rules.repeated(frozen.board, span),
        moved=rules.moved(await ratings_of(session, member), span),
        achievements=await _achievements(session, member, span),
        questions=rules.questions_of(plan),
        reflection=await own_reflection(session, caller, number),
    )


async def _achievements(
    session: AsyncSession, member: Member, span: Span
) -> tuple[Achievement, ...]:
    """What the member did in a cycle in all features, the oldest first."""
    found = [
        each
        for feature in features_of(session)
        if feature.achievements is not None
        for each in await feature.achievements(session, member)
        if span.holds_day(each.day)
    ]
    return tuple(sorted(found, key=lambda each: each.day))


def _sums(row: SumsRow | None) -> GroupProgress | None:
    if row is None or row.blocks is None:
        return None
    return GroupProgress(
        tuple(
            BlockProgress(number, name, title, Count(*counts), members)
            for number, name, title, members, *counts in row.blocks
        )
    )

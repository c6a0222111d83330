"""Acts of a review: each milestone that was open is carried, re-dated or dropped (P9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cycles.models import DecisionRow
from bot.cycles.queries import Decided, ReviewSource, review, review_source
from bot.cycles.values import Review, ReviewDecision
from bot.db import insert
from bot.errors import UserError
from bot.groups import service as groups
from bot.groups.values import MemberCaller
from bot.inputs.dates import due_date
from bot.milestones import overrides, own, pace
from bot.milestones import service as milestones
from bot.milestones.pace import Shift
from bot.milestones.rules.own_rules import number_of
from bot.origins import origin_changed

_KEY = ("guild_id", "user_id", "number", "milestone_id")


async def carry(
    session: AsyncSession, caller: MemberCaller, milestone_id: str, *, number: int
) -> Review:
    """Go on with a milestone as it stood: it keeps the date it had.

    Here and below, deciding again replaces what was decided, and what that did.

    Raises:
        NotFound: the review does not ask about it (any more).
        UserError: cycle ``number`` is not the newest closed one.
    """
    source = await _reopened(session, caller, milestone_id, number)
    decided = Decided(ReviewDecision.CARRY, due_before=None)
    return (await _keep(session, source, milestone_id, decided)).review()


async def redate(
    session: AsyncSession, caller: MemberCaller, milestone_id: str, *, number: int, due: str
) -> Review:
    """Go on with a milestone, by another date. Raises as `carry` does, and:

    Raises:
        UserError: the text says no date from today on; it carries it.
    """
    on = due_date(due, today=caller.today, zone=caller.zone)
    source = await _reopened(session, caller, milestone_id, number)
    item = source.board_source.board(caller.now).find(milestone_id)
    decided = Decided(ReviewDecision.REDATE, item.own_due)
    await overrides.set_due(session, caller, milestone_id, due=on.isoformat())
    source = await _keep(session, source, milestone_id, decided)
    return (await source.read_again(session)).review()


async def drop(
    session: AsyncSession, caller: MemberCaller, milestone_id: str, *, number: int
) -> Review:
    """Leave a milestone behind: the plan's is hidden, an own one dropped, with its steps.

    What the group waits for is skipped, so that it sees that. Raises as `carry` does.
    """
    source = await _reopened(session, caller, milestone_id, number)
    item = source.board_source.board(caller.now).item(milestone_id)
    if item is not None and item.origin is not None:
        await milestones.skip(session, caller, milestone_id)
        await session.execute(delete(DecisionRow).filter_by(**_key(source, milestone_id)))
        return (await source.read_again(session)).review()
    if number_of(milestone_id) is not None:
        await own.drop(session, caller, milestone_id)
    else:
        await overrides.hide(session, caller, milestone_id)
    decided = Decided(ReviewDecision.DROP, due_before=None)
    source = await _keep(session, source, milestone_id, decided)
    return (await source.read_again(session)).review()


async def take_back(
    session: AsyncSession, caller: MemberCaller, milestone_id: str, *, number: int
) -> Review:
    """Undecide a milestone: it stands as it did before. Raises as `carry` does."""
    source = await _reopened(session, caller, milestone_id, number)
    await session.execute(delete(DecisionRow).filter_by(**_key(source, milestone_id)))
    others = {name: each for name, each in source.decided.items() if name != milestone_id}
    return replace(source, decided=others).review()


async def count_anew(
    session: AsyncSession, caller: MemberCaller, *, start: date, was: int
) -> tuple[Shift, Review]:
    """Count all from the present cycle's first day; gives the review with the dates that moved.

    ``start`` and ``was``, the pace, are those of the preview (`look_before_count`).

    Raises:
        UserError: the first day or the pace has changed since the preview.
    """
    group = await groups.get_group(session, caller.guild_id)
    if group.start_date != start:
        raise UserError(
            "The first day of your group's cycle has changed since that preview. `/cycle review` "
            "shows what would move now."
        )
    shift = await pace.shift(session, caller, days=0, start=start, was=was, own_dates=False)
    return shift, await review(session, replace(caller, member=shift.member))


async def _reopened(
    session: AsyncSession, caller: MemberCaller, milestone_id: str, number: int
) -> ReviewSource:
    """The review, once what a former decision about this milestone did is undone."""
    source = await review_source(session, caller)
    if source.number != number:
        raise UserError(
            "That review is over: another cycle has been closed since. `/cycle review` opens the "
            "one that counts now."
        )
    item = source.review().case(milestone_id).item
    former = source.decided.get(milestone_id)
    if item is None:
        await own.restore(session, caller, milestone_id)
        return await source.read_again(session)
    if item.hidden:
        await overrides.unhide(session, caller, milestone_id)
        return await source.read_again(session)
    if former is not None and former.decision is ReviewDecision.REDATE:
        stored = source.board_source.stored
        override = replace(stored.override(milestone_id), own_due=former.due_before)
        stored = await overrides.keep_override(
            session, caller.member, stored, milestone_id, override
        )
        origin_changed(session, caller.guild_id, item.origin)
        return replace(source, board_source=source.board_source.after(stored))
    return source


async def _keep(
    session: AsyncSession, source: ReviewSource, milestone_id: str, decided: Decided
) -> ReviewSource:
    """Store a decision in place of any former one."""
    values = {
        "decision": decided.decision,
        "due_before": decided.due_before,
        "decided_at": source.caller.now,
    }
    await session.execute(
        insert(session, DecisionRow)
        .values(**_key(source, milestone_id), **values)
        .on_conflict_do_update(index_elements=_KEY, set_=values)
    )
    return replace(source, decided={**source.decided, milestone_id: decided})


def _key(source: ReviewSource, milestone_id: str) -> dict[str, object]:
    caller = source.caller
    values = (caller.guild_id, caller.user_id, source.number, milestone_id)
    return dict(zip(_KEY, values, strict=True))

"""Acts on one's own rating: levels, the two answers, counting it in the plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.competency import queries, rules
from bot.competency.models import SelfLevelRow, SelfRatingRow
from bot.competency.values import Look, Rating, Sheet
from bot.db import insert
from bot.errors import UserError
from bot.groups.values import MemberCaller
from bot.milestones import service as milestones
from bot.plans.values import Axis


async def rate(
    session: AsyncSession, caller: MemberCaller, part: int, said: Callable[[str], str]
) -> Sheet:
    """Keep the levels that a form gave for its part of the axes; what was left empty may follow.

    ``said`` gives what stands in the field of a name (`rules.field_of`). With the last level the
    rating is finished. Levels on axes that were edited since they were given are asked for anew.

    Raises:
        UserError: nothing was chosen, a level is none of the scale's, the axes were edited since
            the form was opened, or the rating is finished on axes that the plan has no longer.
    """
    plan = await queries.plan_with_axes(session, caller)
    asked = rules.parts(plan.axes)
    axes = asked[part] if 0 <= part < len(asked) else ()
    levels = {axis: rules.level_from(said(rules.field_of(axis)), len(axis.levels)) for axis in axes}
    if not any(levels.values()):
        raise UserError(
            "I got no level that I could keep: nothing was chosen, or the plan's axes were edited "
            "while the form was open. `/competency rate` has them as they are now."
        )
    rating = await _to_change(session, caller, plan.axes)
    places = {axis.id: place for place, axis in enumerate(plan.axes)}
    for axis, level in levels.items():
        if level is not None:
            await _keep(session, caller, rating.number, axis, places[axis.id], level)
    await _finish(session, caller, rating, plan.axes)
    return await queries.sheet(session, caller)


async def answer(session: AsyncSession, caller: MemberCaller, *, grown: str, focus: str) -> Sheet:
    """Keep what the caller answers to the two questions; empty removes it.

    A rating of which every axis has its level is finished with it.

    Raises:
        UserError: an answer is too long, or the rating stays as it is; it carries both.
    """
    kept_grown, kept_focus = rules.answers(grown, focus)
    try:
        plan = await queries.plan_with_axes(session, caller)
        rating = await _to_change(session, caller, plan.axes)
    except UserError as error:
        error.typed = rules.typed(grown, focus)
        raise
    await _set(session, caller, rating.number, grown=kept_grown, focus=kept_focus)
    await _finish(session, caller, rating, plan.axes)
    return await queries.sheet(session, caller)


async def finish(session: AsyncSession, caller: MemberCaller) -> Sheet:
    """Finish the caller's rating where the axes without a level went from the plan meanwhile.

    Nothing happens while an axis has no level, and when it is finished.

    Raises:
        UserError: the group's plan has no axes.
    """
    plan = await queries.plan_with_axes(session, caller)
    rating = queries.running(await queries.ratings_of(session, caller.member), caller.today)
    if rating is not None:
        await _finish(session, caller, rating, plan.axes)
    return await queries.sheet(session, caller)


async def count(session: AsyncSession, caller: MemberCaller, rating: int, number: int) -> Look:
    """Count a finished rating towards the milestone that the plan names for it (P11).

    ``number`` is the milestone's last change that was seen: when another came since, or the
    rating is counted, nothing happens.

    Raises:
        NotFound: the caller has no such rating.
        UserError: it is of another period, that has what it needs, or the plan asks for none.
    """
    before = await queries.look(session, caller, rating)
    counts = before.plan_count
    if counts is not None and counts.is_counted:
        return before
    if counts is None or not counts.takes_it:
        raise UserError(
            "That rating was not finished in the period that counts now, or the plan asks for no "
            "more."
        )
    quarter = before.rating.quarter
    note = "Rated myself" if quarter is None else f"Rating of {rules.say_quarter(quarter)}"
    outcome = await milestones.finish(
        session, caller, counts.milestone_id, note=note, number=number
    )
    if outcome.changed:
        done = {"counted_as": outcome.item.id, "counted_number": outcome.item.number}
        await _set(session, caller, rating, **done)
    return await queries.look(session, caller, rating)


async def _to_change(session: AsyncSession, caller: MemberCaller, axes: Sequence[Axis]) -> Rating:
    """The caller's rating of this quarter, begun if there is none.

    Raises:
        UserError: it is finished on axes that the plan has no longer.
    """
    ratings = await queries.ratings_of(session, caller.member)
    found = queries.running(ratings, caller.today)
    if found is None:
        found = Rating(ratings[-1].number + 1 if ratings else 1, ())
        session.add(SelfRatingRow(**_key(caller, found.number)))
        await session.flush()
    elif found.finished_on is not None and not rules.fits(found, axes):
        raise UserError(
            "The plan's axes were edited since you finished this quarter's rating. It stays as it "
            "is, on the axes of then; next quarter you rate the new ones."
        )
    return found


async def _keep(
    session: AsyncSession, caller: MemberCaller, number: int, axis: Axis, place: int, level: int
) -> None:
    key = {**_key(caller, number), "axis": axis.id}
    said = {"place": place, "title": axis.title, "scale": list(axis.levels), "level": level}
    await session.execute(
        insert(session, SelfLevelRow)
        .values(**key, **said)
        .on_conflict_do_update(index_elements=list(key), set_=said)
    )


async def _finish(
    session: AsyncSession, caller: MemberCaller, rating: Rating, axes: Sequence[Axis]
) -> None:
    """Finish it once every axis has its level; levels on axes of before go then."""
    found = next(
        each
        for each in await queries.ratings_of(session, caller.member)
        if each.number == rating.number
    )
    if rating.finished_on is not None or not rules.is_complete(found.levels, axes):
        return
    await session.execute(
        delete(SelfLevelRow)
        .filter_by(**_key(caller, rating.number))
        .where(SelfLevelRow.axis.not_in([axis.id for axis in axes]))
    )
    quarter = rules.quarter_of(caller.today)
    now = {"finished_on": caller.today, "finished_at": caller.now, "quarter": quarter}
    await _set(session, caller, rating.number, **now)


async def _set(session: AsyncSession, caller: MemberCaller, number: int, **values: object) -> None:
    await session.execute(
        update(SelfRatingRow)
        .filter_by(**_key(caller, number))
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def _key(caller: MemberCaller, number: int) -> dict[str, int]:
    return {"guild_id": caller.guild_id, "user_id": caller.user_id, "number": number}

"""Use cases of ratings: private, and a figure only of so many that it tells of nobody (W2, U5).

The group's figure is made when enough ratings are there, and anew only when as many more are new or
say something else than they did in it (`bot.figures`).
"""

from __future__ import annotations

from sqlalchemy import and_, case, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert
from bot.figures import Answers, may_show
from bot.follow_ups.models import RatingFigureRow, RatingRow
from bot.follow_ups.rules import check_stars
from bot.follow_ups.values import Figure, MyRating
from bot.groups.models import MemberRow, is_of_member_here
from bot.groups.queries import lock_group
from bot.groups.values import InsiderCaller, MemberCaller
from bot.papers.chosen import chosen_in


async def rate(session: AsyncSession, caller: MemberCaller, round_id: int, stars: int) -> MyRating:
    """Note how the caller rates what a round chose, in place of what they said before.

    Raises:
        NotFound: there is no such round here, or it chose nothing.
        UserError: there is no such rating.
    """
    # One at a time: each new rating may complete the figure.
    await lock_group(session, caller.guild_id)
    chosen = await chosen_in(session, caller.guild_id, round_id)
    values = {"stars": check_stars(stars), "rated_at": caller.now}
    key = {"guild_id": caller.guild_id, "round_id": round_id, "user_id": caller.user_id}
    await session.execute(
        insert(session, RatingRow)
        .values(**key, **values)
        .on_conflict_do_update(index_elements=list(key), set_=values)
    )
    return MyRating(chosen, stars, await _renewed(session, caller.guild_id, round_id))


async def take_back(session: AsyncSession, caller: MemberCaller, round_id: int) -> MyRating:
    """Remove the caller's rating. The figure stays until it is made anew.

    Raises:
        NotFound: there is no such round here, or it chose nothing.
    """
    chosen = await chosen_in(session, caller.guild_id, round_id)
    await session.execute(
        delete(RatingRow)
        .where(
            RatingRow.guild_id == caller.guild_id,
            RatingRow.round_id == round_id,
            RatingRow.user_id == caller.user_id,
        )
        .execution_options(synchronize_session=False)
    )
    figures = await figures_of(session, caller.guild_id, [round_id])
    return MyRating(chosen, None, figures.get(round_id))


async def mine(session: AsyncSession, caller: MemberCaller, round_id: int) -> MyRating:
    """How the caller rates what a round chose.

    Raises:
        NotFound: there is no such round here, or it chose nothing.
    """
    chosen = await chosen_in(session, caller.guild_id, round_id)
    stars = (await own_stars(session, caller, [round_id])).get(round_id)
    figures = await figures_of(session, caller.guild_id, [round_id])
    return MyRating(chosen, stars, figures.get(round_id))


async def own_stars(
    session: AsyncSession, caller: InsiderCaller, round_ids: list[int]
) -> dict[int, int]:
    """The caller's ratings of what these rounds chose, by round."""
    rows = await session.execute(
        select(RatingRow.round_id, RatingRow.stars).where(
            RatingRow.guild_id == caller.guild_id,
            RatingRow.user_id == caller.user_id,
            RatingRow.round_id.in_(round_ids),
        )
    )
    return dict(rows.all())


async def figures_of(
    session: AsyncSession, guild_id: int, round_ids: list[int] | None = None
) -> dict[int, Figure]:
    """What the group sees of ratings, by round; of all its rounds where none are named."""
    wanted = [RatingFigureRow.guild_id == guild_id]
    if round_ids is not None:
        wanted.append(RatingFigureRow.round_id.in_(round_ids))
    rows = await session.scalars(select(RatingFigureRow).where(*wanted))
    return {row.round_id: Figure(row.ratings, row.stars / row.ratings) for row in rows}


async def _renewed(session: AsyncSession, guild_id: int, round_id: int) -> Figure | None:
    """The group's figure, made anew where enough ratings are new."""
    here = and_(
        RatingRow.guild_id == guild_id,
        RatingRow.round_id == round_id,
        RatingRow.user_id.in_(
            select(MemberRow.user_id).where(is_of_member_here(guild_id, RatingRow.user_id))
        ),
    )
    differs = RatingRow.counted_stars.is_distinct_from(RatingRow.stars)
    found = await session.execute(
        select(func.count(), func.sum(RatingRow.stars), func.count().filter(differs)).where(here)
    )
    ratings, total, changed = found.one()
    if not may_show(Answers(ratings, changed)):
        return (await figures_of(session, guild_id, [round_id])).get(round_id)
    stars = int(total)
    key = {"guild_id": guild_id, "round_id": round_id}
    values = {"ratings": ratings, "stars": stars}
    await session.execute(
        insert(session, RatingFigureRow)
        .values(**key, **values)
        .on_conflict_do_update(index_elements=list(key), set_=values)
    )
    await session.execute(
        update(RatingRow)
        .where(RatingRow.guild_id == guild_id, RatingRow.round_id == round_id)
        .values(counted_stars=case((here, RatingRow.stars)))
        .execution_options(synchronize_session=False)
    )
    return Figure(ratings, stars / ratings)

"""Reads of health checks."""

from __future__ import annotations

from sqlalchemy import ScalarSelect, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound, UserError
from bot.figures import FLOOR
from bot.groups.models import MemberRow, is_here
from bot.groups.queries import get_group
from bot.groups.values import InsiderCaller, MemberCaller
from bot.health_checks.models import HealthAnswerRow, HealthFigureRow, HealthMarkRow, HealthTotalRow
from bot.health_checks.rules import hash_of, is_large_enough, read
from bot.health_checks.values import Answered, Check, HealthFigure, HealthTrend
from bot.retros.models import RetroRow

_MOST = 12

OVER = "This retro's health check is over. The next retro asks again."


async def find_check(session: AsyncSession, guild_id: int, retro_id: int) -> Check | None:
    """The retro's health check, for nobody in particular; None when it is not open."""
    return await _find(session, guild_id, retro_id, None)


async def check_of(session: AsyncSession, caller: MemberCaller, retro_id: int) -> Check:
    """The retro's health check, which the caller may answer if they have not.

    Raises:
        NotFound: this group has no such retro.
        UserError: it is over, or the group is too small to ever see a figure.
    """
    check = await _find(session, caller.guild_id, retro_id, caller.user_id)
    if check is None:
        raise UserError(OVER)
    if not is_large_enough(check.members):
        raise UserError(
            f"The health check shows means of {FLOOR} or more answers, and the group has "
            f"{check.members} members. So it asks nobody."
        )
    return check


async def own_answer(
    session: AsyncSession, caller: MemberCaller, retro_id: int, secret: str
) -> Answered:
    """The answer that this secret belongs to.

    Raises:
        NotFound: there is none: it was taken back, or the reveal has come.
        UserError: the check is over.
    """
    check = await check_of(session, caller, retro_id)
    found = await session.scalar(
        select(HealthAnswerRow.levels).where(
            HealthAnswerRow.guild_id == caller.guild_id,
            HealthAnswerRow.retro_id == retro_id,
            HealthAnswerRow.secret_hash == hash_of(secret),
        )
    )
    if found is None:
        raise no_answer()
    return Answered(retro_id, check.closes_at, secret, read(found))


def no_answer() -> NotFound:
    """What is said where a secret leads nowhere."""
    return NotFound("I do not find that answer. It may be taken back already.")


async def figure_of(session: AsyncSession, guild_id: int, retro_id: int) -> HealthFigure | None:
    """What the group sees of a retro's health check, or None where nothing is to be seen."""
    return next(iter(await _figures(session, guild_id, [retro_id])), None)


async def could_see_one(session: AsyncSession, guild_id: int) -> bool:
    """Whether the group is large enough for a figure."""
    return is_large_enough(await session.scalar(select(_members(guild_id))) or 0)


async def trend(session: AsyncSession, caller: InsiderCaller) -> HealthTrend:
    """The figures of the group's latest retros that are over, oldest first, and gaps between."""
    group = await get_group(session, caller.guild_id)
    rows = (
        await session.execute(
            select(RetroRow.id, RetroRow.opened_at)
            .where(RetroRow.guild_id == caller.guild_id, RetroRow.revealed_at.is_not(None))
            .order_by(RetroRow.opened_at.desc(), RetroRow.id.desc())
            .limit(_MOST)
        )
    ).all()
    figures = await _figures(session, caller.guild_id, [row.id for row in rows])
    shown = {figure.retro_id for figure in figures}
    first = figures[0].opened_at if figures else caller.now
    unshown = [row.opened_at for row in rows if row.id not in shown and row.opened_at > first]
    return HealthTrend(tuple(figures), tuple(reversed(unshown)), group.zone)


async def _find(
    session: AsyncSession, guild_id: int, retro_id: int, user_id: int | None
) -> Check | None:
    marked = exists().where(
        HealthMarkRow.guild_id == guild_id,
        HealthMarkRow.retro_id == retro_id,
        HealthMarkRow.user_id == user_id,
    )
    shown = exists().where(
        HealthFigureRow.guild_id == guild_id, HealthFigureRow.retro_id == retro_id
    )
    found = await session.execute(
        select(
            RetroRow.revealed_at,
            RetroRow.reveal_at,
            _members(guild_id).label("members"),
            marked.label("marked"),
            shown.label("shown"),
        ).where(RetroRow.guild_id == guild_id, RetroRow.id == retro_id)
    )
    row = found.one_or_none()
    if row is None:
        raise NotFound("I do not find that retro in this group.")
    if row.revealed_at is not None or row.shown:
        return None
    return Check(retro_id, row.reveal_at, row.members, row.marked)


def _members(guild_id: int) -> ScalarSelect[int]:
    """How many people are in the group now."""
    return (
        select(func.count())
        .select_from(MemberRow)
        .where(MemberRow.guild_id == guild_id, is_here())
        .scalar_subquery()
    )


async def _figures(
    session: AsyncSession, guild_id: int, retro_ids: list[int]
) -> list[HealthFigure]:
    """The figures of these retros, oldest first."""
    rows = await session.execute(
        select(
            HealthFigureRow.retro_id,
            RetroRow.opened_at,
            HealthFigureRow.answers,
            HealthFigureRow.members,
            HealthTotalRow.item,
            HealthTotalRow.total,
        )
        .join_from(
            HealthFigureRow,
            HealthTotalRow,
            (HealthTotalRow.guild_id == HealthFigureRow.guild_id)
            & (HealthTotalRow.retro_id == HealthFigureRow.retro_id),
        )
        .join(
            RetroRow,
            (RetroRow.guild_id == HealthFigureRow.guild_id)
            & (RetroRow.id == HealthFigureRow.retro_id),
        )
        .where(HealthFigureRow.guild_id == guild_id, HealthFigureRow.retro_id.in_(retro_ids))
        .order_by(RetroRow.opened_at, RetroRow.id)
    )
    found: dict[int, HealthFigure] = {}
    for row in rows:
        figure = found.setdefault(
            row.retro_id,
            HealthFigure(row.retro_id, row.opened_at, row.answers, row.members, {}),
        )
        figure.means[row.item] = row.total / row.answers
    return list(found.values())

"""Reads of actions."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, case, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.actions.models import ActionRow
from bot.actions.rules import LEADS
from bot.actions.values import KIND, Action, ActionReview, ActionStatus
from bot.groups.models import GroupRow
from bot.groups.values import InsiderCaller, Member
from bot.reminders.rules import lead_to_name
from bot.reminders.values import ReminderKey
from bot.retros.models import RetroRow
from bot.retros.queries import get_retro
from bot.scheduling import local_date

_SHOWN_AFTERWARDS = timedelta(days=7)
_BY_DUE_DATE = (ActionRow.due_on, ActionRow.id)
_IS_OPEN = ActionRow.status == ActionStatus.OPEN
# With the zone that due dates are in.
_ACTIONS = select(ActionRow, GroupRow.zone).join_from(
    ActionRow, GroupRow, GroupRow.guild_id == ActionRow.guild_id
)
# Every daily message asks for it: built once, plain rows, and without what a session would do.
_OPEN_OF = (
    select(ActionRow.__table__, GroupRow.zone.label("group_zone"))
    .join_from(ActionRow, GroupRow, GroupRow.guild_id == ActionRow.guild_id)
    .where(
        ActionRow.guild_id == bindparam("guild_id"),
        ActionRow.owner_id == bindparam("owner_id"),
        _IS_OPEN,
    )
    .order_by(*_BY_DUE_DATE)
)


async def list_actions(session: AsyncSession, caller: InsiderCaller) -> list[Action]:
    """The group's open actions by due date, then those finished within the last week."""
    return await _read(
        session,
        caller.guild_id,
        _IS_OPEN | (ActionRow.finished_at > caller.now - _SHOWN_AFTERWARDS),
        case((_IS_OPEN, 0), else_=1),
    )


async def markable(session: AsyncSession, caller: InsiderCaller) -> list[Action]:
    """The open actions that the caller may mark: their own first, each part by due date."""
    theirs = ActionRow.owner_id == caller.user_id
    where = _IS_OPEN if caller.is_organiser else _IS_OPEN & theirs
    return await _read(session, caller.guild_id, where, case((theirs, 0), else_=1))


async def review(session: AsyncSession, caller: InsiderCaller, retro_id: int) -> ActionReview:
    """A retro, and what is asked about when it opens; see :func:`carried_over`.

    Raises:
        NotFound: this group has no such retro.
    """
    retro = await get_retro(session, caller.guild_id, retro_id)
    return ActionReview(retro, await carried_over(session, caller.guild_id, retro_id))


async def check_retro(session: AsyncSession, caller: InsiderCaller, retro_id: int | None) -> None:
    """Whether a member can note an action that came of this retro (None: of none).

    Raises:
        NotFound: this group has no such retro.
    """
    if retro_id is not None:
        await get_retro(session, caller.guild_id, retro_id)


async def open_actions_of(session: AsyncSession, guild_id: int, owner_id: int) -> list[Action]:
    """What a member has taken on and not finished, by due date."""
    connection = await session.connection()
    rows = await connection.execute(_OPEN_OF, {"guild_id": guild_id, "owner_id": owner_id})
    return [action_from(row, row.group_zone) for row in rows]


async def to_remind(
    session: AsyncSession,
    member: Member,
    sent: Collection[ReminderKey],
    *,
    next_day: date | None,
    now: datetime,
) -> list[tuple[Action, ReminderKey]]:
    """The member's actions that a message which goes out now is to name (T6, R13).

    ``sent`` is what was named before.
    """
    owned = await open_actions_of(session, member.guild_id, member.user_id)
    named = {(each.thing_id, each.due, each.stage) for each in sent if each.kind == KIND}
    found = []
    for action in owned:
        key = str(action.id)
        before = {stage for *which, stage in named if which == [key, action.due_on]}
        today = local_date(now, action.zone)
        lead = lead_to_name(action.due_on, LEADS, before, today=today, next_day=next_day)
        if lead is not None:
            found.append((action, ReminderKey(KIND, key, action.due_on, str(lead))))
    return found


async def owned_actions(session: AsyncSession, guild_id: int, owner_id: int) -> list[Action]:
    """What a member has taken on, open or finished, by due date."""
    return await _read(session, guild_id, ActionRow.owner_id == owner_id)


async def carried_over(session: AsyncSession, guild_id: int, retro_id: int) -> list[Action]:
    """What was unfinished when a retro opened, by due date, with what was finished since."""
    opened_at = (
        select(RetroRow.opened_at)
        .where(RetroRow.guild_id == guild_id, RetroRow.id == retro_id)
        .scalar_subquery()
    )
    return await _read(
        session,
        guild_id,
        (ActionRow.created_at < opened_at) & (_IS_OPEN | (ActionRow.finished_at >= opened_at)),
    )


async def actions_of(session: AsyncSession, guild_id: int, retro_id: int) -> list[Action]:
    """The actions that came of a retro, by due date."""
    return await _read(session, guild_id, ActionRow.retro_id == retro_id)


async def actions_named(session: AsyncSession, guild_id: int, ids: list[int]) -> list[Action]:
    """Those of these actions that are there, by due date."""
    return await _read(session, guild_id, ActionRow.id.in_(ids))


def action_from(row: ActionRow | Row[Any], zone: str) -> Action:
    """The action that a row of a group in ``zone`` holds."""
    return Action(
        id=row.id,
        guild_id=row.guild_id,
        retro_id=row.retro_id,
        text=row.text,
        owner_id=row.owner_id,
        due_on=row.due_on,
        zone=zone,
        status=row.status,
        kept_in_retro_id=row.kept_in_retro_id,
    )


def one_action(guild_id: int, action_id: int) -> Select[ActionRow, str]:
    """The statement that finds an action, with its group's zone."""
    return _ACTIONS.where(ActionRow.guild_id == guild_id, ActionRow.id == action_id)


async def _read(
    session: AsyncSession, guild_id: int, where: ColumnElement[bool], *first: ColumnElement[Any]
) -> list[Action]:
    found = await session.execute(
        _ACTIONS.where(ActionRow.guild_id == guild_id, where).order_by(*first, *_BY_DUE_DATE)
    )
    return [action_from(row, zone) for row, zone in found]

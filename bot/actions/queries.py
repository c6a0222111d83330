"""Reads of actions.

Once an action is a step in its owner's plan, how that step stands is how the action stands: status
and date are read there, and stored nowhere else.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.actions.models import ActionOwnerRow, ActionRow
from bot.actions.rules import LEADS, late
from bot.actions.values import (
    KIND,
    Action,
    ActionMessage,
    ActionReview,
    ActionStatus,
    Listing,
    SeenAction,
    Show,
)
from bot.errors import NotFound
from bot.groups.models import GroupRow, MemberRow, is_of_member_here
from bot.groups.queries import members
from bot.groups.values import InsiderCaller, Member, MemberCaller
from bot.milestones.given import step_id
from bot.milestones.models import ChangeRow, OverrideRow, is_newest_change
from bot.milestones.values import Status
from bot.milestones.values.states import OWN_PREFIX
from bot.reminders.rules import lead_to_name
from bot.reminders.values import ReminderKey
from bot.retros.models import RetroRow
from bot.retros.queries import get_retro
from bot.scheduling import local_date

_SHOWN_AFTERWARDS = timedelta(days=7)
_HAS_STEP = ActionOwnerRow.step.is_not(None)
_STEP = step_id(ActionOwnerRow.step)
_OPEN_STEP = or_(ChangeRow.status.is_(None), ChangeRow.status == Status.IN_PROGRESS)
_IS_OPEN = case((_HAS_STEP, _OPEN_STEP), else_=ActionRow.status == ActionStatus.OPEN)
_DUE = case(
    (_OPEN_STEP, func.coalesce(OverrideRow.own_due, ActionRow.due_on)),
    else_=func.coalesce(ChangeRow.due_on, ActionRow.due_on),
)
_FINISHED_AT = case(
    (and_(_HAS_STEP, ~_OPEN_STEP), ChangeRow.changed_at), else_=ActionRow.finished_at
)
_BY_DUE_DATE = (_DUE, ActionRow.id)


def _of_step(table: type[OverrideRow] | type[ChangeRow]) -> ColumnElement[bool]:
    return and_(
        table.guild_id == ActionOwnerRow.guild_id,
        table.user_id == ActionOwnerRow.user_id,
        table.milestone_id == _STEP,
    )


_ACTIONS = (
    select(
        ActionRow.id,
        ActionRow.guild_id,
        ActionRow.retro_id,
        ActionRow.text,
        ActionRow.status,
        ActionRow.kept_in_retro_id,
        ActionRow.created_at,
        ActionRow.channel_id,
        ActionRow.message_id,
        GroupRow.zone,
        _DUE.label("due"),
        _FINISHED_AT.label("ended_at"),
        ActionOwnerRow.is_accepted,
        ActionOwnerRow.since,
        ActionOwnerRow.step,
        MemberRow.user_id.label("whose"),
        ChangeRow.status.label("stands"),
    )
    .join_from(ActionRow, GroupRow, GroupRow.guild_id == ActionRow.guild_id)
    .outerjoin(
        ActionOwnerRow,
        and_(
            ActionOwnerRow.guild_id == ActionRow.guild_id,
            ActionOwnerRow.action_id == ActionRow.id,
        ),
    )
    # Whoever is not in the group owns nothing there; what they took on waits for anybody.
    .outerjoin(MemberRow, is_of_member_here(ActionOwnerRow.guild_id, ActionOwnerRow.user_id))
    .outerjoin(OverrideRow, _of_step(OverrideRow))
    .outerjoin(ChangeRow, and_(_of_step(ChangeRow), is_newest_change()))
)

# Every daily message asks for it: built once, and without what a session would do.
_OPEN_OF = _ACTIONS.where(
    ActionRow.guild_id == bindparam("guild_id"),
    ActionOwnerRow.user_id == bindparam("user_id"),
    _IS_OPEN,
).order_by(*_BY_DUE_DATE)

_NOT_THERE = "I do not find that action in this group. `/action list` shows what there is."


async def list_actions(
    session: AsyncSession, caller: InsiderCaller, show: Show = Show.ALL
) -> Listing:
    """The group's open actions by due date, then those finished within the last week.

    ``show`` leaves some of them: the caller's own and what they are asked, or the open ones, or
    those whose date has passed.
    """
    found = await _read(
        session,
        caller.guild_id,
        _IS_OPEN | (caller.now - _SHOWN_AFTERWARDS < _FINISHED_AT),
        case((_IS_OPEN, 0), else_=1),
    )
    shown = tuple(found)
    if show is Show.MINE:
        shown = tuple(each for each in found if each.is_of(caller.user_id))
    elif show is Show.OPEN:
        shown = tuple(each for each in found if each.is_open)
    elif show is Show.LATE and found:
        here = {each.user_id: each for each in await members(session, caller.guild_id)}
        today = local_date(caller.now, found[0].zone)
        shown = late(found, lambda user_id: here[user_id].paused(caller.now), today=today)
    still_open = sum(each.is_open for each in found)
    return Listing(shown, show, caller.user_id, caller.is_organiser, still_open)


async def see_action(session: AsyncSession, caller: InsiderCaller, action_id: int) -> SeenAction:
    """One action, as the caller sees it.

    Raises:
        NotFound: this group has no such action.
    """
    action = await get_action(session, caller.guild_id, action_id)
    return SeenAction(action, caller.user_id, caller.is_organiser)


async def needs_date(session: AsyncSession, caller: MemberCaller, action_id: int) -> Action | None:
    """The action, if the caller can take it on by another date alone: its own has passed.

    Raises:
        NotFound: this group has no such action.
    """
    action = await get_action(session, caller.guild_id, action_id)
    is_free = action.is_open and action.owner_id is None
    return action if is_free and action.due_on < caller.today else None


async def get_action(session: AsyncSession, guild_id: int, action_id: int) -> Action:
    """The action with this id.

    Raises:
        NotFound: this group has no such action.
    """
    found = await _read(session, guild_id, ActionRow.id == action_id)
    if not found:
        raise NotFound(_NOT_THERE)
    return found[0]


async def markable(session: AsyncSession, caller: InsiderCaller) -> list[Action]:
    """The open actions that the caller may mark: their own first, each part by due date.

    What nobody has is among them, as whoever does it has taken it on.
    """
    theirs = ActionOwnerRow.user_id == caller.user_id
    nobodys = MemberRow.user_id.is_(None)
    where = _IS_OPEN if caller.is_organiser else _IS_OPEN & (theirs | nobodys)
    return await _read(session, caller.guild_id, where, case((theirs, 0), else_=1))


async def takeable(session: AsyncSession, caller: InsiderCaller) -> list[Action]:
    """The open actions that nobody has taken on: those that the caller is asked first."""
    theirs = ActionOwnerRow.user_id == caller.user_id
    nobodys = MemberRow.user_id.is_(None) | ActionOwnerRow.is_accepted.is_(False)
    return await _read(session, caller.guild_id, _IS_OPEN & nobodys, case((theirs, 0), else_=1))


async def without_owner(session: AsyncSession, guild_id: int) -> list[Action]:
    """The open actions that nobody in the group has or is asked, by due date."""
    return await _read(session, guild_id, _IS_OPEN & MemberRow.user_id.is_(None))


async def review(session: AsyncSession, caller: InsiderCaller, retro_id: int) -> ActionReview:
    """A retro, and what is asked about when it opens; see :func:`carried_over`.

    Raises:
        NotFound: this group has no such retro.
    """
    retro = await get_retro(session, caller.guild_id, retro_id)
    carried = await carried_over(session, caller.guild_id, retro_id)
    return ActionReview(retro, carried, caller.user_id, caller.is_organiser)


async def check_retro(session: AsyncSession, caller: InsiderCaller, retro_id: int | None) -> None:
    """Whether a member can note an action that came of this retro (None: of none).

    Raises:
        NotFound: this group has no such retro.
    """
    if retro_id is not None:
        await get_retro(session, caller.guild_id, retro_id)


async def open_actions_of(session: AsyncSession, guild_id: int, user_id: int) -> list[Action]:
    """What a member has taken on or is asked to, and is not finished, by due date."""
    connection = await session.connection()
    rows = await connection.execute(_OPEN_OF, {"guild_id": guild_id, "user_id": user_id})
    return [_action(row) for row in rows]


async def to_remind(
    session: AsyncSession,
    member: Member,
    sent: Collection[ReminderKey],
    *,
    next_day: date | None,
    now: datetime,
) -> list[tuple[Action, ReminderKey]]:
    """The member's actions that a message which goes out now is to name (T6, R13).

    Each is named in the first message after they took it on or were asked, and what is theirs
    again before its date. ``sent`` is what was named before.
    """
    theirs = await open_actions_of(session, member.guild_id, member.user_id)
    named = {(each.thing_id, each.due, each.stage) for each in sent if each.kind == KIND}
    found = []
    for action in theirs:
        key = str(action.id)
        before = {stage for *which, stage in named if which == [key, action.due_on]}
        lead = None
        if action.owner_id is not None:
            today = local_date(now, action.zone)
            lead = lead_to_name(action.due_on, LEADS, before, today=today, next_day=next_day)
        if lead is not None:
            found.append((action, ReminderKey(KIND, key, action.due_on, str(lead))))
            continue
        is_told = before & set(map(str, LEADS)) if action.owner_id is not None else set()
        begun = _beginning(action)
        if not is_told and not any((key, begun) == (thing, stage) for thing, _, stage in named):
            found.append((action, ReminderKey(KIND, key, action.due_on, begun)))
    return found


async def owned_actions(session: AsyncSession, guild_id: int, owner_id: int) -> list[Action]:
    """What a member has taken on, open or finished, by due date."""
    whose = (ActionOwnerRow.user_id == owner_id) & ActionOwnerRow.is_accepted
    return await _read(session, guild_id, whose)


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
        (ActionRow.created_at < opened_at) & (_IS_OPEN | (opened_at <= _FINISHED_AT)),
    )


async def actions_of(session: AsyncSession, guild_id: int, retro_id: int) -> list[Action]:
    """The actions that came of a retro, by due date."""
    return await _read(session, guild_id, ActionRow.retro_id == retro_id)


async def all_actions(session: AsyncSession, guild_id: int) -> list[Action]:
    """All actions of the group, by due date."""
    return await _read(session, guild_id)


async def actions_named(session: AsyncSession, guild_id: int, ids: Collection[int]) -> list[Action]:
    """Those of these actions that are there, by due date."""
    return await _read(session, guild_id, ActionRow.id.in_(ids))


def _beginning(action: Action) -> str:
    """The stage of a reminder that says since when an action is with somebody."""
    return "" if action.since is None else f"{action.since:%y%m%d%H%M}"


async def _read(
    session: AsyncSession, guild_id: int, *where_then_order: ColumnElement[Any]
) -> list[Action]:
    """Actions of a group: which ones, then what comes before their dates in the order."""
    where, order = where_then_order[:1], where_then_order[1:]
    found = await session.execute(
        _ACTIONS.where(ActionRow.guild_id == guild_id, *where).order_by(*order, *_BY_DUE_DATE)
    )
    return [_action(row) for row in found]


def _action(row: Row[*tuple[Any, ...]]) -> Action:
    status = row.status
    if row.step is not None:
        status = _STATUS_OF_STEP.get(row.stands, ActionStatus.OPEN)
    is_with = row.whose is not None
    return Action(
        id=row.id,
        guild_id=row.guild_id,
        retro_id=row.retro_id,
        text=row.text,
        owner_id=row.whose if is_with and row.is_accepted else None,
        asked_id=row.whose if is_with and not row.is_accepted else None,
        since=row.since if is_with else None,
        due_on=row.due,
        zone=row.zone,
        status=status,
        kept_in_retro_id=row.kept_in_retro_id,
        created_at=row.created_at,
        finished_at=row.ended_at,
        step=None if row.step is None else f"{OWN_PREFIX}{row.step}",
        message=None if row.channel_id is None else ActionMessage(row.channel_id, row.message_id),
    )


_STATUS_OF_STEP = {Status.DONE: ActionStatus.DONE, Status.SKIPPED: ActionStatus.DROPPED}

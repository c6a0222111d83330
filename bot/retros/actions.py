"""Use cases of actions: what the group decided, who owns it, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import case, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotAllowed, NotFound, NotSetUp, UserError
from bot.groups import service as groups
from bot.inputs.dates import due_date
from bot.retros.models import ActionRow, ActionStatus
from bot.retros.rules import action_text
from bot.retros.service import Retro, get_retro

_SHOWN_AFTERWARDS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Action:
    """An action. ``due_on`` is a local date: it is in time until that date ends."""

    id: int
    retro_id: int | None
    text: str
    owner_id: int
    due_on: date
    status: ActionStatus
    kept_in_retro_id: int | None

    @property
    def is_open(self) -> bool:
        """Whether it waits to be done."""
        return self.status is ActionStatus.OPEN


@dataclass(frozen=True, slots=True)
class Change:
    """An action after an act; ``changed`` is False when it already was so."""

    action: Action
    changed: bool


async def add_action(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    *,
    text: str,
    owner_id: int,
    due: str,
    retro_id: int | None,
    now: datetime,
) -> Action:
    """Note an action; ``due`` is read in the zone of ``user_id``, who writes it.

    Raises:
        NotSetUp: the writer is not a member.
        NotFound: this group has no such retro.
        UserError: no text, an unreadable or past date, or an owner who is not a member.
    """
    member = await groups.get_member(session, guild_id, user_id)
    text = action_text(text)
    due_on = due_date(due, today=member.today(now))
    try:
        await groups.get_member(session, guild_id, owner_id)
    except NotSetUp:
        raise UserError(
            "An action needs an owner from the study group, and that person has not joined it. "
            "Pick a member, or ask them to `/join` first."
        ) from None
    if retro_id is not None:
        await get_retro(session, guild_id, retro_id)
    row = ActionRow(
        guild_id=guild_id,
        retro_id=retro_id,
        text=text,
        owner_id=owner_id,
        due_on=due_on,
        status=ActionStatus.OPEN,
        created_at=now,
    )
    session.add(row)
    await session.flush()
    return _action(row)


async def list_actions(session: AsyncSession, guild_id: int, *, now: datetime) -> list[Action]:
    """The group's open actions by due date, then those finished within the last week."""
    rows = await session.scalars(
        select(ActionRow)
        .where(
            ActionRow.guild_id == guild_id,
            (ActionRow.status == ActionStatus.OPEN)
            | (ActionRow.finished_at > now - _SHOWN_AFTERWARDS),
        )
        .order_by(case((ActionRow.status == ActionStatus.OPEN, 0), else_=1), *_BY_DUE_DATE)
    )
    return [_action(row) for row in rows]


async def owned_actions(session: AsyncSession, guild_id: int, owner_id: int) -> list[Action]:
    """What a member has taken on, open or finished, by due date."""
    rows = await session.scalars(
        select(ActionRow)
        .where(ActionRow.guild_id == guild_id, ActionRow.owner_id == owner_id)
        .order_by(*_BY_DUE_DATE)
    )
    return [_action(row) for row in rows]


async def carried_over(session: AsyncSession, guild_id: int, retro: Retro) -> list[Action]:
    """What was unfinished when ``retro`` opened, by due date, including what was finished since."""
    rows = await session.scalars(
        select(ActionRow)
        .where(
            ActionRow.guild_id == guild_id,
            ActionRow.created_at < retro.opened_at,
            (ActionRow.status == ActionStatus.OPEN) | (ActionRow.finished_at >= retro.opened_at),
        )
        .order_by(*_BY_DUE_DATE)
    )
    return [_action(row) for row in rows]


async def actions_of(session: AsyncSession, guild_id: int, retro_id: int) -> list[Action]:
    """The actions that came of a retro, by due date."""
    rows = await session.scalars(
        select(ActionRow)
        .where(ActionRow.guild_id == guild_id, ActionRow.retro_id == retro_id)
        .order_by(*_BY_DUE_DATE)
    )
    return [_action(row) for row in rows]


async def set_status(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    action_id: int,
    status: ActionStatus,
    *,
    organiser: bool,
    now: datetime,
) -> Change:
    """Mark an action done or dropped, or open it again. Its owner may, and organisers.

    Raises:
        NotSetUp: they are not a member (organisers need not be).
        NotFound: this group has no such action.
        NotAllowed: it is somebody else's.
    """
    row = await _row(session, guild_id, user_id, action_id, organiser=organiser)
    if row.status is status:
        return Change(_action(row), changed=False)
    row.status = status
    row.finished_at = None if status is ActionStatus.OPEN else now
    await session.flush()
    return Change(_action(row), changed=True)


async def keep_action(
    session: AsyncSession,
    guild_id: int,
    user_id: int,
    action_id: int,
    retro_id: int,
    *,
    organiser: bool,
) -> Change:
    """Carry an unfinished action on, as decided when the retro ``retro_id`` opened.

    Raises:
        NotSetUp: they are not a member (organisers need not be).
        NotFound: this group has no such action or retro.
        NotAllowed: it is somebody else's.
    """
    row = await _row(session, guild_id, user_id, action_id, organiser=organiser)
    await get_retro(session, guild_id, retro_id)
    changed = row.status is ActionStatus.OPEN and row.kept_in_retro_id != retro_id
    if changed:
        row.kept_in_retro_id = retro_id
        await session.flush()
    return Change(_action(row), changed)


_BY_DUE_DATE = (ActionRow.due_on, ActionRow.id)


async def _row(
    session: AsyncSession, guild_id: int, user_id: int, action_id: int, *, organiser: bool
) -> ActionRow:
    if not organiser:
        await groups.get_member(session, guild_id, user_id)
    row = await session.scalar(
        select(ActionRow)
        .where(ActionRow.guild_id == guild_id, ActionRow.id == action_id)
        .with_for_update()
    )
    if row is None:
        raise NotFound(
            "I do not find that action in this group. `/action list` shows what there is."
        )
    if not organiser and row.owner_id != user_id:
        raise NotAllowed(
            f"That action is <@{row.owner_id}>'s. They can change it, or an organiser can."
        )
    return row


def _action(row: ActionRow) -> Action:
    return Action(
        id=row.id,
        retro_id=row.retro_id,
        text=row.text,
        owner_id=row.owner_id,
        due_on=row.due_on,
        status=row.status,
        kept_in_retro_id=row.kept_in_retro_id,
    )

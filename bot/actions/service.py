"""Use cases of actions: note one, mark it, keep it."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.actions.models import ActionRow
from bot.actions.queries import action_from, check_retro, one_action
from bot.actions.rules import action_text
from bot.actions.values import Action, ActionChange, ActionStatus
from bot.errors import NotAllowed, NotFound, UserError
from bot.groups.queries import get_group, is_member
from bot.groups.values import InsiderCaller, MemberCaller
from bot.inputs.dates import due_date


async def add_action(
    session: AsyncSession,
    caller: MemberCaller,
    *,
    text: str,
    owner_id: int,
    due: str,
    retro_id: int | None,
) -> Action:
    """Note an action; ``due`` is read in the zone of the caller, who writes it.

    Raises:
        NotFound: this group has no such retro.
        UserError: no text, an unreadable or past date, or an owner who is not a member.
    """
    text = action_text(text)
    due_on = due_date(due, today=caller.today, zone=caller.zone)
    if not await is_member(session, caller.guild_id, owner_id):
        raise UserError(
            "An action needs an owner from the study group, and that person has not joined it. "
            "Pick a member, or ask them to `/join` first."
        )
    await check_retro(session, caller, retro_id)
    row = ActionRow(
        guild_id=caller.guild_id,
        retro_id=retro_id,
        text=text,
        owner_id=owner_id,
        due_on=due_on,
        status=ActionStatus.OPEN,
        created_at=caller.now,
    )
    session.add(row)
    await session.flush()
    return action_from(row, (await get_group(session, caller.guild_id)).zone)


async def set_status(
    session: AsyncSession, caller: InsiderCaller, action_id: int, status: ActionStatus
) -> ActionChange:
    """Mark an action done or dropped, or open it again. Its owner may, and organisers.

    Raises:
        NotFound: this group has no such action.
        NotAllowed: it is somebody else's.
    """
    row, zone = await _own(session, caller, action_id)
    changed = row.status is not status
    if changed:
        row.status = status
        row.finished_at = None if status is ActionStatus.OPEN else caller.now
        await session.flush()
    return ActionChange(action_from(row, zone), changed)


async def keep_action(
    session: AsyncSession, caller: InsiderCaller, action_id: int, retro_id: int
) -> ActionChange:
    """Carry an unfinished action on, as decided when the retro ``retro_id`` opened.

    Raises:
        NotFound: this group has no such action or retro.
        NotAllowed: it is somebody else's.
    """
    row, zone = await _own(session, caller, action_id)
    await check_retro(session, caller, retro_id)
    changed = row.status is ActionStatus.OPEN and row.kept_in_retro_id != retro_id
    if changed:
        row.kept_in_retro_id = retro_id
        await session.flush()
    return ActionChange(action_from(row, zone), changed)


async def _own(
    session: AsyncSession, caller: InsiderCaller, action_id: int
) -> tuple[ActionRow, str]:
    """An action that the caller may change, locked, with the group's zone."""
    found = await session.execute(
        one_action(caller.guild_id, action_id).with_for_update(of=ActionRow)
    )
    row = found.one_or_none()
    if row is None:
        raise NotFound(
            "I do not find that action in this group. `/action list` shows what there is."
        )
    action, zone = row
    if not caller.is_organiser and action.owner_id != caller.user_id:
        raise NotAllowed(
            f"That action is <@{action.owner_id}>'s. They can change it, or an organiser can."
        )
    return action, zone

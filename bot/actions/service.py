"""Use cases of actions: note one, ask somebody, take it on, mark it, move it, hand it back.

What is somebody's is marked and moved by its step in their plan (`bot.milestones`). An action is
locked before the member whose it is, so acts on one action come one after another, and so do those
on its step, which lock that member alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.actions.models import ActionOwnerRow, ActionRow
from bot.actions.queries import check_retro, get_action
from bot.actions.rules import action_text, origin_of
from bot.actions.values import Action, ActionChange, ActionMessage, ActionStatus
from bot.errors import NotAllowed, NotFound, NotInServer, NotJoined, UserError
from bot.groups.queries import find_member, get_group, is_member, lock_member
from bot.groups.values import InsiderCaller, MemberCaller
from bot.inputs.dates import due_date
from bot.milestones import given, overrides
from bot.milestones import service as milestones
from bot.origins import origin_changed
from bot.scheduling import find_zone


@dataclass(frozen=True, slots=True)
class _Locked:
    """An action and its rows, locked; ``owner`` acts for whoever took it on and is here."""

    action: Action
    row: ActionRow
    with_whom: ActionOwnerRow | None
    owner: MemberCaller | None


async def add_action(
    session: AsyncSession,
    caller: MemberCaller,
    *,
    text: str,
    owner_id: int | None,
    due: str,
    retro_id: int | None,
    message: ActionMessage | None = None,
) -> Action:
    """Note an action; ``due`` is read in the zone of the caller, who writes it.

    Named for themselves, the caller has taken it on; anybody else is asked first. Without an owner
    it waits for whoever takes it.

    Raises:
        NotFound: this group has no such retro.
        UserError: no text, an unreadable or past date, an owner who is not a member, or no room
            for another step.
    """
    text = action_text(text)
    due_on = due_date(due, today=caller.today, zone=caller.zone)
    is_own = owner_id == caller.user_id
    if owner_id and not is_own and not await is_member(session, caller.guild_id, owner_id):
        raise UserError(
            "An action needs an owner from the study group, and that person has not joined it. "
            "Pick a member, leave it empty, or ask them to `/join` first."
        )
    await check_retro(session, caller, retro_id)
    row = ActionRow(
        guild_id=caller.guild_id,
        retro_id=retro_id,
        text=text,
        due_on=due_on,
        status=ActionStatus.OPEN,
        created_at=caller.now,
        channel_id=message.channel_id if message else None,
        message_id=message.message_id if message else None,
    )
    session.add(row)
    await session.flush()
    if is_own:
        await _give(session, caller, row, due_on)
    elif owner_id:
        asked = {"user_id": owner_id, "is_accepted": False, "since": caller.now}
        session.add(ActionOwnerRow(guild_id=row.guild_id, action_id=row.id, **asked))
        await session.flush()
    return await _changed(session, row)


async def take(
    session: AsyncSession, caller: MemberCaller, action_id: int, *, due: str | None = None
) -> ActionChange:
    """Take on an action that nobody has: it becomes a step in the caller's plan (U2).

    Whoever comes first has it, asked or not. ``due`` is another date, as somebody types it.

    Raises:
        NotFound: this group has no such action.
        NotAllowed: somebody else has it.
        UserError: it is finished, its date has passed and no other is given, the text says no date
            from today on, or there is no room for another step.
    """
    found = await _lock(session, caller, action_id)
    action = found.action
    if action.owner_id == caller.user_id and action.is_open:
        return ActionChange(action, changed=False)
    _check_open(action)
    if action.owner_id is not None:
        raise NotAllowed(f"<@{action.owner_id}> has taken that one on. `/action list` has others.")
    on = action.due_on
    if due is not None:
        on = due_date(due, today=caller.today, zone=caller.zone)
    elif on < caller.today:
        raise UserError(
            "Its date has passed meanwhile. *Take on* asks for another one; so does `/action take` "
            "with a date."
        )
    return ActionChange(await _take(session, caller, found, on), changed=True)


async def give_back(session: AsyncSession, caller: MemberCaller, action_id: int) -> ActionChange:
    """Say no to an action that the caller is asked, or hand back theirs: then nobody has it.

    Raises:
        NotFound: this group has no such action.
        NotAllowed: it is somebody else's.
        UserError: it is finished.
    """
    found = await _lock(session, caller, action_id)
    if found.with_whom is None or found.with_whom.user_id != caller.user_id:
        if found.action.owner_id is None:
            return ActionChange(found.action, changed=False)
        raise NotAllowed(f"That action is <@{found.action.owner_id}>'s, so it is not yours to say.")
    _check_open(found.action)
    await _release(session, caller, found)
    return ActionChange(await _changed(session, found.row), changed=True)


async def set_status(
    session: AsyncSession, caller: InsiderCaller, action_id: int, status: ActionStatus
) -> ActionChange:
    """Mark an action done or dropped, or take that back. Its owner may, and organisers.

    What nobody has anybody may do: a member who says that it is done has taken it on.

    Raises:
        NotFound: this group has no such action.
        NotAllowed: it is somebody else's, or only an organiser may.
        UserError: it is done, and would be dropped.
    """
    found = await _lock(session, caller, action_id)
    action = found.action
    _check_may(caller, found, takes=status is ActionStatus.DONE and action.is_open)
    if action.status is status:
        return ActionChange(action, changed=False)
    if action.status is ActionStatus.DONE and status is ActionStatus.DROPPED:
        raise UserError("That one is done already. *Undo* opens it again.")
    step, owner = action.step, found.owner
    takes = not caller.is_organiser or action.asked_id == caller.user_id
    if owner is None and status is ActionStatus.DONE and takes:
        owner = await _as_member(session, caller, caller.user_id)
        if owner is None:
            raise NotJoined(caller.guild_id)
        step = (await _take(session, owner, found, action.due_on)).step
    if owner is None or step is None:
        await _mark(session, caller, found, status)
    elif status is ActionStatus.DONE:
        await milestones.finish(session, owner, step)
    elif status is ActionStatus.DROPPED:
        await milestones.skip(session, owner, step)
    else:
        await milestones.undo(session, owner, step)
    return ActionChange(await _changed(session, found.row), changed=True)


async def move(
    session: AsyncSession, caller: InsiderCaller, action_id: int, *, due: str
) -> ActionChange:
    """Give an open action another date, read in the caller's zone. Its owner may, and organisers.

    Raises:
        NotFound: this group has no such action.
        NotAllowed: it is somebody else's, or nobody's and the caller does not organise.
        UserError: it is finished, or the text says no date from today on; it carries it.
    """
    member = await find_member(session, caller.guild_id, caller.user_id)
    zone = (await get_group(session, caller.guild_id)).zone if member is None else member.zone
    found = await _lock(session, caller, action_id)
    action = found.action
    _check_may(caller, found)
    _check_open(action)
    here = find_zone(zone)
    today = caller.now.astimezone(here).date() if member is None else member.today(caller.now)
    on = due_date(due, today=today, zone=here)
    if on == action.due_on:
        return ActionChange(action, changed=False)
    if found.owner is not None and action.step is not None:
        await overrides.set_due(session, found.owner, action.step, due=on.isoformat())
    else:
        found = await _release_from_away(session, caller, found)
        found.row.due_on = on
        await session.flush()
    return ActionChange(await _changed(session, found.row), changed=True)


async def keep_action(
    session: AsyncSession, caller: InsiderCaller, action_id: int, retro_id: int
) -> ActionChange:
    """Carry an unfinished action on, as decided when the retro ``retro_id`` opened.

    Raises:
        NotFound: this group has no such action or retro.
        NotAllowed: it is somebody else's, or nobody's and the caller does not organise.
    """
    found = await _lock(session, caller, action_id)
    _check_may(caller, found)
    await check_retro(session, caller, retro_id)
    changed = found.action.is_open and found.row.kept_in_retro_id != retro_id
    if not changed:
        return ActionChange(found.action, changed=False)
    found.row.kept_in_retro_id = retro_id
    await session.flush()
    return ActionChange(await _changed(session, found.row), changed=True)


async def lock_of_person(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Lock all that is with a person: acts lock an action first, and then whose it is."""
    for action_id in await _with(session, guild_id, user_id):
        await _lock_row(session, guild_id, action_id)


async def release_of_person(session: AsyncSession, guild_id: int, user_id: int) -> None:
    """Leave all that is with a person to the group as it stands, without a trace of who it was."""
    for action_id in await _with(session, guild_id, user_id):
        row = await _lock_row(session, guild_id, action_id)
        _freeze(row, await get_action(session, guild_id, action_id))
        await session.flush()
        origin_changed(session, guild_id, origin_of(action_id))
    await session.execute(
        delete(ActionOwnerRow)
        .where(ActionOwnerRow.guild_id == guild_id, ActionOwnerRow.user_id == user_id)
        .execution_options(synchronize_session=False)
    )


async def _with(session: AsyncSession, guild_id: int, user_id: int) -> Sequence[int]:
    rows = await session.scalars(
        select(ActionOwnerRow.action_id)
        .where(ActionOwnerRow.guild_id == guild_id, ActionOwnerRow.user_id == user_id)
        .order_by(ActionOwnerRow.action_id)
    )
    return rows.all()


async def _take(session: AsyncSession, caller: MemberCaller, found: _Locked, on: date) -> Action:
    """Make an action that nobody here has the caller's."""
    await _release(session, caller, found)
    member = await lock_member(session, caller.guild_id, caller.user_id)
    await _give(session, replace(caller, member=member), found.row, on)
    return await _changed(session, found.row)


async def _give(session: AsyncSession, owner: MemberCaller, row: ActionRow, on: date) -> None:
    """Put an action into somebody's plan, and keep that it is theirs."""
    origin = origin_of(row.id)
    item = await given.give(session, owner, title=row.text, on=on, origin=origin)
    session.add(
        ActionOwnerRow(
            guild_id=row.guild_id,
            action_id=row.id,
            user_id=owner.user_id,
            is_accepted=True,
            since=owner.now,
            step=given.number_in(item),
        )
    )
    await session.flush()


async def _mark(
    session: AsyncSession, caller: InsiderCaller, found: _Locked, status: ActionStatus
) -> None:
    """Mark what has no step, or whose owner is not here.

    Opened again, it is a step from then on where somebody had it.
    """
    found = await _release_from_away(session, caller, found)
    row = found.row
    row.status = status
    row.finished_at = None if status is ActionStatus.OPEN else caller.now
    if status is ActionStatus.OPEN and found.owner is not None and found.with_whom is not None:
        await session.delete(found.with_whom)
        await session.flush()
        await _give(session, found.owner, row, found.action.due_on)
    await session.flush()


async def _release_from_away(
    session: AsyncSession, caller: InsiderCaller, found: _Locked
) -> _Locked:
    """Let go of what somebody has who is not in the group; what was asked stays asked."""
    if found.owner is not None or found.with_whom is None or found.action.asked_id is not None:
        return found
    await _release(session, caller, found)
    return replace(found, with_whom=None)


async def _release(session: AsyncSession, caller: InsiderCaller, found: _Locked) -> None:
    """Leave an action as it stands to the group: with nobody, and no step in anybody's plan."""
    if found.with_whom is None:
        return
    _freeze(found.row, found.action)
    step, whose = found.with_whom.step, found.with_whom.user_id
    if step is not None and found.action.is_open:
        await given.take_back(session, caller.guild_id, whose, step, caller.now)
    await session.delete(found.with_whom)
    await session.flush()


def _freeze(row: ActionRow, action: Action) -> None:
    row.due_on, row.status = action.due_on, action.status
    row.finished_at = None if action.is_open else action.finished_at


async def _lock(session: AsyncSession, caller: InsiderCaller, action_id: int) -> _Locked:
    """An action of the caller's group, with whom it is: both wait for what others do to it."""
    guild_id = caller.guild_id
    row = await _lock_row(session, guild_id, action_id)
    with_whom = await session.scalar(
        select(ActionOwnerRow)
        .where(ActionOwnerRow.guild_id == guild_id, ActionOwnerRow.action_id == action_id)
        .execution_options(populate_existing=True)
    )
    owner = None
    if with_whom is not None and with_whom.is_accepted:
        owner = await _as_member(session, caller, with_whom.user_id)
    return _Locked(await get_action(session, guild_id, action_id), row, with_whom, owner)


async def _lock_row(session: AsyncSession, guild_id: int, action_id: int) -> ActionRow:
    row = await session.scalar(
        select(ActionRow)
        .where(ActionRow.guild_id == guild_id, ActionRow.id == action_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound(
            "I do not find that action in this group. `/action list` shows what there is."
        )
    return row


async def _as_member(
    session: AsyncSession, caller: InsiderCaller, user_id: int
) -> MemberCaller | None:
    """A member, locked, for acts on their own plan; None while they are not in the group."""
    try:
        member = await lock_member(session, caller.guild_id, user_id)
    except (NotJoined, NotInServer):
        return None
    return MemberCaller(caller.guild_id, user_id, False, caller.now, member)


def _check_may(caller: InsiderCaller, found: _Locked, *, takes: bool = False) -> None:
    """Refuse who neither owns it nor organises; ``takes`` lets members do what nobody has."""
    owner_id = found.action.owner_id
    if caller.is_organiser or owner_id == caller.user_id or (takes and owner_id is None):
        return
    if owner_id is not None:
        raise NotAllowed(
            f"That action is <@{owner_id}>'s. They can change it, or an organiser can."
        )
    raise NotAllowed("Nobody has that action yet. Take it on first, or ask an organiser.")


def _check_open(action: Action) -> None:
    if not action.is_open:
        raise UserError(f"That one is {action.status.value} and stays as it is. *Undo* opens it.")


async def _changed(session: AsyncSession, row: ActionRow) -> Action:
    """An action after an act, of which its features are told."""
    origin_changed(session, row.guild_id, origin_of(row.id))
    return await get_action(session, row.guild_id, row.id)

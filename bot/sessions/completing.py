"""A session about a milestone can complete it: once it began, by each member's own press (C10)."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import UserError
from bot.groups.queries import find_member
from bot.groups.values import InsiderCaller, MemberCaller
from bot.inputs.dates import say_date
from bot.milestones import service as milestones
from bot.milestones.queries import board_of
from bot.milestones.rules.counting import takes_on
from bot.milestones.values import Item
from bot.scheduling import local_date
from bot.sessions import queries
from bot.sessions.values import Meeting


async def milestone_of(
    session: AsyncSession, caller: InsiderCaller, meeting: Meeting
) -> Item | None:
    """The milestone that a meeting is about and that it can complete for the caller.

    None: it is about none of the plan, has not begun or was called off; or theirs is done, or they
    are not in the group.
    """
    if meeting.milestone_id is None or meeting.is_cancelled or not meeting.has_begun(caller.now):
        return None
    member = await find_member(session, caller.guild_id, caller.user_id)
    if member is None:
        return None
    day = local_date(meeting.starts_at, member.zone)
    items = (await board_of(session, member, now=caller.now)).items
    item = next((each for each in items if each.id == meeting.milestone_id), None)
    return item if item is not None and takes_on(item, day) else None


async def complete(
    session: AsyncSession, caller: MemberCaller, meeting_id: int, number: int
) -> None:
    """Mark the milestone that a meeting is about done for the caller, noting the meeting.

    ``number`` is the milestone's last change that was seen: when another came since, nothing
    happens.

    Raises:
        NotFound: the group has no such meeting.
        UserError: it completes nothing of theirs now.
    """
    meeting = await queries.get(session, caller, meeting_id)
    item = await milestone_of(session, caller, meeting)
    if item is None:
        raise UserError(
            "That session completes nothing of yours now: it has not begun, or its milestone is "
            "done. `/milestone done` marks any milestone."
        )
    note = f"Session of {say_date(local_date(meeting.starts_at, caller.member.zone))}"
    await milestones.finish(session, caller, item.id, note=note, number=number)

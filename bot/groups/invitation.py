"""The invitation to join, which an organiser lets go to the announcements."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.queries import lock_group
from bot.groups.values import Group, OrganiserCaller
from bot.scheduling import newest_occurrence, put_now

INVITATION_KIND = "groups.invitation"
_PRESSED_TWICE = timedelta(minutes=1)


async def invite(session: AsyncSession, caller: OrganiserCaller) -> Group:
    """Let a delivery post the invitation (C11); asked for twice within a minute, it is one.

    Raises:
        NotSetUp: nobody has run ``/setup`` here.
    """
    group = await lock_group(session, caller.guild_id)
    latest, _status = await newest_occurrence(session, group.guild_id, kind=INVITATION_KIND)
    if latest is None or latest.at < caller.now - _PRESSED_TWICE:
        await put_now(
            session, group.guild_id, kind=INVITATION_KIND, zone=group.zone, now=caller.now
        )
    return group

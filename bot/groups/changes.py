"""What higher features do when a group or a member changes, in the same transaction.

Features may not be called from below; they register here when the bot starts. So a member's prompt
schedule moves in the very unit of work in which their zone does.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.service import Group, Member

GroupHook = Callable[[AsyncSession, Group, datetime], Awaitable[None]]
MemberHook = Callable[[AsyncSession, Member, datetime], Awaitable[None]]


class Changes:
    """The hooks of one bot. Each must be safe to run again for the same state."""

    def __init__(self) -> None:
        """Start without hooks."""
        self._group_hooks: list[GroupHook] = []
        self._member_hooks: list[MemberHook] = []

    def on_group(self, hook: GroupHook) -> None:
        """Run ``hook`` after a group was set up or its settings changed."""
        self._group_hooks.append(hook)

    def on_member(self, hook: MemberHook) -> None:
        """Run ``hook`` after a member joined, changed a setting, paused, or left."""
        self._member_hooks.append(hook)

    async def group_changed(self, session: AsyncSession, group: Group, now: datetime) -> None:
        """Run the group hooks, in the order registered."""
        for hook in self._group_hooks:
            await hook(session, group, now)

    async def member_changed(self, session: AsyncSession, member: Member, now: datetime) -> None:
        """Run the member hooks, in the order registered."""
        for hook in self._member_hooks:
            await hook(session, member, now)

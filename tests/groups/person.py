"""Somebody in a group, for tests of use cases: what they do is one unit of work, as on Discord."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.groups import service as groups
from bot.groups.values import MemberCaller

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Person:
    """A member of a group at ``now``. ``lock`` False is for use cases that lock the group."""

    db: Database
    user_id: int
    guild_id: int
    now: datetime
    is_organiser: bool = False
    lock: bool = True

    async def act(
        self,
        use_case: Callable[Concatenate[AsyncSession, MemberCaller, P], Awaitable[T]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """What ``use_case`` gives, once it is committed."""
        async with self.db.begin() as session:
            find = groups.lock_member if self.lock else groups.get_member
            return await use_case(
                session, self._caller(await find(session, *self._key)), *args, **kwargs
            )

    async def read(
        self,
        query: Callable[Concatenate[AsyncSession, MemberCaller, P], Awaitable[T]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """What ``query`` gives."""
        async with self.db.read() as session:
            member = await groups.get_member(session, *self._key)
            return await query(session, self._caller(member), *args, **kwargs)

    @property
    def _key(self) -> tuple[int, int]:
        return self.guild_id, self.user_id

    def _caller(self, member: groups.Member) -> MemberCaller:
        return MemberCaller(*self._key, self.is_organiser, self.now, member)

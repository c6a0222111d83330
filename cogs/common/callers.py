"""From an interaction to a use case: open the transaction, find who acts, call, give its value.

Most commands and clicks are two lines: what is to be done, and the answer::

    outcome = await as_member(interaction).act(milestones.finish, milestone_id, link=link)
    await reply(interaction, outcome_panel(outcome))

A use case takes the session and its caller first; the type checker compares everything after that
with what is given here. Who may act is part of finding the caller: a use case for members is given
a `MemberCaller`, one for organisers an `OrganiserCaller`. What only the group may see or do asks
for `as_member`, or `as_insider` where organisers need not be members; `as_anyone` is for what
everybody in the server may know (the plan, help) and for joining.

An act happens once, whoever else is told of it (`bot.db.acts`): what makes a new row each time is
called with ``create``, everything else with ``act``.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Concatenate, Generic, ParamSpec, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Act
from bot.errors import NotInServer
from bot.groups import service as groups
from bot.groups.values import Caller, InsiderCaller, MemberCaller, OrganiserCaller
from bot.origins import take_changed
from cogs.common.access import (
    group_of,
    is_organiser,
    named_group,
    organises,
    require_organiser,
)
from cogs.common.routes import Interaction, form_key
from cogs.common.server_members import refuse_gone, require_in_server, welcome_back

C = TypeVar("C", bound=Caller)
T = TypeVar("T")
P = ParamSpec("P")

STEP_CHANGED = "step_changed"
"""The event that tells cogs, after an act, of what a step came of: its group and its origin."""

Place = Callable[[], Awaitable[int]]
Find = Callable[[AsyncSession, int], Awaitable[C]]
_FindMember = Callable[[AsyncSession, int, int], Awaitable[groups.Member]]


class Acting(Generic[C]):
    """Whoever acts, in the group that they mean; what they read or do is one unit of work."""

    def __init__(
        self, interaction: Interaction, place: Place, to_read: Find[C], to_act: Find[C]
    ) -> None:
        """Find the caller in ``place()`` with ``to_read`` before reading, ``to_act`` before acting.

        The place is found before the transaction begins, since Discord may have to be asked.
        """
        self._interaction = interaction
        self._act = act_of(interaction)
        self._place = place
        self._to_read = to_read
        self._to_act = to_act

    async def read(
        self,
        query: Callable[Concatenate[AsyncSession, C, P], Awaitable[T]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """What ``query(session, caller, …)`` gives, of one moment; never waits behind a writer."""
        return await self._call(
            self._act.read,
            self._to_read,
            lambda session, caller: query(session, caller, *args, **kwargs),
        )

    async def act(
        self,
        use_case: Callable[Concatenate[AsyncSession, C, P], Awaitable[T]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """What ``use_case(session, caller, …)`` gives, once it is committed.

        A form that is sent again may act again: what it says last counts.

        Raises:
            DoneElsewhere: another process does the same.
        """
        return await self._call(
            self._act.begin,
            self._to_act,
            lambda session, caller: use_case(session, caller, *args, **kwargs),
        )

    async def create(
        self,
        use_case: Callable[Concatenate[AsyncSession, C, P], Awaitable[T]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """As `act`, for use cases that would make another row if they were called again.

        Raises:
            DoneBefore: the form was sent before.
            DoneElsewhere: as `act`.
        """
        return await self._call(
            lambda: self._act.begin(once_a_form=True),
            self._to_act,
            lambda session, caller: use_case(session, caller, *args, **kwargs),
        )

    async def _call(
        self,
        unit: Callable[[], AbstractAsyncContextManager[AsyncSession]],
        find: Find[C],
        call: Callable[[AsyncSession, C], Awaitable[T]],
    ) -> T:
        """Open a unit of work, find the caller, call; again for who turns out to have come back."""
        guild_id = await self._place()

        async def once() -> T:
            async with unit() as session:
                given = await call(session, await find(session, guild_id))
            for where, origin in take_changed(session):
                self._interaction.client.dispatch(STEP_CHANGED, where, origin)
            return given

        try:
            return await once()
        except NotInServer:
            await welcome_back(self._interaction, guild_id)
        return await once()


def act_of(interaction: Interaction) -> Act:
    """The one act that an interaction is, for use cases that open units of work themselves."""
    known = interaction.extras.get(Act)
    if known is None:
        now = interaction.client.clock.now()
        known = Act(interaction.client.db, interaction.id, form_key(interaction), now)
        interaction.extras[Act] = known
    act: Act = known
    return act


def as_member(
    interaction: Interaction,
    guild_id: int | None = None,
    *,
    lock: bool = True,
    with_group: bool = False,
) -> Acting[MemberCaller]:
    """Whoever acts, as a member of the group that ``guild_id`` names or else that they mean.

    While one act of a member runs, another one waits. ``with_group`` is for use cases that lock the
    group, which comes before its members; ``lock`` is False for those that lock something else of
    the group first, and then the member themselves.

    Raises (when used):
        NotSetUp: there is no group.
        NotJoined: they are not in it.
        NotInServer: in direct messages, when they are not in its server.
        NotFound: ``guild_id`` names another server than the one they are in.
        UserError: in direct messages, when it is not clear which group they mean.
    """

    to_act = groups.lock_member if lock else groups.get_member

    async def find(session: AsyncSession, where: int, find_member: _FindMember) -> MemberCaller:
        if with_group and find_member is groups.lock_member:
            await groups.lock_group(session, where)
        member = await find_member(session, where, interaction.user.id)
        return MemberCaller(
            where,
            member.user_id,
            organises(interaction),
            interaction.client.clock.now(),
            member,
        )

    return Acting(
        interaction,
        lambda: _group(interaction, guild_id),
        lambda session, where: find(session, where, groups.get_member),
        lambda session, where: find(session, where, to_act),
    )


def as_insider(interaction: Interaction) -> Acting[InsiderCaller]:
    """Whoever acts, as a member of the group that they mean or as an organiser, member or not.

    Raises (when used): as `as_member`, but not for organisers who are not in the group.
    """

    async def find(session: AsyncSession, where: int) -> InsiderCaller:
        organiser = organises(interaction)
        if not organiser:
            await groups.get_member(session, where, interaction.user.id)
        return InsiderCaller(where, interaction.user.id, organiser, interaction.client.clock.now())

    return Acting(interaction, lambda: _group(interaction, None), find, find)


def as_anyone(interaction: Interaction, guild_id: int | None = None) -> Acting[Caller]:
    """Whoever acts, member of the group or not, as somebody in its server.

    Raises (when used):
        NotFound: ``guild_id`` names another server than the one they are in.
        NotInServer: in direct messages, when they are not in the server that they mean.
        UserError: in direct messages, when it is not clear which group they mean, or when Discord
            does not say who is in the server.
    """

    async def place() -> int:
        if interaction.guild_id is None and guild_id is not None:
            await is_organiser(interaction)
            await require_in_server(interaction, guild_id)
            return guild_id
        return await _group(interaction, guild_id)

    async def find(_session: AsyncSession, where: int) -> Caller:
        now = interaction.client.clock.now()
        return Caller(where, interaction.user.id, organises(interaction), now)

    return Acting(interaction, place, find, find)


def as_organiser(interaction: Interaction) -> Acting[OrganiserCaller]:
    """Whoever acts, as an organiser of this server.

    Raises (when used):
        NotAllowed: they lack *Manage Server*, and every role that may organise.
        UserError: in direct messages.
    """

    async def place() -> int:
        return await require_organiser(interaction)

    async def find(_session: AsyncSession, where: int) -> OrganiserCaller:
        return OrganiserCaller(where, interaction.user.id, True, interaction.client.clock.now())

    return Acting(interaction, place, find, find)


async def organiser_of(interaction: Interaction) -> OrganiserCaller:
    """Whoever acts, for use cases of organisers that open their transactions themselves.

    Raises: as `as_organiser`, at once.
    """
    where = await require_organiser(interaction)
    return OrganiserCaller(where, interaction.user.id, True, interaction.client.clock.now())


async def _group(interaction: Interaction, guild_id: int | None) -> int:
    """The group that they mean: this server's, the one named, or in direct messages their home.

    In a server Discord says that they are in it. In direct messages this is the one place to ask
    whether a member still is.
    """
    await is_organiser(interaction)
    where = await group_of(interaction) if guild_id is None else named_group(interaction, guild_id)
    if interaction.guild_id is None:
        await refuse_gone(interaction, where)
    return where

"""Which group somebody means who takes with them what is theirs, also after they have left it."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotSetUp, UserError
from bot.groups import membership
from bot.groups.values import Member, MemberCaller
from cogs.common.access import group_of
from cogs.common.routes import Interaction


async def own_group(interaction: Interaction) -> int:
    """The guild id; nobody has to be a member still to get what is stored about them.

    Raises:
        NotSetUp: in direct messages, and they never were in a group.
        UserError: in direct messages, and it is not clear which group they mean.
    """
    try:
        return await group_of(interaction)
    except NotSetUp:
        async with interaction.client.db.read() as session:
            groups = await membership.own_groups(session, interaction.user.id)
        if not groups:
            raise
        if len(groups) > 1:
            raise UserError(
                "You were in more than one study group. Use this in the server that you mean."
            ) from None
        return groups[0].guild_id


async def own_membership(_session: AsyncSession, caller: MemberCaller) -> Member:
    """Whoever asks, who has to be a member."""
    return caller.member

"""Sharing a win, which is asked once with what the group will see, and taking it back."""

from __future__ import annotations

from bot.milestones import service
from cogs.common.callers import as_member
from cogs.common.permissions import writable_announcements
from cogs.common.reply import rerender
from cogs.common.routes import Interaction
from cogs.common.sender import delete_message
from cogs.milestones.item_panels import ask_to_share_panel, shared_panel, taken_back_panel
from cogs.milestones.routes import SHARE, SHARE_FOR_SURE, TAKE_BACK


@SHARE.press
async def ask(interaction: Interaction, milestone_id: str) -> None:
    """Show what would be posted, unless it was."""
    channel_id = await writable_announcements(interaction)
    outcome = await as_member(interaction).read(service.look_before_sharing, milestone_id)
    if outcome.item.change is not None and outcome.item.change.shared:
        await rerender(interaction, shared_panel(outcome, channel_id))
        return
    await rerender(interaction, ask_to_share_panel(outcome.item, interaction.user.id, channel_id))


@SHARE_FOR_SURE.press
async def share(interaction: Interaction, milestone_id: str) -> None:
    """Share it; a delivery posts it."""
    channel_id = await writable_announcements(interaction)
    outcome = await as_member(interaction).act(service.share, milestone_id)
    await rerender(interaction, shared_panel(outcome, channel_id))


@TAKE_BACK.press
async def take_back(interaction: Interaction, milestone_id: str) -> None:
    """Share it no longer, and delete its post."""
    outcome, message = await as_member(interaction).act(service.take_back, milestone_id)
    is_gone = message is None or await delete_message(interaction.client, message)
    await rerender(interaction, taken_back_panel(outcome, is_gone=is_gone))

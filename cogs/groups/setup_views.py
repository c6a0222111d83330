"""The selects, buttons and forms of ``/setup``."""

from __future__ import annotations

from bot.groups.values import GroupFields
from cogs.common.access import require_organiser
from cogs.common.group_fields import (
    basics_form,
    read_basics,
    read_rhythm,
    rhythm_form,
    text_channel,
)
from cogs.common.reply import open_form, reply, rerender
from cogs.common.routes import Fields, Interaction, chosen_one
from cogs.groups import inviting, organising
from cogs.groups.routes import (
    INVITE,
    INVITE_FOR_SURE,
    SETUP_ANNOUNCEMENTS,
    SETUP_BASICS,
    SETUP_OPEN,
    SETUP_PAPERS,
    SETUP_RETROS,
    SETUP_RHYTHM,
    SETUP_SHOW,
    SETUP_START,
)


@SETUP_START.press
async def start(interaction: Interaction) -> None:
    """Take the suggestions."""
    await rerender(interaction, await organising.save(interaction, {}))


@SETUP_OPEN.press
async def open_setup(interaction: Interaction) -> None:
    """Open ``/setup``."""
    await reply(interaction, await organising.show(interaction))


@SETUP_SHOW.press
async def show(interaction: Interaction) -> None:
    """Look again, such as after permissions were given."""
    await rerender(interaction, await organising.show(interaction))


@INVITE.press
async def show_invitation(interaction: Interaction) -> None:
    """Show what would be posted."""
    await rerender(interaction, await inviting.preview(interaction))


@INVITE_FOR_SURE.press
async def post_invitation(interaction: Interaction) -> None:
    """Post it."""
    await rerender(interaction, await inviting.post_invitation(interaction))


@SETUP_ANNOUNCEMENTS.press
async def set_announcements(interaction: Interaction) -> None:
    """Take the channel for announcements."""
    await _save(interaction, {"announcements_channel_id": await _chosen_channel(interaction)})


@SETUP_PAPERS.press
async def set_papers(interaction: Interaction) -> None:
    """Take the channel for papers."""
    await _save(interaction, {"papers_channel_id": await _chosen_channel(interaction)})


@SETUP_RETROS.press
async def set_retros(interaction: Interaction) -> None:
    """Take the channel for retros."""
    await _save(interaction, {"retros_channel_id": await _chosen_channel(interaction)})


@SETUP_BASICS.press
async def open_basics(interaction: Interaction) -> None:
    """Ask for zone, start and feeds."""
    group = await organising.in_force(interaction)
    await open_form(interaction, basics_form(SETUP_BASICS(), group, categories=True))


@SETUP_BASICS.form
async def set_basics(interaction: Interaction, fields: Fields) -> None:
    """Take zone, start and feeds."""
    await _save(interaction, await read_basics(interaction, fields, categories=True))


@SETUP_RHYTHM.press
async def open_rhythm(interaction: Interaction) -> None:
    """Ask for the weekly paper's times and the retro's day."""
    group = await organising.in_force(interaction)
    await open_form(interaction, rhythm_form(SETUP_RHYTHM(), group))


@SETUP_RHYTHM.form
async def set_rhythm(interaction: Interaction, fields: Fields) -> None:
    """Take the weekly paper's times and the retro's day."""
    group = await organising.in_force(interaction)
    await _save(interaction, read_rhythm(interaction, fields, group))


async def _save(interaction: Interaction, fields: GroupFields) -> None:
    await rerender(interaction, await organising.save(interaction, fields))


async def _chosen_channel(interaction: Interaction) -> int:
    await require_organiser(interaction)
    return text_channel(interaction, chosen_one(interaction)).id

"""The buttons below what a member went to."""

from __future__ import annotations

from bot.community import attendance
from cogs.common.callers import as_member
from cogs.common.reply import rerender
from cogs.common.routes import Interaction
from cogs.community.attendance_panels import ask_drop_panel, attended_panel, event_panel
from cogs.community.routes import (
    ATTENDED,
    ATTENDED_PAGE,
    COUNT_ATTENDED,
    DROP_ATTENDED,
    DROP_ATTENDED_FOR_SURE,
)


@ATTENDED_PAGE.press
async def turn_attended(interaction: Interaction, page: int) -> None:
    found = await as_member(interaction).read(attendance.attended)
    await rerender(interaction, attended_panel(found, page))


@ATTENDED.press
async def show_attended(interaction: Interaction, event_id: int) -> None:
    found = await as_member(interaction).read(attendance.attended)
    await rerender(interaction, event_panel(found, event_id))


@COUNT_ATTENDED.press
async def count_attended(interaction: Interaction, event_id: int, number: int) -> None:
    found = await as_member(interaction).act(attendance.count, event_id, number)
    await rerender(interaction, event_panel(found, event_id))


@DROP_ATTENDED.press
async def ask_drop(interaction: Interaction, event_id: int) -> None:
    found = await as_member(interaction).read(attendance.attended)
    await rerender(interaction, ask_drop_panel(found.event(event_id)))


@DROP_ATTENDED_FOR_SURE.press
async def drop(interaction: Interaction, event_id: int) -> None:
    found = await as_member(interaction).act(attendance.remove, event_id)
    await rerender(interaction, attended_panel(found, said="Removed."))

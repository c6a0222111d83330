"""The buttons and forms around actions."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound, UserError
from bot.groups import service as groups
from bot.retros import actions
from bot.retros import service as retros
from bot.retros.models import ActionStatus
from cogs.common.access import group_of, is_organiser
from cogs.common.panels import Panel
from cogs.common.reply import reply, rerender
from cogs.common.routes import Interaction, Routes, whole
from cogs.retros.action_panels import Place, added_panel, list_panel, review_panel
from cogs.retros.card_panels import action_form
from cogs.retros.messages import refresh_panel, refresh_summary, render_summary

routes = Routes()


async def action_list(interaction: Interaction, page: int = 0) -> Panel:
    """The group's actions, for a member or an organiser."""
    async with interaction.client.db.read() as session:
        guild_id = await group_of(interaction, session)
        group = await _group_for(interaction, session, guild_id)
        found = await actions.list_actions(session, guild_id, now=interaction.client.clock.now())
    return list_panel(found, group.zone, page)


async def change_status(
    interaction: Interaction, action_id: int, status: ActionStatus
) -> actions.Change:
    """Mark an action, as the person who acts here may."""
    async with interaction.client.db.begin() as session:
        guild_id = await group_of(interaction, session)
        return await actions.set_status(
            session,
            guild_id,
            interaction.user.id,
            action_id,
            status,
            organiser=is_organiser(interaction),
            now=interaction.client.clock.now(),
        )


async def bring_up_to_date(
    interaction: Interaction, action: actions.Action, *, seen: int | None = None
) -> None:
    """Show a changed action where the group sees it, but for the summary that ``seen`` names."""
    async with interaction.client.db.read() as session:
        guild_id = await group_of(interaction, session)
        open_id = await retros.find_open(session, guild_id)
    if action.retro_id is not None and action.retro_id != seen:
        await refresh_summary(interaction.client, guild_id, action.retro_id)
    if open_id is not None:
        await refresh_panel(interaction.client, guild_id, open_id)


@routes.press("action:page", int)
async def turn_list(interaction: Interaction, page: int) -> None:
    """Show another page of the list, in place."""
    await rerender(interaction, await action_list(interaction, page))


@routes.press("action:add", int)
async def write_action(interaction: Interaction, retro_id: int) -> None:
    """Open the form for an action that came of this retro (0: of none)."""
    if interaction.guild_id is None:
        raise UserError("Pick the owner among the server's people: `/action list` there adds it.")
    async with interaction.client.db.read() as session:
        await groups.get_member(session, interaction.guild_id, interaction.user.id)
    await interaction.response.send_modal(action_form(retro_id))


@routes.form("action:add", int)
async def add_action(interaction: Interaction, fields: dict[str, Any], retro_id: int) -> None:
    """Note the action, and show it where the form was opened."""
    try:
        (owner_id,) = map(whole, fields.get("owner", []))
    except ValueError:
        raise NotFound("I do not find that person. Pick the owner again.") from None
    async with interaction.client.db.begin() as session:
        guild_id = await group_of(interaction, session)
        group = await groups.get_group(session, guild_id)
        action = await actions.add_action(
            session,
            guild_id,
            interaction.user.id,
            text=str(fields.get("text", "")),
            owner_id=owner_id,
            due=str(fields.get("due", "")),
            retro_id=retro_id or None,
            now=interaction.client.clock.now(),
        )
    await reply(interaction, added_panel(action, group.zone))
    await bring_up_to_date(interaction, action)


@routes.press("action:done", int, Place, int)
async def done(interaction: Interaction, action_id: int, place: Place, key: int) -> None:
    """Mark an action done."""
    await _act(interaction, action_id, ActionStatus.DONE, place, key)


@routes.press("action:drop", int, Place, int)
async def drop(interaction: Interaction, action_id: int, place: Place, key: int) -> None:
    """Drop an action; *Undo* takes its place."""
    await _act(interaction, action_id, ActionStatus.DROPPED, place, key)


@routes.press("action:undo", int, Place, int)
async def undo(interaction: Interaction, action_id: int, place: Place, key: int) -> None:
    """Open an action again."""
    await _act(interaction, action_id, ActionStatus.OPEN, place, key)


@routes.press("action:keep", int, Place, int)
async def keep(interaction: Interaction, action_id: int, place: Place, retro_id: int) -> None:
    """Carry an action on into this retro's month."""
    async with interaction.client.db.begin() as session:
        guild_id = await group_of(interaction, session)
        await actions.keep_action(
            session,
            guild_id,
            interaction.user.id,
            action_id,
            retro_id,
            organiser=is_organiser(interaction),
        )
    await rerender(interaction, await _shown(interaction, place, retro_id))


@routes.press("action:review", int)
async def review(interaction: Interaction, retro_id: int) -> None:
    """Ask about the unfinished actions, in a private answer to the retro's panel."""
    await reply(interaction, await _review(interaction, retro_id, 0))


@routes.press("action:reviewpage", int, int)
async def turn_review(interaction: Interaction, retro_id: int, page: int) -> None:
    """Show another page of them, in place."""
    await rerender(interaction, await _review(interaction, retro_id, page))


async def _act(
    interaction: Interaction, action_id: int, status: ActionStatus, place: Place, key: int
) -> None:
    change = await change_status(interaction, action_id, status)
    await rerender(interaction, await _shown(interaction, place, key))
    if change.changed:
        seen = key if place is Place.SUMMARY else None
        await bring_up_to_date(interaction, change.action, seen=seen)


async def _shown(interaction: Interaction, place: Place, key: int) -> Panel:
    """The panel that stands at ``place``, as it is now."""
    if place is Place.LIST:
        return await action_list(interaction, key)
    if place is Place.REVIEW:
        return await _review(interaction, key, 0)
    async with interaction.client.db.read() as session:
        guild_id = await group_of(interaction, session)
    return await render_summary(interaction.client, guild_id, key)


async def _group_for(
    interaction: Interaction, session: AsyncSession, guild_id: int
) -> groups.Group:
    """The group, for its members and for organisers.

    Raises:
        NotSetUp: there is none, or they are neither.
    """
    if not is_organiser(interaction):
        await groups.get_member(session, guild_id, interaction.user.id)
    return await groups.get_group(session, guild_id)


async def _review(interaction: Interaction, retro_id: int, page: int) -> Panel:
    async with interaction.client.db.read() as session:
        guild_id = await group_of(interaction, session)
        group = await _group_for(interaction, session, guild_id)
        retro = await retros.get_retro(session, guild_id, retro_id)
        found = await actions.carried_over(session, guild_id, retro)
    return review_panel(found, retro, group.zone, page)

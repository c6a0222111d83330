"""The buttons and forms around actions."""

from __future__ import annotations

from bot.actions import queries, service
from bot.actions.values import Action, ActionStatus
from bot.errors import NotFound, UserError
from bot.retros.queries import find_open
from bot.retros.values import PANEL, SUMMARY
from cogs.actions.panels import action_form, added_panel, changed_panel, list_panel, review_panel
from cogs.actions.routes import (
    ADD,
    DONE,
    DROP,
    KEEP,
    LIST_PAGE,
    NAMED_DONE,
    NAMED_UNDO,
    REVIEW,
    REVIEW_PAGE,
    UNDO,
    Place,
)
from cogs.common import public_panels
from cogs.common.callers import as_insider, as_member
from cogs.common.daily_message import ON_TODAY, daily_message
from cogs.common.reply import open_form, reply, rerender
from cogs.common.routes import Fields, Interaction, whole


async def bring_up_to_date(
    interaction: Interaction, action: Action, *, seen: int | None = None
) -> None:
    """Show a changed action where the group sees it, but for the summary that ``seen`` names."""
    bot, guild_id = interaction.client, action.guild_id
    async with bot.db.read() as session:
        open_id = await find_open(session, guild_id)
    if action.retro_id is not None and action.retro_id != seen:
        await public_panels.refresh(bot, SUMMARY, guild_id, action.retro_id)
    if open_id is not None:
        await public_panels.refresh(bot, PANEL, guild_id, open_id)


@LIST_PAGE.press
async def turn_list(interaction: Interaction, page: int) -> None:
    found = await as_insider(interaction).read(queries.list_actions)
    await rerender(interaction, list_panel(found, page))


@ADD.press
async def write_action(interaction: Interaction, retro_id: int) -> None:
    """Open the form for an action that came of this retro."""
    if interaction.guild_id is None:
        raise UserError("Pick the owner among the server's people: `/action list` there adds it.")
    await as_member(interaction).read(queries.check_retro, retro_id or None)
    await open_form(interaction, action_form(retro_id))


@ADD.form
async def add_action(interaction: Interaction, fields: Fields, retro_id: int) -> None:
    """Note the action, and show it where the form was opened."""
    try:
        (owner_id,) = map(whole, fields.get("owner", []))
    except ValueError:
        raise NotFound("I do not find that person. Pick the owner again.") from None
    action = await as_member(interaction).create(
        service.add_action,
        text=fields.get("text", ""),
        owner_id=owner_id,
        due=fields.get("due", ""),
        retro_id=retro_id or None,
    )
    await reply(interaction, added_panel(action))
    await bring_up_to_date(interaction, action)


@DONE.press
async def done(interaction: Interaction, action_id: int, place: Place, key: int) -> None:
    await _mark(interaction, action_id, ActionStatus.DONE, place, key)


@DROP.press
async def drop(interaction: Interaction, action_id: int, place: Place, key: int) -> None:
    await _mark(interaction, action_id, ActionStatus.DROPPED, place, key)


@UNDO.press
async def undo(interaction: Interaction, action_id: int, place: Place, key: int) -> None:
    await _mark(interaction, action_id, ActionStatus.OPEN, place, key)


@KEEP.press
async def keep(interaction: Interaction, action_id: int, place: Place, retro_id: int) -> None:
    change = await as_insider(interaction).act(service.keep_action, action_id, retro_id)
    await _show(interaction, change.action.guild_id, place, retro_id)


@REVIEW.press
async def review(interaction: Interaction, retro_id: int) -> None:
    """Ask about the unfinished actions, in a private answer to the retro's panel."""
    found = await as_insider(interaction).read(queries.review, retro_id)
    await reply(interaction, review_panel(found, 0))


@REVIEW_PAGE.press
async def turn_review(interaction: Interaction, retro_id: int, page: int) -> None:
    found = await as_insider(interaction).read(queries.review, retro_id)
    await rerender(interaction, review_panel(found, page))


@NAMED_DONE.press
async def named_done(
    interaction: Interaction, guild_id: int, delivery_id: int, action_id: int
) -> None:
    await _mark_named(interaction, guild_id, delivery_id, action_id, ActionStatus.DONE)


@NAMED_UNDO.press
async def named_undo(
    interaction: Interaction, guild_id: int, delivery_id: int, action_id: int
) -> None:
    await _mark_named(interaction, guild_id, delivery_id, action_id, ActionStatus.OPEN)


async def _mark_named(
    interaction: Interaction, guild_id: int, delivery_id: int, action_id: int, status: ActionStatus
) -> None:
    """Mark an action of the caller's, and show the message again in which it was named."""
    acting = as_member(interaction, guild_id)
    change = await acting.act(service.set_status, action_id, status)
    await rerender(interaction, await acting.read(daily_message, interaction.client, delivery_id))
    if change.changed:
        if delivery_id == ON_TODAY:
            await reply(interaction, changed_panel(change))
        await bring_up_to_date(interaction, change.action)


async def _mark(
    interaction: Interaction, action_id: int, status: ActionStatus, place: Place, key: int
) -> None:
    change = await as_insider(interaction).act(service.set_status, action_id, status)
    seen = await _show(interaction, change.action.guild_id, place, key)
    if change.changed:
        await bring_up_to_date(interaction, change.action, seen=seen)


async def _show(interaction: Interaction, guild_id: int, place: Place, key: int) -> int | None:
    """Show what stands at ``place`` as it is now; gives the retro whose summary all see so."""
    if place is Place.SUMMARY:
        shown = await public_panels.rerender(interaction, SUMMARY, guild_id, key)
        return key if shown else None
    if place is Place.REVIEW:
        found = await as_insider(interaction).read(queries.review, key)
        await rerender(interaction, review_panel(found, 0))
    else:
        actions = await as_insider(interaction).read(queries.list_actions)
        await rerender(interaction, list_panel(actions, key))
    return None

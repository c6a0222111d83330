"""The buttons, selects and forms around actions."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.actions import files, queries, service
from bot.actions.values import Action, ActionMessage, ActionStatus, SeenAction, Show
from bot.client import Syllabot
from bot.errors import NotFound, UserError
from bot.files import fitting
from bot.groups.values import InsiderCaller
from bot.retros.queries import find_open
from bot.retros.values import PANEL, SUMMARY
from cogs.actions.forms import action_form, date_form, message_form
from cogs.actions.panels import (
    ACCENT,
    added_panel,
    changed_panel,
    item_panel,
    list_panel,
    review_panel,
)
from cogs.actions.routes import (
    ADD,
    ADD_FROM,
    DONE,
    DROP,
    EXPORT,
    FILTER,
    GIVE_BACK,
    KEEP,
    LISTED,
    MOVE,
    PICK,
    REVIEW,
    REVIEW_PAGE,
    TAKE,
    UNDO,
    Place,
)
from cogs.common import public_panels
from cogs.common.attachments import attachments, export_panel
from cogs.common.callers import as_insider, as_member
from cogs.common.reply import open_form, reply, rerender
from cogs.common.routes import Fields, Interaction, chosen_one, whole
from cogs.common.text import plural

_NO_SUCH = "I do not find that action. Pick one from the suggestions."


async def bring_up_to_date(bot: Syllabot, guild_id: int, action_id: int) -> None:
    """Show a changed action where the group sees it."""
    async with bot.db.read() as session:
        open_id = await find_open(session, guild_id)
        found = await queries.actions_named(session, guild_id, [action_id])
    for action in found:
        if action.retro_id is not None:
            await public_panels.refresh(bot, SUMMARY, guild_id, action.retro_id)
    if open_id is not None:
        await public_panels.refresh(bot, PANEL, guild_id, open_id)


def id_of(typed: str) -> int:
    """The action that a suggestion names.

    Raises:
        NotFound: it names none.
    """
    try:
        return whole(typed)
    except ValueError:
        raise NotFound(_NO_SUCH) from None


async def show_item(interaction: Interaction, action_id: int, said: str | None = None) -> None:
    """Answer with one action and all that can be done with it."""
    seen = await as_insider(interaction).read(queries.see_action, action_id)
    await reply(interaction, item_panel(seen, said))


@LISTED.press
async def turn_list(interaction: Interaction, place: Place, page: int) -> None:
    await _list(interaction, place, page)


@FILTER.press
async def filter_list(interaction: Interaction) -> None:
    wanted = chosen_one(interaction)
    show = Show(wanted) if wanted in set(Show) else Show.ALL
    found = await as_insider(interaction).read(queries.list_actions, show)
    await rerender(interaction, list_panel(found, 0))


@PICK.press
async def pick(interaction: Interaction, _place: Place, _page: int) -> None:
    """Open one of the list's as a further answer, so that the list stays."""
    await show_item(interaction, id_of(chosen_one(interaction)))


@EXPORT.press
async def export(interaction: Interaction, place: Place) -> None:
    """Give what the list shows, on all its pages, as files; the whole list has older ones too."""
    found = await as_insider(interaction).read(_exported, place.show)
    given = attachments(fitting(files.files_of(found), "actions"))
    text = (
        f"**{plural(len(found), 'action')}** as Markdown, CSV and JSON: what, until when, and what "
        "became of it."
    )
    panel = export_panel(ACCENT, text, given, without="Nobody's name is in them.")
    await reply(interaction, panel, files=given)


@ADD.press
async def write_action(interaction: Interaction, retro_id: int) -> None:
    """Open the form for an action that came of this retro."""
    if interaction.guild_id is None:
        raise UserError("Pick the owner among the server's people: `/action list` there adds it.")
    await as_member(interaction).read(queries.check_retro, retro_id or None)
    await open_form(interaction, action_form(retro_id))


@ADD.form
async def add_action(interaction: Interaction, fields: Fields, retro_id: int) -> None:
    """Note the action; it shows where the form was opened."""
    await _add(interaction, fields, retro_id or None, None)


@ADD_FROM.press
async def write_from_message(interaction: Interaction, channel_id: int, message_id: int) -> None:
    """Open the form again for an action made of a message."""
    await as_member(interaction).read(queries.check_retro, None)
    await open_form(interaction, message_form(channel_id, message_id, ""))


@ADD_FROM.form
async def add_from_message(
    interaction: Interaction, fields: Fields, channel_id: int, message_id: int
) -> None:
    """Note an action that was made of a message of this server."""
    channels = interaction.guild.channels if interaction.guild is not None else []
    threads = interaction.guild.threads if interaction.guild is not None else []
    if all(each.id != channel_id for each in (*channels, *threads)):
        raise NotFound("I do not find the channel of that message here. `/action list` adds one.")
    await _add(interaction, fields, None, ActionMessage(channel_id, message_id))


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
    await _show(interaction, change.action, place, retro_id)


@TAKE.press
async def take(interaction: Interaction, action_id: int, place: Place, key: int) -> None:
    """Take it on; where its date has passed, ask for another one first."""
    action = await late_one(interaction, None, action_id)
    if action is not None:
        await open_form(interaction, date_form(TAKE(action_id, place, key), action.text, None))
        return
    change = await as_member(interaction, lock=False).act(service.take, action_id)
    await _show(interaction, change.action, place, key)


@TAKE.form
async def take_by_date(
    interaction: Interaction, fields: Fields, action_id: int, place: Place, key: int
) -> None:
    taking = as_member(interaction, lock=False)
    change = await taking.act(service.take, action_id, due=fields.get("due", ""))
    await _show(interaction, change.action, place, key)


@GIVE_BACK.press
async def give_back(interaction: Interaction, action_id: int, place: Place, key: int) -> None:
    change = await as_member(interaction, lock=False).act(service.give_back, action_id)
    await _show(interaction, change.action, place, key)


@MOVE.press
async def ask_date(interaction: Interaction, action_id: int, place: Place, key: int) -> None:
    seen = await as_insider(interaction).read(queries.see_action, action_id)
    action = seen.action
    if not action.is_open:
        raise UserError(f"That one is {action.status.value} and keeps the date it had.")
    due = action.due_on.isoformat()
    await open_form(interaction, date_form(MOVE(action_id, place, key), action.text, due))


@MOVE.form
async def move(
    interaction: Interaction, fields: Fields, action_id: int, place: Place, key: int
) -> None:
    due = fields.get("due", "")
    change = await as_insider(interaction).act(service.move, action_id, due=due)
    await _show(interaction, change.action, place, key)


@REVIEW.press
async def review(interaction: Interaction, retro_id: int) -> None:
    """Ask about the unfinished actions, in a private answer to the retro's panel."""
    found = await as_insider(interaction).read(queries.review, retro_id)
    await reply(interaction, review_panel(found, 0))


@REVIEW_PAGE.press
async def turn_review(interaction: Interaction, retro_id: int, page: int) -> None:
    found = await as_insider(interaction).read(queries.review, retro_id)
    await rerender(interaction, review_panel(found, page))


async def late_one(interaction: Interaction, guild_id: int | None, action_id: int) -> Action | None:
    """The action, if it can be taken on by another date alone: it is open, and its own is over."""
    return await as_member(interaction, guild_id).read(queries.needs_date, action_id)


async def answer_change(interaction: Interaction, action_id: int, *, changed: bool) -> None:
    """Answer a command that acted."""
    seen = await as_insider(interaction).read(queries.see_action, action_id)
    await reply(interaction, changed_panel(seen, changed=changed))


async def _exported(session: AsyncSession, caller: InsiderCaller, show: Show) -> list[Action]:
    if show is Show.ALL:
        return await queries.all_actions(session, caller.guild_id)
    return list((await queries.list_actions(session, caller, show)).actions)


async def _add(
    interaction: Interaction,
    fields: Fields,
    retro_id: int | None,
    message: ActionMessage | None,
) -> None:
    try:
        owners = list(map(whole, fields.get("owner", [])))[:1]
    except ValueError:
        raise NotFound("I do not find that person. Pick the owner again.") from None
    action = await as_member(interaction).create(
        service.add_action,
        text=fields.get("text", ""),
        owner_id=owners[0] if owners else None,
        due=fields.get("due", ""),
        retro_id=retro_id,
        message=message,
    )
    await reply(interaction, added_panel(action))


async def _mark(
    interaction: Interaction, action_id: int, status: ActionStatus, place: Place, key: int
) -> None:
    change = await as_insider(interaction).act(service.set_status, action_id, status)
    await _show(interaction, change.action, place, key)


async def _show(interaction: Interaction, action: Action, place: Place, key: int) -> None:
    """Show what stands at ``place`` as it is now."""
    if place is Place.SUMMARY:
        await public_panels.rerender(interaction, SUMMARY, action.guild_id, key)
    elif place is Place.REVIEW:
        found = await as_insider(interaction).read(queries.review, key)
        await rerender(interaction, review_panel(found, 0))
    elif place is Place.ITEM:
        seen: SeenAction = await as_insider(interaction).read(queries.see_action, action.id)
        await rerender(interaction, item_panel(seen))
    else:
        await _list(interaction, place, key)


async def _list(interaction: Interaction, place: Place, page: int) -> None:
    found = await as_insider(interaction).read(queries.list_actions, place.show)
    await rerender(interaction, list_panel(found, page))

"""What the buttons, selects and forms of study partners do."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound, UserError
from bot.groups.values import MemberCaller
from bot.partners import organising, queries, rules, service
from bot.partners.values import Met, Partnership, Standing
from cogs.common.access import require_server
from cogs.common.callers import as_member, as_organiser
from cogs.common.panels import Panel
from cogs.common.permissions import missing_in
from cogs.common.reply import open_form, reply, rerender
from cogs.common.routes import Fields, Interaction, chosen_one, snowflake
from cogs.common.stopping import stop_messages
from cogs.partners import panels
from cogs.partners.organising_panels import round_panel, start_panel
from cogs.partners.routes import (
    ADD,
    ANOTHER,
    FINISH,
    HISTORY,
    JOIN,
    LEAVE,
    LEAVE_SURE,
    MINE,
    NOT_WITH,
    OPEN,
    PAUSE,
    RESUME,
    SAY,
    START,
    START_SURE,
    STOP,
    TAKE_OFF,
    THREAD_PERMISSIONS,
    WEEKS,
)

_NOT_OFFERED = "Pick one of the choices in the list."


async def ask_join(interaction: Interaction, guild_id: int | None) -> None:
    """Open the form with what is set now."""
    found = await as_member(interaction, guild_id).read(queries.mine)
    await open_form(interaction, panels.join_form(found.guild_id, found.profile))


@JOIN.press
async def press_join(interaction: Interaction, guild_id: int) -> None:
    await ask_join(interaction, guild_id)


@JOIN.form
async def join(interaction: Interaction, fields: Fields, guild_id: int) -> None:
    capacity = fields.get("capacity", [])
    entry = rules.entry(
        fields.get("roles", []),
        capacity[0] if len(capacity) == 1 else "",
        fields.get("topics", ""),
        shows_axes=fields.get("axes", False),
    )
    found = await as_member(interaction, guild_id).act(service.join, entry)
    await rerender(interaction, panels.mine_panel(found, "Saved. You are in the next round."))


@MINE.press
async def mine(interaction: Interaction, guild_id: int) -> None:
    found = await as_member(interaction, guild_id).read(queries.mine)
    await rerender(interaction, panels.mine_panel(found))


@PAUSE.press
async def ask_pause(interaction: Interaction, guild_id: int) -> None:
    await as_member(interaction, guild_id).read(queries.mine)
    await open_form(interaction, panels.pause_form(guild_id))


@PAUSE.form
async def pause_typed(interaction: Interaction, fields: Fields, guild_id: int) -> None:
    found = await as_member(interaction, guild_id).act(service.pause, fields.get("until", ""))
    await rerender(interaction, panels.mine_panel(found, "Saved."))


@RESUME.press
async def resume(interaction: Interaction, guild_id: int) -> None:
    found = await as_member(interaction, guild_id).act(service.resume)
    await rerender(interaction, panels.mine_panel(found, "Welcome back."))


@LEAVE.press
async def ask_leave(interaction: Interaction, guild_id: int) -> None:
    found = await as_member(interaction, guild_id).read(queries.mine)
    await rerender(interaction, panels.leave_panel(found))


@LEAVE_SURE.press
async def leave(interaction: Interaction, guild_id: int) -> None:
    found = await as_member(interaction, guild_id).act(service.leave)
    await rerender(interaction, panels.mine_panel(found, "You take no part from now on."))


@HISTORY.press
async def history(interaction: Interaction, guild_id: int, page: int) -> None:
    _, found = await as_member(interaction, guild_id).read(_history)
    await rerender(interaction, panels.history_panel(guild_id, found, page))


@NOT_WITH.press
async def show_not_with(interaction: Interaction, guild_id: int, page: int) -> None:
    found = await as_member(interaction, guild_id).read(queries.not_with)
    await rerender(interaction, panels.not_with_panel(guild_id, found, page=page))


@ADD.press
async def ask_not_with(interaction: Interaction, guild_id: int) -> None:
    if interaction.guild_id is None:
        raise UserError("Pick them among the server's people: `/partner notwith` there asks.")
    await as_member(interaction, guild_id).read(queries.not_with)
    await open_form(interaction, panels.not_with_form(guild_id))


@ADD.form
async def add_not_with(interaction: Interaction, fields: Fields, guild_id: int) -> None:
    try:
        (other_id,) = map(snowflake, fields.get("person", []))
    except ValueError:
        raise NotFound("I do not find that person. Pick somebody again.") from None
    found = await as_member(interaction, guild_id).act(service.exclude, other_id)
    await rerender(interaction, panels.not_with_panel(guild_id, found, "Saved."))


@TAKE_OFF.press
async def take_off(interaction: Interaction, guild_id: int, other_id: int) -> None:
    found = await as_member(interaction, guild_id).act(service.include, other_id)
    await rerender(interaction, panels.not_with_panel(guild_id, found, "Taken off."))


@OPEN.press
async def look(interaction: Interaction, guild_id: int, pair_id: int) -> None:
    found = await as_member(interaction, guild_id).read(queries.answered, pair_id)
    await reply(interaction, panels.pair_panel(found))


@SAY.press
async def say(interaction: Interaction, guild_id: int, pair_id: int, met: Met) -> None:
    found = await as_member(interaction, guild_id).act(service.say, pair_id, met)
    await rerender(interaction, panels.pair_panel(found, "Noted."))


@ANOTHER.press
async def find_another(interaction: Interaction, guild_id: int, pair_id: int) -> None:
    found = await as_member(interaction, guild_id).act(service.ask_another, pair_id)
    said = "That pair has ended. Unless you pause, I look for somebody else and write then."
    await rerender(interaction, panels.mine_panel(found, said))


@FINISH.press
async def finish(interaction: Interaction, guild_id: int, pair_id: int) -> None:
    found = await as_member(interaction, guild_id).act(service.finish, pair_id)
    await rerender(interaction, panels.pair_panel(found, "Done: the milestone is finished."))


@STOP.press
async def stop(interaction: Interaction, guild_id: int, _delivery_id: int) -> None:
    await stop_messages(interaction, guild_id)


async def show_rounds(interaction: Interaction) -> None:
    """Answer with how rounds stand."""
    found = await as_organiser(interaction).read(queries.standing)
    await reply(interaction, _rounds(interaction, found))


@WEEKS.press
async def set_weeks(interaction: Interaction) -> None:
    chosen = chosen_one(interaction)
    if not chosen.isdecimal() or len(chosen) > 2:
        raise UserError(_NOT_OFFERED)
    found = await as_organiser(interaction).act(organising.set_weeks, int(chosen))
    await rerender(interaction, _rounds(interaction, found, "Saved."))


@START.press
async def ask_start(interaction: Interaction) -> None:
    found = await as_organiser(interaction).read(queries.standing)
    await rerender(interaction, start_panel(found))


@START_SURE.press
async def start(interaction: Interaction) -> None:
    found = await as_organiser(interaction).act(organising.start)
    said = "The round is on its way: everybody hears who their partner is."
    await rerender(interaction, _rounds(interaction, found, said))


def _rounds(interaction: Interaction, found: Standing, said: str | None = None) -> Panel:
    lacking = missing_in(
        interaction.client, require_server(interaction), found.channel_id, THREAD_PERMISSIONS
    )
    if lacking is None:
        lacking = ["the announcements channel, which is gone"]
    return round_panel(found, lacking, said)


async def show_history(interaction: Interaction) -> None:
    """Answer with the newest page of the caller's pairs."""
    guild_id, found = await as_member(interaction).read(_history)
    await reply(interaction, panels.history_panel(guild_id, found, 0))


async def reply_not_with(interaction: Interaction, other_id: int | None) -> None:
    """Answer with whom the caller avoids; with somebody named, that they do from now on."""
    acting = as_member(interaction)
    if other_id is None:
        guild_id, found = await acting.read(_not_with)
        await reply(interaction, panels.not_with_panel(guild_id, found))
    else:
        guild_id, found = await acting.act(_exclude, other_id)
        await reply(interaction, panels.not_with_panel(guild_id, found, "Saved."))


async def _history(session: AsyncSession, caller: MemberCaller) -> tuple[int, list[Partnership]]:
    return caller.guild_id, await queries.partnerships(session, caller)


async def _not_with(session: AsyncSession, caller: MemberCaller) -> tuple[int, list[int]]:
    return caller.guild_id, await queries.not_with(session, caller)


async def _exclude(
    session: AsyncSession, caller: MemberCaller, other_id: int
) -> tuple[int, list[int]]:
    return caller.guild_id, await service.exclude(session, caller, other_id)

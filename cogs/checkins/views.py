"""The buttons, selects and the form of check-ins."""

from __future__ import annotations

from datetime import date

from bot.charts import checkins as chart
from bot.checkins import queries, service
from bot.checkins.values import VERSIONS
from bot.errors import UserError
from cogs.checkins.history import empty_panel, open_select, trend_of, turn_buttons
from cogs.checkins.panels import (
    ACCENT,
    NOTE,
    cadence_panel,
    form,
    help_text,
    remove_panel,
    removed_panel,
    seen_panel,
    welcome_panel,
)
from cogs.checkins.routes import (
    ANSWER,
    CADENCE,
    HISTORY,
    HISTORY_BEFORE,
    HOW_OFTEN,
    OPEN,
    REMOVE,
    REMOVE_FOR_SURE,
    SEE,
    SHOW,
    SKIP,
    START,
    STOP,
)
from cogs.common.callers import as_member
from cogs.common.pictures import reply_with_picture
from cogs.common.reply import open_form, reply, rerender
from cogs.common.routes import Fields, Interaction, chosen_one

_NOT_OFFERED = "That is not among the choices. `/checkin cadence` shows them anew."


@OPEN.press
async def look(interaction: Interaction, guild_id: int) -> None:
    found = await as_member(interaction, guild_id).read(queries.welcome)
    await reply(interaction, welcome_panel(found))


@ANSWER.press
async def ask(interaction: Interaction, guild_id: int, _version: int) -> None:
    """Open the questions that are asked now, whatever was asked when the button was made."""
    today = await as_member(interaction, guild_id).read(queries.today_s)
    await open_form(interaction, form(guild_id, today))


@ANSWER.form
async def answer(interaction: Interaction, fields: Fields, guild_id: int, version: int) -> None:
    given = [fields.get(item.key, "") for item in VERSIONS.get(version, ())]
    acting = as_member(interaction, guild_id)
    found = await acting.create(service.answer, version, given, fields.get(NOTE, ""))
    await rerender(interaction, seen_panel(found, "Thank you for looking"))


@SKIP.press
async def skip(interaction: Interaction, guild_id: int) -> None:
    found = await as_member(interaction, guild_id).act(service.skip)
    await rerender(interaction, cadence_panel(found, "Not this time, and that is fine."))


@HISTORY.press
async def open_history(interaction: Interaction, guild_id: int) -> None:
    await show_history(interaction, guild_id)


@HISTORY_BEFORE.press
async def earlier_history(interaction: Interaction, guild_id: int, before: date) -> None:
    await show_history(interaction, guild_id, before)


async def show_history(
    interaction: Interaction, guild_id: int | None = None, before: date | None = None
) -> None:
    """Answer with how the answers have moved, as a picture and in words."""
    found = await as_member(interaction, guild_id).read(queries.history, before)
    if not found.checkins:
        await reply(interaction, empty_panel(found))
        return
    data = trend_of(found.checkins)
    await reply_with_picture(
        interaction,
        ACCENT,
        chart.draw,
        data,
        chart.in_words(data),
        chart.alt_text(data),
        table=chart.table(data),
        note="It is yours alone, and not a diagnosis.",
        rows=[open_select(found), *turn_buttons(found), help_text(found.support)],
    )


@SEE.press
async def see(interaction: Interaction, guild_id: int) -> None:
    try:
        day = date.fromisoformat(chosen_one(interaction))
    except ValueError:
        raise queries.no_checkin() from None
    found = await as_member(interaction, guild_id).read(queries.see, day)
    await reply(interaction, seen_panel(found))


@SHOW.press
async def show(interaction: Interaction, guild_id: int, day: date) -> None:
    found = await as_member(interaction, guild_id).read(queries.see, day)
    await rerender(interaction, seen_panel(found))


@REMOVE.press
async def ask_remove(interaction: Interaction, guild_id: int, day: date) -> None:
    found = await as_member(interaction, guild_id).read(queries.see, day)
    await rerender(interaction, remove_panel(found))


@REMOVE_FOR_SURE.press
async def remove(interaction: Interaction, guild_id: int, day: date) -> None:
    await as_member(interaction, guild_id).act(service.remove, day)
    await rerender(interaction, removed_panel(guild_id))


@HOW_OFTEN.press
async def show_cadence(interaction: Interaction, guild_id: int) -> None:
    found = await as_member(interaction, guild_id).read(queries.own_standing)
    await rerender(interaction, cadence_panel(found))


@CADENCE.press
async def set_cadence(interaction: Interaction, guild_id: int) -> None:
    chosen = chosen_one(interaction)
    if not chosen.isdecimal() or len(chosen) > 3:
        raise UserError(_NOT_OFFERED)
    found = await as_member(interaction, guild_id).act(service.set_cadence, int(chosen))
    await rerender(interaction, cadence_panel(found, "Saved."))


@STOP.press
async def stop(interaction: Interaction, guild_id: int) -> None:
    found = await as_member(interaction, guild_id).act(service.stop)
    await rerender(interaction, cadence_panel(found))


@START.press
async def start(interaction: Interaction, guild_id: int) -> None:
    found = await as_member(interaction, guild_id).act(service.start)
    await rerender(interaction, cadence_panel(found))

"""The buttons and forms of second ratings."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.charts import radar
from bot.competency.rules import say_quarter
from bot.errors import NotFound, UserError
from bot.groups.values import MemberCaller
from bot.second_ratings import queries, service
from bot.second_ratings.values import Comparison, Request
from cogs.common.callers import as_member
from cogs.common.panels import Items, Panel, buttons
from cogs.common.pictures import reply_with_picture
from cogs.common.reply import open_form, reply, rerender
from cogs.common.routes import Fields, Interaction, snowflake
from cogs.second_ratings.panels import (
    ask_form,
    compare_panel,
    compare_rows,
    given_radar,
    levels_form,
    own_radar,
    request_panel,
    take_back_button,
    take_back_panel,
    withdraw_panel,
)
from cogs.second_ratings.routes import (
    ACCEPT,
    ASK,
    COMPARE_ONE,
    DECLINE,
    OPEN,
    RATE,
    TAKE_BACK,
    WITHDRAW,
    WITHDRAW_SURE,
)
from cogs.second_ratings.style import ACCENT


async def show_comparison(
    interaction: Interaction, guild_id: int | None, number: int | None = None
) -> None:
    """Answer with both views side by side, or with where the second one stands."""
    where, found = await as_member(interaction, guild_id).read(_comparison, number)
    if found.rating is None or found.second is None or not found.second.is_given:
        await reply(interaction, compare_panel(found, where))
        return
    quarter = found.rating.quarter
    when = "" if quarter is None else f" · {say_quarter(quarter)}"
    rows: Items = [f"You, and <@{found.second.mentor_id}>{when}.", *compare_rows(found, where)]
    await _side_by_side(interaction, own_radar(found.rating, found.second), rows)


@COMPARE_ONE.press
async def compare_one(interaction: Interaction, guild_id: int, number: int) -> None:
    await show_comparison(interaction, guild_id, number)


@ASK.press
async def ask_whom(interaction: Interaction, guild_id: int) -> None:
    if interaction.guild_id is None:
        raise UserError("Pick them among the server's people: `/competency compare` there asks.")
    await open_form(interaction, ask_form(guild_id))


@ASK.form
async def ask(interaction: Interaction, fields: Fields, guild_id: int) -> None:
    try:
        (user_id,) = map(snowflake, fields.get("person", []))
    except ValueError:
        raise NotFound("I do not find that person. Pick somebody again.") from None
    found = await as_member(interaction, guild_id).act(service.ask, user_id)
    await rerender(interaction, compare_panel(found, guild_id))


@WITHDRAW.press
async def ask_once_more(interaction: Interaction, guild_id: int, number: int) -> None:
    await as_member(interaction, guild_id).read(queries.comparison, number)
    await reply(interaction, withdraw_panel(number, guild_id))


@WITHDRAW_SURE.press
async def withdraw(interaction: Interaction, guild_id: int, number: int) -> None:
    found = await as_member(interaction, guild_id).act(service.withdraw, number)
    said = "Withdrawn. What they gave is deleted."
    await rerender(interaction, compare_panel(found, guild_id, said))


@OPEN.press
async def look(interaction: Interaction, guild_id: int, second_id: int) -> None:
    found = await as_member(interaction, guild_id).read(queries.request, second_id)
    await _show(interaction, found, guild_id, anew=True)


@ACCEPT.press
async def accept(interaction: Interaction, guild_id: int, second_id: int) -> None:
    found = await as_member(interaction, guild_id).act(service.accept, second_id)
    await _show(interaction, found, guild_id)


@DECLINE.press
async def decline(interaction: Interaction, guild_id: int, second_id: int) -> None:
    found = await as_member(interaction, guild_id).act(service.decline, second_id)
    said = "Fine. They can ask somebody else."
    await rerender(interaction, compare_panel(found, guild_id, said))


@TAKE_BACK.press
async def ask_to_take_back(interaction: Interaction, guild_id: int, second_id: int) -> None:
    found = await as_member(interaction, guild_id).read(queries.request, second_id)
    await reply(interaction, take_back_panel(found.second, guild_id))


@RATE.press
async def ask_levels(interaction: Interaction, guild_id: int, second_id: int, part: int) -> None:
    found = await as_member(interaction, guild_id).read(queries.open_request, second_id, part)
    await open_form(interaction, levels_form(found, part, guild_id))


@RATE.form
async def rate(
    interaction: Interaction, fields: Fields, guild_id: int, second_id: int, part: int
) -> None:
    found = await as_member(interaction, guild_id).act(
        service.rate, second_id, part, lambda name: fields.get(name, "")
    )
    await _show(interaction, found, guild_id)


async def _show(
    interaction: Interaction, found: Request, guild_id: int, *, anew: bool = False
) -> None:
    """What the caller is asked for; both views once theirs are given."""
    if found.second.is_given:
        mine = take_back_button(found.second, guild_id)
        rows: Items = [f"<@{found.second.user_id}>, and you.", buttons(mine)]
        await _side_by_side(interaction, given_radar(found), rows)
        return
    panel = request_panel(found, guild_id)
    await (reply(interaction, panel) if anew else rerender(interaction, panel))


async def _side_by_side(interaction: Interaction, data: radar.Radar, rows: Items) -> None:
    words, table = radar.in_words(data), radar.table(data)
    if len(data.spokes) < radar.MIN_SPOKES:
        await reply(interaction, Panel(ACCENT, f"```\n{table}\n```{words}", *rows))
        return
    alt = radar.alt_text(data)
    await reply_with_picture(
        interaction, ACCENT, radar.draw, data, words, alt, table=table, rows=rows
    )


async def _comparison(
    session: AsyncSession, caller: MemberCaller, number: int | None
) -> tuple[int, Comparison]:
    return caller.guild_id, await queries.comparison(session, caller, number)

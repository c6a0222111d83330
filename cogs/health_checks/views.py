"""The buttons and forms of health checks, and the trend."""

from __future__ import annotations

from bot.charts import health as chart
from bot.health_checks import queries, rules, service
from bot.health_checks.values import ITEMS, Levels
from cogs.common.callers import as_insider, as_member
from cogs.common.panels import ONLY_YOU, Panel
from cogs.common.pictures import reply_with_picture
from cogs.common.reply import open_form, reply, rerender
from cogs.common.routes import Fields, Interaction
from cogs.health_checks.panels import answered_panel, form, taken_back_panel
from cogs.health_checks.routes import ANSWER, CHANGE, TAKE_BACK, TREND
from cogs.health_checks.style import ACCENT
from cogs.health_checks.trend_chart import NO_FIGURE, trend_of


@ANSWER.press
async def ask(interaction: Interaction, retro_id: int) -> None:
    check = await as_member(interaction).read(queries.check_of, retro_id)
    if check.has_answered:
        raise service.has_answered()
    await open_form(interaction, form(ANSWER(retro_id)))


@ANSWER.form
async def answer(interaction: Interaction, fields: Fields, retro_id: int) -> None:
    acting = as_member(interaction)
    answered = await acting.create(service.answer, retro_id, _levels(fields))
    await reply(interaction, answered_panel(answered))


@CHANGE.press
async def ask_again(interaction: Interaction, retro_id: int, secret: str) -> None:
    before = await as_member(interaction).read(queries.own_answer, retro_id, secret)
    await open_form(interaction, form(CHANGE(retro_id, secret), before.levels))


@CHANGE.form
async def change(interaction: Interaction, fields: Fields, retro_id: int, secret: str) -> None:
    answered = await as_member(interaction).act(service.change, retro_id, secret, _levels(fields))
    await rerender(interaction, answered_panel(answered, again=True))


@TAKE_BACK.press
async def take_back(interaction: Interaction, retro_id: int, secret: str) -> None:
    await as_member(interaction).act(service.take_back, retro_id, secret)
    await rerender(interaction, taken_back_panel(retro_id))


@TREND.press
async def show_trend(interaction: Interaction) -> None:
    """Answer with how the means have moved, as a picture and in words."""
    found = await as_insider(interaction).read(queries.trend)
    if not found.figures:
        await reply(interaction, Panel(ACCENT, NO_FIGURE, small_print=ONLY_YOU))
        return
    data = trend_of(found)
    await reply_with_picture(
        interaction,
        ACCENT,
        chart.draw,
        data,
        chart.in_words(data),
        chart.alt_text(data),
        table=chart.table(data),
    )


def _levels(fields: Fields) -> Levels:
    return rules.levels([fields.get(item.key, "") for item in ITEMS])

"""The buttons and the form of a review. Each loads afresh by group, cycle, milestone and user."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from bot.cycles import reviews
from bot.cycles.reviews import Review
from bot.inputs.dates import say_date
from cogs.common.access import named_group
from cogs.common.forms import Form, text_field
from cogs.common.reply import reply, rerender
from cogs.common.routes import Interaction, Routes, snowflake
from cogs.common.text import cut
from cogs.cycles.review_panels import (
    case_panel,
    count_panel,
    counted_text,
    decided,
    page_with,
    review_panel,
)

routes = Routes()


async def my_review(interaction: Interaction, guild_id: int) -> Review:
    """The review of whoever acts."""
    bot = interaction.client
    async with bot.db.read() as session:
        return await reviews.review(session, guild_id, interaction.user.id, now=bot.clock.now())


@routes.press("cycle:review", snowflake, int)
async def open_review(interaction: Interaction, guild_id: int, _number: int) -> None:
    """From the announcement or the present cycle to one's own review, always the newest."""
    review = await my_review(interaction, named_group(interaction, guild_id))
    await reply(interaction, review_panel(review))


@routes.press("cycle:list", snowflake, int, int)
async def turn(interaction: Interaction, guild_id: int, _number: int, page: int) -> None:
    """A page of the review."""
    review = await my_review(interaction, named_group(interaction, guild_id))
    await rerender(interaction, review_panel(review, page))


@routes.press("cycle:overview", snowflake)
async def overview(interaction: Interaction, guild_id: int) -> None:
    """The review from its beginning, in place."""
    review = await my_review(interaction, named_group(interaction, guild_id))
    await rerender(interaction, review_panel(review))


@routes.press("cycle:next", snowflake, int)
async def one_by_one(interaction: Interaction, guild_id: int, _number: int) -> None:
    """The first one that is not decided."""
    review = await my_review(interaction, named_group(interaction, guild_id))
    if not review.undecided:
        await rerender(interaction, review_panel(review))
        return
    await rerender(interaction, case_panel(review, review.undecided[0]))


@routes.press("cycle:case", snowflake, int, str)
async def open_case(
    interaction: Interaction, guild_id: int, _number: int, milestone_id: str
) -> None:
    """One of them, with the three ways to go on."""
    review = await my_review(interaction, named_group(interaction, guild_id))
    await rerender(interaction, case_panel(review, review.case(milestone_id)))


@routes.press("cycle:carry", snowflake, int, str)
async def carry(interaction: Interaction, guild_id: int, number: int, milestone_id: str) -> None:
    """Carry it, and go on to the next."""
    await _decide(interaction, reviews.carry, guild_id, milestone_id, number=number)


@routes.press("cycle:drop", snowflake, int, str)
async def drop(interaction: Interaction, guild_id: int, number: int, milestone_id: str) -> None:
    """Drop it, and go on to the next."""
    await _decide(interaction, reviews.drop, guild_id, milestone_id, number=number)


@routes.press("cycle:back", snowflake, int, str)
async def back(interaction: Interaction, guild_id: int, number: int, milestone_id: str) -> None:
    """Bring a dropped one back; the list stays."""
    review = await _act(interaction, reviews.take_back, guild_id, milestone_id, number=number)
    said = decided(review, review.case(milestone_id))
    await rerender(interaction, review_panel(review, page_with(review, milestone_id), said))


@routes.press("cycle:date", snowflake, int, str)
async def ask_date(interaction: Interaction, guild_id: int, number: int, milestone_id: str) -> None:
    """The form for a new date, with the plan's, counted from the cycle's first day."""
    review = await my_review(interaction, named_group(interaction, guild_id))
    case = review.case(milestone_id)
    dates = (review.planned.get(case.id), case.item.due if case.item else None)
    default = next((day for day in dates if day and day >= review.board.today), None)
    hint = "Such as 2026-12-24, 24 Dec, friday, in 2 weeks."
    if default is not None and default == dates[0]:
        hint += f" Filled in: the plan's date, counted from {say_date(review.first_day)}."
    field = text_field(
        "due",
        "By when?",
        hint=cut(hint, 100),
        default=default.isoformat() if default else None,
        max_length=40,
    )
    form = Form(cut(case.title, 45), "cycle:date", review.guild_id, number, case.id, fields=[field])
    await interaction.response.send_modal(form)


@routes.form("cycle:date", snowflake, int, str)
async def redate(
    interaction: Interaction,
    fields: dict[str, Any],
    guild_id: int,
    number: int,
    milestone_id: str,
) -> None:
    """Take the new date, and go on to the next."""
    due = str(fields.get("due", ""))
    await _decide(interaction, reviews.redate, guild_id, milestone_id, number=number, due=due)


@routes.press("cycle:count", snowflake)
async def look_before_count(interaction: Interaction, guild_id: int) -> None:
    """What counting all from the cycle's first day would move."""
    guild_id = named_group(interaction, guild_id)
    bot = interaction.client
    async with bot.db.read() as session:
        shift = await reviews.look_before_count(
            session, guild_id, interaction.user.id, now=bot.clock.now()
        )
    await rerender(interaction, count_panel(shift))


@routes.press("cycle:count-set", snowflake, date.fromisoformat, int)
async def count_anew(interaction: Interaction, guild_id: int, start: date, was: int) -> None:
    """Do what the preview showed."""
    guild_id = named_group(interaction, guild_id)
    bot, now, user_id = interaction.client, interaction.client.clock.now(), interaction.user.id
    async with bot.db.begin() as session:
        shift = await reviews.count_anew(session, guild_id, user_id, start=start, was=was, now=now)
        review = await reviews.review(session, guild_id, user_id, now=now)
    await rerender(interaction, review_panel(review, said=counted_text(shift)))


async def _decide(
    interaction: Interaction,
    use_case: Callable[..., Awaitable[Review]],
    guild_id: int,
    milestone_id: str,
    **more: Any,
) -> None:
    """One decision; then the next milestone that has none, or the list once all have."""
    review = await _act(interaction, use_case, guild_id, milestone_id, **more)
    said = decided(review, review.case(milestone_id))
    ids = [case.id for case in review.cases]
    here = ids.index(milestone_id)
    ahead = sorted(review.undecided, key=lambda case: ids.index(case.id) < here)
    if ahead:
        await rerender(interaction, case_panel(review, ahead[0], said))
    else:
        await rerender(interaction, review_panel(review, page_with(review, milestone_id), said))


async def _act(
    interaction: Interaction,
    use_case: Callable[..., Awaitable[Review]],
    guild_id: int,
    milestone_id: str,
    **more: Any,
) -> Review:
    guild_id = named_group(interaction, guild_id)
    bot = interaction.client
    async with bot.db.begin() as session:
        return await use_case(
            session, guild_id, interaction.user.id, milestone_id, **more, now=bot.clock.now()
        )

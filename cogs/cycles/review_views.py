"""The buttons and the form of a review. Each loads afresh by group, cycle, milestone and user."""

from __future__ import annotations

from datetime import date

from bot.cycles import queries, review_service
from bot.cycles.values import Review
from bot.inputs.dates import say_date
from cogs.common.callers import as_member
from cogs.common.forms import Form, text_field
from cogs.common.panels import Panel
from cogs.common.reply import open_form, reply, rerender
from cogs.common.routes import Fields, Interaction
from cogs.common.text import cut
from cogs.cycles.links import about_closed
from cogs.cycles.review_panels import (
    case_panel,
    count_panel,
    counted_text,
    decided,
    page_with,
    review_panel,
)
from cogs.cycles.routes import (
    CARRY,
    CASE,
    COUNT,
    COUNT_FOR_SURE,
    DATE,
    DROP,
    NEXT_CASE,
    OVERVIEW,
    REVIEW,
    REVIEW_PAGE,
    TAKE_BACK,
)


@REVIEW.press
async def open_review(interaction: Interaction, guild_id: int, _number: int) -> None:
    """From the announcement or the present cycle to one's own review, always the newest."""
    await reply(interaction, listed(interaction, await _review(interaction, guild_id)))


@REVIEW_PAGE.press
async def turn(interaction: Interaction, guild_id: int, _number: int, page: int) -> None:
    await rerender(interaction, listed(interaction, await _review(interaction, guild_id), page))


@OVERVIEW.press
async def overview(interaction: Interaction, guild_id: int) -> None:
    await rerender(interaction, listed(interaction, await _review(interaction, guild_id)))


@NEXT_CASE.press
async def one_by_one(interaction: Interaction, guild_id: int, _number: int) -> None:
    """The first one that is not decided."""
    review = await _review(interaction, guild_id)
    if not review.undecided:
        await rerender(interaction, listed(interaction, review))
        return
    await rerender(interaction, case_panel(review, review.undecided[0]))


@CASE.press
async def open_case(
    interaction: Interaction, guild_id: int, _number: int, milestone_id: str
) -> None:
    review = await _review(interaction, guild_id)
    await rerender(interaction, case_panel(review, review.case(milestone_id)))


@CARRY.press
async def carry(interaction: Interaction, guild_id: int, number: int, milestone_id: str) -> None:
    review = await as_member(interaction, guild_id).act(
        review_service.carry, milestone_id, number=number
    )
    await _show_next(interaction, review, milestone_id)


@DROP.press
async def drop(interaction: Interaction, guild_id: int, number: int, milestone_id: str) -> None:
    review = await as_member(interaction, guild_id).act(
        review_service.drop, milestone_id, number=number
    )
    await _show_next(interaction, review, milestone_id)


@TAKE_BACK.press
async def take_back(
    interaction: Interaction, guild_id: int, number: int, milestone_id: str
) -> None:
    """Bring a dropped one back; the list stays."""
    review = await as_member(interaction, guild_id).act(
        review_service.take_back, milestone_id, number=number
    )
    said = decided(review, review.case(milestone_id))
    await rerender(interaction, listed(interaction, review, page_with(review, milestone_id), said))


@DATE.press
async def ask_date(interaction: Interaction, guild_id: int, number: int, milestone_id: str) -> None:
    """The form for a new date, with the plan's, counted from the cycle's first day."""
    review = await _review(interaction, guild_id)
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
    form = Form(cut(case.title, 45), DATE(review.guild_id, number, case.id), fields=[field])
    await open_form(interaction, form)


@DATE.form
async def redate(
    interaction: Interaction, fields: Fields, guild_id: int, number: int, milestone_id: str
) -> None:
    review = await as_member(interaction, guild_id).act(
        review_service.redate, milestone_id, number=number, due=fields.get("due", "")
    )
    await _show_next(interaction, review, milestone_id)


@COUNT.press
async def look_before_count(interaction: Interaction, guild_id: int) -> None:
    shift = await as_member(interaction, guild_id).read(queries.look_before_count)
    await rerender(interaction, count_panel(shift))


@COUNT_FOR_SURE.press
async def count_anew(interaction: Interaction, guild_id: int, start: date, was: int) -> None:
    shift, review = await as_member(interaction, guild_id).act(
        review_service.count_anew, start=start, was=was
    )
    await rerender(interaction, listed(interaction, review, said=counted_text(shift)))


def listed(
    interaction: Interaction, review: Review, page: int = 0, said: str | None = None
) -> Panel:
    """The review as a list, with what all features have about its cycle."""
    also = about_closed(interaction.client, review.guild_id, review.number)
    return review_panel(review, page, said, also)


async def _review(interaction: Interaction, guild_id: int) -> Review:
    return await as_member(interaction, guild_id).read(queries.review)


async def _show_next(interaction: Interaction, review: Review, milestone_id: str) -> None:
    """After a decision: the next milestone that has none, or the list once all have."""
    said = decided(review, review.case(milestone_id))
    ids = [case.id for case in review.cases]
    here = ids.index(milestone_id)
    ahead = sorted(review.undecided, key=lambda case: ids.index(case.id) < here)
    if ahead:
        await rerender(interaction, case_panel(review, ahead[0], said))
    else:
        await rerender(
            interaction, listed(interaction, review, page_with(review, milestone_id), said)
        )

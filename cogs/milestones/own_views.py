"""Own milestones and steps, own dates, hiding: buttons and forms."""

from __future__ import annotations

from typing import Any

from bot.errors import UserError
from bot.milestones import choices, own
from bot.milestones.steps import MAX_TITLE
from cogs.common.forms import Form, text_field
from cogs.common.reply import reply, rerender
from cogs.common.routes import Interaction, Routes
from cogs.common.text import cut, escape
from cogs.milestones.acting import act, act_on_date, my_board
from cogs.milestones.item_panels import item_panel
from cogs.milestones.own_panels import (
    added_panel,
    ask_drop_panel,
    dated_panel,
    dropped_panel,
    hidden_panel,
)

routes = Routes()

_DATE_HINT = "Such as 2026-12-24, 24 Dec, friday, in 2 weeks."


@routes.press("milestone:add", str, str)
async def ask_add(interaction: Interaction, under: str, block: str) -> None:
    """The form for an own milestone, or with ``under`` for a step of that one."""
    board = await my_board(interaction)
    what = f"Step of: {board.find(under).title}" if under else "A milestone of your own"
    form = Form(
        what if len(what) <= 45 else f"{what[:44]}…",
        "milestone:add",
        under,
        "" if under else block,
        fields=[
            text_field(
                "title",
                "What will be done?",
                example="Read chapter 3 and do its exercises",
                max_length=MAX_TITLE,
            ),
            text_field("due", "By when?", hint=_DATE_HINT, required=False, max_length=40),
        ],
    )
    await interaction.response.send_modal(form)


@routes.form("milestone:add", str, str)
async def add(interaction: Interaction, fields: dict[str, Any], under: str, block: str) -> None:
    """Add it; the answer stands beside the list or milestone it came from."""
    outcome, rows = await act_on_date(
        interaction,
        own.add,
        title=str(fields.get("title", "")),
        due=str(fields.get("due", "")),
        under=under or None,
        block=block or None,
    )
    await reply(interaction, added_panel(outcome, rows))


@routes.press("milestone:due", str)
async def ask_due(interaction: Interaction, milestone_id: str) -> None:
    """The form for a date, with the one in force."""
    item = (await my_board(interaction)).find(milestone_id)
    if not item.status.is_open:
        raise UserError(f"That one is {item.status.value} and keeps the date it had.")
    hint = "" if item.is_own else " Empty: the plan's own date."
    field = text_field(
        "due",
        "By when?",
        hint=f"{_DATE_HINT}{hint}",
        default=item.due.isoformat() if item.due else None,
        required=False,
        max_length=40,
    )
    await interaction.response.send_modal(
        Form(cut(f"Date: {item.title}", 45), "milestone:due", item.id, fields=[field])
    )


@routes.form("milestone:due", str)
async def set_due(interaction: Interaction, fields: dict[str, Any], milestone_id: str) -> None:
    """Take the date."""
    due = str(fields.get("due", ""))
    outcome, rows = await act_on_date(interaction, choices.set_due, milestone_id, due=due)
    await rerender(interaction, dated_panel(outcome, rows))


@routes.press("milestone:rename", str)
async def ask_title(interaction: Interaction, milestone_id: str) -> None:
    """The form for another title."""
    item = (await my_board(interaction)).find(milestone_id)
    if not item.is_own:
        raise UserError("That one is the plan's, and keeps its title for everybody.")
    field = text_field("title", "Title", default=item.title, max_length=MAX_TITLE)
    await interaction.response.send_modal(
        Form("Another title", "milestone:rename", item.id, fields=[field])
    )


@routes.form("milestone:rename", str)
async def rename(interaction: Interaction, fields: dict[str, Any], milestone_id: str) -> None:
    """Take the title."""
    title = str(fields.get("title", ""))
    outcome = await act(interaction, own.rename, milestone_id, title=title)
    await rerender(interaction, item_panel(outcome.board, outcome.item))


@routes.press("milestone:drop", str)
async def ask_drop(interaction: Interaction, milestone_id: str) -> None:
    """Ask once more, and say what goes with it."""
    found = await act(interaction, own.look_before_drop, milestone_id)
    await rerender(interaction, ask_drop_panel(found))


@routes.press("milestone:drop-sure", str)
async def drop(interaction: Interaction, milestone_id: str) -> None:
    """Drop it."""
    await rerender(interaction, dropped_panel(await act(interaction, own.drop, milestone_id)))


@routes.press("milestone:restore", str)
async def restore(interaction: Interaction, milestone_id: str) -> None:
    """Bring it back."""
    outcome = await act(interaction, own.restore, milestone_id)
    said = f"Back again: *{escape(outcome.item.title)}*."
    await rerender(interaction, item_panel(outcome.board, outcome.item, said))


@routes.press("milestone:hide", str)
async def hide(interaction: Interaction, milestone_id: str) -> None:
    """Hide it."""
    await rerender(interaction, hidden_panel(await act(interaction, choices.hide, milestone_id)))


@routes.press("milestone:reveal", str)
async def reveal(interaction: Interaction, milestone_id: str) -> None:
    """Bring a hidden one back."""
    await rerender(interaction, hidden_panel(await act(interaction, choices.unhide, milestone_id)))

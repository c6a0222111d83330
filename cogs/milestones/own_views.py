"""Own milestones and steps, own dates, hiding: buttons and forms."""

from __future__ import annotations

from bot.errors import UserError
from bot.milestones import overrides, own
from bot.milestones.queries import my_board
from bot.milestones.rules.own_rules import MAX_TITLE
from cogs.common.callers import as_member
from cogs.common.forms import Form, text_field
from cogs.common.reply import open_form, reply, rerender
from cogs.common.routes import Fields, Interaction
from cogs.common.text import cut, escape
from cogs.milestones.acting import act_on_date, create_with_date
from cogs.milestones.item_panels import item_panel
from cogs.milestones.own_panels import (
    added_panel,
    ask_drop_panel,
    dated_panel,
    dropped_panel,
    hidden_panel,
)
from cogs.milestones.routes import ADD, DROP, DROP_SURE, DUE, HIDE, RENAME, RESTORE, REVEAL

_DATE_HINT = "Such as 2026-12-24, 24 Dec, friday, in 2 weeks."


@ADD.press
async def ask_add(interaction: Interaction, under: str, block: str) -> None:
    """Open the form for an own milestone, or with ``under`` for a step of that one."""
    board = await as_member(interaction).read(my_board)
    what = f"Step of: {board.find(under).title}" if under else "A milestone of your own"
    form = Form(
        cut(what, 45),
        ADD(under, "" if under else block),
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
    await open_form(interaction, form)


@ADD.form
async def add(interaction: Interaction, fields: Fields, under: str, block: str) -> None:
    """Answer beside the list or milestone it came from."""
    outcome, rows = await create_with_date(
        interaction,
        own.add,
        title=fields.get("title", ""),
        due=fields.get("due", ""),
        under=under or None,
        block=block or None,
    )
    await reply(interaction, added_panel(outcome, rows))


@DUE.press
async def ask_due(interaction: Interaction, milestone_id: str) -> None:
    item = (await as_member(interaction).read(my_board)).find(milestone_id)
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
    await open_form(interaction, Form(cut(f"Date: {item.title}", 45), DUE(item.id), fields=[field]))


@DUE.form
async def set_due(interaction: Interaction, fields: Fields, milestone_id: str) -> None:
    due = fields.get("due", "")
    outcome, rows = await act_on_date(interaction, overrides.set_due, milestone_id, due=due)
    await rerender(interaction, dated_panel(outcome, rows))


@RENAME.press
async def ask_title(interaction: Interaction, milestone_id: str) -> None:
    item = (await as_member(interaction).read(my_board)).find(milestone_id)
    if not item.is_own:
        raise UserError("That one is the plan's, and keeps its title for everybody.")
    field = text_field("title", "Title", default=item.title, max_length=MAX_TITLE)
    await open_form(interaction, Form("Another title", RENAME(item.id), fields=[field]))


@RENAME.form
async def rename(interaction: Interaction, fields: Fields, milestone_id: str) -> None:
    title = fields.get("title", "")
    outcome = await as_member(interaction).act(own.rename, milestone_id, title=title)
    await rerender(interaction, item_panel(outcome.board, outcome.item))


@DROP.press
async def ask_drop(interaction: Interaction, milestone_id: str) -> None:
    """Ask once more, and say what goes with it."""
    found = await as_member(interaction).read(own.look_before_drop, milestone_id)
    await rerender(interaction, ask_drop_panel(found))


@DROP_SURE.press
async def drop(interaction: Interaction, milestone_id: str) -> None:
    found = await as_member(interaction).act(own.drop, milestone_id)
    await rerender(interaction, dropped_panel(found))


@RESTORE.press
async def restore(interaction: Interaction, milestone_id: str) -> None:
    outcome = await as_member(interaction).act(own.restore, milestone_id)
    said = f"Back again: *{escape(outcome.item.title)}*."
    await rerender(interaction, item_panel(outcome.board, outcome.item, said))


@HIDE.press
async def hide(interaction: Interaction, milestone_id: str) -> None:
    outcome = await as_member(interaction).act(overrides.hide, milestone_id)
    await rerender(interaction, hidden_panel(outcome))


@REVEAL.press
async def reveal(interaction: Interaction, milestone_id: str) -> None:
    outcome = await as_member(interaction).act(overrides.unhide, milestone_id)
    await rerender(interaction, hidden_panel(outcome))

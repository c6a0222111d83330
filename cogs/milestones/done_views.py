"""A link and a note for a milestone."""

from __future__ import annotations

from typing import Any

from bot.inputs.links import MAX_LINK
from bot.milestones import service as milestones
from bot.milestones.rules import MAX_NOTE
from cogs.common.forms import Form, text_field
from cogs.common.reply import reply, rerender
from cogs.common.routes import Interaction, Routes
from cogs.milestones.acting import act, my_board
from cogs.milestones.item_panels import item_panel, note_panel

routes = Routes()


@routes.press("milestone:note", str)
async def ask_note(interaction: Interaction, milestone_id: str) -> None:
    """The form for a link and a note, with what is there."""
    await open_note(interaction, milestone_id)


async def open_note(interaction: Interaction, milestone: str) -> None:
    """Open the form, with what is noted.

    Raises:
        NotFound: no such milestone.
    """
    item = (await my_board(interaction)).find(milestone)
    form = Form(
        "Link and note",
        "milestone:note",
        item.id,
        fields=[
            text_field(
                "link",
                "Link",
                hint="Where others could see it, if you share the win.",
                example="https://github.com/you/project",
                default=item.link,
                required=False,
                max_length=MAX_LINK,
            ),
            text_field(
                "note",
                "Note",
                hint="For you alone, also when you share the win.",
                example="What it took, what you learned",
                default=item.note,
                long=True,
                required=False,
                max_length=MAX_NOTE,
            ),
        ],
    )
    await interaction.response.send_modal(form)


@routes.form("milestone:note", str)
async def keep_note(interaction: Interaction, fields: dict[str, Any], milestone_id: str) -> None:
    """Keep the link and the note."""
    outcome = await act(
        interaction,
        milestones.annotate,
        milestone_id,
        link=str(fields.get("link", "")),
        note=str(fields.get("note", "")),
    )
    await rerender(interaction, item_panel(outcome.board, outcome.item))


@routes.press("milestone:more", str)
async def more(interaction: Interaction, milestone_id: str) -> None:
    """The whole note."""
    await reply(interaction, note_panel((await my_board(interaction)).find(milestone_id)))

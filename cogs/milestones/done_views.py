"""A link and a note for a milestone."""

from __future__ import annotations

from bot.inputs.links import MAX_LINK
from bot.milestones import service
from bot.milestones.queries import my_board
from bot.milestones.rules import MAX_NOTE
from cogs.common.callers import as_member
from cogs.common.forms import Form, text_field
from cogs.common.reply import open_form, reply, rerender
from cogs.common.routes import CustomId, Fields, Interaction
from cogs.milestones.item_panels import item_panel, note_panel
from cogs.milestones.routes import MORE, NOTE


@NOTE.press
async def ask_note(interaction: Interaction, milestone_id: str) -> None:
    await open_note(interaction, milestone_id)


async def open_note(interaction: Interaction, milestone: str) -> None:
    """Open the form, with what is noted.

    Raises:
        NotFound: no such milestone.
    """
    item = (await as_member(interaction).read(my_board)).find(milestone)
    await open_form(interaction, note_form(NOTE(item.id), item.link, item.note))


def note_form(submit: CustomId, link: str | None, note: str | None) -> Form:
    """The form of a link and a note, with what they are."""
    return Form(
        "Link and note",
        submit,
        fields=[
            text_field(
                "link",
                "Link",
                hint="Where others could see it, if you share the win.",
                example="https://github.com/you/project",
                default=link,
                required=False,
                max_length=MAX_LINK,
            ),
            text_field(
                "note",
                "Note",
                hint="For you alone, also when you share the win.",
                example="What it took, what you learned",
                default=note,
                long=True,
                required=False,
                max_length=MAX_NOTE,
            ),
        ],
    )


@NOTE.form
async def keep_note(interaction: Interaction, fields: Fields, milestone_id: str) -> None:
    outcome = await as_member(interaction).act(
        service.annotate,
        milestone_id,
        link=fields.get("link", ""),
        note=fields.get("note", ""),
    )
    await rerender(interaction, item_panel(outcome.board, outcome.item))


@MORE.press
async def more(interaction: Interaction, milestone_id: str) -> None:
    board = await as_member(interaction).read(my_board)
    await reply(interaction, note_panel(board.find(milestone_id)))

"""What the buttons and forms of contributions do."""

from __future__ import annotations

from bot.contributions import queries, rules, service
from bot.contributions.values import Entry
from cogs.common.callers import as_member
from cogs.common.panels import Panel
from cogs.common.reply import open_form, rerender
from cogs.common.routes import Fields, Interaction
from cogs.contributions import panels
from cogs.contributions.routes import ADD, DELETE, DELETE_FOR_SURE, EDIT, FINISH, GROUP, MINE


async def listed(interaction: Interaction, page: int = 0, *, mine: bool = True) -> Panel:
    """A page of one's own contributions, or of the group's."""
    return panels.list_panel(await as_member(interaction).read(queries.listed, page, mine=mine))


@MINE.press
async def turn_mine(interaction: Interaction, page: int) -> None:
    await rerender(interaction, await listed(interaction, page))


@GROUP.press
async def turn_group(interaction: Interaction, page: int) -> None:
    await rerender(interaction, await listed(interaction, page, mine=False))


@ADD.press
async def ask_add(interaction: Interaction) -> None:
    """The form; who may not note one hears it before typing."""
    await as_member(interaction).read(queries.listed, 0, mine=True)
    await open_form(interaction, panels.contribution_form(ADD()))


@ADD.form
async def note(interaction: Interaction, fields: Fields) -> None:
    noted = await as_member(interaction).create(service.note, _entry(fields))
    said = "You had that one already; this is what it says now." if noted.was_there else "Noted."
    await rerender(interaction, panels.noted_panel(noted, said))


@EDIT.press
async def ask_change(interaction: Interaction, contribution_id: int) -> None:
    found = await as_member(interaction).read(queries.own, contribution_id)
    form = panels.contribution_form(EDIT(contribution_id), found.contribution.entry)
    await open_form(interaction, form)


@EDIT.form
async def change(interaction: Interaction, fields: Fields, contribution_id: int) -> None:
    noted = await as_member(interaction).act(service.change, contribution_id, _entry(fields))
    await rerender(interaction, panels.noted_panel(noted, "Changed."))


@DELETE.press
async def ask_to_delete(interaction: Interaction, contribution_id: int) -> None:
    found = await as_member(interaction).read(queries.own, contribution_id)
    await rerender(interaction, panels.ask_to_delete_panel(found))


@DELETE_FOR_SURE.press
async def delete(interaction: Interaction, contribution_id: int) -> None:
    await as_member(interaction).act(service.delete, contribution_id)
    await rerender(interaction, await listed(interaction))


@FINISH.press
async def finish(interaction: Interaction, contribution_id: int) -> None:
    noted = await as_member(interaction).act(service.finish, contribution_id)
    await rerender(interaction, panels.noted_panel(noted, "Done: the milestone is finished."))


def _entry(fields: Fields) -> Entry:
    return rules.entry(
        link=fields.get("link", ""),
        about=fields.get("about", ""),
        state=fields.get("state", ""),
        is_released=fields.get("seen_by", "") == panels.FOR_GROUP,
    )

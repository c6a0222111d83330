"""The list's buttons, one conference's acts, and their forms.

Each loads afresh by id, guild and user.
"""

from __future__ import annotations

from bot.community import queries, service
from bot.errors import NotFound
from cogs.common.callers import as_member
from cogs.common.reply import open_form, rerender
from cogs.common.routes import Fields, Interaction, chosen_one, whole
from cogs.common.text import escape
from cogs.community.panels import (
    add_form,
    added_text,
    ask_remove_panel,
    change_form,
    conference_panel,
    list_panel,
    removed_panel,
)
from cogs.community.routes import (
    ADD,
    CHANGE,
    OPEN,
    PAGE,
    REMOVE,
    REMOVE_FOR_SURE,
    SHOW,
    UNWATCH,
    WATCH,
    Place,
)


@PAGE.press
async def turn(interaction: Interaction, page: int) -> None:
    await rerender(interaction, list_panel(await as_member(interaction).read(queries.coming), page))


@WATCH.press
async def watch(interaction: Interaction, conference_id: int, place: Place, page: int) -> None:
    await _set_watching(interaction, conference_id, True, place, page)


@UNWATCH.press
async def unwatch(interaction: Interaction, conference_id: int, place: Place, page: int) -> None:
    await _set_watching(interaction, conference_id, False, place, page)


@OPEN.press
async def open_chosen(interaction: Interaction) -> None:
    try:
        conference_id = whole(chosen_one(interaction))
    except ValueError:
        raise NotFound("I do not find that conference. Choose it again.") from None
    await show(interaction, conference_id)


@SHOW.press
async def show(interaction: Interaction, conference_id: int) -> None:
    found = await as_member(interaction).read(queries.get, conference_id)
    await rerender(interaction, conference_panel(found))


@ADD.press
async def ask_add(interaction: Interaction) -> None:
    """The form for a conference; who may not add one hears it before typing."""
    await as_member(interaction).read(queries.coming)
    await open_form(interaction, add_form())


@ADD.form
async def add_typed(interaction: Interaction, fields: Fields) -> None:
    """Add it; the answer stands in place of the list it came from."""
    added = await as_member(interaction, with_group=True).act(
        service.add,
        name=fields.get("name", ""),
        deadline=fields.get("deadline", ""),
        link=fields.get("link", ""),
    )
    await rerender(interaction, conference_panel(added.conference, added_text(added)))


@CHANGE.press
async def ask_change(interaction: Interaction, conference_id: int) -> None:
    found = await as_member(interaction).read(queries.get_changeable, conference_id)
    await open_form(interaction, change_form(found))


@CHANGE.form
async def change_typed(interaction: Interaction, fields: Fields, conference_id: int) -> None:
    found = await as_member(interaction, with_group=True).act(
        service.change,
        conference_id,
        deadline=fields.get("deadline", ""),
        link=fields.get("link", ""),
    )
    said = f"Changed: *{escape(found.name)}*, for everybody."
    await rerender(interaction, conference_panel(found, said))


@REMOVE.press
async def ask_remove(interaction: Interaction, conference_id: int) -> None:
    found = await as_member(interaction).read(queries.get_changeable, conference_id)
    await rerender(interaction, ask_remove_panel(found))


@REMOVE_FOR_SURE.press
async def remove(interaction: Interaction, conference_id: int) -> None:
    gone = await as_member(interaction, with_group=True).act(service.remove, conference_id)
    await rerender(interaction, removed_panel(gone))


async def _set_watching(
    interaction: Interaction, conference_id: int, watching: bool, place: Place, page: int
) -> None:
    found = await as_member(interaction, with_group=True).act(
        service.set_watching, conference_id, watching
    )
    if place is Place.OWN:
        await rerender(interaction, conference_panel(found))
    else:
        await turn(interaction, page)

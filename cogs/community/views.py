"""The list's buttons, one conference's acts, and their forms.

Each loads afresh by id, guild and user.
"""

from __future__ import annotations

from typing import Any

from bot.community.conference_changes import (
    add,
    change,
    check_changeable,
    remove,
    set_watching,
)
from bot.community.conferences import Conference
from bot.errors import NotFound
from cogs.common.access import is_organiser
from cogs.common.panels import Panel
from cogs.common.reply import rerender
from cogs.common.routes import Interaction, Routes, chosen_one, whole
from cogs.common.text import escape
from cogs.community.acting import act, conference, conferences_ahead
from cogs.community.panels import (
    Place,
    add_form,
    added_text,
    ask_remove_panel,
    change_form,
    conference_panel,
    list_panel,
    removed_panel,
)

routes = Routes()


def own_panel(interaction: Interaction, found: Conference, said: str | None = None) -> Panel:
    """One conference, with the acts that whoever looks at it has."""
    may_change = found.changeable_by(interaction.user.id, organiser=is_organiser(interaction))
    return conference_panel(found, may_change=may_change, said=said)


@routes.press("conference:page", int)
async def turn(interaction: Interaction, page: int) -> None:
    """A page of the list, in place."""
    await rerender(interaction, list_panel(await conferences_ahead(interaction), page))


@routes.press("conference:watch", int, Place, int)
async def watch(interaction: Interaction, conference_id: int, place: Place, page: int) -> None:
    """Aim for it."""
    await _set_watching(interaction, conference_id, True, place, page)


@routes.press("conference:unwatch", int, Place, int)
async def unwatch(interaction: Interaction, conference_id: int, place: Place, page: int) -> None:
    """No longer aim for it."""
    await _set_watching(interaction, conference_id, False, place, page)


@routes.press("conference:open")
async def open_chosen(interaction: Interaction) -> None:
    """The one that was chosen in the list, in its place."""
    try:
        conference_id = whole(chosen_one(interaction))
    except ValueError:
        raise NotFound("I do not find that conference. Choose it again.") from None
    await show(interaction, conference_id)


@routes.press("conference:show", int)
async def show(interaction: Interaction, conference_id: int) -> None:
    """One conference, in place."""
    found = await conference(interaction, conference_id)
    await rerender(interaction, own_panel(interaction, found))


@routes.press("conference:add")
async def ask_add(interaction: Interaction) -> None:
    """The form for a conference; who may not add one hears it before typing."""
    await conferences_ahead(interaction)
    await interaction.response.send_modal(add_form())


@routes.form("conference:add")
async def add_typed(interaction: Interaction, fields: dict[str, Any]) -> None:
    """Add it; the answer stands in place of the list it came from."""
    added = await act(
        interaction,
        add,
        name=str(fields.get("name", "")),
        deadline=str(fields.get("deadline", "")),
        link=str(fields.get("link", "")),
        organiser=is_organiser(interaction),
    )
    await rerender(interaction, own_panel(interaction, added.conference, added_text(added)))


@routes.press("conference:change", int)
async def ask_change(interaction: Interaction, conference_id: int) -> None:
    """The form for another deadline or link."""
    await interaction.response.send_modal(change_form(await _mine(interaction, conference_id)))


@routes.form("conference:change", int)
async def change_typed(
    interaction: Interaction, fields: dict[str, Any], conference_id: int
) -> None:
    """Take the deadline and the link."""
    found = await act(
        interaction,
        change,
        conference_id,
        deadline=str(fields.get("deadline", "")),
        link=str(fields.get("link", "")),
        organiser=is_organiser(interaction),
    )
    said = f"Changed: *{escape(found.name)}*, for everybody."
    await rerender(interaction, own_panel(interaction, found, said))


@routes.press("conference:remove", int)
async def ask_remove(interaction: Interaction, conference_id: int) -> None:
    """Ask once more."""
    await rerender(interaction, ask_remove_panel(await _mine(interaction, conference_id)))


@routes.press("conference:remove-sure", int)
async def remove_it(interaction: Interaction, conference_id: int) -> None:
    """Remove it."""
    gone = await act(interaction, remove, conference_id, organiser=is_organiser(interaction))
    await rerender(interaction, removed_panel(gone))


async def _mine(interaction: Interaction, conference_id: int) -> Conference:
    """The conference, if whoever acts may change it."""
    found = await conference(interaction, conference_id)
    check_changeable(found, interaction.user.id, organiser=is_organiser(interaction))
    return found


async def _set_watching(
    interaction: Interaction, conference_id: int, watching: bool, place: Place, page: int
) -> None:
    found = await act(interaction, set_watching, conference_id, watching)
    if place is Place.OWN:
        await rerender(interaction, own_panel(interaction, found))
    else:
        await turn(interaction, page)

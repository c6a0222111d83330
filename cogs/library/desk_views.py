"""What organisers do in the library: decide on suggestions, mend links."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import OrganiserCaller
from bot.library import queries, service
from bot.library.rules import link_named, title_of
from bot.library.values import Decision, Report
from cogs.common.callers import as_organiser
from cogs.common.panels import Items
from cogs.common.reply import open_form, rerender
from cogs.common.routes import Fields, Interaction
from cogs.common.text import one_line
from cogs.library.desk_panels import (
    decided_text,
    desk_panel,
    report_panel,
    suggestion_panel,
    waiting_rows,
)
from cogs.library.forms import replace_form
from cogs.library.routes import ACCEPT, DECLINE, DESK, LOOK, MEND, REMOVE, REPLACE, WORKS

_TITLE = 80


@DESK.press
async def open_desk(interaction: Interaction, page: int) -> None:
    await _show(interaction, page=page)


@LOOK.press
async def look(interaction: Interaction, suggestion_id: int) -> None:
    found = await as_organiser(interaction).read(queries.suggestion, suggestion_id)
    await rerender(interaction, suggestion_panel(found))


@ACCEPT.press
async def accept(interaction: Interaction, suggestion_id: int) -> None:
    await _decide(interaction, suggestion_id, Decision.ACCEPTED)


@DECLINE.press
async def decline(interaction: Interaction, suggestion_id: int) -> None:
    await _decide(interaction, suggestion_id, Decision.DECLINED)


@REMOVE.press
async def remove(interaction: Interaction, suggestion_id: int) -> None:
    gone = await as_organiser(interaction).act(service.remove, suggestion_id)
    title = one_line(gone.text.title, _TITLE)
    await _show(interaction, said=f"*{title}* is in the library no more.")


@MEND.press
async def mend(interaction: Interaction, key: str) -> None:
    """One reported link; what somebody else has mended meanwhile is none any more."""
    desk = await as_organiser(interaction).read(queries.desk)
    found = next((each for each in desk.reports if each.link_key.startswith(key)), None)
    if found is None:
        await _show(interaction)
    else:
        await rerender(interaction, report_panel(found))


@WORKS.press
async def works(interaction: Interaction, key: str) -> None:
    title = await as_organiser(interaction).act(service.end_reports, key)
    await _show(interaction, said=f"The link of *{one_line(title, _TITLE)}* stays as it is.")


@REPLACE.press
async def ask_replace(interaction: Interaction, key: str) -> None:
    """The form for another address, with the first that a member proposed."""
    title, proposed = await as_organiser(interaction).read(_about_link, key)
    await open_form(interaction, replace_form(key, title, proposed))


@REPLACE.form
async def replace(interaction: Interaction, fields: Fields, key: str) -> None:
    await as_organiser(interaction).act(service.replace, key, url=fields.get("url", ""))
    await _show(interaction, said="The link is replaced, wherever the library shows it.")


async def for_organisers(session: AsyncSession, caller: OrganiserCaller) -> Items:
    """In ``/setup``: that something waits."""
    return waiting_rows(await queries.desk(session, caller))


async def _decide(interaction: Interaction, suggestion_id: int, decision: Decision) -> None:
    found = await as_organiser(interaction).act(service.decide, suggestion_id, decision)
    await _show(interaction, said=decided_text(found))


async def _show(interaction: Interaction, page: int = 0, said: str = "") -> None:
    desk = await as_organiser(interaction).read(queries.desk)
    buttons = [feature.library_buttons for feature in interaction.client.features]
    acts = [act for made in buttons if made is not None for act in made()]
    await rerender(interaction, desk_panel(desk, page, acts=acts, said=said))


async def _about_link(session: AsyncSession, caller: OrganiserCaller, key: str) -> tuple[str, str]:
    library = await queries.library(session, caller)
    link_key, _url = link_named(library, key)
    reports: list[Report] = [
        each for each in (await queries.desk(session, caller)).reports if each.link_key == link_key
    ]
    proposed = next((url for each in reports for url in each.proposed), "")
    return title_of(library, link_key), proposed

"""What the buttons, selects and forms about files of deadlines do. All of it is organisers'."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.deadline_files import queries, service
from bot.groups.values import OrganiserCaller
from bot.inputs.links import MAX_LINK
from bot.named_pages import PageTrouble, read_now
from cogs.common.callers import as_organiser
from cogs.common.deferral import think
from cogs.common.panels import Items, Panel
from cogs.common.reply import open_form, reply, rerender
from cogs.common.routes import Fields, Interaction, chosen, chosen_one
from cogs.common.text import escape
from cogs.deadline_files.panels import (
    answer_form,
    chosen_text,
    file_panel,
    files_panel,
    notice_rows,
    trouble_panel,
    unclear_panel,
)
from cogs.deadline_files.reader import DeadlineFileAccess
from cogs.deadline_files.routes import ANSWER, ASK, CHOOSE, FILES, OFF, OPEN, PAGE, UNCLEAR

MAX_TYPED = MAX_LINK + 100


async def reply_file(interaction: Interaction, url: str | None) -> None:
    """Answer ``/conference file``: the file's deadlines, for which another site is asked."""
    if url is None:
        await reply(interaction, files_panel(await as_organiser(interaction).read(queries.files)))
        return
    await think(interaction)
    await reply(interaction, await _looked_at(interaction, url))


async def _looked_at(interaction: Interaction, typed: str) -> Panel:
    """What stands in a file, or why it cannot be read. It is read outside of any transaction.

    Raises:
        UserError: it is no address, there is no room, or its site wants to be left alone.
    """
    address = await as_organiser(interaction).read(service.wanted, typed)
    try:
        source = interaction.client.part(DeadlineFileAccess).source
        found = await read_now(source, address, typed=typed)
    except PageTrouble as error:
        return trouble_panel(address, str(error))
    return file_panel(await as_organiser(interaction).act(service.look, address, found))


@FILES.press
async def list_files(interaction: Interaction) -> None:
    await rerender(interaction, files_panel(await as_organiser(interaction).read(queries.files)))


@OPEN.press
async def open_file(interaction: Interaction, file_id: int) -> None:
    """Whoever opens a file hears what is wrong with it; organisers are not told again."""
    await rerender(
        interaction, file_panel(await as_organiser(interaction).act(service.see, file_id))
    )


@PAGE.press
async def turn(interaction: Interaction, file_id: int, page: int) -> None:
    found = await as_organiser(interaction).read(queries.opened, file_id)
    await rerender(interaction, file_panel(found, page))


@CHOOSE.press
async def choose(interaction: Interaction, file_id: int, page: int) -> None:
    done = await as_organiser(interaction).act(service.choose, file_id, chosen(interaction))
    await rerender(interaction, file_panel(done.opened, page, chosen_text(done)))


@UNCLEAR.press
async def show_unclear(interaction: Interaction, file_id: int, page: int) -> None:
    found = await as_organiser(interaction).read(queries.opened, file_id)
    await rerender(interaction, unclear_panel(found, page))


@ASK.press
async def ask(interaction: Interaction, file_id: int) -> None:
    found = await as_organiser(interaction).read(queries.opened, file_id)
    entry = found.unclear_entry(chosen_one(interaction))
    await open_form(interaction, answer_form(file_id, entry))


@ANSWER.press
async def ask_again(interaction: Interaction, file_id: int, key: str) -> None:
    found = await as_organiser(interaction).read(queries.opened, file_id)
    await open_form(interaction, answer_form(file_id, found.unclear_entry(key)))


@ANSWER.form
async def answered(interaction: Interaction, fields: Fields, file_id: int, key: str) -> None:
    added, found = await as_organiser(interaction).act(
        service.answer,
        file_id,
        name=fields.get("name", ""),
        deadline=fields.get("deadline", ""),
        link=fields.get("link", ""),
    )
    said = f"In the group's list: *{escape(added.conference.name)}*, as you say."
    await rerender(interaction, file_panel(found, said=said))


@OFF.press
async def switch_off(interaction: Interaction, file_id: int) -> None:
    found = await as_organiser(interaction).act(service.switch_off, file_id)
    said = "Switched off: I read that file no more. What you took from it stays."
    await rerender(interaction, files_panel(found, said))


async def for_organisers(session: AsyncSession, caller: OrganiserCaller) -> Items:
    """In ``/setup``: what organisers have not heard yet of their files."""
    return notice_rows(await queries.notices(session, caller))

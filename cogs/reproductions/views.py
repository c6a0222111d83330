"""What the buttons, selects and forms of the reproduction log do."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.arxiv.values import Paper
from bot.errors import UserError
from bot.groups.values import InsiderCaller, MemberCaller
from bot.papers.chosen import met_paper
from bot.reproductions import queries, rules, service
from bot.reproductions.values import Attempt, Entry, Log, Outcome
from cogs.common.callers import as_insider, as_member
from cogs.common.feature import PanelAddition
from cogs.common.panels import Panel
from cogs.common.reply import open_form, reply, rerender
from cogs.common.routes import Fields, Interaction, chosen_one
from cogs.reproductions import panels
from cogs.reproductions.routes import (
    AT_PAPER,
    AT_PAPER_PAGE,
    DELETE,
    DELETE_FOR_SURE,
    EDIT,
    GROUP,
    LOG,
    MINE,
    OUTCOME,
)


async def show(interaction: Interaction, outcome: Outcome | None) -> None:
    """Answer with what the group reproduced, failed or never tried."""
    await reply(interaction, panels.log_panel(await _log(interaction, outcome, 0)))


@GROUP.press
async def turn(interaction: Interaction, outcome: str, page: int) -> None:
    await rerender(interaction, panels.log_panel(await _log(interaction, _read(outcome), page)))


@OUTCOME.press
async def choose(interaction: Interaction) -> None:
    outcome = _read(chosen_one(interaction))
    await rerender(interaction, panels.log_panel(await _log(interaction, outcome, 0)))


@MINE.press
async def mine(interaction: Interaction, page: int) -> None:
    found = await as_member(interaction).read(queries.own, page)
    await rerender(interaction, panels.own_panel(found))


@AT_PAPER.press
async def read_attempts(interaction: Interaction, key: str) -> None:
    """Show all that attempts at a paper say; what leads here stays."""
    await reply(interaction, await _at_paper(interaction, key, 0))


@AT_PAPER_PAGE.press
async def turn_attempts(interaction: Interaction, key: str, page: int) -> None:
    await rerender(interaction, await _at_paper(interaction, key, page))


@LOG.press
async def ask(interaction: Interaction, key: str) -> None:
    """Open the form of a new attempt."""
    await as_member(interaction).read(_check, key)
    await open_form(interaction, panels.attempt_form(LOG(key)))


@LOG.form
async def note(interaction: Interaction, fields: Fields, key: str) -> None:
    noted = await as_member(interaction).create(service.note, key, _entry(fields))
    await reply(interaction, panels.noted_panel(noted))


@EDIT.press
async def open_entry(interaction: Interaction, attempt_id: int) -> None:
    """Open the form of an attempt with what it says."""
    found = await as_member(interaction).read(queries.own_attempt, attempt_id)
    await open_form(interaction, panels.attempt_form(EDIT(attempt_id), found.entry))


@EDIT.form
async def change(interaction: Interaction, fields: Fields, attempt_id: int) -> None:
    noted = await as_member(interaction).act(service.change, attempt_id, _entry(fields))
    await reply(interaction, panels.noted_panel(noted))


@DELETE.press
async def ask_to_delete(interaction: Interaction, attempt_id: int) -> None:
    found = await as_member(interaction).read(queries.own_attempt, attempt_id)
    await rerender(interaction, panels.ask_to_delete_panel(found))


@DELETE_FOR_SURE.press
async def delete(interaction: Interaction, attempt_id: int) -> None:
    gone = await as_member(interaction).act(service.delete, attempt_id)
    await rerender(interaction, panels.deleted_panel(gone))


async def about_paper(session: AsyncSession, caller: InsiderCaller, key: str) -> PanelAddition:
    """What a paper's page says of attempts at it."""
    return panels.about_paper(await queries.at_paper(session, caller, key), caller.user_id, key)


async def _at_paper(interaction: Interaction, key: str, page: int) -> Panel:
    paper, found = await as_insider(interaction).read(_attempts_at, key)
    return panels.at_paper_panel(paper, found, page, interaction.user.id)


async def _attempts_at(
    session: AsyncSession, caller: InsiderCaller, key: str
) -> tuple[Paper, list[Attempt]]:
    paper = await met_paper(session, caller, key)
    return paper, await queries.at_paper(session, caller, key)


async def _check(session: AsyncSession, caller: MemberCaller, key: str) -> None:
    await met_paper(session, caller, key)


async def _log(interaction: Interaction, outcome: Outcome | None, page: int) -> Log:
    return await as_insider(interaction).read(queries.log, outcome, page)


def _entry(fields: Fields) -> Entry:
    return rules.entry(
        tried=fields.get("tried", ""),
        repository=fields.get("repository", ""),
        outcome=fields.get("outcome", ""),
        note=fields.get("note", ""),
        is_released=fields.get("seen_by", "") == panels.FOR_GROUP,
    )


def _read(outcome: str) -> Outcome | None:
    """What a client says is to be shown; None for all.

    Raises:
        UserError: there is no such outcome.
    """
    if outcome == panels.ALL:
        return None
    try:
        return Outcome(outcome)
    except ValueError:
        raise UserError(
            "There is no such choice here. `/paper reproductions` shows what there is."
        ) from None

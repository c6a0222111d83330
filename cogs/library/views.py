"""Looking up and paging in the glossary and the resources, suggesting, and reporting dead links."""

from __future__ import annotations

from discord import ui
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import MemberCaller
from bot.library import queries, service
from bot.library.rules import find_entry, find_term, link_named, shelf_of, title_of
from bot.library.values import Decision, Library, Suggestion
from cogs.common.access import is_organiser
from cogs.common.callers import as_anyone, as_member
from cogs.common.panels import ONLY_YOU, Panel, button, buttons
from cogs.common.reply import open_form, reply, rerender
from cogs.common.routes import Fields, Interaction, chosen_one
from cogs.common.text import one_line
from cogs.library.forms import report_form, suggest_form
from cogs.library.panels import entry_panel, glossary_panel, resources_panel, term_panel
from cogs.library.routes import (
    DEAD_IN_TERM,
    ENTRY,
    GLOSSARY,
    KIND,
    OPEN_GLOSSARY,
    OPEN_RESOURCES,
    REPORT,
    RESOURCES,
    SUGGEST,
    TERM,
)
from cogs.library.style import ACCENT

_TITLE = 80


def plan_buttons(_is_member: bool) -> list[ui.Button[ui.LayoutView]]:
    """What stands beside the plan: what its words mean, from where its resources are a press."""
    return [button("Glossary", OPEN_GLOSSARY())]


async def library_of(interaction: Interaction) -> Library:
    """The library of the group that whoever asks means.

    Raises:
        NotSetUp: there is no group.
        UserError: in direct messages, when it is not clear which group they mean.
    """
    return await as_anyone(interaction).read(queries.library)


async def shelf_panel(
    interaction: Interaction, kind: str = "", block: str = "", topic: str = "", page: int = 0
) -> Panel:
    """A page of what stands on a shelf."""
    found = await library_of(interaction)
    shelf = shelf_of(found, kind, block, topic)
    return resources_panel(found, shelf, page, is_organiser=await is_organiser(interaction))


@OPEN_GLOSSARY.press
async def open_glossary(interaction: Interaction) -> None:
    """Answer anew, so that the plan stays."""
    await reply(interaction, glossary_panel(await library_of(interaction)))


@OPEN_RESOURCES.press
async def open_resources(interaction: Interaction) -> None:
    """Answer anew, so that the glossary stays."""
    await reply(interaction, await shelf_panel(interaction))


@GLOSSARY.press
async def turn_glossary(interaction: Interaction, page: int) -> None:
    await rerender(interaction, glossary_panel(await library_of(interaction), page))


@TERM.press
async def open_term(interaction: Interaction, _page: int) -> None:
    found = await library_of(interaction)
    term = find_term(found.plan, chosen_one(interaction))
    await rerender(interaction, term_panel(found, term))


@RESOURCES.press
async def turn_resources(
    interaction: Interaction, kind: str, block: str, topic: str, page: int
) -> None:
    await rerender(interaction, await shelf_panel(interaction, kind, block, topic, page))


@KIND.press
async def choose_kind(interaction: Interaction, block: str, topic: str) -> None:
    kind = chosen_one(interaction)
    await rerender(interaction, await shelf_panel(interaction, kind, block, topic))


@ENTRY.press
async def open_entry(
    interaction: Interaction, kind: str, block: str, topic: str, page: int
) -> None:
    found = await library_of(interaction)
    entry = find_entry(found, chosen_one(interaction))
    shelf, organises = shelf_of(found, kind, block, topic), await is_organiser(interaction)
    await rerender(interaction, entry_panel(found, entry, shelf, page, is_organiser=organises))


@SUGGEST.press
async def ask_suggestion(interaction: Interaction) -> None:
    """The form of a suggestion; who is no member hears it before typing."""
    found = await as_member(interaction).read(queries.library)
    await open_form(interaction, suggest_form(found.plan))


@SUGGEST.form
async def suggest(interaction: Interaction, fields: Fields) -> None:
    """Keep it for an organiser; a form that is sent again suggests nothing twice."""
    found = await as_member(interaction, with_group=True).create(
        service.suggest,
        **{name: fields.get(name, "") for name in ("title", "text", "url")},
        kind=fields.get("resource", ""),
        block=next(iter(fields.get("block", [""])), ""),
    )
    await rerender(interaction, _suggested_panel(found, interaction.user.id))


@DEAD_IN_TERM.press
async def ask_report_of_term(interaction: Interaction) -> None:
    await _ask_report(interaction, chosen_one(interaction))


@REPORT.press
async def ask_report(interaction: Interaction, key: str) -> None:
    await _ask_report(interaction, key)


@REPORT.form
async def report(interaction: Interaction, fields: Fields, key: str) -> None:
    """Keep that a member says so; an organiser looks."""
    proposed = fields.get("proposed", "")
    title = await as_member(interaction).act(service.report, key, proposed=proposed)
    text = f"Thank you. An organiser will look at the link of *{one_line(title, _TITLE)}*."
    await rerender(interaction, _said_panel(text))


async def _ask_report(interaction: Interaction, key: str) -> None:
    title = await as_member(interaction).read(_title, key)
    await open_form(interaction, report_form(key, title))


async def _title(session: AsyncSession, caller: MemberCaller, key: str) -> str:
    found = await queries.library(session, caller)
    link_key, _url = link_named(found, key)
    return title_of(found, link_key)


def _suggested_panel(found: Suggestion, user_id: int) -> Panel:
    title = f"*{one_line(found.text.title, _TITLE)}*"
    if found.decision is Decision.WAITING and found.user_id == user_id:
        return _said_panel(
            f"Suggested: {title}. An organiser decides, and your daily message says what became "
            "of it. Thank you."
        )
    return _said_panel(f"That link was suggested already, and waits for an organiser: {title}.")


def _said_panel(text: str) -> Panel:
    act = buttons(button("Resources", OPEN_RESOURCES()))
    return Panel(ACCENT, text, act, small_print=ONLY_YOU)

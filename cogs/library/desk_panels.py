"""What waits for an organiser in the library: suggestions and reported links."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.inputs.links import host_of
from bot.library.rules import button_key
from bot.library.values import Decision, Desk, Report, Suggestion
from cogs.common.panels import (
    ONLY_YOU,
    Items,
    Panel,
    button,
    buttons,
    line,
    page_buttons,
    page_of,
    row,
)
from cogs.common.text import escape, link_to, one_line, plural, titled_link
from cogs.library.routes import ACCEPT, DECLINE, DESK, LOOK, MEND, OPEN_RESOURCES, REPLACE, WORKS
from cogs.library.style import ACCENT, KINDS

_ROWS, _TITLE = 7, 80
_PROPOSED = 2


def desk_panel(
    found: Desk,
    page: int = 0,
    *,
    acts: Sequence[ui.Button[ui.LayoutView]] = (),
    said: str = "",
) -> Panel:
    """Suggestions first, then reported links, each with what can be done.

    ``acts`` are what other features let organisers do with the library.
    """
    things: tuple[Suggestion | Report, ...] = (*found.suggestions, *found.reports)
    shown, page, pages = page_of(things, page, _ROWS)
    opening: Items = [said, line()] if said else []
    rows: Items = [
        _suggestion_row(each) if isinstance(each, Suggestion) else _report_row(each)
        for each in shown
    ]
    heading = (
        f"**Library** · {plural(len(found.suggestions), 'suggestion')}, "
        f"{plural(len(found.reports), 'reported link')}"
    )
    return Panel(
        ACCENT,
        *opening,
        heading,
        line(),
        *(rows or ["Nothing waits. Members suggest and report at `/resources`."]),
        buttons(
            *page_buttons(DESK, page=page, pages=pages),
            *acts,
            button("Resources", OPEN_RESOURCES()),
        ),
        small_print=f"Who reported a link is not shown. {ONLY_YOU}",
    )


def suggestion_panel(found: Suggestion) -> Panel:
    """A suggestion, for an organiser to decide."""
    text = found.text
    by = f"Suggested by <@{found.user_id}>." if found.user_id is not None else ""
    acts = [button("Back", DESK(0))]
    if found.decision is Decision.WAITING:
        accept = button("Accept", ACCEPT(found.id), style=discord.ButtonStyle.primary)
        acts = [accept, button("Leave out", DECLINE(found.id)), *acts]
    return Panel(
        ACCENT,
        f"**{link_to(escape(text.title), text.url)}** · {titled_link(text.url)}\n"
        f"{escape(text.text)}\n-# {KINDS[text.kind]}",
        by or "Whoever suggested it has left.",
        buttons(*acts),
        small_print="Once accepted, everybody in the server sees it, without a name. Whoever "
        "suggested it hears of it in their next daily message.",
    )


def report_panel(found: Report) -> Panel:
    """A reported link, for an organiser to mend."""
    key = button_key(found.link_key)
    lines = [f"⊘ **{link_to(escape(found.title), found.url)}** · {titled_link(found.url)}"]
    lines += [f"{_says(found)} that it is dead.", *_proposals(found)]
    return Panel(
        ACCENT,
        "\n".join(lines),
        buttons(
            button("Replace the link", REPLACE(key), style=discord.ButtonStyle.primary),
            button("It works", WORKS(key)),
            button("Back", DESK(0)),
        ),
        small_print=f"Who reported it is not shown. {ONLY_YOU}",
    )


def waiting_rows(found: Desk) -> Items:
    """For ``/setup``: that something waits, if it does."""
    if not (found.suggestions or found.reports):
        return []
    parts = []
    if found.suggestions:
        parts.append(plural(len(found.suggestions), "suggestion"))
    if found.reports:
        parts.append(plural(len(found.reports), "reported link"))
    return [row(f"○ The library has {' and '.join(parts)} for you.", button("Look", DESK(0)))]


def decided_text(found: Suggestion) -> str:
    """What deciding did."""
    title = f"*{one_line(found.text.title, _TITLE)}*"
    if found.decision is Decision.ACCEPTED:
        return f"{title} is in the library now."
    return f"{title} is left out."


def _suggestion_row(found: Suggestion) -> ui.Section[ui.LayoutView]:
    text = found.text
    about = f"{KINDS[text.kind]} · {one_line(host_of(text.url), _TITLE)}"
    return row(f"○ **{one_line(text.title, _TITLE)}**\n{about}", button("Look", LOOK(found.id)))


def _report_row(found: Report) -> ui.Section[ui.LayoutView]:
    title = f"⊘ **{one_line(found.title, _TITLE)}** · {one_line(host_of(found.url), _TITLE)}"
    look = button("Look", MEND(button_key(found.link_key)))
    return row(f"{title}\n{_says(found)} that it is dead", look)


def _says(found: Report) -> str:
    return f"{plural(found.members, 'member')} {'says' if found.members == 1 else 'say'}"


def _proposals(found: Report) -> list[str]:
    urls = found.proposed[:_PROPOSED]
    return [f"Is it at {link_to(one_line(url, _TITLE), url)} now?" for url in urls]

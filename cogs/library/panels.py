"""The glossary and the resources as panels. Data in, panels out."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.inputs.links import address_key
from bot.library.rules import button_key, on_shelf
from bot.library.values import Entry, Library, Shelf
from bot.plans.rules.links import link_now
from bot.plans.values import Link, Term
from cogs.common.panels import (
    ONLY_YOU,
    Items,
    Panel,
    button,
    buttons,
    line,
    page_buttons,
    page_of,
)
from cogs.common.resource_text import instead_text, resource_line
from cogs.common.text import cut, escape, fit, link_to, one_line
from cogs.library.routes import (
    DEAD_IN_TERM,
    DESK,
    ENTRY,
    GLOSSARY,
    KIND,
    OPEN_RESOURCES,
    REMOVE,
    REPLACE,
    REPORT,
    RESOURCES,
    SUGGEST,
    TERM,
)
from cogs.library.style import ACCENT, KINDS

# What fits a message even at its fullest.
_TERMS, _SHORT_TEXT = 8, 250
_TEXT, _LINK_TITLE = 700, 40
_PAGE, _MOST = 3000, 8
"""A page of resources has at most so many characters, and so many of them."""

_DEAD = "its link is dead"


def glossary_panel(library: Library, page: int = 0) -> Panel:
    """A page of terms; one that is picked opens."""
    terms = library.plan.glossary
    shown, page, pages = page_of(terms, page, _TERMS)
    if not shown:
        return Panel(ACCENT, "**Glossary**\nThis plan explains no terms.", small_print=ONLY_YOU)
    pick: ui.Select[ui.LayoutView] = ui.Select(
        custom_id=TERM(page),
        placeholder="Open one, with where to read on",
        options=[discord.SelectOption(label=cut(t.term, 100), value=t.id) for t in shown],
    )
    turns = page_buttons(GLOSSARY, page=page, pages=pages)
    return Panel(
        ACCENT,
        f"**Glossary** · {len(terms)}",
        line(),
        "\n".join(
            f"**{escape(t.term)}** · {fit(' '.join(t.text.split()), _SHORT_TEXT)}" for t in shown
        ),
        buttons(pick),
        buttons(*turns, button("Resources", OPEN_RESOURCES())),
        small_print=ONLY_YOU,
    )


def term_panel(library: Library, term: Term) -> Panel:
    """A term, what it means, and where to read on; a dead link can be reported."""
    place = library.plan.glossary.index(term)
    found = [(link, link_now(link.url, library.replaced)) for link in term.links]
    links = " · ".join(_linked(link, now) for link, now in found)
    alive = [(link, now) for link, now in found if now is not None]
    return Panel(
        ACCENT,
        "\n".join(filter(None, (f"**{escape(term.term)}**", fit(term.text, _TEXT), links))),
        *([buttons(_dead_links(alive))] if alive else []),
        buttons(button("All terms", GLOSSARY(place // _TERMS))),
        small_print=ONLY_YOU,
    )


def resources_panel(
    library: Library, shelf: Shelf, page: int = 0, *, is_organiser: bool = False, said: str = ""
) -> Panel:
    """A page of what stands on a shelf, each kind under its heading; one that is picked opens."""
    found = on_shelf(library, shelf)
    shown, page, pages = page_of(_pages(found), page, 1)
    block = library.plan.block(shelf.block)
    heading = ["**Resources**", escape(block.title) if block else "", escape(shelf.topic)]
    opening: Items = [said, line()] if said else []
    entries, text = shown[0] if shown else ((), "")
    acts = [
        *page_buttons(lambda at: RESOURCES(*_keys(shelf), at), page=page, pages=pages),
        button("Suggest", SUGGEST()),
    ]
    if is_organiser:
        acts.append(button("For organisers", DESK(0)))
    return Panel(
        ACCENT,
        *opening,
        f"{' · '.join(filter(None, heading))} · {len(found)}",
        line(),
        text or "There are none of these. Choose another kind, block or topic, or suggest one.",
        buttons(_kinds(shelf)),
        *([buttons(_open_one(shelf, page, entries))] if entries else []),
        buttons(*acts),
        small_print=ONLY_YOU,
    )


def entry_panel(
    library: Library,
    entry: Entry,
    shelf: Shelf,
    page: int = 0,
    *,
    is_organiser: bool = False,
) -> Panel:
    """One thing to learn from, and what can be done about its link."""
    title = escape(entry.title)
    named = link_to(title, entry.url) if entry.url else title
    blocks = [found.title for each in entry.blocks if (found := library.plan.block(each))]
    about = [KINDS[entry.kind], *([entry.by] if entry.by else []), *blocks]
    lines = [f"**{named}**", fit(entry.text, _TEXT), f"-# {escape(' · '.join(about))}"]
    if entry.instead is not None:
        lines.append(f"⊘ {instead_text(entry.instead)}")
    elif entry.link_key and entry.url is None:
        lines.append(f"⊘ An organiser says that {_DEAD}.")
    acts = [button("Back", RESOURCES(*_keys(shelf), page))]
    if entry.url is not None:
        acts.append(button("Report a dead link", REPORT(button_key(address_key(entry.url)))))
    if is_organiser and entry.link_key is not None:
        key = entry.link_key if entry.url is None else address_key(entry.url)
        acts.append(button("Replace the link", REPLACE(button_key(key))))
    if is_organiser and entry.added is not None:
        remove = button("Remove", REMOVE(entry.added), style=discord.ButtonStyle.danger)
        acts.append(remove)
    return Panel(ACCENT, "\n".join(lines), buttons(*acts), small_print=ONLY_YOU)


def _linked(link: Link, now: str | None) -> str:
    title = one_line(link.title, _LINK_TITLE)
    return f"{title} (dead)" if now is None else link_to(title, now)


def _dead_links(alive: Sequence[tuple[Link, str]]) -> ui.Select[ui.LayoutView]:
    """Each link once, whatever leads to it."""
    options = {button_key(address_key(now)): link.title for link, now in alive}
    return ui.Select(
        custom_id=DEAD_IN_TERM(),
        placeholder="Report a dead link",
        options=[
            discord.SelectOption(label=cut(title, 100), value=key) for key, title in options.items()
        ],
    )


def _pages(found: Sequence[Entry]) -> list[tuple[tuple[Entry, ...], str]]:
    """The pages, each with its entries and its text, each kind under its heading."""
    pages: list[tuple[list[Entry], list[str]]] = []
    kinds: set[str] = set()
    for entry in found:
        told = _line_of(entry)
        on_page = pages[-1][1] if pages else []
        is_full = len("\n".join((*on_page, told))) > _PAGE or len(on_page) >= _MOST
        if not on_page or is_full:
            pages.append(([], []))
            kinds = set()
        if entry.kind not in kinds:
            kinds = {entry.kind}
            pages[-1][1].append(f"**{KINDS[entry.kind]}**")
        pages[-1][0].append(entry)
        pages[-1][1].append(told)
    return [(tuple(entries), "\n".join(lines)) for entries, lines in pages]


def _line_of(entry: Entry) -> str:
    told = resource_line(entry, entry.instead)
    is_dead = entry.link_key and entry.url is None and entry.instead is None
    return f"{told} ⊘ {_DEAD}" if is_dead else told


def _open_one(shelf: Shelf, page: int, entries: Sequence[Entry]) -> ui.Select[ui.LayoutView]:
    return ui.Select(
        custom_id=ENTRY(*_keys(shelf), page),
        placeholder="Open one, to report its link",
        options=[
            discord.SelectOption(label=cut(entry.title, 100), value=entry.key) for entry in entries
        ],
    )


def _kinds(shelf: Shelf) -> ui.Select[ui.LayoutView]:
    """Another kind; block and topic stay."""
    every = discord.SelectOption(label="All kinds", value="all", default=not shelf.kind)
    return ui.Select(
        custom_id=KIND(shelf.block, shelf.topic),
        options=[
            every,
            *(
                discord.SelectOption(label=name, value=each, default=each == shelf.kind)
                for each, name in KINDS.items()
            ),
        ],
    )


def _keys(shelf: Shelf) -> tuple[str, str, str]:
    return shelf.kind, shelf.block, shelf.topic

"""The glossary and the resources as panels. Data in, panels out."""

from __future__ import annotations

import discord
from discord import ui

from bot.library.rules import EVERY, KINDS, chosen
from bot.plans.values import Plan, Term
from cogs.common.panels import ONLY_YOU, Panel, button, buttons, line, page_buttons, page_of
from cogs.common.resource_text import resource_line
from cogs.common.text import cut, escape, one_line
from cogs.library.routes import GLOSSARY, KIND, RESOURCES, TERM

ACCENT = 0x3B82F6

# What fits a message even at its fullest.
_TERMS, _TEXT = 8, 200
_PER_PAGE = 4


def glossary_panel(plan: Plan, page: int = 0) -> Panel:
    """A page of terms; one that is picked opens."""
    shown, page, pages = page_of(plan.glossary, page, _TERMS)
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
        f"**Glossary** · {len(plan.glossary)}",
        line(),
        "\n".join(f"**{escape(t.term)}** · {one_line(t.text, _TEXT)}" for t in shown),
        buttons(pick),
        *([buttons(*turns)] if turns else []),
        small_print=ONLY_YOU,
    )


def term_panel(plan: Plan, term: Term) -> Panel:
    """A term, what it means, and where to read on."""
    place = plan.glossary.index(term)
    links = " · ".join(f"[{one_line(link.title, 80)}](<{link.url}>)" for link in term.links)
    return Panel(
        ACCENT,
        "\n".join(filter(None, (f"**{escape(term.term)}**", escape(term.text), links))),
        buttons(button("All terms", GLOSSARY(place // _TERMS))),
        small_print=ONLY_YOU,
    )


def resources_panel(plan: Plan, kind: str = EVERY, block_id: str = EVERY, page: int = 0) -> Panel:
    """A page of resources, each kind under its heading."""
    kind = kind if kind in KINDS else EVERY
    block = plan.block(block_id)
    found = chosen(plan, kind, block.id if block else EVERY)
    shown, page, pages = page_of(found, page, _PER_PAGE)
    where = f" · {escape(block.title)}" if block else ""
    lines: list[str] = []
    heading = None
    for resource in shown:
        if resource.kind != heading:
            heading = resource.kind
            lines.append(f"**{KINDS[heading]}**")
        lines.append(resource_line(resource, plan.instead_of(resource)))
    block_key = block.id if block else EVERY
    turns = page_buttons(lambda at: RESOURCES(kind, block_key, at), page=page, pages=pages)
    return Panel(
        ACCENT,
        f"**Resources**{where} · {len(found)}",
        line(),
        "\n".join(lines) or "The plan has none of these. Choose another kind, or another block.",
        buttons(_kinds(kind, block_key)),
        *([buttons(*turns)] if turns else []),
        small_print=ONLY_YOU,
    )


def _kinds(kind: str, block_key: str) -> ui.Select[ui.LayoutView]:
    """Another kind; the block stays."""
    every = discord.SelectOption(label="All kinds", value="all", default=kind == EVERY)
    return ui.Select(
        custom_id=KIND(block_key),
        options=[
            every,
            *(
                discord.SelectOption(label=name, value=each, default=each == kind)
                for each, name in KINDS.items()
            ),
        ],
    )

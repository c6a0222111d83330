"""Panels: one container in the feature's colour, rows that act, small print last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import TypeVar

import discord
from discord import ui

from cogs.common.routes import CustomId

MAX_TEXT = 4000

T = TypeVar("T")


class Accent(IntEnum):
    """The colours of what is no single feature's; each feature has its own beside its panels."""

    SETTINGS = 0x64748B
    ERROR = 0xDC2626


ONLY_YOU = "Only you see this."

Items = list[ui.Item[ui.LayoutView] | str]
"""What stands in a panel, from top to bottom; a ``str`` is a text."""


class Panel(ui.LayoutView):
    """What a message shows: ``items`` in one container, then the small print.

    Its buttons are found by custom id (:mod:`cogs.common.routes`), so discord.py keeps nothing.

    Raises:
        ValueError: more text than a message takes (4,000 characters). Page or fold it.
    """

    def __init__(
        self, accent: int, *items: ui.Item[ui.LayoutView] | str, small_print: str | None = None
    ) -> None:
        """Build it; a plain ``str`` becomes a text."""
        super().__init__(timeout=None)
        container: ui.Container[ui.LayoutView] = ui.Container(accent_colour=accent)
        for item in items:
            container.add_item(ui.TextDisplay(item) if isinstance(item, str) else item)
        if small_print:
            container.add_item(ui.TextDisplay(f"-# {small_print}"))
        self.add_item(container)
        if self.content_length() > MAX_TEXT:
            raise ValueError(f"a panel of {self.content_length()} characters")

    def is_finished(self) -> bool:
        """Always: nothing is ever waited for in memory."""
        return True


def button(
    label: str,
    custom_id: CustomId,
    *,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    disabled: bool = False,
) -> ui.Button[ui.LayoutView]:
    """A button that its route's handler answers."""
    return ui.Button(label=label, style=style, custom_id=custom_id, disabled=disabled)


def component_count(items: Items) -> int:
    """How many of the components that a message holds ``items`` are."""
    nesting = [item for item in items if isinstance(item, ui.Section | ui.ActionRow)]
    return len(items) + sum(1 for item in nesting for _ in item.walk_children())


def text_length(items: Items) -> int:
    """How many of the characters that a message holds ``items`` take."""
    length = 0
    for item in items:
        if isinstance(item, str):
            length += len(item)
        elif isinstance(item, ui.TextDisplay):
            length += len(item.content)
        elif isinstance(item, ui.Section):
            length += item.content_length()
    return length


def link(label: str, url: str) -> ui.Button[ui.LayoutView]:
    """A button that opens a page."""
    return ui.Button(label=label, style=discord.ButtonStyle.link, url=url)


def row(text: str, act: ui.Button[ui.LayoutView]) -> ui.Section[ui.LayoutView]:
    """A thing and its one act."""
    return ui.Section(ui.TextDisplay(text), accessory=act)


def buttons(*items: ui.Item[ui.LayoutView]) -> ui.ActionRow[ui.LayoutView]:
    """A row of at most five buttons, or one select."""
    line: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    for item in items:
        line.add_item(item)
    return line


def line() -> ui.Separator[ui.LayoutView]:
    """A thin rule between parts."""
    return ui.Separator()


def page_of(things: Sequence[T], page: int, size: int) -> tuple[Sequence[T], int, int]:
    """The things on ``page`` (from 0; one beyond an end gives that end), its number, how many."""
    pages = max(1, -(-len(things) // size))
    page = min(max(page, 0), pages - 1)
    return things[page * size : (page + 1) * size], page, pages


def page_buttons(
    at: Callable[[int], CustomId], *, page: int, pages: int
) -> list[ui.Button[ui.LayoutView]]:
    """``‹ 1/3 ›``, each at its page's custom id; nothing when one page is all. Pages count from 0.

    The two ends carry pages -1 and ``pages`` only while disabled: custom ids must differ.
    """
    if pages <= 1:
        return []
    return [
        button("‹", at(page - 1), disabled=page == 0),
        button(f"{page + 1}/{pages}", at(page), disabled=True),
        button("›", at(page + 1), disabled=page == pages - 1),
    ]

"""What members see while they put cards together; each sees it alone."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.themes.rules import MAX_TYPED
from bot.themes.values import Grouped, Theme
from cogs.common.forms import Form, text_field
from cogs.common.panels import ONLY_YOU, Items, Panel, button, buttons, page_buttons, page_of
from cogs.common.routes import CustomId
from cogs.common.text import cut, escape, fit, plural
from cogs.themes.routes import (
    GROUP,
    JOIN,
    MERGE,
    MERGE_PAIR,
    OPEN_THEME,
    RENAME,
    SHOW_THEME,
    SIMILAR,
    SPLIT,
)
from cogs.themes.style import ACCENT

_A_PAGE = 20
_LINE, _CARD = 110, 110
_MOST_LABEL = 100


def group_panel(found: Grouped, page: int) -> Panel:
    """All themes, page by page, with what can be done to them."""
    retro_id = found.retro.id
    shown, page, pages = page_of(found.themes, page, _A_PAGE)
    lines = [f"- {fit(each.label, _LINE)}{_size(each)}" for each in shown]
    items: Items = [
        f"**Group cards** · {plural(len(found.themes), 'theme')} of "
        f"{plural(found.retro.cards, 'card')}",
        "\n".join(lines),
    ]
    if len(shown) > 1:
        items.append(
            buttons(
                _select(
                    MERGE(retro_id, page), "Merge these…", shown, at_least=2, at_most=len(shown)
                )
            )
        )
    items.append(buttons(_select(OPEN_THEME(retro_id), "Rename, split or add to…", shown)))
    turns = page_buttons(lambda to: GROUP(retro_id, to), page=page, pages=pages)
    items.append(buttons(*turns, button("Suggestions", SIMILAR(retro_id))))
    small_print = f"Everybody groups the same cards; nothing written is ever lost. {ONLY_YOU}"
    return Panel(ACCENT, *items, small_print=small_print)


def theme_panel(found: Grouped, theme: Theme, page: int) -> Panel:
    """A theme with its cards: rename it, take cards out, put other themes in."""
    retro_id, number = found.retro.id, theme.number
    cards = theme.cards[:_A_PAGE]
    lines = [f"- {fit(' '.join(card.text.split()), _CARD)}" for card in cards]
    if len(theme.cards) > len(cards):
        lines.append(f"and {len(theme.cards) - len(cards)} more")
    items: Items = [f"**{escape(theme.label)}**{_size(theme)}", "\n".join(lines)]
    if len(theme.cards) > 1:
        options = [
            discord.SelectOption(label=cut(_flat(card.text), _MOST_LABEL), value=str(card.id))
            for card in cards
        ]
        items.append(
            buttons(
                _picker(SPLIT(retro_id, number), "Take these out…", options, at_most=len(cards) - 1)
            )
        )
    others = [each for each in found.themes if each.number != number]
    shown, page, pages = page_of(others, page, _A_PAGE)
    if shown:
        place = JOIN(retro_id, number, page)
        items.append(buttons(_select(place, "Put these in…", shown, at_most=len(shown))))
    turns = page_buttons(lambda to: SHOW_THEME(retro_id, number, to), page=page, pages=pages)
    acts = [button("Rename", RENAME(retro_id, number)), button("All themes", GROUP(retro_id, 0))]
    items.append(buttons(*turns, *acts))
    return Panel(ACCENT, *items, small_print=ONLY_YOU)


def rename_form(retro_id: int, theme: Theme) -> Form:
    """A name for a theme."""
    name = text_field(
        "title",
        "What its cards share",
        example="Shorter calls",
        default=cut(theme.title, MAX_TYPED) if theme.title else None,
        max_length=MAX_TYPED,
    )
    return Form("Name the theme", RENAME(retro_id, theme.number), fields=[name])


def similar_panel(found: Grouped, pairs: Sequence[tuple[Theme, Theme]]) -> Panel:
    """Themes that say much the same, for a person to decide."""
    retro_id = found.retro.id
    items: Items = ["**Suggestions** · cards that sound alike"]
    if not pairs:
        items[0] = "**Suggestions**\nNo two themes sound alike. You may see more than I do."
    for one, other in pairs:
        text = f"- {fit(one.label, _LINE)}\n- {fit(other.label, _LINE)}"
        merge = button("Merge", MERGE_PAIR(retro_id, one.number, other.number))
        items.append(ui.Section(ui.TextDisplay(text), accessory=merge))
    items.append(buttons(button("All themes", GROUP(retro_id, 0))))
    small_print = f"Compared here, word by word; nothing is merged by itself. {ONLY_YOU}"
    return Panel(ACCENT, *items, small_print=small_print)


def _size(theme: Theme) -> str:
    return "" if len(theme.cards) == 1 else f" · {len(theme.cards)} cards"


def _flat(text: str) -> str:
    return " ".join(text.split())


def _select(
    custom_id: CustomId,
    placeholder: str,
    themes: Sequence[Theme],
    *,
    at_least: int = 1,
    at_most: int = 1,
) -> ui.Select[ui.LayoutView]:
    options = [
        discord.SelectOption(label=cut(each.label, _MOST_LABEL), value=str(each.number))
        for each in themes
    ]
    return _picker(custom_id, placeholder, options, at_least=at_least, at_most=at_most)


def _picker(
    custom_id: CustomId,
    placeholder: str,
    options: list[discord.SelectOption],
    *,
    at_least: int = 1,
    at_most: int = 1,
) -> ui.Select[ui.LayoutView]:
    return ui.Select(
        custom_id=custom_id,
        placeholder=placeholder,
        options=options,
        min_values=at_least,
        max_values=at_most,
    )

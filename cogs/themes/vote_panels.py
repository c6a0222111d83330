"""A member's own ballot, and what the group sees of themes."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.retros.values import Phase, Retro
from bot.themes.rules import by_votes
from bot.themes.values import Ballot, Theme
from cogs.common.feature import PanelAddition
from cogs.common.panels import (
    ONLY_YOU,
    Items,
    Panel,
    button,
    buttons,
    page_buttons,
    page_of,
    row,
)
from cogs.common.text import escape, fit, one_line, plural
from cogs.themes.routes import BALLOT, CAST, GROUP, READ_THEME
from cogs.themes.style import ACCENT

_A_PAGE = 8
_LINE = 160
_SHOWN = 8
_CARDS_SHOWN, _FOLD = 8, 200
_WHOLE = 3500
_PRIMARY = discord.ButtonStyle.primary


def ballot_panel(ballot: Ballot, page: int) -> Panel:
    """All themes with the votes that this member gives each, a button each."""
    retro = ballot.retro
    shown, page, pages = page_of(ballot.themes, page, _A_PAGE)
    given = retro.ballot.votes - ballot.left
    rows: Items = [_vote_row(ballot, theme, page) for theme in shown]
    turns = page_buttons(lambda to: BALLOT(retro.id, to), page=page, pages=pages)
    caps = ""
    if retro.ballot.per_theme > 1:
        caps = f" · a theme takes at most {retro.ballot.per_theme}"
    if not retro.ballot.own_cards:
        caps += " · none for one's own cards"
    return Panel(
        ACCENT,
        f"**Your votes** · {given} of {retro.ballot.votes} given{caps}",
        *rows,
        *([buttons(*turns)] if turns else []),
        small_print=f"Totals show when the vote ends; whose they are never does. {ONLY_YOU}",
    )


def _vote_row(ballot: Ballot, theme: Theme, page: int) -> ui.Section[ui.LayoutView]:
    """A theme, the votes that it has from this member, and the next number of them."""
    most, votes = ballot.retro.ballot.per_theme, ballot.given.get(theme.number, 0)
    marks = "●" * votes + "○" * (most - votes)
    is_full = votes == most or (votes and not ballot.left)
    label = "Take back" if is_full else "Vote again" if votes else "Vote"
    wanted = 0 if is_full else votes + 1
    cards = "" if len(theme.cards) == 1 else f" · {len(theme.cards)} cards"
    act = button(label, CAST(ballot.retro.id, theme.number, wanted, page))
    return row(f"{marks} **{fit(theme.label, _LINE)}**{cards}", act)


def about_themes(retro: Retro, themes: Sequence[Theme]) -> PanelAddition:
    """For a retro's summary: what can be done to its themes now, or what came of the vote."""
    if not themes:
        return PanelAddition(is_empty=True)
    if retro.phase is Phase.GROUP:
        group = button("Group cards", GROUP(retro.id, 0), style=_PRIMARY)
        return PanelAddition(rows=[_list(retro, themes)], acts=[group])
    if retro.phase is Phase.VOTE:
        vote = button("Vote", BALLOT(retro.id, 0), style=_PRIMARY)
        return PanelAddition(rows=[_list(retro, themes)], acts=[vote])
    return PanelAddition(rows=[_list(retro, by_votes(themes))])


def _list(retro: Retro, themes: Sequence[Theme]) -> str:
    if retro.phase is Phase.GROUP:
        themes = [each for each in themes if each.title or len(each.cards) > 1]
        if not themes:
            return "**Themes**\nNo cards are put together yet."
    lines = [_line(theme) for theme in themes[:_SHOWN]]
    if len(themes) > _SHOWN:
        lines.append(f"and {len(themes) - _SHOWN} more")
    order = " by votes" if any(theme.votes for theme in themes) else ""
    return "\n".join((f"**Themes{order}**", *lines))


def _line(theme: Theme) -> str:
    parts = [f"- {fit(theme.label, _LINE)}"]
    if len(theme.cards) > 1:
        parts.append(plural(len(theme.cards), "card"))
    if theme.votes is not None:
        parts.append(plural(theme.votes, "vote"))
    if theme.thread_id is not None:
        parts.append(f"<#{theme.thread_id}>")
    return " · ".join(parts)


def theme_post(retro: Retro, theme: Theme) -> Panel:
    """A theme that is discussed, in the channel: its thread opens below."""
    cards = [f"- {one_line(card.text, _FOLD)}" for card in theme.cards[:_CARDS_SHOWN]]
    if len(theme.cards) > _CARDS_SHOWN:
        cards.append(f"and {len(theme.cards) - _CARDS_SHOWN} more")
    votes = plural(theme.votes or 0, "vote")
    return Panel(
        ACCENT,
        f"**{theme.rank} · {escape(theme.label)}** · {votes}",
        "\n".join(cards),
        buttons(button("Read cards", READ_THEME(retro.id, theme.number, 0))),
        small_print="Let us talk about it in the thread below.",
    )


def opening_post(retro: Retro, theme: Theme, question: str) -> Panel:
    """What a theme's thread begins with."""
    return Panel(
        ACCENT,
        f"**{escape(theme.label)}**\n{question}",
        buttons(button("Read cards", READ_THEME(retro.id, theme.number, 0))),
        small_print="What you decide becomes an action, with an owner and a date.",
    )


def theme_reader(retro: Retro, theme: Theme, page: int) -> Panel:
    """A theme's cards in full, one a page, as a card may be as long as a message."""
    shown, page, pages = page_of(theme.cards, page, 1)
    turns = page_buttons(lambda to: READ_THEME(retro.id, theme.number, to), page=page, pages=pages)
    card = shown[0]
    author = "" if card.author_id is None else f" · <@{card.author_id}>"
    title = escape(retro.column(card.position).title)
    return Panel(
        ACCENT,
        f"**{escape(theme.label)}** · {plural(len(theme.cards), 'card')}",
        f"**{title}**{author}\n{fit(card.text, _WHOLE)}",
        *([buttons(*turns)] if turns else []),
        small_print=f"*Read all* below the retro has every card to its end. {ONLY_YOU}",
    )

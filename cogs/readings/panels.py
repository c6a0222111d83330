"""What the group has read as a panel: a row a paper, with a choice of block, month and outcome."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.papers.values import Appearance, ChosenPaper
from bot.readings.values import Filters, Found, Reading
from bot.reproductions.values import Outcome
from bot.voting import Method
from cogs.common.panels import (
    ONLY_YOU,
    Items,
    Panel,
    button,
    buttons,
    line,
    page_buttons,
    row,
)
from cogs.common.paper_text import authors, title
from cogs.common.routes import CustomId
from cogs.common.text import cut, escape, fit, plural, stamp
from cogs.readings.links import HISTORY, PAPER
from cogs.readings.routes import BY_BLOCK, BY_MONTH, BY_OUTCOME, EXPORT, FOUND
from cogs.readings.style import ACCENT

ANY = "any"
"""What stands for every value in a select."""

_MOST_OPTIONS, _LABEL, _BLOCK = 25, 100, 60
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def history_panel(found: Found) -> Panel:
    """A page of what was read, newest first."""
    wanted = found.filters
    if not found.months and not found.readings:
        return Panel(
            ACCENT,
            "**Papers so far**\nNone yet. The first vote that closes will show here.",
            small_print=ONLY_YOU,
        )
    items: Items = [_heading(found), line()]
    items += [row(_reading(each), button("Show", PAPER(each.paper.key))) for each in found.readings]
    if not found.readings:
        items.append("Nothing fits that. Another choice below shows more.")
    items += [line(), *_choices(found)]
    turning = page_buttons(
        lambda page: FOUND(*keys(wanted), page), page=found.page, pages=found.pages
    )
    acts = [*turning]
    if found.readings:
        acts.append(button("Export", EXPORT(*keys(wanted))))
    if not wanted.takes_all:
        acts.append(button("All papers", HISTORY()))
    items.append(buttons(*acts))
    return Panel(ACCENT, *items, small_print=ONLY_YOU)


def keys(wanted: Filters) -> tuple[str, int, str, str]:
    """What is wanted, as it stands in custom ids."""
    outcome = wanted.outcome.value if wanted.outcome else ""
    return wanted.words, wanted.block, wanted.month, outcome


def month_words(month: str) -> str:
    """``March 2026``."""
    year, number = month.split("-")
    return f"{_MONTHS[int(number) - 1]} {year}"


def outcome_words(outcome: Outcome) -> str:
    """What the group reproduced of a paper, in words."""
    return "Never tried" if outcome is Outcome.NOT_TRIED else outcome.words


def score_line(found: ChosenPaper | Appearance) -> str:
    """How many ballots spoke for a paper; the result itself tells how they were counted."""
    if found.approvals is None:
        return "did not count"
    if found.method is Method.APPROVAL:
        ballots = plural(found.ballots or 0, "ballot")
        return f"{plural(found.approvals, 'approval')} on {ballots}"
    return f"on {found.approvals} of {plural(found.ballots or 0, 'ballot')}"


def _heading(found: Found) -> str:
    wanted = found.filters
    told = [f"“{escape(wanted.words)}”"] if wanted.words else []
    told += [f"block {wanted.block}"] if wanted.block else []
    told += [month_words(wanted.month)] if wanted.month else []
    told += [outcome_words(wanted.outcome).lower()] if wanted.outcome else []
    about = f" · {', '.join(told)}" if told else ""
    return f"**Papers so far**{about}\n{plural(found.total, 'paper')}"


def _reading(found: Reading) -> str:
    paper, chosen = found.paper, found.chosen
    text = f"**{title(paper)}**\n{authors(paper)} · {paper.key}\n"
    if chosen is None:
        text += "Not chosen in a vote; reviewed or tried"
    else:
        text += f"{stamp(chosen.closed_at, 'D')} · {score_line(chosen)}"
        if chosen.block:
            text += f" · {fit(chosen.block, _BLOCK)}"
    if found.outcome is not Outcome.NOT_TRIED:
        text += f"\n{found.outcome.mark} {found.outcome.words}"
    return text


def _choices(found: Found) -> Items:
    words, block, month, outcome = keys(found.filters)
    blocks = [(str(number), f"Block {number} · {name}") for number, name in found.blocks]
    months = [(each, month_words(each)) for each in found.months]
    came_of_it = [(each.value, f"{each.mark} {outcome_words(each)}") for each in Outcome]
    rows: Items = []
    if blocks:
        chosen = str(block) if block else ""
        rows.append(_select(BY_BLOCK(words, month, outcome), "All blocks", blocks, chosen))
    if months:
        rows.append(_select(BY_MONTH(words, block, outcome), "All months", months, month))
    rows.append(_select(BY_OUTCOME(words, block, month), "Reproduced or not", came_of_it, outcome))
    return rows


def _select(
    custom_id: CustomId, everything: str, options: Sequence[tuple[str, str]], chosen: str
) -> ui.ActionRow[ui.LayoutView]:
    """A select of the first options, and of the chosen one wherever it stands."""
    shown = list(options[: _MOST_OPTIONS - 1])
    known = dict(options)
    if chosen in known and chosen not in dict(shown):
        shown[-1] = (chosen, known[chosen])
    return buttons(
        ui.Select(
            custom_id=custom_id,
            options=[
                discord.SelectOption(label=everything, value=ANY, default=chosen not in known),
                *(
                    discord.SelectOption(
                        label=cut(label, _LABEL), value=value, default=value == chosen
                    )
                    for value, label in shown
                ),
            ],
        )
    )

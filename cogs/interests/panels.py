"""One's own interests as a panel: what the shortlist looks for, and what it sets lower."""

from __future__ import annotations

import discord

from bot.inputs.categories import title_of
from bot.interests.rules import MOST
from bot.interests.values import Interest, InterestKind, MyInterests
from cogs.common.panels import Items, Panel, button, buttons, line, page_buttons, page_of, row
from cogs.common.text import fit
from cogs.interests.routes import DROP_INTEREST, FOLLOW, INTERESTS

# As the weekly paper's, below whose command it stands.
ACCENT = 0xEF4444

TOGETHER = "Only you see this. The shortlist uses everybody's together."

_ROWS = 8
_VALUE, _VALUES = 120, 300
_ABOUT = (
    "The shortlist brings more of what members follow, and sets lower what one of you leaves out. "
    "Only what half of the group leaves out, and nobody follows, stays off it."
)
_NONE = (
    "None yet. Name words such as *quantisation*, authors whose papers you want to see, or arXiv "
    "categories: to bring more of them, or fewer."
)


def interests_panel(mine: MyInterests, page: int) -> Panel:
    """What a member follows and leaves out, each with its *Remove*."""
    shown, page, pages = page_of(mine.interests, page, _ROWS)
    heading = "**Your interests**"
    if mine.interests:
        heading += f" · {len(mine.interests)} of {MOST}"
    items: Items = ["\n".join([heading, *_outcome(mine), _ABOUT if mine.interests else _NONE])]
    if shown:
        items.append(line())
    for each in shown:
        drop = button("Remove", DROP_INTEREST(each.kind, each.key, page))
        items.append(row(_line(each), drop))
    add = button("Add", FOLLOW(), style=discord.ButtonStyle.primary)
    acts = buttons(*page_buttons(INTERESTS, page=page, pages=pages), add)
    return Panel(ACCENT, *items, line(), acts, small_print=TOGETHER)


def _outcome(mine: MyInterests) -> list[str]:
    """What an act did, if one was done."""
    said = []
    if mine.added:
        said.append(f"Added: {fit(', '.join(mine.added), _VALUES)}.")
    if mine.known:
        said.append(f"There already: {fit(', '.join(mine.known), _VALUES)}.")
    return said


def _line(interest: Interest) -> str:
    about = {
        InterestKind.WORD: "words",
        InterestKind.AUTHOR: "author",
        InterestKind.CATEGORY: title_of(interest.value) or "category",
    }[interest.kind]
    mark, end = ("⊘", " · left out") if interest.is_left_out else ("●", "")
    return f"{mark} **{fit(interest.value, _VALUE)}** · {about}{end}"

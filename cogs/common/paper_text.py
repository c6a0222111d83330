"""What panels of several features say of a paper: its title, its authors, where it was accepted."""

from __future__ import annotations

from collections.abc import Sequence

from bot.arxiv.rules.feed_text import MAX_AUTHORS
from bot.arxiv.values import Paper
from bot.inputs.categories import title_of
from cogs.common.text import escape, fit, one_line

SHOWN_AUTHORS = 3

_TITLE, _AUTHORS, _VENUE = 150, 60, 40
_MARK = " (withdrawn)"


def title(paper: Paper, room: int = _TITLE) -> str:
    """A paper's title, with a mark if it was withdrawn, in at most ``room`` characters."""
    if not paper.is_withdrawn:
        return fit(paper.title, room)
    return fit(paper.title, room - len(_MARK)) + _MARK


def authors(paper: Paper) -> str:
    """The first authors' names, as many whole ones as there is room for, and how many follow."""
    shown = SHOWN_AUTHORS
    while shown > 1 and len(", ".join(paper.authors[:shown])) > _AUTHORS:
        shown -= 1
    names = ", ".join(paper.authors[:shown]) or "Authors unknown"
    return one_line(names, _AUTHORS) + more_authors(paper.authors, shown)


def all_authors(names: Sequence[str], room: int) -> str:
    """As many names as fit into about ``room`` characters, each whole, and how many follow.

    The first stands in any case, cut where it alone takes more.
    """
    told: list[str] = []
    length = 0
    for name in names:
        escaped = escape(name)
        length += len(escaped) + 2
        if told and length > room:
            break
        told.append(escaped if length <= room else fit(name, room))
    return (", ".join(told) or "Authors unknown") + more_authors(names, len(told))


def about(paper: Paper, room: int) -> str:
    """Where it was accepted, its categories in at most ``room`` characters, and its key."""
    fields = dict.fromkeys(title_of(each) or each for each in paper.categories)
    parts = (venue(paper), fit(", ".join(fields), room), paper.key)
    return " · ".join(filter(None, parts))


def more_authors(names: Sequence[str], shown: int) -> str:
    """How many there are beside those ``shown``. Of very many, not all names are known."""
    if len(names) >= MAX_AUTHORS:
        return " and many more"
    return f" and {len(names) - shown} more" if len(names) > shown else ""


def venue(paper: Paper) -> str:
    """Where it was accepted, or nothing."""
    return "" if paper.venue is None else fit(paper.venue, _VENUE)

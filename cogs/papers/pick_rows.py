"""A shortlist's papers as rows, so that all of them fit a message whatever their texts are."""

from __future__ import annotations

from collections.abc import Sequence

from bot.arxiv.rules.identifiers import abstract_url
from bot.papers.values import Pick
from cogs.common.panels import Items, button, buttons, link
from cogs.common.text import fit
from cogs.papers.abstract_text import excerpt, shares
from cogs.papers.round_text import authors, title, venue
from cogs.papers.routes import MORE

# The first two sentences of nineteen abstracts in twenty are shorter.
_LONGEST_EXCERPT = 500
_REASONS, _BLOCK = 160, 80
# Of who let their name be shown, so many stand there.
_NAMES = 3


def pick_rows(picks: Sequence[Pick], room: int) -> Items:
    """A text and two buttons for each paper, in at most ``room`` characters.

    What their other texts leave is shared among the abstracts.
    """
    heads, reasons = [_head(pick) for pick in picks], [_why(pick) for pick in picks]
    taken = sum(map(len, heads)) + sum(map(len, reasons)) + 2 * len(picks)
    wished = [len(excerpt(pick.paper.abstract, _LONGEST_EXCERPT)) for pick in picks]
    rows: Items = []
    for pick, head, why, share in zip(
        picks, heads, reasons, shares(wished, room - taken), strict=True
    ):
        lines = (head, excerpt(pick.paper.abstract, share), why)
        rows.append("\n".join(filter(None, lines)))
        key = pick.paper.key
        rows.append(buttons(link("Read", abstract_url(key)), button("More", MORE(key))))
    return rows


def reasons_text(pick: Pick, room: int) -> str:
    """Why a paper stands on a shortlist: its first reasons, each whole, and the block it serves."""
    told = [fit(reason, room) for reason in pick.reasons]
    if pick.block is not None and not any(pick.block in reason for reason in pick.reasons):
        # It is what the reader can place best.
        told.insert(1, f"serves {fit(pick.block, _BLOCK)}")
    while len(told) > 1 and len("; ".join(told)) > room:
        told.pop()
    return "; ".join(told)


def _head(pick: Pick) -> str:
    about = (authors(pick.paper), venue(pick.paper), pick.paper.key)
    return f"**{pick.position}. {title(pick.paper)}**\n-# {' · '.join(filter(None, about))}"


def _why(pick: Pick) -> str:
    told = reasons_text(pick, _REASONS)
    lines = [f"-# Here because: {told}"] if told else []
    if pick.named:
        names = ", ".join(f"<@{user_id}>" for user_id in pick.named[:_NAMES])
        more = len(pick.named) - _NAMES
        lines.append(f"-# Nominated by {names}" + (f" and {more} more" if more > 0 else ""))
    return "\n".join(lines)

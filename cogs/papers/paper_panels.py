"""One paper as a member sees it alone: all of its abstract, and what they think of it."""

from __future__ import annotations

import discord
from discord import ui

from bot.arxiv.rules.identifiers import abstract_url
from bot.interests.values import Opinion, WhyNot
from bot.papers.values import PaperDetails
from cogs.common.panels import Items, Panel, button, buttons, line, link, page_buttons, page_of
from cogs.common.paper_text import about, all_authors, title
from cogs.common.routes import CustomId
from cogs.common.text import stamp
from cogs.papers.abstract_text import pages
from cogs.papers.pick_rows import reasons_text
from cogs.papers.routes import DISLIKE, LIKE, NOT_FOR_US, PAGE
from cogs.papers.style import ACCENT

PRIVATE_OPINION = "Only you see this. Shortlists are made of what all of you say together."

# An abstract is mostly one page: arXiv takes 1,920 characters. With these it fits a message.
_ABSTRACT, _TITLE, _AUTHORS, _CATEGORIES, _REASONS = 2000, 400, 600, 250, 400
_LABELS = {WhyNot.TOPIC: "Off topic", WhyNot.TOO_LONG: "Too long", WhyNot.KNOWN: "Known"}


def paper_panel(found: PaperDetails, page: int = 0) -> Panel:
    """A page of the abstract, why the group has the paper, and the reader's own view of it."""
    paper = found.paper
    (abstract,), page, count = page_of(pages(paper.abstract, _ABSTRACT), page, 1)
    small = f"-# {all_authors(paper.authors, _AUTHORS)}\n-# {about(paper, _CATEGORIES)}"
    items: Items = [f"**{title(paper, _TITLE)}**\n{small}"]
    items += [line(), abstract or "arXiv gave no abstract of it."]
    if found.pick is not None and found.listed_at is not None:
        told = reasons_text(found.pick, _REASONS)
        because = f" because: {told}" if told else ""
        items.append(f"-# On the shortlist of {stamp(found.listed_at, 'D')}{because}")
    items += [line(), _view(found.opinion), *_opinion_buttons(found, page)]
    turning = page_buttons(lambda number: PAGE(paper.key, number), page=page, pages=count)
    if turning:
        items.append(buttons(*turning))
    return Panel(ACCENT, *items, small_print=PRIVATE_OPINION)


def _view(opinion: Opinion) -> str:
    said = {True: ["👍"], False: ["👎"], None: []}[opinion.likes]
    if opinion.why_not is not None:
        said = [*said, f"not for us, {_LABELS[opinion.why_not].lower()}"]
    if said:
        return f"**Your view**: {' · '.join(said)}\nPress the same again to take it back."
    return (
        "**Your view**: none yet\n👍 and 👎 help to choose the next shortlists. So does why a "
        "paper is not for us: off topic, too long, or known."
    )


def _opinion_buttons(found: PaperDetails, page: int) -> Items:
    """Two rows, which fit a phone."""
    key, opinion = found.paper.key, found.opinion
    reasons = (
        button(
            f"● {label}" if opinion.why_not is why else label,
            NOT_FOR_US(key, why, page),
            style=_style(is_set=opinion.why_not is why),
        )
        for why, label in _LABELS.items()
    )
    thumbs = buttons(
        _thumb("👍", LIKE(key, page), is_set=opinion.likes is True),
        _thumb("👎", DISLIKE(key, page), is_set=opinion.likes is False),
        link("Read", abstract_url(key)),
    )
    return [thumbs, buttons(*reasons)]


def _thumb(emoji: str, custom_id: CustomId, *, is_set: bool) -> ui.Button[ui.LayoutView]:
    return ui.Button(emoji=emoji, custom_id=custom_id, style=_style(is_set=is_set))


def _style(*, is_set: bool) -> discord.ButtonStyle:
    """Its text says so too: never a colour alone."""
    return discord.ButtonStyle.success if is_set else discord.ButtonStyle.secondary

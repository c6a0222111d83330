"""The result of a vote as panels: for the group, its thread, whoever asks."""

from __future__ import annotations

from discord import ui

from bot.arxiv.rules.identifiers import abstract_url
from bot.papers.values import Round
from cogs.common.panels import (
    ONLY_YOU,
    Items,
    Panel,
    button,
    buttons,
    line,
    link,
)
from cogs.common.routes import CustomId
from cogs.common.text import jump_url, link_to, stamp
from cogs.papers.round_text import (
    authors,
    decided,
    tally_text,
    title,
)
from cogs.papers.routes import HISTORY, MORE, RESULT
from cogs.papers.style import ACCENT

TIE_RULE = "Among equals the paper higher on the shortlist wins."


def result_panel(found: Round) -> Panel:
    """The result, as the group sees it at the close."""
    assert found.winner is not None, "without one there is no result to post"
    text = (
        f"📄 **The group picked: {title(found.winner)}**\n"
        f"{authors(found.winner)} · {found.winner.key}\n\n{decided(found)}"
    )
    acts = buttons(
        link("Read", abstract_url(found.winner.key)),
        button("More", MORE(found.winner.key)),
        button("How it went", RESULT(found.id)),
        button("History", HISTORY()),
    )
    return Panel(
        ACCENT,
        text,
        line(),
        tally_text(found),
        acts,
        small_print=f"{TIE_RULE} Who approved what stays private.",
    )


def details_panel(found: Round) -> Panel:
    """How a closed round was decided, for whoever asks."""
    text = (
        f"**Papers of {stamp(found.opened_at, 'D')}**\n{decided(found)}\n\n"
        "Every member could approve as many papers as they liked, and change it until "
        f"{stamp(found.vote_ended_at, 'F')}. The most approvals win. {TIE_RULE} "
        "Without any approval nothing is chosen."
    )
    thread = _thread_link(found)
    items: Items = [text, line(), tally_text(found)]
    if thread is not None:
        items.append(buttons(thread))
    return Panel(ACCENT, *items, small_print=ONLY_YOU)


def thread_panel(found: Round) -> Panel:
    """The first words in the thread of a result."""
    assert found.winner is not None
    return Panel(
        ACCENT,
        "**What do you make of it?**\n"
        f"{link_to(title(found.winner), abstract_url(found.winner.key))}\n\n"
        "A way to begin: what does it claim, does what they show carry it, and what would you try "
        "with it?",
        buttons(
            link("Read", abstract_url(found.winner.key)), button("How it went", RESULT(found.id))
        ),
    )


def result_marker(found: Round) -> CustomId:
    """The custom id that only this round's result has."""
    return RESULT(found.id)


def _thread_link(found: Round) -> ui.Button[ui.LayoutView] | None:
    if found.thread_id is None:
        return None
    return link("Discussion", jump_url(found.guild_id, found.thread_id))

"""The result of a vote as panels: for the group, its thread, whoever asks."""

from __future__ import annotations

from datetime import datetime

import discord
from discord import ui

from bot.arxiv.rules.identifiers import abstract_url
from bot.papers.values import Round
from bot.voting.words import HOW, TIE_RULES
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
from cogs.common.text import jump_url, stamp
from cogs.papers.round_text import (
    authors,
    decided,
    outcome,
    tally_text,
    title,
)
from cogs.papers.routes import CHECK, HISTORY, MORE, RESULT, SUGGEST
from cogs.papers.style import ACCENT

_FILE = "-# How it was counted, and the codes of the ballots that were:"


def result_panel(
    found: Round,
    picture: discord.File | None = None,
    alt: str = "",
    file: discord.File | None = None,
) -> Panel:
    """The result, as the group sees it at the close, with the tally's picture and the receipts."""
    assert found.winner is not None, "without one there is no result to post"
    text = (
        f"📄 **{outcome(found).removesuffix(':')}: {title(found.winner)}**\n"
        f"{authors(found.winner)} · {found.winner.key}\n\n{decided(found)}"
    )
    acts = buttons(
        link("Read", abstract_url(found.winner.key)),
        button("More", MORE(found.winner.key)),
        button("How it went", RESULT(found.id)),
        button("Check my ballot", CHECK(found.id)),
        button("History", HISTORY()),
    )
    items: Items = [text, line()]
    if picture is not None:
        gallery: ui.MediaGallery[ui.LayoutView] = ui.MediaGallery()
        gallery.add_item(media=picture, description=alt)
        items.append(gallery)
    items += [tally_text(found), *_attached(file), acts]
    return Panel(
        ACCENT,
        *items,
        small_print=f"{TIE_RULES[found.method]} Who voted how stays private.",
    )


def skipped_panel(found: Round, opens_at: datetime | None) -> Panel:
    """What the group hears, once, of a vote that was ended without a pick."""
    then = f" The next shortlist comes {stamp(opens_at, 'F')}." if opens_at else ""
    return Panel(
        ACCENT,
        "📄 **A week without a paper**\nThis vote was ended without a pick: nothing is counted, "
        f"and its papers can come back.{then}",
        buttons(button("Its papers", RESULT(found.id)), button("Nominate", SUGGEST(found.id))),
        small_print="Ballots stay private.",
    )


def details_panel(found: Round, file: discord.File | None = None) -> Panel:
    """How a closed round was decided, for whoever asks."""
    if found.is_skipped:
        listed = "\n".join(f"{pick.position}. {title(pick.paper)}" for pick in found.picks)
        text = f"**Papers of {stamp(found.opened_at, 'D')}**\n{decided(found)}"
        return Panel(ACCENT, text, line(), listed, small_print=ONLY_YOU)
    text = (
        f"**Papers of {stamp(found.opened_at, 'D')}**\n{decided(found)}\n\n"
        f"{HOW[found.method]} {TIE_RULES[found.method]} Ballots could be changed until "
        f"{stamp(found.vote_ended_at, 'F')}. Where none is for a paper, nothing is chosen."
    )
    acts = [button("Check my ballot", CHECK(found.id))]
    thread = _thread_link(found)
    if thread is not None:
        acts.append(thread)
    items: Items = [text, line(), tally_text(found), *_attached(file), buttons(*acts)]
    return Panel(ACCENT, *items, small_print=ONLY_YOU)


def result_marker(found: Round) -> CustomId:
    """The custom id that only this round's result has."""
    return RESULT(found.id)


def _attached(file: discord.File | None) -> Items:
    """The file with the codes of the ballots that counted, and what it is."""
    if file is None:
        return []
    return [_FILE, ui.File(file)]


def _thread_link(found: Round) -> ui.Button[ui.LayoutView] | None:
    if found.thread_id is None:
        return None
    return link("Discussion", jump_url(found.guild_id, found.thread_id))

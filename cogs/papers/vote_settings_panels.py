"""How a group votes, as organisers change it: what a change would mean, and that it is made."""

from __future__ import annotations

import discord

from bot.figures import FLOOR
from bot.papers.values import VoteSettings
from bot.voting import Method
from bot.voting.words import NAMES, TIE_RULES
from cogs.common.panels import ONLY_YOU, Panel, button, buttons
from cogs.papers.routes import HOW_WE_VOTE, SET_HOW
from cogs.papers.style import ACCENT

METHODS = {
    Method.APPROVAL: "Everybody picks all papers they like. The simplest",
    Method.RUNOFF: "Everybody ranks. The last leave until one has more than half",
    Method.STAR: "Everybody scores 0 to 5. The two highest meet",
}
HIDDEN, SHOWN = "hidden", "shown"
TOTALS = {
    True: ("Hidden until the close", "Nobody is drawn along, and nobody can tell who voted how"),
    False: (
        f"Shown from {FLOOR} ballots on",
        f"Made anew with every {FLOOR} that are new or changed, so that none shows alone",
    ),
}
_WATCHED = (
    f"Totals then stand in `/paper picks` from {FLOOR} ballots on, per paper and without names. "
    f"They are made anew once {FLOOR} ballots are new or changed; when one is taken back, they "
    "are out of sight until then. At the close all ballots count, so beside earlier totals it can "
    "tell what the last few said. Hidden totals tell nothing."
)
_UNHARMED = (
    "Ballots stay private and can be changed until the close, whichever you choose. Where only two "
    "vote, the result itself tells each of them what the other said."
)


def preview_panel(now: VoteSettings, method: Method, hides_totals: bool) -> Panel:
    """What a change would mean, before it is made."""
    wanted = VoteSettings(method, hides_totals, now.has_open)
    if wanted == now:
        return Panel(
            ACCENT,
            f"**How we vote**\nThat is how it is already: {_said(now)}.",
            buttons(button("Choose again", HOW_WE_VOTE())),
            small_print=ONLY_YOU,
        )
    text = f"**How we vote**\nNow: {_said(now)}.\nFrom the next shortlist on: {_said(wanted)}."
    acts = buttons(
        button("Change it", SET_HOW(method, int(hides_totals)), style=discord.ButtonStyle.primary),
        button("Choose again", HOW_WE_VOTE()),
    )
    return Panel(ACCENT, text, _about(wanted), acts, small_print=ONLY_YOU)


def changed_panel(now: VoteSettings) -> Panel:
    """That it is changed."""
    text = f"**How we vote**\nFrom the next shortlist on: {_said(now)}."
    acts = buttons(button("Choose again", HOW_WE_VOTE()))
    return Panel(ACCENT, text, _about(now), acts, small_print=ONLY_YOU)


def _about(wanted: VoteSettings) -> str:
    open_one = " The vote that is open goes on as it began." if wanted.has_open else ""
    watched = "" if wanted.hides_totals else f"\n{_WATCHED}"
    return f"{METHODS[wanted.method]}. {TIE_RULES[wanted.method]}{watched}\n{_UNHARMED}{open_one}"


def _said(settings: VoteSettings) -> str:
    totals = TOTALS[settings.hides_totals][0]
    return f"**{NAMES[settings.method]}**, totals {totals[0].lower()}{totals[1:]}"

"""What organisers see of a retro's phases, and are asked before one ends early."""

from __future__ import annotations

import discord
from discord import ui

from bot.errors import UserError
from bot.retros.phases import after, before
from bot.retros.values import Phase, Retro
from cogs.common.panels import ONLY_YOU, Panel, button, buttons
from cogs.common.text import escape
from cogs.retros.panels import privacy
from cogs.retros.phase_text import NAMES, becomes_visible, until, way
from cogs.retros.routes import BACK, CLOSE, CLOSE_FOR_SURE, EXTEND, NEXT, NEXT_FOR_SURE
from cogs.retros.style import ACCENT

EXTRA_DAYS = 3


def steering_panel(retro: Retro, said: str = "") -> Panel:
    """Where the retro stands and what an organiser can do about it; ``said`` is what was done."""
    text = f"**Retro · {escape(retro.title)}**\n{way(retro)} · {until(retro)}"
    if said:
        text = f"{said}\n{text}"
    if retro.trouble is not None:
        text += (
            f"\nIts latest message could not be posted: {escape(retro.trouble)}. "
            "`/retro open` posts it again."
        )
    return Panel(ACCENT, text, buttons(*_acts(retro)), small_print=f"{privacy(retro)} {ONLY_YOU}")


def _acts(retro: Retro) -> list[ui.Button[ui.LayoutView]]:
    keys = (retro.id, retro.phase)
    coming = after(retro.phase, is_quick=retro.is_quick)
    acts = [button("Extend", EXTEND(*keys, EXTRA_DAYS))]
    if coming is not Phase.CLOSED:
        acts.insert(0, button(f"Next: {NAMES[coming]}", NEXT(*keys)))
    if _can_go_back(retro):
        acts.append(button("Back", BACK(*keys)))
    acts.append(button("Close", CLOSE(retro.id), style=discord.ButtonStyle.danger))
    return acts


def _can_go_back(retro: Retro) -> bool:
    try:
        before(retro.phase, is_quick=retro.is_quick)
    except UserError:
        return False
    return True


def next_question_panel(retro: Retro, channel_id: int) -> Panel:
    """Asks once before a phase ends by hand, with what the group will see."""
    return Panel(
        ACCENT,
        f"**End *{NAMES[retro.phase]}* of *{escape(retro.title)}* now?**\n"
        f"Everybody in <#{channel_id}> sees {becomes_visible(retro)}. By itself it goes on "
        f"{until(retro).removeprefix('until ')}.",
        buttons(
            button("Go on", NEXT_FOR_SURE(retro.id, retro.phase), style=discord.ButtonStyle.danger)
        ),
        small_print=f"Nothing is shown yet. {ONLY_YOU}",
    )


def close_question_panel(retro: Retro, channel_id: int) -> Panel:
    """Asks once before a retro closes, with what the group will see."""
    shown = becomes_visible(retro)
    sees = f"Everybody in <#{channel_id}> sees {shown}. " if shown else ""
    label = "Close and reveal" if retro.takes_cards else "Close"
    return Panel(
        ACCENT,
        f"**Close *{escape(retro.title)}* now?**\n{sees}The phases that are left fall away: "
        f"{way(retro)}.",
        buttons(button(label, CLOSE_FOR_SURE(retro.id), style=discord.ButtonStyle.danger)),
        small_print=f"Nothing is closed yet. {ONLY_YOU}",
    )

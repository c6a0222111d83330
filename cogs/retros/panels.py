"""The panel of a retro, which the group sees from the opening on."""

from __future__ import annotations

import discord

from bot.retros.rules import missed_text
from bot.retros.values import Retro, RetroOutcome
from cogs.common.feature import PanelAddition
from cogs.common.panels import ONLY_YOU, Items, Panel, button, buttons, line, link
from cogs.common.text import escape, jump_url, plural, stamp
from cogs.retros.routes import ADD_CARD, CLOSE_FOR_SURE, OWN_CARDS
from cogs.retros.style import ACCENT

ANONYMOUS = "Anonymous: no name is stored with a card."


def privacy(retro: Retro) -> str:
    """What happens to names in this retro: said on every prompt and panel."""
    if retro.is_anonymous:
        return ANONYMOUS
    return "Named: your name shows with your card at the reveal."


def retro_panel(retro: Retro, addition: PanelAddition) -> Panel:
    """The questions, how many cards there are, the deadline, and what other features add."""
    heading = f"**Retro · {escape(retro.title)}**"
    if not retro.is_open:
        return _closed(retro, heading)
    questions = "\n".join(
        f"**{escape(column.title)}** · {escape(column.question)}" for column in retro.columns
    )
    state = (
        f"{plural(retro.cards, 'card')} so far · reveal {stamp(retro.reveal_at)} "
        f"({stamp(retro.reveal_at, 'R')})\n"
        "Write as many as you like. Nobody sees them before the reveal, organisers included."
    )
    acts = [button(c.title, ADD_CARD(retro.id, c.position)) for c in retro.columns]
    if not retro.is_anonymous:
        acts.append(button("My cards", OWN_CARDS(retro.id)))
    items: Items = [f"{heading}\n{questions}", state, buttons(*acts)]
    if addition.rows:
        items += [line(), *addition.rows]
    if addition.acts:
        items.append(buttons(*addition.acts))
    return Panel(ACCENT, *items, small_print=privacy(retro))


def late_panel(retro: Retro) -> Panel:
    """The answer to somebody who would write a card after the reveal."""
    assert retro.closed_at is not None
    text = (
        f"This retro closed {stamp(retro.closed_at)}, so its cards stay as they are. "
        "Bring yours up in the channel, or keep it for the next retro."
    )
    return Panel(ACCENT, text, small_print=ONLY_YOU)


def opened_panel(outcome: RetroOutcome, channel_id: int) -> Panel:
    """The answer to who opened it, while the panel is on its way."""
    retro = outcome.retro
    if outcome.again:
        text = (
            f"The retro of {stamp(retro.opened_at, 'D')} is open, but its panel could not be "
            f"posted before. It is on its way to <#{channel_id}> now."
        )
    else:
        text = (
            f"Open: *{escape(retro.title)}*, {retro.anonymity}. The panel is on its way to "
            f"<#{channel_id}>. Cards are revealed {stamp(retro.reveal_at)}, or earlier with "
            "`/retro close`."
        )
    if outcome.missed_on is not None:
        text += f"\n{missed_text(outcome.missed_on)}"
    text += _owed(outcome)
    return Panel(ACCENT, text, small_print=f"{privacy(retro)} {ONLY_YOU}")


def close_question_panel(retro: Retro, channel_id: int) -> Panel:
    """Asks once more before the reveal, with what the group will see."""
    names = "without names" if retro.is_anonymous else "each with its author's name"
    return Panel(
        ACCENT,
        f"**Close *{escape(retro.title)}* now?**\nEverybody in <#{channel_id}> sees "
        f"{plural(retro.cards, 'card')} then, {names}, and none can be added any more. By itself "
        f"it closes {stamp(retro.reveal_at)}.",
        buttons(
            button("Close and reveal", CLOSE_FOR_SURE(retro.id), style=discord.ButtonStyle.danger)
        ),
        small_print=f"Nothing is revealed yet. {ONLY_YOU}",
    )


def closed_panel(outcome: RetroOutcome, channel_id: int) -> Panel:
    """The answer to who closed it, while the summary is on its way."""
    retro = outcome.retro
    if outcome.again:
        text = (
            f"The retro of {stamp(retro.opened_at, 'D')} has closed, but its summary could not be "
            f"posted before. It is on its way to <#{channel_id}> now."
        )
    else:
        text = (
            f"Closed with {plural(retro.cards, 'card')}. The summary is on its way to "
            f"<#{channel_id}>."
        )
    text += _owed(outcome)
    return Panel(ACCENT, text, small_print=ONLY_YOU)


def _owed(outcome: RetroOutcome) -> str:
    if not outcome.summaries:
        return ""
    owed = plural(outcome.summaries, "summary", "summaries")
    return f"\n{owed} of earlier retros could not be posted before: on the way too."


def _closed(retro: Retro, heading: str) -> Panel:
    assert retro.closed_at is not None
    items: Items = [
        f"{heading}\nClosed {stamp(retro.closed_at)} with {plural(retro.cards, 'card')}."
    ]
    if retro.summary is not None:
        there = retro.summary
        address = jump_url(retro.guild_id, there.channel_id, there.message_id)
        items.append(buttons(link("Summary", address)))
    return Panel(ACCENT, *items, small_print=privacy(retro))

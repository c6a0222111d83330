"""The panel of a retro, which the group sees from the opening on."""

from __future__ import annotations

from collections.abc import Sequence

from discord import ui

from bot.public_panels import PostedMessage
from bot.retros.rules import missed_text
from bot.retros.values import ANONYMOUS, Retro, RetroOutcome
from cogs.common.feature import PanelAddition
from cogs.common.panels import ONLY_YOU, Items, Panel, button, buttons, line, link
from cogs.common.text import escape, jump_url, plural, stamp
from cogs.retros.phase_text import way
from cogs.retros.routes import ADD_CARD, OWN_CARDS, STEER
from cogs.retros.style import ACCENT

NAMED = "Named: your name shows with your card at the reveal."
"""What stands below everything in which a card with a name is written."""


def privacy(retro: Retro) -> str:
    """What happens to names in this retro: said on every prompt and panel."""
    return ANONYMOUS if retro.is_anonymous else NAMED


def comment_privacy(retro: Retro) -> str:
    """What happens to the name on a comment, which nothing hides."""
    name = "no name is stored with it" if retro.is_anonymous else "your name stands beside it"
    return f"The group sees it at once; {name}."


def retro_panel(retro: Retro, addition: PanelAddition, facts: Sequence[str] = ()) -> Panel:
    """The facts, the questions, how many cards there are, the deadline, what others add."""
    heading = f"**Retro · {escape(retro.title)}**"
    if not retro.takes_cards:
        return _revealed(retro, heading)
    questions = "\n".join(
        f"**{escape(column.title)}** · {escape(column.question)}" for column in retro.columns
    )
    state = (
        f"{plural(retro.cards, 'card')} so far · reveal {stamp(retro.reveal_at)} "
        f"({stamp(retro.reveal_at, 'R')})\n"
        "Write as many as you like. Nobody sees them before the reveal, organisers included."
    )
    if retro.is_extended:
        state += "\nThere were fewer than two cards, so there are some days more."
    acts = [button(c.title, ADD_CARD(retro.id, c.position)) for c in retro.columns]
    if not retro.is_anonymous:
        acts.append(button("My cards", OWN_CARDS(retro.id)))
    items: Items = [f"{heading}\n{way(retro)}"]
    if facts:
        items.append("\n".join(("**Since the last retro**", *(f"- {each}" for each in facts))))
    items += [questions, state, buttons(*acts)]
    if addition.rows:
        items += [line(), *addition.rows]
    items.append(buttons(*addition.acts, button("Organise", STEER(retro.id, retro.phase))))
    return Panel(ACCENT, *items, small_print=privacy(retro))


def late_panel(retro: Retro) -> Panel:
    """The answer to somebody who would write a card once the retro is closed."""
    when = stamp(retro.closed_at) if retro.closed_at is not None else "meanwhile"
    text = (
        f"This retro closed {when}, so its cards stay as they are. "
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
            "`/retro next`."
        )
    if outcome.missed_on is not None:
        text += f"\n{missed_text(outcome.missed_on)}"
    text += _owed(outcome)
    return Panel(ACCENT, text, small_print=f"{privacy(retro)} {ONLY_YOU}")


def closed_panel(outcome: RetroOutcome, channel_id: int) -> Panel:
    """The answer to who closed it, while the summary is on its way."""
    retro = outcome.retro
    if outcome.again:
        text = (
            f"The retro of {stamp(retro.opened_at, 'D')} has closed, but its summary could not be "
            f"posted before. It is on its way to <#{channel_id}> now."
        )
    else:
        cards = f"with {plural(retro.cards, 'card')}" if retro.cards else "without a card"
        text = f"Closed {cards}. The summary is on its way to <#{channel_id}>."
    text += _owed(outcome)
    return Panel(ACCENT, text, small_print=ONLY_YOU)


def _owed(outcome: RetroOutcome) -> str:
    if not outcome.summaries:
        return ""
    owed = plural(outcome.summaries, "summary", "summaries")
    return f"\n{owed} of earlier retros could not be posted before: on the way too."


def _revealed(retro: Retro, heading: str) -> Panel:
    """What stands where cards were collected, with the way to what came of them."""
    cards = f"with {plural(retro.cards, 'card')}" if retro.cards else "without a card"
    if retro.closed_at is not None:
        text = f"Closed {stamp(retro.closed_at)} {cards}."
    else:
        assert retro.revealed_at is not None
        text = f"Revealed {stamp(retro.revealed_at)} {cards}. The retro goes on below."
    items: Items = [f"{heading}\n{text}"]
    if retro.summary is not None:
        items.append(buttons(summary_link(retro, retro.summary)))
    return Panel(ACCENT, *items, small_print=privacy(retro))


def summary_link(retro: Retro, there: PostedMessage) -> ui.Button[ui.LayoutView]:
    """A button that leads to the summary."""
    return link("Summary", jump_url(retro.guild_id, there.channel_id, there.message_id))

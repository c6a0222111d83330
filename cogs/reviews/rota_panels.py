"""The rota as panels: whose turn it is, who comes next, and what waits for oneself."""

from __future__ import annotations

from datetime import date

import discord
from discord import ui

from bot.reminders.values import ReminderKey
from bot.reviews.values import ReviewTurn, Rota
from cogs.common.daily_message import DailyLine, Urgency
from cogs.common.panels import ONLY_YOU, Items, Panel, button, buttons, line, row
from cogs.common.text import one_line, plural
from cogs.reviews.review_text import paper_link
from cogs.reviews.routes import (
    ACCEPT_SWAP,
    COUNT_IN,
    DECLINE_SWAP,
    OF_PAPER,
    PAUSE,
    ROTA,
    SKIP,
    SWAP,
    TAKE,
    WITHDRAW_SWAP,
    WRITE,
)
from cogs.reviews.style import ACCENT

_SHOWN, _TITLE = 10, 100
NOBODY = "Nobody reviews it yet."


def rota_panel(found: Rota, guild_id: int, user_id: int, said: str = "") -> Panel:
    """The rota, for a member of the group."""
    opening: Items = [said, line()] if said else []
    return Panel(
        ACCENT,
        *opening,
        "**Who reviews the paper of the week**",
        *_turn_rows(found.turn, user_id),
        line(),
        _order(found, user_id),
        buttons(*_mine(found, guild_id)),
        small_print=(
            "Who waits longest is asked when a paper is chosen. While you are in, the group sees "
            f"your name here and in the paper's thread. {ONLY_YOU}"
        ),
    )


def who_reviews(turn: ReviewTurn) -> str:
    """A line of who reviews a paper, for everybody."""
    if turn.user_id is None:
        return NOBODY if turn.is_current else "Nobody took its review on."
    if turn.is_done:
        return f"<@{turn.user_id}> reviewed it."
    return f"<@{turn.user_id}> reviews it." if turn.is_current else ""


def guide_rows(turn: ReviewTurn, reviews: int) -> Items:
    """What stands in the guide of a paper's thread: who reviews it, and how many reviews it has."""
    said = who_reviews(turn)
    if not said and not reviews:
        return []
    text = f"**Review** · {said}" if said else "**Review**"
    if not reviews:
        return [text]
    text += f"\n{plural(reviews, 'review')} so far"
    return [row(text, button("Reviews", OF_PAPER(turn.paper.key)))]


def guide_acts(turn: ReviewTurn) -> list[ui.Button[ui.LayoutView]]:
    """The buttons beside it."""
    take = button("I will review it", TAKE(turn.guild_id, turn.round_id))
    nobody = turn.user_id is None and turn.is_current
    return [*([take] if nobody else []), button("Review", WRITE(turn.paper.key))]


def today_row(turn: ReviewTurn, user_id: int) -> Items:
    """For ``/today``: that the newest paper waits for one's review, or a question to swap."""
    return [line(), row(_asks(turn, user_id), button("Open", ROTA(turn.guild_id)))]


def turn_line(
    turn: ReviewTurn, key: ReminderKey, user_id: int, today: date
) -> DailyLine[ReminderKey]:
    """The same in the daily message."""
    return DailyLine(
        key=key,
        rows=[row(_asks(turn, user_id), button("Open", ROTA(turn.guild_id)))],
        urgency=Urgency.AHEAD,
        due=max(today, key.due),
        more_in="`/paper rota`",
        worth_a_message=False,
    )


def _asks(turn: ReviewTurn, user_id: int) -> str:
    title = f"*{one_line(turn.paper.title, _TITLE)}*"
    if turn.user_id == user_id:
        return f"You review this week's paper: {title}"
    return f"<@{turn.user_id}> asks you to review {title} in their place"


def _turn_rows(turn: ReviewTurn | None, user_id: int) -> Items:
    if turn is None:
        return ["No paper was chosen yet. The first one that is asks who stands first below."]
    keys = (turn.guild_id, turn.round_id)
    heading = f"This time: {paper_link(turn.paper)}"
    if turn.user_id is None:
        take = buttons(button("I will review it", TAKE(*keys)))
        return [f"{heading}\n{NOBODY}", take]
    if turn.user_id != user_id:
        said = f"{heading}\n{who_reviews(turn)}"
        if turn.offered_to != user_id or turn.is_done:
            return [said]
        return [
            f"{said}\nThey ask you to review it in their place, and take yours in the rota.",
            buttons(button("Swap", ACCEPT_SWAP(*keys)), button("No, thanks", DECLINE_SWAP(*keys))),
        ]
    if turn.is_done:
        return [f"{heading}\nYou reviewed it."]
    asked = [] if turn.offered_to is None else [button("Ask no more", WITHDRAW_SWAP(*keys))]
    waits = (
        ""
        if turn.offered_to is None
        else f"\nYou asked <@{turn.offered_to}> to swap; nothing moves until they say yes."
    )
    return [
        f"{heading}\n**You review it.**{waits}",
        buttons(
            button("Review", WRITE(turn.paper.key), style=discord.ButtonStyle.primary),
            button("Skip", SKIP(*keys)),
            button("Swap", SWAP(*keys)),
            *asked,
        ),
    ]


def _order(found: Rota, user_id: int) -> str:
    if not found.order and found.is_paused:
        return "Nobody else is in the rota just now. You pause; your place waits with you."
    if not found.order:
        return "Nobody is in the rota just now. *Count me in* makes you the first."
    lines = [
        f"{number}. {_named(each, user_id)}{' · next' if number == 1 else ''}"
        for number, each in enumerate(found.order[:_SHOWN], start=1)
    ]
    if len(found.order) > _SHOWN:
        lines.append(f"and {len(found.order) - _SHOWN} more")
    if user_id in found.order[_SHOWN:]:
        lines.append(f"You are number {found.order.index(user_id) + 1}.")
    if found.is_paused:
        lines.append("You pause; your place waits with you.")
    return "\n".join(lines)


def _named(each: int, user_id: int) -> str:
    return "**You**" if each == user_id else f"<@{each}>"


def _mine(found: Rota, guild_id: int) -> list[ui.Button[ui.LayoutView]]:
    if found.is_in and not found.is_paused:
        return [button("Pause", PAUSE(guild_id))]
    return [button("Count me in", COUNT_IN(guild_id))]

"""Dates that collide, each with what could move (U14). Nothing has to."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from discord import ui

from bot.groups.service import Member
from bot.inputs.dates import MONTHS, say_date
from bot.milestones.rules.collisions import Cause, Collision, Offer
from bot.milestones.values import Board, Item
from cogs.common.panels import ONLY_YOU, Items, Panel, button, buttons, line, row
from cogs.common.text import day_stamp, one_line, plural
from cogs.milestones.routes import COLLIDE, MOVE, SHIFT_BY
from cogs.milestones.style import ACCENT
from cogs.milestones.texts import due_word, effort

_SHOWN, _TITLE = 5, 80


def collisions_panel(
    member: Member, found: Sequence[Collision], *, board: Board, said: str | None = None
) -> Panel:
    """What collides, by date, with the offers."""
    opening: Items = [said, line()] if said else []
    heading = f"**Dates that collide** · {len(found)}"
    parts: Items = []
    for each in found[:_SHOWN]:
        parts.append(_text(each, board))
        if each.offers:
            parts.append(buttons(*(_offer(each, offer, member.guild_id) for offer in each.offers)))
    if len(found) > _SHOWN:
        parts.append(f"and {len(found) - _SHOWN} more")
    if not found:
        heading = "**No dates collide.** Enjoy the view."
    return Panel(
        ACCENT,
        *opening,
        heading,
        *parts,
        *_all_at_once(member, found, board),
        small_print=f"Offers, not duties: what you leave stays as it is. {ONLY_YOU}",
    )


def moved_text(item: Item, board: Board) -> str:
    """What a press moved."""
    assert item.due is not None
    word = due_word(board, item.due)
    return f"*{one_line(item.title, _TITLE)}* is {word} {day_stamp(item.due, board.zone)} now."


def collision_row(guild_id: int, found: Sequence[Collision]) -> Items:
    """``2 dates collide`` and the way to see them; nothing where none does."""
    if not found:
        return []
    verb = "collides" if len(found) == 1 else "collide"
    text = f"**{plural(len(found), 'date')} {verb}** with a pause, a deadline or another milestone."
    return [row(text, button("See offers", COLLIDE(guild_id)))]


def item_rows(guild_id: int, item: Item, found: Sequence[Collision], board: Board) -> Items:
    """Under one milestone: what its date collides with; nothing where it does not."""
    mine = (each for each in found if item.id in (each.item.id, each.other and each.other.id))
    return [
        row(
            f"{_name(each.item, each.cause)} {_why(each, board)}",
            button("See offers", COLLIDE(guild_id)),
        )
        for each in islice(mine, 1)
    ]


def _text(each: Collision, board: Board) -> str:
    name, word = _name(each.item, each.cause), due_word(board, each.due)
    return f"○ {name}, {word} {day_stamp(each.due, board.zone)}\n{_why(each, board)}"


def _name(item: Item, cause: Cause) -> str:
    """The title; with the hours where those are what weighs."""
    hours = f" ({effort(item)})" if cause is Cause.HEAVY else ""
    return f"*{one_line(item.title, _TITLE)}*{hours}"


def _why(each: Collision, board: Board) -> str:
    on = day_stamp(each.on, board.zone)
    match each.cause:
        case Cause.PAUSE:
            return f"falls into your rest, which ends {on}."
        case Cause.DEADLINE:
            name = one_line(each.title or "", _TITLE)
            return f"falls into the week before *{name}*, whose deadline is {on}."
    assert each.other is not None, "heavy milestones collide with one another"
    name, word = _name(each.other, each.cause), due_word(board, each.on)
    return f"comes within a week of {name}, {word} {on}."


def _offer(each: Collision, offer: Offer, guild_id: int) -> ui.Button[ui.LayoutView]:
    assert offer.item.due is not None, "only dated ones collide"
    return button(_label(each, offer), MOVE(guild_id, offer.item.id, offer.on, offer.item.due))


def _label(each: Collision, offer: Offer) -> str:
    on = f"{offer.on.day} {MONTHS[offer.on.month - 1]}"
    if each.cause is not Cause.HEAVY:
        return f"Move to {on}"
    return f"{'Later' if offer.item.id == each.item.id else 'Earlier'} one to {on}"


def _all_at_once(member: Member, found: Sequence[Collision], board: Board) -> Items:
    """Where a pause holds up several: all open dates, by what is left of it."""
    paused = [each for each in found if each.cause is Cause.PAUSE]
    paused = [each for each in paused if each.on == member.rest_ends(board.today)]
    if len(paused) < 2 or not board.paused:
        return []
    days = (paused[0].on - board.today).days
    label = f"Move all by {plural(days, 'day')}"
    return [
        line(),
        f"Or move every open date by what is left of your pause, until {say_date(paused[0].on)}. "
        "A look at what would change comes first.",
        buttons(button(label, SHIFT_BY(member.guild_id, days))),
    ]

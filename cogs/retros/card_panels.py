"""What authors see of their own cards, and the forms in which they write them."""

from __future__ import annotations

import discord

from bot.retros.cards import Card
from bot.retros.rules import MAX_ACTION, MAX_CARD
from bot.retros.service import Column, Retro
from cogs.common.forms import Form, choice_field, person_field, text_field
from cogs.common.panels import ONLY_YOU, Accent, Items, Panel, button, buttons, page_of, pager
from cogs.common.text import escape, one_line, plural, stamp
from cogs.retros.panels import privacy

_FOLD = 300
_A_PAGE = 5


def card_form(retro: Retro, column: Column) -> Form:
    """A new card in one column."""
    text = text_field(
        "text",
        "Your card",
        hint=privacy(retro),
        example=column.question,
        long=True,
        max_length=MAX_CARD,
    )
    return Form(column.title, "retro:card", retro.id, column.position, fields=[text])


def any_card_form(retro: Retro) -> Form:
    """A new card, with the column still to choose."""
    options = [
        discord.SelectOption(
            label=column.title,
            description=column.question,
            value=str(column.position),
            default=column is retro.columns[0],
        )
        for column in retro.columns
    ]
    text = text_field("text", "Your card", hint=privacy(retro), long=True, max_length=MAX_CARD)
    column = choice_field("column", "Column", options)
    return Form("New card", "retro:anycard", retro.id, fields=[column, text])


def edit_form(card: Card) -> Form:
    """An own card again, with what it says."""
    text = text_field("text", "Your card", default=card.text, long=True, max_length=MAX_CARD)
    return Form("Edit card", "retro:edit", card.id, fields=[text])


def action_form(retro_id: int) -> Form:
    """A new action; ``retro_id`` is 0 for one that came of no retro."""
    return Form(
        "New action",
        "action:add",
        retro_id,
        fields=[
            text_field(
                "text",
                "What will be done",
                example="Move the Thursday call to 19:00",
                max_length=MAX_ACTION,
            ),
            person_field("owner", "Owner", hint="A member of the study group"),
            text_field(
                "due",
                "Due date",
                hint="A date, a weekday, or a few words",
                example="2026-12-18, friday, in 2 weeks",
                max_length=40,
            ),
        ],
    )


def card_added(retro: Retro, card: Card) -> Panel:
    """The answer to a new or changed card, for its author alone."""
    column = escape(retro.column(card.position).title)
    text = (
        f"Your card is in *{column}*. {plural(retro.cards, 'card')} so far; "
        f"the reveal is {stamp(retro.reveal_at)}."
    )
    small_print = f"{privacy(retro)} {ONLY_YOU}"
    if retro.is_anonymous:
        return Panel(Accent.RETROS, text, small_print=small_print)
    mine = button("My cards", "retro:minepage", retro.id, 0)
    return Panel(Accent.RETROS, text, buttons(*_acts(card), mine), small_print=small_print)


def own_cards_panel(retro: Retro, cards: list[Card], page: int) -> Panel:
    """An author's named cards, with what can be done to each until the reveal."""
    shown, page, pages = page_of(cards, page, _A_PAGE)
    heading = f"**Your cards** · {len(cards)}\n"
    if not cards:
        heading += "None in this retro yet. The buttons on its panel add one."
    elif retro.is_open:
        heading += f"You can change them until {stamp(retro.reveal_at)}."
    else:
        heading += "The retro has closed, so they stay as they are."
    items: Items = [heading]
    for card in shown:
        items.append(
            f"**{escape(retro.column(card.position).title)}** · {one_line(card.text, _FOLD)}"
        )
        if retro.is_open:
            items.append(buttons(*_acts(card)))
    turns = pager("retro:minepage", retro.id, page=page, pages=pages)
    if turns:
        items.append(buttons(*turns))
    return Panel(Accent.RETROS, *items, small_print=f"{privacy(retro)} {ONLY_YOU}")


def remove_panel(card: Card) -> Panel:
    """Asks once more before a card goes."""
    yes = button("Remove", "retro:removed", card.id, style=discord.ButtonStyle.danger)
    keep = button("Keep", "retro:minepage", card.retro_id, 0)
    text = f"Remove this card?\n> {one_line(card.text, _FOLD)}"
    return Panel(Accent.RETROS, text, buttons(yes, keep), small_print=ONLY_YOU)


def _acts(card: Card) -> list[discord.ui.Button[discord.ui.LayoutView]]:
    return [
        button("Edit", "retro:edit", card.id),
        button("Remove", "retro:remove", card.id, style=discord.ButtonStyle.danger),
    ]

"""What authors see of their own cards, and the forms in which they write them."""

from __future__ import annotations

import discord
from discord import ui

from bot.retros.rules import MAX_CARD
from bot.retros.values import AddedCard, Card, Column, OwnSecret, Retro
from cogs.common.forms import Form, choice_field, text_field
from cogs.common.panels import ONLY_YOU, Items, Panel, button, buttons, page_buttons, page_of
from cogs.common.text import escape, one_line, plural, stamp, with_jumps
from cogs.retros.panels import NAMED, comment_privacy, privacy, summary_link
from cogs.retros.routes import (
    ADD_ANY_CARD,
    ADD_CARD,
    COMMENT,
    EDIT_CARD,
    EDIT_SECRET,
    KEEP_SECRET,
    OWN_CARDS_PAGE,
    REMOVE_CARD,
    REMOVE_CARD_FOR_SURE,
    REMOVE_SECRET,
    REMOVE_SECRET_FOR_SURE,
)
from cogs.retros.style import ACCENT

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
    return Form(column.title, ADD_CARD(retro.id, column.position), fields=[text])


def any_card_form(retro: Retro, *, about: str = "") -> Form:
    """A new card, with the column still to choose; ``about`` is the link that it begins with.

    Once the cards are revealed it is a comment.
    """
    if retro.takes_comments:
        return comment_form(retro, 0, about=about)
    text = _about_field("Your card", privacy(retro), about)
    return Form("New card", ADD_ANY_CARD(retro.id), fields=[_column_field(retro, 0), text])


def comment_form(retro: Retro, position: int, *, about: str = "") -> Form:
    """What comes after the reveal, to stand beside the cards of a column; that can be changed."""
    text = _about_field("Your comment", comment_privacy(retro), about)
    column = _column_field(retro, position)
    return Form("Comment on the cards", COMMENT(retro.id, position), fields=[column, text])


def _column_field(retro: Retro, position: int) -> ui.Label[Form]:
    options = [
        discord.SelectOption(
            label=column.title,
            description=column.question,
            value=str(column.position),
            default=column.position == position,
        )
        for column in retro.columns
    ]
    return choice_field("column", "Column", options)


def _about_field(label: str, hint: str, about: str) -> ui.Label[Form]:
    return text_field(
        "text",
        label,
        hint=hint,
        default=f"About {about} : " if about else None,
        long=True,
        max_length=MAX_CARD,
    )


def edit_form(card: Card) -> Form:
    """An own card again, with what it says; only one with a name leads to its author."""
    text = text_field(
        "text", "Your card", hint=NAMED, default=card.text, long=True, max_length=MAX_CARD
    )
    return Form("Edit card", EDIT_CARD(card.id), fields=[text])


def edit_secret_form(card: OwnSecret) -> Form:
    """An anonymous card again, for whoever holds its secret."""
    hint = privacy(card.retro)
    text = text_field(
        "text", "Your card", hint=hint, default=card.text, long=True, max_length=MAX_CARD
    )
    return Form("Edit card", EDIT_SECRET(card.retro.id, card.secret), fields=[text])


def card_added(added: AddedCard) -> Panel:
    """The answer to a new card, for its author alone."""
    retro, card = added.retro, added.card
    if added.secret is not None:
        return secret_card_panel(OwnSecret(retro, card.position, card.text, added.secret))
    text = _is_in(retro, card.position)
    small_print = f"{privacy(retro)} {ONLY_YOU}"
    if retro.is_anonymous:
        return Panel(ACCENT, text, small_print=small_print)
    mine = button("My cards", OWN_CARDS_PAGE(retro.id, 0))
    return Panel(ACCENT, text, buttons(*_acts(card), mine), small_print=small_print)


def comment_added(added: AddedCard) -> Panel:
    """The answer to a comment, for its author alone."""
    retro, comment = added.retro, added.card
    column = escape(retro.column(comment.position).title)
    text = f"Your comment stands at *{column}*, below the cards:\n> {one_line(comment.text, _FOLD)}"
    items: Items = [text]
    if retro.summary is not None:
        items.append(buttons(summary_link(retro, retro.summary)))
    return Panel(ACCENT, *items, small_print=f"{comment_privacy(retro)} {ONLY_YOU}")


def secret_card_panel(card: OwnSecret) -> Panel:
    """The answer to a new or changed anonymous card: nothing else leads back to it."""
    retro = card.retro
    keys = (retro.id, card.secret)
    text = (
        f"{_is_in(retro, card.position)}\n> {one_line(card.text, _FOLD)}\nUntil then this message "
        "can change it. Nothing else knows that it is yours, so it is gone with the message."
    )
    return Panel(
        ACCENT,
        text,
        buttons(
            button("Edit", EDIT_SECRET(*keys)),
            button("Remove", REMOVE_SECRET(*keys), style=discord.ButtonStyle.danger),
        ),
        small_print=f"{privacy(retro)} {ONLY_YOU}",
    )


def remove_secret_panel(card: OwnSecret) -> Panel:
    """Asks once more before an anonymous card goes."""
    keys = (card.retro.id, card.secret)
    yes = button("Remove", REMOVE_SECRET_FOR_SURE(*keys), style=discord.ButtonStyle.danger)
    text = f"Remove this card?\n> {one_line(card.text, _FOLD)}"
    return Panel(
        ACCENT, text, buttons(yes, button("Keep", KEEP_SECRET(*keys))), small_print=ONLY_YOU
    )


def secret_card_removed(retro: Retro) -> Panel:
    """The answer once an anonymous card is gone."""
    text = f"Removed. {plural(retro.cards, 'card')} so far; the reveal is {stamp(retro.reveal_at)}."
    return Panel(ACCENT, text, small_print=f"{privacy(retro)} {ONLY_YOU}")


def _is_in(retro: Retro, position: int) -> str:
    column = escape(retro.column(position).title)
    return (
        f"Your card is in *{column}*. {plural(retro.cards, 'card')} so far; "
        f"the reveal is {stamp(retro.reveal_at)}."
    )


def own_cards_panel(retro: Retro, cards: list[Card], page: int) -> Panel:
    """An author's named cards, with what can be done to each until the reveal."""
    shown, page, pages = page_of(cards, page, _A_PAGE)
    heading = f"**Your cards** · {len(cards)}\n"
    if not cards:
        heading += "None in this retro yet. The buttons on its panel add one."
    elif retro.takes_cards:
        heading += f"You can change them until {stamp(retro.reveal_at)}."
    else:
        heading += "They are revealed, so they stay as they are."
    items: Items = [heading]
    for card in shown:
        items.append(
            f"**{escape(retro.column(card.position).title)}** · "
            + with_jumps(one_line(card.text, _FOLD), retro.guild_id)
        )
        if retro.takes_cards:
            items.append(buttons(*_acts(card)))
    turns = page_buttons(lambda to: OWN_CARDS_PAGE(retro.id, to), page=page, pages=pages)
    if turns:
        items.append(buttons(*turns))
    return Panel(ACCENT, *items, small_print=f"{privacy(retro)} {ONLY_YOU}")


def remove_panel(card: Card) -> Panel:
    """Asks once more before a card goes."""
    yes = button("Remove", REMOVE_CARD_FOR_SURE(card.id), style=discord.ButtonStyle.danger)
    keep = button("Keep", OWN_CARDS_PAGE(card.retro_id, 0))
    text = f"Remove this card?\n> {one_line(card.text, _FOLD)}"
    return Panel(ACCENT, text, buttons(yes, keep), small_print=ONLY_YOU)


def _acts(card: Card) -> list[ui.Button[ui.LayoutView]]:
    return [
        button("Edit", EDIT_CARD(card.id)),
        button("Remove", REMOVE_CARD(card.id), style=discord.ButtonStyle.danger),
    ]

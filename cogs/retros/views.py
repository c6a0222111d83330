"""The buttons and forms around cards."""

from __future__ import annotations

from bot.errors import NotFound
from bot.retros import card_service, queries
from bot.retros.values import PANEL, SUMMARY
from cogs.common import public_panels
from cogs.common.callers import as_insider, as_member
from cogs.common.reply import open_form, reply, rerender
from cogs.common.routes import Fields, Interaction, whole
from cogs.retros.card_panels import (
    any_card_form,
    card_added,
    card_form,
    comment_added,
    comment_form,
    edit_form,
    edit_secret_form,
    own_cards_panel,
    remove_panel,
    remove_secret_panel,
    secret_card_panel,
    secret_card_removed,
)
from cogs.retros.panels import late_panel
from cogs.retros.routes import (
    ADD_ANY_CARD,
    ADD_CARD,
    COMMENT,
    EDIT_CARD,
    EDIT_SECRET,
    KEEP_SECRET,
    OWN_CARDS,
    OWN_CARDS_PAGE,
    READ,
    READ_PAGE,
    REMOVE_CARD,
    REMOVE_CARD_FOR_SURE,
    REMOVE_SECRET,
    REMOVE_SECRET_FOR_SURE,
)
from cogs.retros.summary_panels import reader_panel


async def write_any_card(interaction: Interaction) -> None:
    """Open the form of ``/retro card``, with the open retro's columns to choose from.

    After the reveal it makes a comment.
    """
    retro = await as_member(interaction).read(queries.current_retro)
    await open_form(interaction, any_card_form(retro))


@ADD_CARD.press
async def write_card(interaction: Interaction, retro_id: int, position: int) -> None:
    retro = await as_member(interaction).read(queries.shown_retro, retro_id)
    if retro.takes_cards:
        await open_form(interaction, card_form(retro, retro.column(position)))
        return
    if retro.takes_comments:
        await open_form(interaction, comment_form(retro, position))
    else:
        await reply(interaction, late_panel(retro))
    await public_panels.refresh(interaction.client, PANEL, retro.guild_id, retro.id)


@ADD_CARD.form
async def add_card(interaction: Interaction, fields: Fields, retro_id: int, position: int) -> None:
    """Keep the card, say so to its author, and count it on the panel."""
    added = await as_member(interaction).create(
        card_service.add_card, retro_id, position, fields.get("text", "")
    )
    await reply(interaction, card_added(added))
    await public_panels.refresh(interaction.client, PANEL, added.retro.guild_id, retro_id)


@ADD_ANY_CARD.press
async def write_any_card_again(interaction: Interaction, _retro_id: int) -> None:
    await write_any_card(interaction)


@ADD_ANY_CARD.form
async def add_any_card(interaction: Interaction, fields: Fields, retro_id: int) -> None:
    """As :func:`add_card`, with the column that was chosen in the form."""
    await add_card(interaction, fields, retro_id, _column(fields))


@COMMENT.press
async def write_comment(interaction: Interaction, retro_id: int, position: int) -> None:
    """As :func:`write_card`: which form opens depends on the retro, not on the button."""
    await write_card(interaction, retro_id, position)


@COMMENT.form
async def add_comment(
    interaction: Interaction, fields: Fields, retro_id: int, _position: int
) -> None:
    """Keep the comment, say so to its author, and show it below the cards."""
    added = await as_member(interaction).create(
        card_service.add_comment, retro_id, _column(fields), fields.get("text", "")
    )
    await reply(interaction, comment_added(added))
    await public_panels.refresh(interaction.client, SUMMARY, added.retro.guild_id, retro_id)


@OWN_CARDS.press
async def show_own_cards(interaction: Interaction, retro_id: int) -> None:
    mine = await as_member(interaction).read(queries.own_cards, retro_id)
    await reply(interaction, own_cards_panel(mine.retro, mine.cards, 0))


@OWN_CARDS_PAGE.press
async def turn_own_cards(interaction: Interaction, retro_id: int, page: int) -> None:
    mine = await as_member(interaction).read(queries.own_cards, retro_id)
    await rerender(interaction, own_cards_panel(mine.retro, mine.cards, page))


@EDIT_CARD.press
async def rewrite_card(interaction: Interaction, card_id: int) -> None:
    card = await as_member(interaction).read(queries.own_card, card_id)
    await open_form(interaction, edit_form(card))


@EDIT_CARD.form
async def edit_card(interaction: Interaction, fields: Fields, card_id: int) -> None:
    text = fields.get("text", "")
    mine = await as_member(interaction).act(card_service.edit_card, card_id, text)
    await rerender(interaction, own_cards_panel(mine.retro, mine.cards, 0))


@REMOVE_CARD.press
async def ask_to_remove(interaction: Interaction, card_id: int) -> None:
    card = await as_member(interaction).read(queries.own_card, card_id)
    await rerender(interaction, remove_panel(card))


@REMOVE_CARD_FOR_SURE.press
async def remove_card(interaction: Interaction, card_id: int) -> None:
    """Take an own card away, and count what is left on the panel."""
    mine = await as_member(interaction).act(card_service.remove_card, card_id)
    await rerender(interaction, own_cards_panel(mine.retro, mine.cards, 0))
    await public_panels.refresh(interaction.client, PANEL, mine.retro.guild_id, mine.retro.id)


@EDIT_SECRET.press
async def rewrite_secret_card(interaction: Interaction, retro_id: int, secret: str) -> None:
    card = await as_member(interaction).read(queries.card_by_secret, retro_id, secret)
    await open_form(interaction, edit_secret_form(card))


@EDIT_SECRET.form
async def edit_secret_card(
    interaction: Interaction, fields: Fields, retro_id: int, secret: str
) -> None:
    text = fields.get("text", "")
    acting = as_member(interaction)
    card = await acting.act(card_service.edit_secret_card, retro_id, secret, text)
    await rerender(interaction, secret_card_panel(card))


@KEEP_SECRET.press
async def keep_secret_card(interaction: Interaction, retro_id: int, secret: str) -> None:
    card = await as_member(interaction).read(queries.card_by_secret, retro_id, secret)
    await rerender(interaction, secret_card_panel(card))


@REMOVE_SECRET.press
async def ask_to_remove_secret(interaction: Interaction, retro_id: int, secret: str) -> None:
    card = await as_member(interaction).read(queries.card_by_secret, retro_id, secret)
    await rerender(interaction, remove_secret_panel(card))


@REMOVE_SECRET_FOR_SURE.press
async def remove_secret_card(interaction: Interaction, retro_id: int, secret: str) -> None:
    """Take an anonymous card away, and count what is left on the panel."""
    acting = as_member(interaction)
    retro = await acting.act(card_service.remove_secret_card, retro_id, secret)
    await rerender(interaction, secret_card_removed(retro))
    await public_panels.refresh(interaction.client, PANEL, retro.guild_id, retro.id)


def _column(fields: Fields) -> int:
    """The column that was picked in a form.

    Raises:
        NotFound: it is none.
    """
    try:
        (position,) = map(whole, fields.get("column", []))
    except ValueError:
        raise NotFound("That retro has no such column.") from None
    return position


@READ.press
async def read_all(interaction: Interaction, retro_id: int) -> None:
    """Show every revealed card in full, in a private answer to the summary."""
    retro, cards = await as_insider(interaction).read(queries.read_cards, retro_id)
    await reply(interaction, reader_panel(retro, cards, 0))


@READ_PAGE.press
async def turn_reader(interaction: Interaction, retro_id: int, page: int) -> None:
    retro, cards = await as_insider(interaction).read(queries.read_cards, retro_id)
    await rerender(interaction, reader_panel(retro, cards, page))

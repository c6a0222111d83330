"""Answering an interaction, whatever has been answered already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import discord

from bot.errors import UserError
from bot.public_panels import PostedMessage
from cogs.common.command_mentions import with_mentions
from cogs.common.deferral import is_begun, is_thinking, settle
from cogs.common.forms import Form
from cogs.common.panels import ONLY_YOU, Accent, Panel, button, buttons
from cogs.common.routes import Interaction, places_filled, pressed_id, typed_text
from cogs.common.text import escape, unescape

_REPLIED = "replied"
_WROTE, _QUOTE = "You wrote:\n", ">>> "
_TOO_SLOW = "I took too long, and Discord no longer lets me open that form here."


async def reply(
    interaction: Interaction,
    panel: Panel,
    *,
    private: bool = True,
    files: Sequence[discord.File] = (),
) -> None:
    """Answer with ``panel``: at once, in place of "thinking…", or as a further message."""
    await settle(interaction)
    with_mentions(panel, interaction.client.command_mentions)
    if not is_begun(interaction):
        await interaction.response.send_message(view=panel, ephemeral=private, files=files)
    elif is_thinking(interaction) and not interaction.extras.get(_REPLIED):
        interaction.extras[_REPLIED] = True
        await interaction.edit_original_response(view=panel, attachments=files)
    else:
        await interaction.followup.send(view=panel, ephemeral=private, files=files)


async def rerender(interaction: Interaction, panel: Panel) -> None:
    """Show ``panel`` in place of the message whose button was pressed (or form was opened from).

    Only where that message is the person's alone. The buttons that stand in a message for all are
    no proof of what was pressed there, so the answer to anything else is a private one.
    """
    await settle(interaction)
    message = interaction.message
    if message is not None and (interaction.guild_id is None or message.flags.ephemeral):
        await _edit(interaction, panel)
    else:
        await reply(interaction, panel)


async def rerender_public(
    interaction: Interaction, panel: Panel, posted: PostedMessage | None
) -> bool:
    """Show ``panel``, which is for all to see, in the message that was ``posted`` for it.

    When that is not the message whose button was pressed, this is :func:`rerender`. Says whether
    the posted one now shows it.
    """
    message = interaction.message
    if message is None or posted is None or message.id != posted.message_id:
        await rerender(interaction, panel)
        return False
    await settle(interaction)
    await _edit(interaction, panel)
    return True


async def _edit(interaction: Interaction, panel: Panel) -> None:
    with_mentions(panel, interaction.client.command_mentions)
    if is_begun(interaction):
        await interaction.edit_original_response(view=panel)
    else:
        await interaction.response.edit_message(view=panel)


def quoted(texts: Sequence[str]) -> list[str]:
    """What somebody typed, to be shown with an error and read again by `typed_before`."""
    first, *others = [f"{_QUOTE}{escape(text)}" for text in texts]
    return [f"{_WROTE}{first}", *others]


def typed_before(interaction: Interaction) -> dict[int, str] | None:
    """What the message whose *Try again* was pressed quotes, by the place of its input.

    None where something else was pressed.

    The message keeps it, and nothing else does: it is the person's own, and outlives a restart.
    """
    places = places_filled(interaction)
    if places is None or interaction.message is None:
        return None
    return dict(zip(places, quoted_in(interaction), strict=False))


def quoted_in(interaction: Interaction) -> list[str]:
    """The texts that the message whose button was pressed quotes, as they were typed."""
    return [
        unescape(text.removeprefix(_WROTE).removeprefix(_QUOTE))
        for text in message_texts(interaction)
        if _QUOTE in text
    ]


def message_texts(interaction: Interaction) -> list[str]:
    """The texts of the message whose button was pressed, as Discord has it."""
    message = interaction.message
    return [] if message is None else [each.content for each in _texts(message.components)]


def _texts(components: Iterable[object]) -> Iterator[discord.TextDisplay]:
    for component in components:
        if isinstance(component, discord.TextDisplay):
            yield component
        yield from _texts(getattr(component, "children", ()))


async def open_form(interaction: Interaction, form: Form) -> None:
    """Open ``form``. Where that took too long, a button asks for it again.

    Raises:
        UserError: it took too long, and was asked for by a command or in a list.
    """
    typed = typed_before(interaction)
    if typed is not None:
        form.fill(typed)
    await settle(interaction)
    if not is_begun(interaction):
        await interaction.response.send_modal(form)
        return
    again = pressed_id(interaction)
    if again is None:
        raise UserError(f"{_TOO_SLOW} Please try once more.", typed=typed_text(interaction))
    act = buttons(button("Open it", again, style=discord.ButtonStyle.primary))
    panel = Panel(Accent.SETTINGS, f"{_TOO_SLOW} It is ready now.", act, small_print=ONLY_YOU)
    await reply(interaction, panel)

"""The one way an error reaches a person, from commands, buttons, selects and forms alike."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import aiohttp
import discord
from discord import app_commands
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import DatabaseUnavailable, DoneBefore, DoneElsewhere, NotJoined, UserError
from bot.log import new_reference
from cogs.common.callers import act_of
from cogs.common.deferral import settle
from cogs.common.joining import join_button
from cogs.common.panels import ONLY_YOU, Accent, Items, Panel, button, buttons
from cogs.common.reply import quoted, reply
from cogs.common.routes import Interaction, RouteTable, typed_text, typed_texts

# Quoted in the answer up to here; longer text comes back as a file.
_QUOTE_LIMIT = 1500
_UNKNOWN_INTERACTION = 10062
_ALREADY_ANSWERED = 40060
_AWAY = (
    "I cannot get at my notes right now, so I could not do that. "
    "It is not your doing, and it mostly passes: try again in a few minutes."
)
_UNFIT = (
    "I cannot use one of the values: a number is outside its range, a text is too long, or what "
    "you picked is gone. Type the command again and watch what each field asks for."
)
_NOT_TAKEN = (
    "Discord had trouble while I answered. What you asked for may be done already, so look before "
    "you do it again."
)

log = logging.getLogger(__name__)


async def answer(interaction: Interaction, error: BaseException) -> None:
    """As `answer_routed`, for what no route handled."""
    await answer_routed(interaction, error, None)


async def answer_routed(
    interaction: Interaction, error: BaseException, routes: RouteTable | None
) -> None:
    """Tell the person what happened and what to do, and give back what they typed.

    A :class:`~bot.errors.UserError` carries its own text, and a database that is away has said so
    in the log; Discord's own trouble, or the network's, is a line there. Anything else is logged
    with a reference id, which the person sees too. Where ``routes`` know what opened a form, a
    button opens it again with what was typed. Suggestions have no room for words: there are none
    then.
    """
    if interaction.type is discord.InteractionType.autocomplete:
        logged(interaction, error)
        with _untaken(interaction):
            await interaction.response.autocomplete([])
        return
    if isinstance(error, app_commands.CommandInvokeError):
        error = error.original
    typed = ""
    if await _is_answered_elsewhere(interaction, error):
        log.info("Another process answers: %s", _what(interaction))
        await settle(interaction)
        return
    if isinstance(error, UserError):
        message, typed = error.message, _typed_with(interaction, error)
    elif isinstance(error, DatabaseUnavailable):
        message, typed = _AWAY, typed_text(interaction)
    elif isinstance(error, discord.DiscordServerError | aiohttp.ClientError):
        log.warning("An answer was not taken (%s): %s", error, _what(interaction))
        message, typed = _NOT_TAKEN, typed_text(interaction)
    elif isinstance(error, app_commands.TransformerError):
        message, typed = _UNFIT, typed_text(interaction)
    elif isinstance(error, app_commands.CheckFailure):
        message = "You may not use this here. An organiser of the server can tell you more."
    elif isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
        message = "My commands were just updated. Type `/` again in a minute to see the new ones."
    elif isinstance(error, discord.NotFound) and error.code == _UNKNOWN_INTERACTION:
        log.warning("Answered too late: %s", _what(interaction))
        return
    else:
        reference, typed = logged(interaction, error), typed_text(interaction)
        message = (
            "Something broke on my side. Nothing you entered is lost. "
            f"Tell an organiser the reference `{reference}`."
        )
    again = error.again if isinstance(error, UserError) else "Try again"
    quotes = _quotes(interaction, typed, None if isinstance(error, DoneBefore) else routes, again)
    is_amiss = not isinstance(error, DoneBefore | NotJoined)
    says: Items = [message]
    if isinstance(error, NotJoined):
        says.append(buttons(join_button(error.guild_id)))
    await _send(interaction, says, typed, quotes, Accent.ERROR if is_amiss else Accent.SETTINGS)


async def _is_answered_elsewhere(interaction: Interaction, error: BaseException) -> bool:
    """Whether another process on the token answers, or has answered already."""
    if isinstance(error, discord.HTTPException):
        return error.code == _ALREADY_ANSWERED
    if not isinstance(error, UserError):
        return isinstance(error, DoneElsewhere)
    try:
        # What the person cannot do (any more) may be what the other process did for them.
        return await act_of(interaction).is_done_elsewhere()
    except (DatabaseUnavailable, SQLAlchemyError) as trouble:
        log.warning("Nobody knows whether another process answers: %s", trouble)
        return False


def logged(interaction: Interaction, error: BaseException) -> str:
    """The reference by which an error that nobody expected is found in the log."""
    reference = new_reference()
    private = {"typed": [text for _name, text in typed_texts(interaction)]}
    log.error("Reference %s: %s", reference, _what(interaction), exc_info=error, extra=private)
    return reference


def _typed_with(interaction: Interaction, error: UserError) -> str:
    """What to give back: all of a form; of a command only what the error says was lost."""
    if interaction.type is discord.InteractionType.modal_submit:
        return typed_text(interaction)
    return error.typed or ""


async def _send(
    interaction: Interaction, says: Items, typed: str, quotes: Items, accent: Accent
) -> None:
    files = []
    parts = [*says]
    if 0 < len(typed) <= _QUOTE_LIMIT:
        parts += quotes
    elif typed:
        parts.append("What you wrote is in the file below.")
        files = [
            discord.File(io.BytesIO(typed.encode(errors="replace")), filename="what-you-wrote.txt")
        ]
    panel = Panel(accent, *parts, *_file_parts(files), small_print=ONLY_YOU)
    with _untaken(interaction):
        await reply(interaction, panel, files=files)


@contextmanager
def _untaken(interaction: Interaction) -> Iterator[None]:
    """An error's answer that Discord does not take ends in the log."""
    try:
        yield
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        log.warning("An error's answer was not taken (%s): %s", error, _what(interaction))


def _quotes(interaction: Interaction, typed: str, routes: RouteTable | None, label: str) -> Items:
    """What was typed; of a form each text by itself, with what opens it again with them."""
    if not typed:
        return []
    if interaction.type is not discord.InteractionType.modal_submit:
        return [*quoted([typed])]
    texts = [text for _name, text in typed_texts(interaction)]
    filled = [place for place, text in enumerate(texts) if text.strip()]
    items: Items = [*quoted([texts[place] for place in filled])]
    again = None if routes is None else routes.opener_again(interaction, filled)
    if again is not None:
        items.append(buttons(button(label, again, style=discord.ButtonStyle.primary)))
    return items


def _file_parts(files: list[discord.File]) -> list[discord.ui.File[discord.ui.LayoutView]]:
    return [discord.ui.File(file) for file in files]


def _what(interaction: Interaction) -> str:
    """What the person did, without anything they typed."""
    if interaction.command is not None:
        return f"/{interaction.command.qualified_name}"
    data: Any = interaction.data or {}
    return f"{interaction.type.name} {data.get('custom_id', '')}"

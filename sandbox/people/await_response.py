"""Waiting for an act's outcome as a person watching the screen would."""

from __future__ import annotations

import time

from sandbox.interactions.interaction import CallbackType, Interaction
from sandbox.interactions.interactions import Interactions
from sandbox.people.response_view import NO_ANSWER, STILL_THINKING, Seen
from sandbox.world.model import Message

PATIENCE = 10.0
"""Real seconds a user waits for a deferred answer."""

UPDATE_PATIENCE = 1.0
"""Real seconds a user watches a message after a silent acknowledgement, which promises nothing."""


async def await_response(
    interaction: Interaction, interactions: Interactions, *, timeout: float | None = None
) -> Seen:
    """The outcome of an act, once it can be seen.

    A deferred answer is there when ``@original`` was edited or a follow-up came, at most
    ``timeout`` real seconds later (10 without). A deferred update is over when the clicked message
    changed or a follow-up came; if nothing does, that is no failure.
    """
    shown = _looks(interaction.message)
    try:
        await interaction.changes.until(
            lambda: interaction.answer is not None, timeout=interactions.answer_within
        )
    except TimeoutError:
        elapsed = time.monotonic() - interaction.sent
        return Seen(interaction=interaction, elapsed=elapsed, failed=NO_ANSWER)
    failed = None
    if interaction.answer is CallbackType.DEFERRED_MESSAGE:
        try:
            patience = PATIENCE if timeout is None else timeout
            await interaction.changes.until(lambda: not interaction.thinking, timeout=patience)
        except TimeoutError:
            failed = STILL_THINKING
    elif interaction.answer is CallbackType.DEFERRED_UPDATE:
        patience = UPDATE_PATIENCE if timeout is None else timeout
        await _watch(interaction, interactions, shown, patience)
    return Seen(interaction=interaction, elapsed=_elapsed(interaction), failed=failed)


async def _watch(
    interaction: Interaction, interactions: Interactions, shown: object, patience: float
) -> None:
    def changed() -> bool:
        touched = bool(interaction.edits or interaction.followups)
        return touched or _looks(interaction.message) != shown

    try:
        await interactions.changes.until(changed, timeout=patience)
    except TimeoutError:
        return


def _looks(message: Message | None) -> object:
    """What a person could see change. Edits replace the lists, so their identity counts."""
    if message is None:
        return None
    return (
        message.content,
        message.deleted,
        message.edited_at,
        _Same(message.components),
        _Same(message.embeds),
        _Same(message.attachments),
    )


class _Same:
    """Equal to another holder of the very same object."""

    def __init__(self, thing: object) -> None:
        self._thing = thing

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other._thing is self._thing

    __hash__ = None  # type: ignore[assignment]


def _elapsed(interaction: Interaction) -> float:
    return 0.0 if interaction.answered is None else interaction.answered - interaction.sent

"""One interaction: what a user did, the token to answer it with, and the answers so far."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from enum import IntEnum

from sandbox.types import Json
from sandbox.world.applications import Application
from sandbox.world.changes import Changes
from sandbox.world.guild import Guild
from sandbox.world.kinds import MessageFlags
from sandbox.world.model import Channel, Message
from sandbox.world.users import User

F = MessageFlags


class InteractionType(IntEnum):
    """What the user did."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL_SUBMIT = 5


class CallbackType(IntEnum):
    """How a bot answers."""

    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    MODAL = 9


@dataclass(slots=True, eq=False)
class Interaction:
    """One act of a user and its answers so far.

    ``original`` is what ``@original`` names: the message that answered, or the clicked message once
    the answer was an update. ``edits`` counts changes of it by this token.
    """

    id: int
    token: str = field(repr=False)
    type: InteractionType
    application: Application
    user: User
    channel: Channel
    guild: Guild | None
    """The guild it happened in, or None in a direct message."""
    data: Json
    message: Message | None = None
    """The message whose component was used, also for a modal that a component opened."""
    metadata: Json = field(default_factory=dict, repr=False)
    """What messages that answer it say about their origin."""
    changes: Changes = field(default_factory=Changes, repr=False)
    sent: float = field(default_factory=time.monotonic)
    answer: CallbackType | None = None
    answered: float | None = None
    original: Message | None = None
    edits: int = 0
    followups: list[Message] = field(default_factory=list)
    choices: list[Json] = field(default_factory=list)
    modal: Json | None = None

    @property
    def thinking(self) -> bool:
        """Whether the user still reads "… is thinking"."""
        original = self.original
        return original is not None and not original.deleted and F.LOADING in original.flags

    def message_by(self, message_id: int) -> Message | None:
        """A message that this token may read and change."""
        known = [*self.followups, *filter(None, (self.original, self.message))]
        return next((m for m in known if m.id == message_id and not m.deleted), None)

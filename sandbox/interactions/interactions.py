"""Interactions: what a user did, the token to answer it with, and how far the answer has come.

An interaction must be answered within 3 real seconds; its token then lives for 15 minutes of the
world's clock. The REST routes in :mod:`sandbox.rest.interactions` and :mod:`sandbox.rest.webhooks`
record the answers here, the acting users wait for them.
"""

from __future__ import annotations

import base64
import secrets
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from typing import TYPE_CHECKING

from sandbox.interactions.payloads import interaction_create, metadata
from sandbox.rules.errors import DiscordError, unknown
from sandbox.types import Json
from sandbox.world.changes import Changes
from sandbox.world.model import Application, Message, MessageFlags, User

if TYPE_CHECKING:
    from sandbox.world.channel import Channel
    from sandbox.world.guild import Guild
    from sandbox.world.world import World

F = MessageFlags

ANSWER_WITHIN = 3.0
"""Real seconds until an unanswered interaction has failed."""

TOKEN_LIFE = timedelta(minutes=15)

EPHEMERAL_KEPT = 100
"""Ephemeral messages that a user keeps seeing per channel; a client forgets them sooner."""


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
    data: Json
    created_at: datetime
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
    def guild(self) -> Guild | None:
        """The guild it happened in, or None in a direct message."""
        return self.channel.guild

    @property
    def thinking(self) -> bool:
        """Whether the user still reads "… is thinking"."""
        original = self.original
        return original is not None and not original.deleted and F.LOADING in original.flags

    def message_by(self, message_id: int) -> Message | None:
        """A message that this token may read and change."""
        known = [*self.followups, *filter(None, (self.original, self.message))]
        return next((m for m in known if m.id == message_id and not m.deleted), None)


class Interactions:
    """All interactions whose token is alive, and the ephemeral messages they made."""

    def __init__(self, world: World) -> None:
        self.answer_within = ANSWER_WITHIN
        self.changes = Changes()
        self._world = world
        self._by_id: dict[int, Interaction] = {}
        self._by_token: dict[str, Interaction] = {}
        self._order: deque[Interaction] = deque()
        self._ephemeral: dict[tuple[int, int], deque[Message]] = {}
        world.listen(lambda _: self.changes.announce())

    def create(
        self,
        type: InteractionType,
        application: Application,
        user: User,
        channel: Channel,
        data: Json,
        *,
        message: Message | None = None,
        trigger: Interaction | None = None,
    ) -> Interaction:
        """Record what a user did and send it to the bot. ``trigger`` opened the modal submitted."""
        self._forget_expired()
        interaction_id = self._world.ids.next()
        interaction = Interaction(
            id=interaction_id,
            token=_token(interaction_id),
            type=type,
            application=application,
            user=user,
            channel=channel,
            data=data,
            created_at=self._world.clock.now(),
            message=message,
        )
        interaction.metadata = metadata(interaction, trigger)
        self._by_id[interaction.id] = self._by_token[interaction.token] = interaction
        self._order.append(interaction)
        payload = interaction_create(interaction)
        guild_id = channel.guild.id if channel.guild else None
        bots = frozenset({application.bot_user.id})
        self._world.announce("INTERACTION_CREATE", payload, bots, guild_id=guild_id)
        return interaction

    def to_answer(self, interaction_id: int, token: str) -> Interaction:
        """The interaction a callback is for.

        Raises 10062 if there is none, or 3 seconds have gone by; 40060 if it was answered already.
        """
        interaction = self._by_id.get(interaction_id)
        if interaction is None or interaction.token != token or self._is_expired(interaction):
            raise unknown("interaction")
        if interaction.answer is not None:
            raise DiscordError(400, 40060, "Interaction has already been acknowledged.")
        if time.monotonic() - interaction.sent > self.answer_within:
            raise unknown("interaction")
        return interaction

    def by_token(self, application_id: int, token: str) -> Interaction:
        """The interaction a webhook address belongs to.

        Raises 10015 for a foreign application or an interaction never answered, 50027 for a token
        that is wrong or more than 15 minutes old.
        """
        if application_id not in self._world.applications:
            raise unknown("webhook")
        interaction = self._by_token.get(token)
        if interaction is None or self._is_expired(interaction):
            raise DiscordError(401, 50027, "Invalid Webhook Token")
        if interaction.application.id != application_id or interaction.answer is None:
            raise unknown("webhook")
        return interaction

    def find(self, interaction_id: int) -> Interaction | None:
        """The interaction with that id, as long as its token is alive."""
        interaction = self._by_id.get(interaction_id)
        return None if interaction is None or self._is_expired(interaction) else interaction

    def answered(self, interaction: Interaction, answer: CallbackType) -> None:
        """Note the first answer and wake whoever waits for it."""
        interaction.answer = answer
        interaction.answered = time.monotonic()
        self.touched(interaction)

    def touched(self, interaction: Interaction) -> None:
        """Wake whoever waits for news of an interaction, or of anything."""
        interaction.changes.announce()
        self.changes.announce()

    def keep_ephemeral(self, message: Message, user: User) -> None:
        """Keep a message that only ``user`` sees."""
        message.visible_to = user.id
        key = (message.channel.id, user.id)
        self._ephemeral.setdefault(key, deque(maxlen=EPHEMERAL_KEPT)).append(message)
        self._world.touch(message)
        self.changes.announce()

    def ephemeral(self, channel: Channel, user: User) -> Iterator[Message]:
        """What only ``user`` sees in ``channel``, oldest first."""
        kept = self._ephemeral.get((channel.id, user.id), ())
        return (message for message in kept if not message.deleted)

    def all_ephemeral(self) -> list[Message]:
        """Every message that only one user sees, oldest first in each channel."""
        return [m for kept in self._ephemeral.values() for m in kept if not m.deleted]

    def replace_ephemeral(self, messages: Iterable[Message]) -> None:
        """Keep these messages (of :meth:`all_ephemeral`) instead of the present ones."""
        self._ephemeral.clear()
        for message in messages:
            assert message.visible_to is not None
            key = (message.channel.id, message.visible_to)
            self._ephemeral.setdefault(key, deque(maxlen=EPHEMERAL_KEPT)).append(message)

    def _is_expired(self, interaction: Interaction) -> bool:
        return self._world.clock.now() - interaction.created_at >= TOKEN_LIFE

    def _forget_expired(self) -> None:
        while self._order and self._is_expired(self._order[0]):
            gone = self._order.popleft()
            del self._by_id[gone.id], self._by_token[gone.token]


def _token(interaction_id: int) -> str:
    inside = f"interaction:{interaction_id}:{secrets.token_urlsafe(48)}"
    return base64.urlsafe_b64encode(inside.encode()).decode().rstrip("=")

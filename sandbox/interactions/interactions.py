"""Interactions: what a user did, the token to answer it with, and how far the answer has come.

An interaction must be answered within 3 real seconds; its token then lives for 15 minutes of the
world's clock. The REST routes in :mod:`sandbox.rest.interactions` and :mod:`sandbox.rest.webhooks`
record the answers here, the acting users wait for them.
"""

from __future__ import annotations

import base64
import re
import secrets
import time
from collections import deque
from collections.abc import Iterator
from datetime import timedelta

from sandbox.interactions.interaction import CallbackType, Interaction, InteractionType
from sandbox.interactions.payloads import interaction_create, metadata
from sandbox.rules.errors import DiscordError, unknown
from sandbox.types import Json
from sandbox.world import snowflake
from sandbox.world.applications import Application
from sandbox.world.changes import Changes
from sandbox.world.model import Channel, Message
from sandbox.world.users import User
from sandbox.world.world import World

ANSWER_WITHIN = 3.0
"""Real seconds until an unanswered interaction has failed."""

TOKEN_LIFE = timedelta(minutes=15)

EPHEMERAL_KEPT = 100
"""Ephemeral messages that a user keeps seeing per channel; a client forgets them sooner."""


class Interactions:
    """All interactions whose token is alive, and the ephemeral messages they made."""

    def __init__(self, world: World) -> None:
        self.answer_within = ANSWER_WITHIN
        self.changes = Changes()
        self._world = world
        self._by_id: dict[int, Interaction] = {}
        self._by_token: dict[str, Interaction] = {}
        self._order: deque[Interaction] = deque()
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
            guild=self._world.guild_of(channel),
            data=data,
            message=message,
        )
        interaction.metadata = metadata(interaction, trigger)
        self._by_id[interaction.id] = self._by_token[interaction.token] = interaction
        self._order.append(interaction)
        payload = interaction_create(interaction)
        bots = frozenset({application.bot_user.id})
        self._world.announce("INTERACTION_CREATE", payload, bots, guild_id=channel.guild_id)
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

        Raises 10015 for a foreign application, a token nobody was given or an interaction never
        answered, 50027 for a token more than 15 minutes old.
        """
        if application_id not in self._world.applications:
            raise unknown("webhook")
        if self._outlived(_interaction_id(token)):
            raise DiscordError(401, 50027, "Invalid Webhook Token")
        interaction = self._by_token.get(token)
        if interaction is None:
            raise unknown("webhook")
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
        kept = message.channel.ephemeral.setdefault(user.id, [])
        kept.append(message)
        del kept[:-EPHEMERAL_KEPT]
        self._world.touch(message)
        self.changes.announce()

    def ephemeral(self, channel: Channel, user: User) -> Iterator[Message]:
        """What only ``user`` sees in ``channel``, oldest first."""
        kept = channel.ephemeral.get(user.id, ())
        return (message for message in kept if not message.deleted)

    def _is_expired(self, interaction: Interaction) -> bool:
        return self._outlived(interaction.id)

    def _outlived(self, interaction_id: int | None) -> bool:
        """Whether an interaction's token no longer counts; its id knows when it began."""
        if interaction_id is None:
            return False
        return self._world.clock.now() - snowflake.instant_of(interaction_id) >= TOKEN_LIFE

    def _forget_expired(self) -> None:
        while self._order and self._is_expired(self._order[0]):
            gone = self._order.popleft()
            del self._by_id[gone.id], self._by_token[gone.token]


def _token(interaction_id: int) -> str:
    inside = f"interaction:{interaction_id}:{secrets.token_urlsafe(48)}"
    return base64.urlsafe_b64encode(inside.encode()).decode().rstrip("=")


def _interaction_id(token: str) -> int | None:
    """The id that a token says it is for, or None for a text that is no token."""
    try:
        inside = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode()
    except ValueError:
        return None
    found = re.match(r"interaction:(\d{1,20}):", inside, re.ASCII)
    return int(found[1]) if found else None

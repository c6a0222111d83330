"""Applications: a token, a bot account, and the commands it registered."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from sandbox.rules.intents import Intents
from sandbox.types import Json
from sandbox.world.model import Directory
from sandbox.world.parts import Emoji
from sandbox.world.users import User

GLOBAL: Final = 0
"""The scope of commands that are there in every guild."""


@dataclass(slots=True, eq=False)
class Command:
    """A registered application command. ``payload`` is its JSON as the API returns it."""

    id: int
    application_id: int
    guild_id: int | None
    payload: Json

    @property
    def name(self) -> str:
        """Its name, unique among commands of one type and scope."""
        return str(self.payload["name"])

    @property
    def type(self) -> int:
        """1 chat input, 2 user, 3 message."""
        return int(self.payload["type"])


@dataclass(slots=True, eq=False)
class Application:
    """An application with its token and commands; its bot account has the same id."""

    id: int
    name: str
    token: str = field(repr=False)
    owner_id: int
    world: Directory = field(repr=False)
    description: str = ""
    privileged_intents: Intents = Intents.NONE
    commands: dict[int, dict[int, Command]] = field(default_factory=dict, repr=False)
    """By scope: a guild's id, or GLOBAL."""
    emojis: dict[int, Emoji] = field(default_factory=dict, repr=False)

    @property
    def bot_user(self) -> User:
        """Its bot account."""
        return self.world.users[self.id]

    @property
    def owner(self) -> User:
        """Who made it."""
        return self.world.users[self.owner_id]

    def commands_in(self, scope: int) -> Iterable[Command]:
        """The commands registered in a scope: a guild's id, or GLOBAL."""
        return self.commands.get(scope, {}).values()


def make_token(user_id: int, salt: str) -> str:
    """A bot token in the real shape: the user id, a stamp and a signature, in base64."""

    def encode(data: bytes) -> str:
        return base64.urlsafe_b64encode(data).decode().rstrip("=")

    digest = hashlib.sha256(f"{user_id}:{salt}".encode()).digest()
    return f"{encode(str(user_id).encode())}.{encode(digest[:4])}.{encode(digest[4:])}"

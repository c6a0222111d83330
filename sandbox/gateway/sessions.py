"""Gateway sessions: what one shard of one bot is owed, connected or not.

A session outlives its connection. While the socket is gone its events are numbered and kept, so
that a RESUME can replay exactly what was missed. Nothing here does I/O.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from sandbox.rules.intents import Intents
from sandbox.world.events import Event

REPLAY_LIMIT = 5_000
"""Events kept for a resume. Beyond it the session is lost, as Discord drops long-gone ones."""


class Op(IntEnum):
    """Gateway opcodes."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE = 3
    VOICE_STATE = 4
    RESUME = 6
    RECONNECT = 7
    REQUEST_MEMBERS = 8
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


class CloseCode(IntEnum):
    """Why the gateway closes a connection."""

    UNKNOWN_ERROR = 4000
    UNKNOWN_OPCODE = 4001
    DECODE_ERROR = 4002
    NOT_AUTHENTICATED = 4003
    AUTHENTICATION_FAILED = 4004
    ALREADY_AUTHENTICATED = 4005
    INVALID_SEQ = 4007
    RATE_LIMITED = 4008
    SESSION_TIMED_OUT = 4009
    INVALID_SHARD = 4010
    SHARDING_REQUIRED = 4011
    INVALID_API_VERSION = 4012
    INVALID_INTENTS = 4013
    DISALLOWED_INTENTS = 4014


KNOWN_INTENTS = sum(intent.value for intent in Intents)


def shard_of(guild_id: int | None, shards: int) -> int:
    """The shard that hears of a guild; direct messages (no guild) belong to shard 0."""
    return 0 if guild_id is None else (guild_id >> 22) % shards


def encode(payload: Mapping[str, Any]) -> str:
    """One gateway frame as compact JSON text."""
    return json.dumps(payload, separators=(",", ":"))


@dataclass(slots=True)
class Session:
    """One identified shard: its intents, its sequence and the events it may still ask for."""

    id: str
    application_id: int
    bot_id: int
    shard_id: int
    shard_count: int
    intents: int
    sequence: int = 0
    presence: Mapping[str, Any] | None = None
    _replay: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=REPLAY_LIMIT))

    def wants(self, event: Event) -> bool:
        """Whether an event reaches this session: its bot, one of its intents, its shard."""
        if self.bot_id not in event.bots or (event.intents and not self.intents & event.intents):
            return False
        return shard_of(event.guild_id, self.shard_count) == self.shard_id

    @property
    def overflowed(self) -> bool:
        """Whether more is unseen than a resume could replay."""
        return len(self._replay) == REPLAY_LIMIT

    def frame(self, name: str, data: Mapping[str, Any]) -> str:
        """Number an event, keep it for a resume, and give its text."""
        self.sequence += 1
        text = encode({"op": Op.DISPATCH, "t": name, "s": self.sequence, "d": data})
        self._replay.append((self.sequence, text))
        return text

    def acknowledge(self, sequence: int | None) -> None:
        """Forget what the client has seen: it names its last sequence with each heartbeat."""
        while sequence is not None and self._replay and self._replay[0][0] <= sequence:
            self._replay.popleft()

    def missed(self, sequence: int) -> list[str] | None:
        """The frames after `sequence`, oldest first; None when some of them are gone."""
        frames = [text for number, text in self._replay if number > sequence]
        return frames if len(frames) == self.sequence - sequence else None


def readable(session: Session, name: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """An event as this session may read it.

    Without the message-content intent the words, embeds, files and components of guild messages
    are blank, except the bot's own and those that mention it.
    """
    if not name.startswith("MESSAGE_") or "content" not in data:
        return data
    if session.intents & Intents.MESSAGE_CONTENT or "guild_id" not in data:
        return data
    bot = str(session.bot_id)
    if data["author"]["id"] == bot or _names(data.get("mentions", ()), bot):
        return data
    blank = {**data, "content": "", "embeds": [], "attachments": [], "components": []}
    blank.pop("poll", None)
    return blank


def _names(users: Iterable[Mapping[str, Any]], user_id: str) -> bool:
    return any(user["id"] == user_id for user in users)

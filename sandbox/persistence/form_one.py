"""Worlds kept in form 1, whose objects referred to one another, as documents of the present form.

In form 1 each object was a numbered row; ``{"$": number}`` referred to it. What belongs to an
object is taken in its place here, what it only points at becomes an id.
"""

from __future__ import annotations

from typing import Any, Final

from sandbox.types import Json

_POINTERS: Final[dict[str, dict[str, str | None]]] = {
    "Application": {"bot_user": None, "owner": "owner_id"},
    "Channel": {"guild": "guild_id", "recipients": "recipient_ids", "pins": "pins"},
    "Guild": {"owner": "owner_id", "bots": "bots"},
    "Member": {"user": "user_id", "guild": "guild_id"},
    "Message": {
        "channel": "channel_id",
        "author": "author_id",
        "mentions": "mention_ids",
        "referenced": None,
        "starts_thread": "starts_thread",
    },
    "PollAnswer": {"voters": "voter_ids"},
    "Reaction": {"users": "user_ids"},
    "Role": {"guild": None},
    "ScheduledEvent": {
        "guild": "guild_id",
        "creator": "creator_id",
        "subscribers": "subscriber_ids",
    },
    "ThreadState": {"starter": None},
    "User": {"guilds": "guild_ids"},
}
"""Fields that pointed at other objects, and the fields that hold their ids now (None: no more)."""


def converted(graph: Any, instant: str) -> Json:
    """The document of a world that form 1 kept. KeyError, ValueError and their like for no such."""
    return _Rows(graph).document(instant)


class _Rows:
    def __init__(self, graph: Any) -> None:
        self._rows: list[list[Any]] = graph["rows"]
        self._columns: dict[str, list[str]] = graph["classes"]
        self._root: Any = graph["root"]
        self._shown: set[int] = set()
        """Ids of the attachments met so far."""

    def document(self, instant: str) -> Json:
        """Everything that hangs on the root."""
        root = self._fields(self._root)
        private = self._private(root["ephemeral"])
        guilds = [self._value(guild) for _, guild in self._items(root["guilds"])]
        directs = [
            self._value(channel)
            for _, channel in self._items(root["channels"])
            if self._fields(channel)["guild"] is None
        ]
        places = [guild[kind] for guild in guilds for kind in ("channels", "threads")]
        for channel in [*directs, *(each for place in places for each in place.values())]:
            channel["ephemeral"] = private.get(channel["id"], {})
        files = [file for _, file in self._items(root["files"])]
        shown = frozenset(self._shown)
        return {
            "instant": instant,
            "last_ids": self._value(root["last_ids"]),
            "cdn_url": root["cdn_url"],
            "operator_id": self._ids(root["operator"]),
            "application_id": self._ids(root["application"]),
            "users": [self._value(user) for _, user in self._items(root["users"])],
            "applications": [self._value(each) for _, each in self._items(root["applications"])],
            "guilds": guilds,
            "directs": directs,
            "uploads": [self._value(file) for file in files if self._ids(file) not in shown],
        }

    def _private(self, messages: list[Any]) -> dict[int, dict[int, list[Json]]]:
        """The messages that one user sees, by channel and user."""
        found: dict[int, dict[int, list[Json]]] = {}
        for each in messages:
            message = self._value(each)
            by_user = found.setdefault(message["channel_id"], {})
            by_user.setdefault(message["visible_to"], []).append(message)
        return found

    def _fields(self, reference: Any) -> Json:
        """The fields of an object as they were written."""
        name, *values = self._rows[reference["$"]]
        return dict(zip(self._columns[name], values, strict=True))

    def _object(self, number: int) -> Any:
        """An object with all that belongs to it."""
        name, *values = self._rows[number]
        if name == "Messages":
            return self._value(values[0])
        pointers = _POINTERS.get(name, {})
        made: Json = {"world": None}
        for column, value in zip(self._columns[name], values, strict=True):
            if column == "nonces":
                made[column] = self._nonces(value)
            elif column not in pointers:
                made[column] = self._value(value)
            elif new := pointers[column]:
                made[new] = self._ids(value)
        if name == "Attachment":
            self._shown.add(made["id"])
        return made

    def _value(self, written: Any) -> Any:
        """A value as plain JSON."""
        if isinstance(written, list):
            return [self._value(each) for each in written]
        if not isinstance(written, dict):
            return written
        if len(written) == 1:
            [(tag, inside)] = written.items()
            match tag:
                case "$":
                    return self._object(inside)
                case "$at" | "$json" | "$file":
                    return inside
                case "$enum":
                    return inside[1]
                case "$outside":
                    return None
                case "$tuple" | "$set" | "$frozenset":
                    return self._value(inside)
                case "$dict":
                    # Only the scope of global commands had None for a key; it is 0 now.
                    return {0 if key is None else key: self._value(v) for key, v in inside}
        return {key: self._value(each) for key, each in written.items()}

    def _items(self, written: Any) -> list[Any]:
        """The pairs of a mapping by id or text."""
        return written["$dict"] if "$dict" in written else list(written.items())

    def _ids(self, written: Any) -> Any:
        """The id of an object; of several, or of the keys of a mapping, a list."""
        if written is None:
            return None
        if isinstance(written, list):
            return [self._ids(each) for each in written]
        match written:
            case {"$": _}:
                return self._fields(written)["id"]
            case {"$tuple": several}:
                return [self._ids(each) for each in several]
        return [int(key) for key, _ in self._items(written)]

    def _nonces(self, written: Any) -> dict[int, dict[str, int]]:
        """Ids of messages by author and nonce."""
        found: dict[int, dict[str, int]] = {}
        for key, made in self._items(written):
            author, nonce = key["$tuple"]
            found.setdefault(author, {})[nonce] = self._ids(made["$tuple"][1])
        return found

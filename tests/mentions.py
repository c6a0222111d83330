"""Which of the requests that a sandbox has seen could ping somebody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sandbox.http.requests import LoggedRequest, RequestLog

_NOBODY: Final[dict[str, list[str]]] = {"parse": []}
# Of interaction callbacks: a new message, and a message's new look.
_MESSAGE_CALLBACKS = {4, 7}
_SHOWN = {"content", "components", "embeds"}


def requests_that_may_ping(log: RequestLog) -> list[str]:
    """Every message written, new or edited, whose body does not say that it mentions nobody."""
    return [
        f"{entry.method} {entry.path}: allowed_mentions is {message.get('allowed_mentions')!r}"
        for entry in log
        for message in _messages_written(entry)
        if message.get("allowed_mentions") != _NOBODY
    ]


def _messages_written(entry: LoggedRequest) -> Iterator[dict[str, Any]]:
    """The message in a request's body, wherever Discord has it: itself, in a callback or thread."""
    body = entry.body
    if entry.method not in {"POST", "PATCH", "PUT"} or not isinstance(body, dict):
        return
    if entry.route.endswith("/callback"):
        if body.get("type") in _MESSAGE_CALLBACKS:
            yield body.get("data") or {}
    elif isinstance(body.get("message"), dict):
        yield body["message"]
    elif _SHOWN & body.keys():
        yield body

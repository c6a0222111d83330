"""What the messages that a sandbox has seen mention: nobody, and each command that they name."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import Any, Final

from sandbox.http.requests import LoggedRequest, RequestLog
from sandbox.rules import component_tree

_NOBODY: Final[dict[str, list[str]]] = {"parse": []}
# Of interaction callbacks: a new message, and a message's new look.
_MESSAGE_CALLBACKS = {4, 7}
_SHOWN = {"content", "components", "embeds"}
_NAMED = re.compile(r"(?<!\\)`/([a-z]+(?: [a-z]+)?)[^`\n]*`")
# A message with less room than a mention may take keeps the names.
_ALMOST_FULL = 3950


def requests_that_may_ping(log: RequestLog) -> list[str]:
    """Every message written, new or edited, whose body does not say that it mentions nobody."""
    return [
        f"{entry.method} {entry.path}: allowed_mentions is {message.get('allowed_mentions')!r}"
        for entry in log
        for message in _messages_written(entry)
        if message.get("allowed_mentions") != _NOBODY
    ]


def commands_not_mentioned(log: RequestLog, mentions: Container[str]) -> list[str]:
    """Every message written that names one of the commands without mentioning it."""
    return [
        f"{entry.method} {entry.path}: {text}"
        for entry in log
        for message in _messages_written(entry)
        for text in _texts(message)
        if any(name in mentions for name in _NAMED.findall(text))
    ]


def _texts(message: dict[str, Any]) -> list[str]:
    texts = [message.get("content") or "", *component_tree.texts(message.get("components") or [])]
    return texts if sum(map(len, texts)) < _ALMOST_FULL else []


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

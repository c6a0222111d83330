"""The requests of a bot, as developers want to read them: in short, in full, and as curl."""

from __future__ import annotations

import json
import shlex
from typing import Final
from urllib.parse import quote, urlencode

from sandbox.http.requests import LoggedRequest
from sandbox.types import Json

SHOWN: Final = 300
"""Requests that an opened wire view begins with."""

_LONGEST: Final = 20_000
"""Characters of a body or answer that are shown."""


def summary(entry: LoggedRequest) -> Json:
    """A request as a row: when (the clock's ms), what, how it went and for how long (real ms)."""
    return {
        "number": entry.number,
        "at": round(entry.at.timestamp() * 1000),
        "method": entry.method,
        "path": entry.path,
        "status": entry.status,
        "took": None if entry.elapsed is None else round(entry.elapsed * 1000, 1),
        "valid": entry.valid,
    }


def detail(entry: LoggedRequest, api_url: str, token: str) -> Json:
    """A request whole, with the command that asks the same again."""
    return {
        **summary(entry),
        "route": entry.route,
        "query": entry.query,
        "files": entry.files,
        "body": _readable(entry.body),
        "response": _readable(entry.response),
        "problems": entry.problems,
        "curl": curl(entry, api_url, token),
    }


def curl(entry: LoggedRequest, api_url: str, token: str) -> str:
    """The request as a command for a shell. ``token`` is the bot's: it is of use here only.

    Uploaded files are named, but their contents have to lie beside it.
    """
    address = f"{api_url}{quote(entry.path)}"
    if entry.query:
        address += f"?{urlencode(entry.query)}"
    words = ["curl", "-X", entry.method, address]
    if entry.application_id is not None:
        words += ["-H", f"Authorization: Bot {token}"]
    body = None if entry.body is None else json.dumps(entry.body, ensure_ascii=False)
    if entry.files:
        for number, name in enumerate(entry.files):
            words += ["-F", f"files[{number}]=@{_beside(name)}"]
        if body is not None:
            words += ["--form-string", f"payload_json={body}"]
    elif body is not None:
        words += ["-H", "Content-Type: application/json", "-d", body]
    return shlex.join(words)


def _beside(name: str) -> str:
    """A file in the present directory, quoted so that curl takes all of the name for one."""
    last = name.replace("\\", "/").rpartition("/")[2]
    escaped = last.replace('"', '\\"')
    return f'"{escaped}"'


def _readable(body: object) -> str | None:
    if body is None:
        return None
    text = json.dumps(body, indent=2, ensure_ascii=False)
    left_out = len(text) - _LONGEST
    return text if left_out <= 0 else f"{text[:_LONGEST]}\n… {left_out} more characters"

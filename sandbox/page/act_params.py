"""What a browser sent, read as the kinds of value that it has to have."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


class MalformedActError(Exception):
    """No page of ours sends this; nothing was done."""


class ActParams:
    """The parts of an act, by name. Reading one as what it is not raises MalformedActError."""

    def __init__(self, parts: Mapping[str, Any]) -> None:
        self._parts = parts

    @classmethod
    def parse(cls, body: bytes) -> ActParams:
        """The parts in a request's body, which must be a JSON object."""
        try:
            parts = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise MalformedActError("The body is no JSON.") from error
        if not isinstance(parts, dict):
            raise MalformedActError("The body is no object.")
        return cls(parts)

    def __contains__(self, name: str) -> bool:
        return self._parts.get(name) is not None

    def text(self, name: str) -> str:
        """A text."""
        return _is_text(name, self._parts.get(name))

    def flag(self, name: str) -> bool:
        """True or false."""
        value = self._parts.get(name)
        if not isinstance(value, bool):
            raise MalformedActError(f"{name!r} is neither true nor false.")
        return value

    def texts(self, name: str) -> list[str]:
        """A list of texts."""
        value = self._parts.get(name)
        if not isinstance(value, list):
            raise MalformedActError(f"{name!r} is no list.")
        return [_is_text(name, each) for each in value]

    def numbers(self, name: str) -> list[int]:
        """A list of whole numbers."""
        value = self._parts.get(name)
        if not isinstance(value, list) or not all(type(each) is int for each in value):
            raise MalformedActError(f"{name!r} is no list of whole numbers.")
        return value

    def named_texts(self, name: str) -> dict[str, str]:
        """Texts by name; none when it is missing."""
        return {key: _is_text(key, value) for key, value in self.named(name).items()}

    def named(self, name: str) -> Mapping[str, Any]:
        """Anything by name; nothing when it is missing."""
        value = self._parts.get(name)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise MalformedActError(f"{name!r} is no object.")
        return value


def _is_text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise MalformedActError(f"{name!r} is no text.")
    return value

"""Which routes Discord has, so that a route that is not there is told from one the sandbox lacks.

`discord_routes.txt` lists the paths and methods of Discord's OpenAPI description, one path a line.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

from sandbox.rules.errors import DiscordError, not_implemented

_LIST: Final = Path(__file__).with_name("discord_routes.txt")


def discord_routes() -> list[tuple[str, str]]:
    """Every (METHOD, template) that Discord describes."""
    lines = [line.split() for line in _LIST.read_text(encoding="utf-8").splitlines()]
    return [(method, path) for path, *methods in lines for method in methods]


def refusal(method: str, path: str) -> DiscordError:
    """Why a request that no handler takes is refused.

    404 where Discord has no such path, 405 where it has the path without the method, and 501 where
    Discord has both and the sandbox does not.
    """
    methods = {known for known, pattern in _patterns() if pattern.fullmatch(path)}
    if not methods:
        return DiscordError(404, 0, "404: Not Found")
    if method not in methods:
        return DiscordError(405, 0, "405: Method Not Allowed")
    return not_implemented(method, path)


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [
        (method, re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path))))
        for method, path in discord_routes()
    ]

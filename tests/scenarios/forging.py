"""What a modified client can send: any custom id with any keys, and texts that nothing can hold."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Coroutine, Iterator
from datetime import date
from enum import Enum
from typing import Any

from cogs.common.routes import AnyRoute, snowflake, whole
from cogs.features import FEATURES
from cogs.groups.routes import weekday_set, weeks_apart
from cogs.routine.routes import origin
from cogs.settings.pending import Pending
from sandbox import Seen

ROUTES: tuple[AnyRoute, ...] = tuple(route for feature in FEATURES for route in feature.routes)

UNHOLDABLE = "a\0b\ud800c"
LONG = "x" * 80
NUMBERS = ("0", "-1", str(2**31), str(2**63 - 1))
NO_NUMBERS = (str(2**63), LONG, UNHOLDABLE, "")
DATES = ("0001-01-01", "9999-12-31")
TEXTS = ("", str(2**31), LONG, UNHOLDABLE)

PLAIN: dict[Callable[[str], Any], tuple[str, tuple[str, ...]]] = {
    whole: ("1", NUMBERS),
    date.fromisoformat: ("2026-03-02", DATES),
    str: ("theory-problem-sets", TEXTS),
    weekday_set: ("16", ("0", "128", *NUMBERS)),
    weeks_apart: ("8", ("1", *NUMBERS)),
    Pending: ("m1-1800", ("m0-1800", f"a{2**63}", "z", *TEXTS)),
    origin: ("today", (f"d{2**63}", f"d{10**19 - 1}", "d0")),
}


def plain(key: Callable[[str], Any], guild_id: int) -> tuple[str, tuple[str, ...]]:
    """What a key of this kind is in a message of ours, and what else can be sent for it."""
    if key is snowflake:
        return str(guild_id), NUMBERS[2:]
    if isinstance(key, type) and issubclass(key, Enum):
        return str(next(iter(key)).value), ()
    return PLAIN[key]


def as_meant(route: AnyRoute, guild_id: int) -> str:
    """The custom id with keys that can exist."""
    return ":".join([route.name, *(plain(key, guild_id)[0] for key in route.keys)])


def forged(route: AnyRoute, guild_id: int, *others: str) -> Iterator[str]:
    """The custom id with each of its keys replaced in turn, by what fits none and by ``others``.

    What is no key at all is the route's matter, whatever place it stands in: it stands in all.
    """
    meant = [plain(key, guild_id)[0] for key in route.keys]
    for place, key in enumerate(route.keys):
        for odd in (*plain(key, guild_id)[1], *others):
            yield ":".join([route.name, *meant[:place], odd, *meant[place + 1 :]])
    if meant:
        for odd in NO_NUMBERS:
            yield ":".join([route.name, *[odd] * len(meant)])


def check(seen: Seen, what: str) -> None:
    """That an answer is one, and none that an unexpected error gives."""
    assert seen.failed is None, ascii(what)
    assert "the reference `" not in seen.text, (ascii(what), seen.text)
    assert "@everyone" not in seen.text, what
    assert "\u202e" not in seen.text, what


async def in_turn(acts: Iterator[Coroutine[None, None, None]], at_once: int = 8) -> None:
    """Do them, some at a time: no press may need another one to be over."""
    while chunk := list(itertools.islice(acts, at_once)):
        await asyncio.gather(*chunk)

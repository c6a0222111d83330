"""What the tests let the worker's process do. Imports nothing of the bot's by itself."""

from __future__ import annotations

import os
import signal
import sys
import time
from decimal import Decimal
from pathlib import Path


def whoami(*_ignored: object) -> int:
    return os.getpid()


def modules() -> set[str]:
    return set(sys.modules)


def environment() -> dict[str, str]:
    return dict(os.environ)


def sleep(seconds: float) -> str:
    time.sleep(seconds)
    return "slept"


def sleep_and_say_who(seconds: float) -> None:
    print(os.getpid(), flush=True)
    time.sleep(seconds)


def chatter(text: str) -> str:
    print(text, flush=True)
    os.system("echo from a grandchild")
    return text


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_once(marker: Path) -> str:
    if not marker.exists():
        marker.touch()
        die()
    return "survived"


def divide(one: int, other: int) -> float:
    return one / other


def ask_kindly() -> None:
    from bot.errors import NotFound

    raise NotFound("No such thing here.", typed="what I wrote")


def library_error() -> None:
    Decimal("x")


def unpicklable() -> object:
    return lambda: None


def double(data: bytes) -> bytes:
    return data * 2

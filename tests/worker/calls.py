"""What the tests let the worker's process do. Imports nothing of the bot's by itself."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import ClassVar


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


class Noting:
    """Notes in which thread it is packed, and where it is unpacked; it becomes ``"unpacked"``."""

    threads: ClassVar[list[int]] = []

    def __reduce__(self) -> tuple[Callable[[], str], tuple[()]]:
        self.threads.append(threading.get_ident())
        return _unpacked, ()


def _unpacked() -> str:
    Noting.threads.append(threading.get_ident())
    return "unpacked"


def noting(given: object) -> Noting:
    """Gives back what notes where it is unpacked, if that was packed on its way here."""
    assert given == "unpacked"
    return Noting()

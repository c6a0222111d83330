"""What a worker is asked to call in place of the ranking, and how that goes wrong.

The worker's process imports this module anew for each call that ends it, so it imports next to
nothing: with all that a test of the wire loads, two such calls took longer than a delivery has.
"""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.ranking import Ranking, Request


def die(_request: Request) -> Ranking:
    """As when the system ends a process that takes too much memory."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("it is dead")


def hang(_request: Request) -> Ranking:
    """As with far too many papers."""
    time.sleep(60)
    raise AssertionError("nobody waits so long")


def stumble(_request: Request) -> Ranking:
    """As for a paper that nobody thought of."""
    raise ZeroDivisionError

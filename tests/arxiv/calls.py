"""What tests let the worker's process do in place of reading a feed."""

from __future__ import annotations

import time


def never_ends(_body: bytes, _content_type: str) -> None:
    """Keeps its process busy, as a feed once kept a thread."""
    while True:
        time.sleep(0.01)

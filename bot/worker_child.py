"""The child's side of ``worker.py``: reads calls from standard input, answers on standard output.

Run as a file, so that nothing of the bot is imported before a call names it. Each message is eight
bytes of length and a pickle; the first one is the parent's ``sys.path``.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import traceback
from queue import SimpleQueue
from typing import BinaryIO

# How long a running call may go on once the parent has closed its end, or is dead.
_GRACE_SECONDS = 0.5


def main() -> None:
    """Work until the parent closes its end of the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    source = os.fdopen(os.dup(0), "rb", buffering=0)
    answers = os.fdopen(os.dup(1), "wb")
    # What a function prints must not get among the answers.
    os.dup2(2, 1)
    path = _read(source)
    if path is None:
        return
    sys.path[:] = pickle.loads(path)
    calls: SimpleQueue[bytes | None] = SimpleQueue()
    threading.Thread(target=_listen, args=(source, calls), daemon=True).start()
    while (call := calls.get()) is not None:
        result = answer(call)
        try:
            answers.write(len(result).to_bytes(8) + result)
            answers.flush()
        except BrokenPipeError:
            # The parent is dead. An exit in order would try to write the rest.
            os._exit(1)


def _listen(source: BinaryIO, calls: SimpleQueue[bytes | None]) -> None:
    while (call := _read(source)) is not None:
        calls.put(call)
    calls.put(None)
    threading.Event().wait(_GRACE_SECONDS)
    os._exit(1)


def _read(source: BinaryIO) -> bytes | None:
    header = _exactly(source, 8)
    return None if header is None else _exactly(source, int.from_bytes(header))


def _exactly(source: BinaryIO, size: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < size:
        part = source.read(size - len(parts))
        if not part:
            return None
        parts += part
    return bytes(parts)


def answer(call: bytes) -> bytes:
    """The pickled ``(True, result)``, or ``(False, error or None, the child's traceback)``."""
    try:
        function, args = pickle.loads(call)
        return pickle.dumps((True, function(*args)))
    except Exception as error:  # noqa: BLE001 - whatever it is, the caller raises it
        return pickle.dumps((False, _portable(error), traceback.format_exc()))


def _portable(error: Exception) -> Exception | None:
    """``error`` where the parent can raise it: without importing what only the child should."""
    module = type(error).__module__
    if module != "builtins" and not module.startswith("bot."):
        return None
    try:
        copy = pickle.loads(pickle.dumps(error))
    except Exception:  # noqa: BLE001 - its class takes other arguments than it keeps
        return None
    return copy if isinstance(copy, type(error)) else None


if __name__ == "__main__":
    main()

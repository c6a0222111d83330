"""Logging: text or JSON lines, with secrets taken out of everything that is written.

discord.py, APScheduler and SQLAlchemy all log through the standard library, so this does too. What
fails again and again is a `Trouble`: logged once, counted, said to be over. Libraries never log
below INFO, whatever the settings say: there they write out whole messages and parameters.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from time import monotonic
from types import TracebackType
from typing import Literal, TextIO

from bot.errors import DatabaseUnavailable

_OURS = ("bot", "cogs")
# At INFO these report every job, statement and migration step.
_NOISY = ("alembic", "apscheduler", "sqlalchemy.engine")
# Where discord.py reports each broken connection, with a traceback that says nothing.
_CONNECTIONS = ("discord.client", "discord.shard")
_LOST = ("Attempting a reconnect", "Failed to connect")

_TRACEBACK_AGAIN_SECONDS = 3600.0
_STILL_SECONDS = 3600.0
_QUIET_SECONDS = 30.0
_FIRST_PAUSE_SECONDS = 1.0
_LONGEST_PAUSE_SECONDS = 60.0
# Shorter ones may stand in any traceback by chance.
_SHORTEST_TYPED = 3

_SECRETS = (
    # A Discord bot token: three base64url parts.
    re.compile(r"[\w-]{18,}\.[\w-]{6}\.[\w-]{20,}"),
    # The token of an interaction or webhook stands in its URL.
    re.compile(r"(?<=/)(?P<kind>webhooks|interactions)/(?P<id>\d+)/[\w.~-]+"),
    # A password in a database URL.
    re.compile(r"(?P<scheme>\b[\w+]+://[^:/\s@]*):[^@/\s]+@"),
    re.compile(r"(?i)(?P<auth>\bauthorization['\"]?[:=]\s*['\"]?(?:bot|bearer)?\s*)[\w.~-]{8,}"),
)
_REPLACEMENTS = (
    "[token]",
    r"\g<kind>/\g<id>/[token]",
    r"\g<scheme>:[password]@",
    r"\g<auth>[token]",
)


def redact(text: str) -> str:
    """``text`` without tokens and passwords."""
    for pattern, replacement in zip(_SECRETS, _REPLACEMENTS, strict=True):
        text = pattern.sub(replacement, text)
    return text


def new_reference() -> str:
    """A short code that stands both in an error's answer and in the log, such as ``k3f9x2``.

    The alphabet leaves out what people confuse when they read it aloud.
    """
    return "".join(secrets.choice("23456789abcdefghjkmnpqrstuvwxyz") for _ in range(6))


class Trouble:
    """What fails again and again: logged once with its traceback, counted, said to be over.

    A loop that would spin asks `waits` before it tries again: the pauses double from a second to
    a minute while the trouble lasts.
    """

    def __init__(self, logger: logging.Logger, what: str) -> None:
        """``what`` is a sentence's beginning, such as ``The database cannot be used``."""
        self._logger = logger
        self._what = what
        self._count = 0
        self._since = self._last = self._said = 0.0

    def happened(self, error: BaseException) -> None:
        """It failed (again)."""
        now = monotonic()
        self._count += 1
        self._last = now
        if self._count == 1:
            self._since = self._said = now
            # The database tells of its own trouble, with the traceback.
            known = isinstance(error, DatabaseUnavailable)
            self._logger.error("%s", self._what, exc_info=None if known else error)
        elif now - self._said >= _STILL_SECONDS:
            self._said = now
            self._logger.error("%s: still, %s", self._what, self._so_far())

    def over(self) -> None:
        """It worked. Said once it has worked for half a minute, lest on and off fill the log."""
        if self._count and monotonic() - self._last >= _QUIET_SECONDS:
            self._logger.warning("%s: over, after %s", self._what, self._so_far())
            self._count = 0

    def waits(self) -> bool:
        """Whether it is too early to try again."""
        if not self._count:
            return False
        pause: float = _FIRST_PAUSE_SECONDS * 2 ** min(self._count - 1, 16)
        return monotonic() - self._last < min(pause, _LONGEST_PAUSE_SECONDS)

    def _so_far(self) -> str:
        lasted = timedelta(seconds=round(self._last - self._since))
        return f"{self._count} {'time' if self._count == 1 else 'times'} in {lasted}"


_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class _Formatter(logging.Formatter):
    """Writes a traceback once an hour, and only its last line when it comes again."""

    def __init__(self, line: str | None = None) -> None:
        super().__init__(line)
        self._written: dict[tuple[object, ...], float] = {}

    def formatException(self, ei: _ExcInfo) -> str:
        """The traceback, or as what and where it happened again."""
        kind, _error, frames = ei
        places = [(frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(frames)]
        key, now = (kind, *places), monotonic()
        self._written = {
            each: at for each, at in self._written.items() if now - at < _TRACEBACK_AGAIN_SECONDS
        }
        if key not in self._written or kind is None:
            self._written[key] = now
            return super().formatException(ei)
        where = ":".join(map(str, places[-1])) if places else "an unknown place"
        return f"{kind.__qualname__} at {where}; its traceback stands above, in the last hour"


class TextFormatter(_Formatter):
    """``2026-03-02 08:00:00Z INFO bot.client: Connected``, redacted."""

    def __init__(self) -> None:
        """Fix the line's form."""
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        """UTC to the second; logs of two machines must compare."""
        return datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%d %H:%M:%SZ")

    def format(self, record: logging.LogRecord) -> str:
        """The line, redacted after the traceback was added."""
        # What another handler's formatter left here is as long as it likes.
        record.exc_text = None
        return _without_typed(record, redact(super().format(record)))


class JsonFormatter(_Formatter):
    """One JSON object a line: ``at``, ``level``, ``logger``, ``message`` and ``error`` if any."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, redacted."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": _without_typed(record, redact(record.getMessage())),
        }
        if record.exc_info:
            error = redact(self.formatException(record.exc_info))
            line["error"] = _without_typed(record, error)
        return json.dumps(line, ensure_ascii=False)


def _without_typed(record: logging.LogRecord, text: str) -> str:
    """``text`` without what a person typed; ``extra={"typed": [...]}`` of a record names it."""
    typed: Sequence[str] = getattr(record, "typed", ())
    for each in sorted(typed, key=len, reverse=True):
        if len(each) >= _SHORTEST_TYPED:
            # Exceptions quote what they are about.
            text = text.replace(each, "[typed]").replace(repr(each)[1:-1], "[typed]")
    return text


def _is_news(record: logging.LogRecord) -> bool:
    """Not for each who met with a database that is away: its own `Trouble` says so once."""
    return record.exc_info is None or not _told(record.exc_info[1])


def _told(error: BaseException | None) -> bool:
    if isinstance(error, BaseExceptionGroup):
        return all(_told(each) for each in error.exceptions)
    return isinstance(error, DatabaseUnavailable)


class _LostConnections(logging.Filter):
    """Makes discord.py's report of a broken connection a line with a count."""

    def __init__(self) -> None:
        super().__init__()
        self._count = 0

    def filter(self, record: logging.LogRecord) -> bool:
        """Pass everything on; a report that was made a line already stays."""
        if record.exc_info and record.exc_info[1] and str(record.msg).startswith(_LOST):
            self._count += 1
            error = record.exc_info[1]
            record.msg = (
                f"{record.getMessage()} ({type(error).__name__}: {error}; {self._count} so far)"
            )
            record.args, record.exc_info = (), None
        return True


def configure(
    level: str, format: Literal["text", "json"] = "text", stream: TextIO | None = None
) -> None:
    """Send everything of ``level`` and above to ``stream`` (default: standard error)."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonFormatter() if format == "json" else TextFormatter())
    handler.addFilter(_is_news)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    wanted = logging.getLevelNamesMapping()[level]
    root.setLevel(max(wanted, logging.INFO))
    for ours in _OURS:
        logging.getLogger(ours).setLevel(wanted)
    for noisy in _NOISY:
        logging.getLogger(noisy).setLevel(max(logging.WARNING, wanted))
    lost = _LostConnections()
    for name in _CONNECTIONS:
        logger = logging.getLogger(name)
        logger.filters[:] = [lost]

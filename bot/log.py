"""Logging: text or JSON lines, with secrets taken out of everything that is written.

discord.py, APScheduler and SQLAlchemy all log through the standard library, so this does too.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
from datetime import UTC, datetime
from typing import Literal, TextIO

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


class TextFormatter(logging.Formatter):
    """``2026-03-02 08:00:00Z INFO bot.client: Connected``, redacted."""

    def __init__(self) -> None:
        """Fix the line's form."""
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        """UTC to the second; logs of two machines must compare."""
        return datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%d %H:%M:%SZ")

    def format(self, record: logging.LogRecord) -> str:
        """The line, redacted after the traceback was added."""
        return redact(super().format(record))


class JsonFormatter(logging.Formatter):
    """One JSON object a line: ``at``, ``level``, ``logger``, ``message`` and ``error`` if any."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, redacted."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": redact(record.getMessage()),
        }
        if record.exc_info:
            line["error"] = redact(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def configure(
    level: str, format: Literal["text", "json"] = "text", stream: TextIO | None = None
) -> None:
    """Send everything of ``level`` and above to ``stream`` (default: standard error)."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonFormatter() if format == "json" else TextFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # At INFO these report every job, statement and migration step.
    for noisy in ("alembic", "apscheduler", "sqlalchemy.engine"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, root.level))

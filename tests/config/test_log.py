"""The log: two formats, and no secret in either."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from bot import log

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GaBcDe.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
SECRETS = [
    (f"login with {TOKEN}", TOKEN),
    ("POST /api/v10/webhooks/900/aW50ZXJhY3Rpb246MTIz_x-y/messages/@original", "aW50ZXJhY3Rpb246"),
    ("POST /interactions/12345/aW50ZXJhY3Rpb246MTIz/callback", "aW50ZXJhY3Rpb246"),
    ("cannot reach postgresql+asyncpg://bot:hunter2@db.example/study", "hunter2"),
    ("{'Authorization': 'Bot abcdefghijklmnop'}", "abcdefghijklmnop"),
]


@pytest.fixture(autouse=True)
def _root_logger_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize(("message", "secret"), SECRETS)
def test_no_secret_reaches_the_log(form: str, message: str, secret: str) -> None:
    stream = io.StringIO()
    log.configure("INFO", form, stream)  # type: ignore[arg-type]
    try:
        raise RuntimeError(message)
    except RuntimeError:
        logging.getLogger("any").exception("failed: %s", message)
    written = stream.getvalue()
    assert secret not in written
    assert "failed:" in written
    assert "RuntimeError" in written


def test_json_lines_can_be_read_by_a_machine() -> None:
    stream = io.StringIO()
    log.configure("WARNING", "json", stream)
    logging.getLogger("bot.x").info("not shown")
    logging.getLogger("bot.x").warning("two\nlines, ünïcode")
    (line,) = stream.getvalue().splitlines()
    entry = json.loads(line)
    assert (entry["level"], entry["logger"], entry["message"]) == (
        "WARNING",
        "bot.x",
        "two\nlines, ünïcode",
    )
    assert entry["at"].endswith("+00:00")


def test_a_reference_is_short_and_has_nothing_to_confuse() -> None:
    references = {log.new_reference() for _ in range(200)}
    assert len(references) == 200
    assert all(len(reference) == 6 for reference in references)
    assert not set("".join(references)) & set("01ilo")


@pytest.mark.parametrize("text", ["plain", "see https://example.org/a/b?c=d", "12:30 @ noon"])
def test_ordinary_text_stays(text: str) -> None:
    assert log.redact(text) == text

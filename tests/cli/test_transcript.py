"""The tour's transcript shows markdown as a reader sees it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.cli.transcript import render

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("markdown", "seen"),
    [
        ("</milestone next:22> or `/help`", "/milestone next or /help"),
        (r"\`/help\` and \</help:1>", "`/help` and </help:1>"),
        ("**Due** <t:1772432100:t>, by <@7>", "Due 07:15, by @Ana"),
    ],
)
def test_markdown_reads_as_discord_shows_it(markdown: str, seen: str) -> None:
    assert render(markdown, "Europe/Berlin", NOW, lambda _: "Ana").plain == seen

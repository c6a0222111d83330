"""The demo's tour, the longest story: a group's first week through every feature."""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path

import pytest
from rich.console import Console

from bot.cli.tour import play_tour


async def test_the_first_week_goes_as_promised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R2, R9, A7, A11, T2: checked by the tour itself; it leaves nothing behind.

    A token in the environment must not matter: the demo never talks to the real Discord.
    """
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("SYLLABOT_DISCORD__TOKEN", "a-real-token")
    monkeypatch.setenv("SYLLABOT_DISCORD__API_URL", "http://127.0.0.1:1/api/v10")
    written = io.StringIO()
    code = await play_tour(Console(file=written, width=100))
    text = written.getvalue()
    assert code == 0, text
    for seen in (
        "Tokyo",
        "Kolkata",
        "Berlin",
        "New York",
        "Sao Paulo",
        "This week's papers",
        "The group picked",
        "Retro",
        "Done: Summaries",
    ):
        assert seen in text
    assert os.listdir(tmp_path) == []

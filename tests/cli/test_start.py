"""What `syllabot run` loads: nothing heavy that only some acts need."""

from __future__ import annotations

import subprocess
import sys

# Each is loaded by the act that needs it: a migration, a plan that is read, a feed, a picture.
_LATER = {
    "alembic",
    "arxiv",
    "asyncpg",
    "feedparser",
    "icalendar",
    "lxml",
    "matplotlib",
    "pydantic",
    "pydantic_core",
    "requests",
    "rich",
    "sandbox",
    "yaml",
}
_ASK = f"""
import sys
import bot.cli, bot.supervisor, cogs.features
bot.cli.app(["run", "--help"], standalone_mode=False)
print(sorted(sys.modules.keys() & {_LATER!r}))
"""


def test_a_start_loads_nothing_that_only_some_acts_need() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _ASK], check=True, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.splitlines()[-1] == "[]"

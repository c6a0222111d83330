"""A start loads none of the packages by which arXiv is asked."""

from __future__ import annotations

import subprocess
import sys

_ASK = """
import sys
import cogs.features
print(sorted(sys.modules.keys() & {"arxiv", "requests", "lxml", "feedparser"}))
"""


def test_a_start_loads_neither_arxiv_nor_feedparser() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _ASK], check=True, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.strip() == "[]"

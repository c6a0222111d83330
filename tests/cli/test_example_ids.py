"""A visitor who types an arXiv id that our texts give as an example finds it in the demo."""

from __future__ import annotations

import re
from pathlib import Path

from sandbox.feeds import samples

ROOT = Path(__file__).parents[2]
_TEXTS = (
    "README.md",
    "sandbox/README.md",
    "docs/*.md",
    "bot/**/*.py",
    "bot/plans/*.toml",
    "cogs/**/*.py",
)
_ID = re.compile(r"(?<![\d.])\d{4}\.\d{5}(?!\d)")


def test_the_demos_arxiv_knows_every_id_that_our_texts_name() -> None:
    named = {
        number: path.relative_to(ROOT)
        for pattern in _TEXTS
        for path in ROOT.glob(pattern)
        for number in _ID.findall(path.read_text(encoding="utf-8"))
    }
    assert {"2203.02155", "1706.03762"} <= named.keys()
    assert {number: named[number] for number in named.keys() - samples().papers.keys()} == {}

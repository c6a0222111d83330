"""``python -m tests.ranking.train_prior``: remake the prior from the weeks in ``../shared/papers``.

The label is `picked` alone. What comes out is weights; the papers stay where they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from bot.ranking.learned import prior
from bot.ranking.learned.prior import Prior
from bot.ranking.parts import read
from tests.ranking.picked_weeks import candidate, rows

FILE = Path(prior.__file__).with_name("prior.tsv")


def train(papers: Sequence[Mapping[str, Any]], label: str = "picked") -> Prior:
    """The prior that those papers give."""
    found = [candidate(paper) for paper in papers]
    until = max((each.announced_on or date.min for each in found), default=date.min)
    return prior.trained(
        [read(each) for each in found], [bool(paper[label]) for paper in papers], until
    )


if __name__ == "__main__":
    FILE.write_text(train(rows()).dumped(), encoding="utf-8", newline="\n")
    print(f"{FILE.name}: {FILE.stat().st_size / 1024:.0f} KiB")

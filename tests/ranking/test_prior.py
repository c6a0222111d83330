"""What is believed before a group has shown its taste: trained offline, kept as weights alone."""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from bot.ranking import EvidenceKind, rank
from bot.ranking.learned import prior
from bot.ranking.learned.prior import parsed, shipped
from bot.ranking.parts import read
from bot.worker import Worker
from tests.bench import paper_ranking
from tests.ranking.papers import asked, paper, seen
from tests.ranking.train_prior import FILE

PAPERS = [
    read(paper(str(number), "Reasoning agents" if number % 4 == 0 else "Speech in rooms"))
    for number in range(40)
]
PICKED = [number % 4 == 0 for number in range(40)]
DAY = date(2026, 5, 1)


def test_the_same_papers_train_the_same_bytes_in_any_order() -> None:
    expected = prior.trained(PAPERS, PICKED, DAY).dumped()
    both = list(zip(PAPERS, PICKED, strict=True))
    random.Random(1).shuffle(both)
    shuffled = prior.trained([one for one, _ in both], [picked for _, picked in both], DAY)
    assert shuffled.dumped() == expected
    assert parsed(expected).dumped() == expected


def test_training_learns_what_was_picked_and_from_nothing_it_has_no_opinion() -> None:
    found = prior.trained(PAPERS, PICKED, DAY)
    assert set(found.places) == {"reasoning", "agents", "reasoning agents"}
    assert all(found.weights.features[: len(found.places)] > 0)
    nothing = prior.trained([], [], DAY)
    assert nothing.places == {}
    assert not nothing.weights.features.any()


def test_what_is_shipped_is_small_and_holds_no_text() -> None:
    assert FILE.stat().st_size <= 2**20
    assert max(len(term.split()) for term in shipped().places) == 2


@pytest.mark.parametrize(
    ("week_start", "is_shipped"), [("2025-04-11", False), ("2025-04-14", True)]
)
def test_the_bench_never_asks_a_prior_that_has_seen_the_week(
    week_start: str, is_shipped: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    trained: list[int] = []

    def train(history: Sequence[Mapping[str, Any]], label: str) -> prior.Prior:
        trained.append(len(history))
        return prior.trained([], [], DAY)

    monkeypatch.setattr(paper_ranking, "train", train)
    paper_ranking._trained.cache_clear()
    row = {
        "arxiv_id": "2504.00001",
        "title": "Reasoning",
        "abstract": "We reason.",
        "authors": ["Ada Lovelace"],
        "lists": ["cs.CL"],
        "categories": None,
        "announced": week_start,
    }
    history = [dict(row, label=True, arxiv_id="2503.00001")]
    scores = paper_ranking.rank(history, [row], {"week_start": week_start})
    assert len(scores) == 1
    assert trained == ([] if is_shipped else [1])


def test_the_workers_process_ranks_as_this_one_does() -> None:
    request = asked(
        *(paper(str(n)) for n in range(9)),
        evidence=(seen("99", EvidenceKind.CHOSEN, "On bo"),),
        floor=-9.0,
    )

    async def in_worker() -> object:
        worker = Worker()
        try:
            return await worker.run(rank, request, timeout=60)
        finally:
            await worker.close()

    assert asyncio.run(in_worker()) == rank(request)


def test_the_bots_own_process_loads_no_numpy_with_it() -> None:
    code = "import sys, bot.ranking; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

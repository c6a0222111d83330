"""How well the week's papers are ranked, on real weeks and rolling forward.

A week's ranking sees what was picked, and was public, before it. Each line names its scored weeks;
a group with a few weeks has a prior of the weeks before those.
"""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from types import ModuleType
from typing import Any

from bot.ranking import Block, Ranking
from bot.ranking.learned.form import of_texts
from bot.ranking.learned.prior import Prior, shipped
from bot.ranking.learned.terms import counts
from tests.bench.paper_ranking import ranking
from tests.ranking.picked_weeks import FOLDER, rows
from tests.ranking.train_prior import FILE, train

Row = Mapping[str, Any]
Ranked = Callable[[int], list[float]]
BURN_IN = 4
PRACTICE = Block(
    "block 2: practical skills",
    (
        "quantisation",
        "pruning",
        "distillation",
        "model compression",
        "distributed training",
        "hyperparameter optimisation",
        "graph neural network",
        "generative adversarial network",
        "variational autoencoder",
        "efficient inference",
        "latency",
        "deployment",
    ),
    members=5,
)


async def measure() -> None:
    """Print a line for each kind of group."""
    if not FOLDER.exists():
        print("  not measured: ../shared/papers is not here")
        return
    weeks = Weeks()
    same = train(weeks.rows).dumped() == FILE.read_text(encoding="utf-8")
    print(f"  the prior in the repository is {'' if same else 'NOT '}what its training gives")
    last = len(weeks.names)
    weeks.print("TF-IDF, linear SVM C=0.01", range(BURN_IN, last), weeks.compared)
    weeks.print("all history", range(BURN_IN, last), lambda week: weeks.scores(week, week))
    for own in (0, 1, 4):
        scores = partial(weeks.scores, own=own)
        weeks.print(f"a group with {own} weeks", range(BURN_IN + own, last), scores)
    weeks.print(
        "members in one block", range(BURN_IN, last), lambda w: weeks.scores(w, w, (PRACTICE,))
    )
    lists = [weeks.ranked(week, week, (PRACTICE,)).shortlist for week in range(last)]
    served = sum(any(each.block for each in found) for found in lists)
    print(f"  a paper of five serves that block in {served} of {last} weeks")
    _print_largest(weeks)


class Weeks:
    """The papers by week, and the rankers over them."""

    def __init__(self) -> None:
        """Read them all."""
        self.rows = rows()
        self.names = sorted({row["week"] for row in self.rows})
        self._evaluate = _evaluator()
        self._by_week = [[row for row in self.rows if row["week"] == name] for name in self.names]
        self._priors: dict[int, Prior] = {}

    def print(self, name: str, scored: range, scores: Ranked) -> None:
        """The means over the scored weeks."""
        found = [
            self._evaluate.week_metrics(self._by_week[week], scores(week), "picked")
            for week in scored
        ]
        said = [("recall@10", "R@10"), ("recall@50", "R@50"), ("ndcg@10", "NDCG@10")]
        means = [f"{short} {sum(f[key] for f in found) / len(found):.3f}" for key, short in said]
        print(f"  {name:<26} {' · '.join(means)} ({len(found)} weeks)", flush=True)

    def scores(self, week: int, own: int, blocks: tuple[Block, ...] = ()) -> list[float]:
        """The product's, for the papers of a week in their order."""
        scored = {each.key: each.score for each in self.ranked(week, own, blocks).ordered}
        return [scored.get(row["arxiv_id"], float("-inf")) for row in self._by_week[week]]

    def ranked(self, week: int, own: int, blocks: tuple[Block, ...] = ()) -> Ranking:
        """For a group that has chosen in the last ``own`` weeks; all of them: since the first."""
        until = week if own == week else week - own
        if until not in self._priors:
            self._priors[until] = train(self._history(0, until, until), "label")
        history = self._history(week - own, week, week)
        start = date.fromisoformat(self._monday(week))
        return ranking(self._priors[until], history, self._by_week[week], start, blocks)

    def compared(self, week: int) -> list[float]:
        """What arxiv-sanity-lite does, for the same week."""
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.svm import LinearSVC

        history, asked = self._history(0, week, week), self._by_week[week]
        words = TfidfVectorizer(
            ngram_range=(1, 2), min_df=5, max_features=20_000, stop_words="english"
        )
        texts = words.fit_transform(f"{row['title']} {row['abstract']}" for row in history)
        model = LinearSVC(C=0.01, class_weight="balanced")
        model.fit(texts, [row["label"] for row in history])
        new = words.transform(f"{row['title']} {row['abstract']}" for row in asked)
        return [float(score) for score in model.decision_function(new)]

    def _history(self, first: int, last: int, told: int) -> Sequence[Row]:
        """The papers of some weeks, with what was public before the week ``told``."""
        before = self._monday(told)
        return [
            dict(row, label=self._evaluate.known(row, "picked", before))
            for week in self._by_week[first:last]
            for row in week
        ]

    def _monday(self, week: int) -> str:
        return str(self._evaluate.monday(self.names[week]))


def _evaluator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("evaluate", FOLDER / "evaluate.py")
    assert spec is not None, "it lies beside the papers"
    assert spec.loader is not None, "it is a file of Python"
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _print_largest(weeks: Weeks) -> None:
    """How long two thousand papers take, with the prior read before."""
    asked = [dict(row, label=False) for row in weeks.rows[-2000:]]
    history = [dict(row, label=row["picked"]) for row in weeks.rows[:-2000]]
    prior = shipped()
    # As the first group of a week has it: what texts say is kept for the others.
    counts.cache_clear()
    of_texts.cache_clear()
    began = time.perf_counter()
    ranking(prior, history, asked, date.fromisoformat("2025-04-07"))
    print(f"  2,000 papers are ranked in {time.perf_counter() - began:.1f} s")

"""A linear model of what is chosen, fitted around what was believed before.

The model is logistic: the logarithm of the odds that a paper is chosen is a sum over its features.
Each weight has a normal prior; `fit` gives the most likely weights (maximum a posteriori). From
nothing that trains the prior itself, around the prior it is a group's own taste: evidence moves
the weights in proportion to what it says, and without any they stay where the prior has them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack

Floats = NDArray[np.float64]
Matrix = Any
"""A sparse matrix of scipy, which has no types of its own."""

FORM_SCALE = 0.1
"""How large a feature of the form is beside a text, whose vector has the length 1."""

_FURTHEST = 4.0
_MOST_STEPS = 200


@dataclass(frozen=True, slots=True)
class Weights:
    """One for each feature, and the constant."""

    features: Floats
    constant: float

    def score(self, rows: Matrix) -> Floats:
        """The log-odds of each row."""
        return np.asarray(rows @ self.features + self.constant)


def text_rows(counted: Sequence[Counter[str]], places: Mapping[str, int], rarity: Floats) -> Matrix:
    """A row of length 1 for each text: its known terms, damped, each by its rarity."""
    ends, columns, values = [0], [], []
    for counts in counted:
        # In one order, whatever the text's: sums of floats depend on it.
        known = sorted([(places[term], count) for term, count in counts.items() if term in places])
        columns += [place for place, _count in known]
        values += [count for _place, count in known]
        ends.append(len(columns))
    data = (1 + np.log(np.array(values, dtype=float))) * rarity[columns]
    rows = csr_matrix((data, columns, ends), shape=(len(counted), len(places)))
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    rows.data /= np.repeat(np.maximum(lengths, 1e-12), np.diff(rows.indptr))
    return rows


def form_rows(features: Iterable[Sequence[float]], mean: Floats, spread: Floats) -> Floats:
    """Each feature as its distance from the usual one, so that all weigh alike."""
    found = (np.array(list(features), dtype=float) - mean) / spread
    return np.asarray(FORM_SCALE * np.clip(found, -_FURTHEST, _FURTHEST))


def joined(text: Matrix, form: Floats) -> Matrix:
    """Both kinds of features side by side."""
    return hstack([text, csr_matrix(form)]).tocsr()


def fit(
    rows: Matrix,
    chosen: NDArray[np.bool_],
    says: Floats,
    around: Weights,
    tightness: float,
    *,
    constant_is_free: bool = False,
) -> Weights:
    """The most likely weights, given which rows were chosen and how much each says.

    ``tightness`` is how strongly the weights are held to those they are ``around``. The constant
    stays as it is unless it is free: from dislikes alone, it would say that all is unwanted.
    """
    sign = np.where(chosen, 1.0, -1.0)
    turned = rows.T.tocsr()

    def loss(point: Floats) -> tuple[float, Floats]:
        moved = point[:-1] - around.features
        margin = sign * (rows @ point[:-1] + point[-1])
        pull = -sign * says * _falls(margin)
        gradient = np.append(turned @ pull + tightness * moved, pull.sum() * constant_is_free)
        value = says @ np.logaddexp(0, -margin) + tightness / 2 * (moved @ moved)
        return float(value), gradient

    start = np.append(around.features, around.constant)
    options = {"maxiter": _MOST_STEPS, "ftol": 1e-9, "gtol": 1e-5}
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options=options)
    return Weights(found.x[:-1], float(found.x[-1]))


def pulls(
    rows: Matrix, chosen: NDArray[np.bool_], says: Floats, fitted: Weights, tightness: float
) -> Floats:
    """How far each row moved the weights along itself.

    At the most likely weights, what moved is the sum of all rows, each times its pull. So the
    change of a paper's score is a sum over rows: the pull times the likeness of the two.
    """
    sign = np.where(chosen, 1.0, -1.0)
    return np.asarray(sign * says * _falls(sign * fitted.score(rows)) / tightness)


def _falls(margin: Floats) -> Floats:
    """The chance that was given to the other outcome."""
    return np.asarray(1 / (1 + np.exp(np.clip(margin, -50, 50))))

"""How the measurements say their figures: the median, and both ends."""

from __future__ import annotations

import statistics
from collections.abc import Sequence


def spread(samples: Sequence[float], digits: int = 1) -> str:
    """``2.4 (2.1 to 3.0)``."""
    low, high = min(samples), max(samples)
    return f"{statistics.median(samples):.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"


def milliseconds(seconds: Sequence[float]) -> str:
    """The same of seconds, in milliseconds with their unit."""
    return f"{spread([each * 1e3 for each in seconds])} ms"


def ratios(samples: Sequence[float], others: Sequence[float]) -> str:
    """``x1.62 (1.50 to 1.71)``: of medians taken side by side, pair by pair."""
    return f"x{spread([one / other for one, other in zip(samples, others, strict=True)], 2)}"

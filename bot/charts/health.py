"""How a group's health checks move: the mean of each item, retro by retro (T8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.charts import words

_MOVED = 0.5
_IN_TABLE = 4
_COLUMN = 7


@dataclass(frozen=True, slots=True)
class Check:
    """The check of the retro that opened on ``day``: a mean for each item, None where none shows.

    ``answered`` is how many of how many; None where too few did.
    """

    day: date
    means: tuple[float | None, ...]
    answered: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Trend:
    """``items`` are a word and a sentence each; ``checks`` stand in order, one at least shows.

    Means lie between ``lowest`` and ``highest``.
    """

    items: tuple[tuple[str, str], ...]
    checks: tuple[Check, ...]
    lowest: int
    highest: int

    @property
    def shown(self) -> tuple[Check, ...]:
        """Those with means."""
        return tuple(each for each in self.checks if each.answered is not None)


def title(data: Trend) -> str:
    """``Help is up 0.8 since 4 February``, ``Steady since 4 February``, or the first means."""
    latest = data.shown[-1]
    if len(data.shown) < 2:
        return f"The first health check: {_ends(data, latest)}"
    before = data.shown[-2]
    since = words.say_day(before.day, latest.day)
    name, moved = _most_moved(data, before, latest)
    if abs(moved) < _MOVED:
        return f"Steady since {since}"
    return f"{name} is {'up' if moved > 0 else 'down'} {abs(moved):.1f} since {since}"


def alt_text(data: Trend) -> str:
    """A description for those who do not see the picture, within Discord's limit."""
    return words.fit_lines([words.sentence(title(data)), *_lines(data)], words.ALT_LIMIT)


def table(data: Trend) -> str:
    """The latest checks as a table of plain text that a phone shows without wrapping."""
    latest = data.checks[-_IN_TABLE:]
    head = "".join(words.short_day(each.day).rjust(_COLUMN) for each in latest)
    rows = [" " * 8 + head]
    for place, (name, _) in enumerate(data.items):
        said = (each.means[place] for each in latest)
        cells = "".join(("–" if mean is None else f"{mean:.1f}").rjust(_COLUMN) for mean in said)
        rows.append(name.ljust(8) + cells)
    counts = ("few" if each.answered is None else "{}/{}".format(*each.answered) for each in latest)
    rows.append("answers ".ljust(8) + "".join(text.rjust(_COLUMN) for text in counts))
    return "\n".join(rows)


def in_words(data: Trend) -> str:
    """What the picture finds, and what each word in it stands for; `table` has the numbers."""
    return "\n".join([f"{title(data)}.", *(f"{name}: {said}." for name, said in data.items)])


def draw(data: Trend) -> bytes:
    """The picture as PNG, 1200 pixels wide. In the worker's process only: it loads matplotlib."""
    return words.draw("health", data)


def _most_moved(data: Trend, before: Check, latest: Check) -> tuple[str, float]:
    moves = [
        (name, now - then)
        for (name, _), then, now in zip(data.items, before.means, latest.means, strict=True)
        if then is not None and now is not None
    ]
    return max(moves, key=lambda move: abs(move[1]), default=("", 0.0))


def _ends(data: Trend, check: Check) -> str:
    means = [
        (mean, name)
        for (name, _), mean in zip(data.items, check.means, strict=True)
        if mean is not None
    ]
    (high, best), (low, least) = max(means), min(means)
    return f"{best} {high:.1f}, {least} {low:.1f}"


def _lines(data: Trend) -> Iterator[str]:
    for place, (name, _) in enumerate(data.items):
        said = [
            f"{words.short_day(each.day)} {mean:.1f}"
            for each in data.checks
            if (mean := each.means[place]) is not None
        ]
        yield f"{name}: {', '.join(said)}."

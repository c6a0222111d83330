"""What a group has read, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.arxiv.values import Paper
from bot.follow_ups.values import Figure
from bot.papers.values import Appearance, ChosenPaper, Total
from bot.reproductions.values import Outcome


@dataclass(frozen=True, slots=True)
class Filters:
    """Which readings are wanted. ``words`` are folded; what is empty, 0 or None takes all.

    ``month`` is such as ``2026-03``, by the group's local date of the choice.
    """

    words: str = ""
    block: int = 0
    month: str = ""
    outcome: Outcome | None = None

    @property
    def takes_all(self) -> bool:
        """Whether nothing is left out."""
        return self == Filters()


@dataclass(frozen=True, slots=True)
class Reading:
    """A paper that the group chose, or of which it published a review or an attempt all the same.

    ``chosen_on`` (a local date) and ``chosen`` are None where it was not chosen. ``outcome`` is
    what the group reproduced of it; ``block`` the number of the block of the plan that it served
    as it was chosen, 0 for none.
    """

    paper: Paper
    chosen: ChosenPaper | None
    chosen_on: date | None
    outcome: Outcome
    block: int
    words: str

    @property
    def month(self) -> str:
        """The month of the choice; empty where there was none."""
        return "" if self.chosen_on is None else f"{self.chosen_on:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was read, newest first, and what there is to filter by.

    What a search finds that was not chosen comes last.

    ``blocks`` are numbers with their titles as the plan had them last; ``total`` is how many fit.
    """

    readings: tuple[Reading, ...]
    filters: Filters
    page: int
    pages: int
    total: int
    blocks: tuple[tuple[int, str], ...]
    months: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperPage:
    """One of the group's papers with its abstract, and how it stood on shortlists, newest first."""

    paper: Paper
    appearances: tuple[Appearance, ...]


@dataclass(frozen=True, slots=True)
class ExportedReading:
    """A reading as files have it: totals and what was released, and nobody's name."""

    reading: Reading
    totals: tuple[Total, ...]
    figure: Figure | None

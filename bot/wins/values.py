"""Wins as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.milestones.values import MilestoneOutcome
from bot.public_panels import PublicPanel

ROUND_UP = PublicPanel("week's wins")
"""The wins of a week as they were posted; its thing is the delivery that posted them."""


@dataclass(frozen=True, slots=True)
class Win:
    """A finished milestone that its member released. The note is not part of it."""

    guild_id: int
    user_id: int
    channel_id: int
    outcome: MilestoneOutcome
    link: str | None


@dataclass(frozen=True, slots=True)
class SharedWin:
    """A win in a list. ``block`` is the plan's block number, None beside the plan."""

    user_id: int
    milestone_id: str
    title: str
    block: int | None
    link: str | None
    shared_at: datetime


@dataclass(frozen=True, slots=True)
class RoundUp:
    """The wins since the last round-up, the newest first, and the channel where they go."""

    channel_id: int
    wins: tuple[SharedWin, ...]


@dataclass(frozen=True, slots=True)
class UnpostedWin:
    """A win that could not be posted, for ``reason`` or in time (None), so nobody has seen it."""

    title: str
    reason: str | None

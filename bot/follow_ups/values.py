"""What follows a chosen paper, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.actions.values import Action
from bot.papers.values import ChosenPaper
from bot.public_panels import PostedMessage, PublicPanel

KIND = "follow_ups.week_after"
"""The kind of the delivery that asks in the thread; its subject is the round's id."""

PANEL = PublicPanel("what follows a paper")

BEST = 5
"""Ratings are from 1 to this."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What members' ratings come to together: how many they are, and their mean."""

    ratings: int
    mean: float


@dataclass(frozen=True, slots=True)
class Offer:
    """An action that somebody was asked to take on, and has not taken yet."""

    id: int
    round_id: int
    title: str
    text: str
    owner_id: int
    due_on: date
    zone: str


@dataclass(frozen=True, slots=True)
class Doing:
    """What the group does with a paper: actions, and how many more are offered and not taken."""

    actions: tuple[Action, ...]
    offered: int


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What the thread shows a week after, and where that stands once it is posted.

    ``trouble`` says why it could not be posted.
    """

    chosen: ChosenPaper
    doing: Doing
    message: PostedMessage | None = None
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class MyRating:
    """How the caller rates a reading (None: not yet), beside the group's figure if there is one."""

    chosen: ChosenPaper
    stars: int | None
    figure: Figure | None


@dataclass(frozen=True, slots=True)
class Planned:
    """What was said to be done: an action at once, or an offer to somebody else."""

    chosen: ChosenPaper
    action: Action | None
    offer: Offer | None

"""The plain frozen values of reviews and their rota."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.arxiv.values import Paper
from bot.milestones.values import PeriodCount
from bot.public_panels import PostedMessage, PublicPanel

KIND = "review"
"""What reminders call a review that is asked for."""

POST, TAKE_DOWN = "reviews.post", "reviews.take-down"
"""The kinds of delivery that post a review, and that delete such a post."""

HANDED_ON = "reviews.handed-on"
"""The kind of delivery that lets the guide no longer name who has left."""

POSTED_REVIEW = PublicPanel("review")
"""A published review in its paper's thread, by the review's id."""


@dataclass(frozen=True, slots=True)
class ReviewText:
    """What somebody wrote of a paper; each part is empty where they wrote nothing.

    ``worth`` says from 1 to 5 how much the paper was worth the group's time.
    """

    key_points: str = ""
    analysis: str = ""
    method: str = ""
    worth: int | None = None

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """The parts that have a text, with their headings."""
        named = (
            ("Key points", self.key_points),
            ("Critical analysis", self.analysis),
            ("Method and results", self.method),
        )
        return tuple(each for each in named if each[1])


@dataclass(frozen=True, slots=True)
class Review:
    """A member's review of a paper: a draft, or published at ``released_at``.

    ``thread_id`` is the paper's thread, where it was chosen and has one, and ``round_id`` the round
    that chose it. ``post`` is where the
    review stands there; ``trouble`` says why it does not.
    """

    id: int
    guild_id: int
    user_id: int
    paper: Paper
    text: ReviewText
    updated_at: datetime
    released_at: datetime | None
    released_on: date | None
    thread_id: int | None
    round_id: int | None
    post: PostedMessage | None
    trouble: str | None
    revision: int

    @property
    def is_released(self) -> bool:
        """Whether the group can read it."""
        return self.released_at is not None


@dataclass(frozen=True, slots=True)
class MyReview:
    """One's own review, and how the period's reviews stand."""

    review: Review
    count: PeriodCount


@dataclass(frozen=True, slots=True)
class ReviewList:
    """One's own reviews, drafts first, and the group's published ones, newest first."""

    mine: tuple[Review, ...]
    released: tuple[Review, ...]
    count: PeriodCount


@dataclass(frozen=True, slots=True)
class ReviewTurn:
    """Who reviews the paper that a round chose; ``user_id`` is None where nobody does.

    ``offered_to`` is whom they asked to swap. ``is_current`` while no later paper was chosen;
    ``is_done`` says that the review is published.
    """

    guild_id: int
    round_id: int
    paper: Paper
    asked_at: datetime
    user_id: int | None
    offered_to: int | None
    is_current: bool
    is_done: bool


@dataclass(frozen=True, slots=True)
class Rota:
    """The group's rota for one of its members.

    ``order`` are the willing, longest wait first. ``is_in`` and ``is_paused`` are about the caller.
    ``turn`` is that of the newest chosen paper.
    """

    order: tuple[int, ...]
    is_in: bool
    is_paused: bool
    turn: ReviewTurn | None

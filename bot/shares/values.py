"""Knowledge shares as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.milestones.values import PeriodCount
from bot.public_panels import PostedMessage, PublicPanel

POST, TAKE_DOWN = "shares.post", "shares.take-down"
"""The kinds of delivery that post a share, and that delete such a post."""

POSTED_SHARE = PublicPanel("knowledge share")
"""A released share in the announcements channel, by the share's id."""


class ShareKind(StrEnum):
    """What a share is."""

    BLOG = "blog"
    TALK = "talk"
    VIDEO = "video"
    CODE = "code"
    OTHER = "other"


class Audience(StrEnum):
    """Whose language a share speaks."""

    TECHNICAL = "technical"
    NON_TECHNICAL = "non-technical"


@dataclass(frozen=True, slots=True)
class ShareText:
    """What somebody says of a share; ``link`` is a web address, ``day`` when it came out."""

    kind: ShareKind
    title: str
    link: str
    day: date
    audience: Audience


@dataclass(frozen=True, slots=True)
class Share:
    """A member's share, released to the group at ``released_at`` or their own.

    ``post`` is where it stands; ``trouble`` says why it does not.
    """

    id: int
    guild_id: int
    user_id: int
    text: ShareText
    released_at: datetime | None
    post: PostedMessage | None
    trouble: str | None

    @property
    def is_released(self) -> bool:
        """Whether the group can see it."""
        return self.released_at is not None


@dataclass(frozen=True, slots=True)
class MyShare:
    """One's own share, and how the period's shares stand. ``was_there``: its link was logged."""

    share: Share
    count: PeriodCount
    was_there: bool = False


@dataclass(frozen=True, slots=True)
class ShareList:
    """One's own shares and the group's released ones, each the newest first."""

    mine: tuple[Share, ...]
    released: tuple[Share, ...]
    count: PeriodCount

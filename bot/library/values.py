"""The library as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.inputs.links import address_key
from bot.plans.values import Plan, Resource

KIND = "suggestion"
"""What reminders call the word on a suggestion."""


class ResourceKind(StrEnum):
    """What something to learn from is, in the order in which they are listed."""

    COURSE = "course"
    DOCS = "docs"
    FORUM = "forum"
    NEWSLETTER = "newsletter"
    BOOK = "book"
    ARTICLE = "article"
    PAPER = "paper"


class Decision(StrEnum):
    """How a suggestion stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to learn from, as it reads now. ``key`` names it on buttons.

    ``given`` is the address that the plan or a member gave, ``url`` what stands there now: None
    where it is dead. ``instead`` is what the plan then names in its place. ``added`` is the
    suggestion that it came from.
    """

    key: str
    kind: ResourceKind
    title: str
    text: str
    by: str | None = None
    url: str | None = None
    topic: str | None = None
    blocks: tuple[str, ...] = ()
    instead: Resource | None = None
    given: str | None = None
    added: int | None = None

    @property
    def link_key(self) -> str | None:
        """The key of the given address."""
        return None if self.given is None else address_key(self.given)


@dataclass(frozen=True, slots=True)
class Library:
    """A group's plan, all that there is to learn from, and what stands in the place of links."""

    plan: Plan
    entries: tuple[Entry, ...]
    replaced: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Shelf:
    """What somebody looks at: a kind, a block's id and a topic, each empty for all of them."""

    kind: str = ""
    block: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class SuggestionText:
    """What somebody says of a thing to learn from. ``block`` is empty where it helps with none."""

    kind: ResourceKind
    title: str
    text: str
    url: str
    block: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that a member suggested; ``user_id`` is None once they are forgotten."""

    id: int
    text: SuggestionText
    decision: Decision
    decided_at: datetime | None
    user_id: int | None


@dataclass(frozen=True, slots=True)
class SuggestionWord:
    """What became of a suggestion, for whoever made it; ``day`` is theirs."""

    suggestion: Suggestion
    day: date


@dataclass(frozen=True, slots=True)
class Report:
    """A link that members say is dead: how many, and where they say it is now."""

    link_key: str
    url: str
    title: str
    members: int
    proposed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits for an organiser: suggestions and reported links, the oldest first."""

    suggestions: tuple[Suggestion, ...]
    reports: tuple[Report, ...]

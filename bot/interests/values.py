"""The plain frozen values of what members want more of, and what they think of papers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class WhyNot(StrEnum):
    """Why a member finds that a paper is not for the group."""

    TOPIC = "topic"
    TOO_LONG = "too-long"
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a member thinks of a paper: 👍 (True) or 👎, and why it is not for the group.

    Each is None where they have not said.
    """

    likes: bool | None = None
    why_not: WhyNot | None = None


class InterestKind(StrEnum):
    """What a member's interest is about."""

    WORD = "word"
    AUTHOR = "author"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class Interest:
    """What one member follows or leaves out. Two spellings of one thing have the same ``key``."""

    kind: InterestKind
    key: str
    value: str
    is_left_out: bool


@dataclass(frozen=True, slots=True)
class MyInterests:
    """All that a member named: what they follow first, each kind by itself.

    After an act, ``added`` are the values that are new or meant the other way before, and ``known``
    those that stood so already.
    """

    interests: tuple[Interest, ...]
    added: tuple[str, ...] = ()
    known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SharedInterest:
    """What members named, with how many of them follow it and how many leave it out."""

    kind: InterestKind
    value: str
    followers: int
    leavers: int

"""Checks of links as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

Method = Literal["HEAD", "GET"]


@dataclass(frozen=True, slots=True)
class Step:
    """The request that is next in the check of a link: where it leads after ``hops`` redirects."""

    url: str
    method: Method = "HEAD"
    hops: int = 0


@dataclass(frozen=True, slots=True)
class Alive:
    """The link leads to something, or to a page that machines may not see."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The link leads nowhere now. ``trouble`` is in a few words."""

    trouble: str


@dataclass(frozen=True, slots=True)
class Later:
    """Nothing is known: its site asks to be left alone for ``wait``."""

    wait: timedelta


Verdict = Alive | Failed | Later | Step
"""What a request told of a link; a `Step` is to follow."""


@dataclass(frozen=True, slots=True)
class Failures:
    """On how many days a link failed since it last worked, and when it last did."""

    days: int = 0
    last: date | None = None


@dataclass(frozen=True, slots=True)
class DueLink:
    """A link whose turn it is, claimed until ``until``."""

    guild_id: int
    link_key: str
    url: str
    step: Step
    failures: Failures
    until: datetime


@dataclass(frozen=True, slots=True)
class DeadLink:
    """A link that failed on two days or more: what it leads to, and why it is called dead."""

    link_key: str
    url: str
    title: str
    trouble: str
    failed_on: date


@dataclass(frozen=True, slots=True)
class Checks:
    """How a group's check stands; ``next_at`` is None while it is switched off.

    ``waiting`` are the links that are still to be asked.
    """

    next_at: datetime | None
    dead: tuple[DeadLink, ...] = ()
    links: int = 0
    waiting: int = 0

"""Changes of settings, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

KEPT = timedelta(days=365)
"""How long a change stays in the log."""

MAX_VALUE = 300
"""Characters of a setting that the log keeps; arXiv's categories and titles fit."""

MAX_ROLES = 10
"""Roles that may organise a group."""

ANNOUNCEMENTS, PAPERS, RETROS = "announcements", "papers", "retros"
CHANNELS = (ANNOUNCEMENTS, PAPERS, RETROS)
"""Settings that are the id of a channel."""

ROLE = "role"
"""The setting that is the id of a role which may organise."""

NEWSLETTER, PLAN, GROUP, MEMBER_DATA = "newsletter", "plan", "group", "member_data"


@dataclass(frozen=True, slots=True)
class Change:
    """A setting's value before and after; None where there was, or is, nothing."""

    setting: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Logged:
    """A change in the log. ``user_id`` is None for somebody who was forgotten, or the operator."""

    change: Change
    user_id: int | None
    by_operator: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class LogPage:
    """Some changes, newest first, of ``total``; ``page`` counts from 0."""

    changes: tuple[Logged, ...]
    page: int
    pages: int
    total: int

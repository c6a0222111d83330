"""A page of the log of settings, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.groups.audit_rules import Audited, Change

MAX_ROLES = 10
"""Roles that may organise a group."""


@dataclass(frozen=True, slots=True)
class Logged:
    """A change in the log. ``user_id`` is None for somebody who was forgotten, or the operator."""

    change: Change
    user_id: int | None
    by_operator: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class LogPage:
    """Some changes, newest first, of ``total``; ``page`` counts from 0.

    ``audited`` is what features declare of theirs, by name.
    """

    changes: tuple[Logged, ...]
    page: int
    pages: int
    total: int
    audited: Mapping[str, Audited]

"""Where panels of talks lead to in other features; those answer there."""

from __future__ import annotations

from datetime import date

from cogs.common.routes import Route, snowflake

STOP = Route("routine:stop", snowflake, date.fromisoformat, str)
"""Ends all messages at once; the last key tells the message it stands on from all others."""

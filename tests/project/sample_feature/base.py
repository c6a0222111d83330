"""The base of the sample's table, apart from the bot's own.

The tests of migrations compare `bot.db.Base`, which a real feature's tables stand on, with the
database.
"""

from __future__ import annotations

from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    """Base of the sample's tables."""

"""The declarative base, with names for every constraint so that migrations can find them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

from bot.db.types import UtcDateTime, WholeNumber


class Base(DeclarativeBase):
    """Base of all tables. ``Mapped[datetime]`` is an instant, see :class:`UtcDateTime`.

    ``Mapped[int]`` has 64 bits, as ids have: whatever number a client names can be looked for.
    """

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads a plain dict
        datetime: UtcDateTime,
        int: WholeNumber,
    }

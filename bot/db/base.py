"""The declarative base, with names for every constraint so that migrations can find them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import MetaData, Table, inspect
from sqlalchemy.orm import DeclarativeBase

from bot.db.types import UtcDateTime, WholeNumber


class Base(DeclarativeBase):
    """Base of all tables. ``Mapped[datetime]`` is an instant, see :class:`UtcDateTime`.

    ``Mapped[int]`` has 64 bits, as ids have: whatever number a client names can be looked for.
    An id of our own is given once: a button to something deleted leads to nothing that came later.
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

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        table = inspect(cls).local_table
        if isinstance(table, Table) and table.autoincrement_column is not None:
            table.dialect_options["sqlite"]["autoincrement"] = True

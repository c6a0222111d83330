"""How a feature declares what it holds of a person: tables, and messages of ours that name them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.base import Base
from bot.public_panels import NamingPost

Row = Mapping[str, Any]
"""A row by its columns' names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """How the rows of a table come back from a file that somebody took with them.

    Rows that are alike in the columns of ``unit`` belong together (all do where it is empty): what
    is stored of a unit now stays, and what the file has of it is left out. ``without`` are columns
    that do not come back, with what stands there instead. ``columns`` are changed in the row that
    is there already, which alone comes back; where there are none, rows are added, and somebody has
    no more than ``most`` of them then. ``needs`` names
    a table that has to come back whole with a row, if the row is about it. ``read`` makes columns
    of a row that the export writes otherwise, and ``check`` looks at all rows together; both raise
    `ValueError` where something is not sound.
    """

    unit: tuple[str, ...] = ()
    without: Row = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    most: int | None = None
    needs: Callable[[Row], str | None] | None = None
    read: Callable[[Row], Row] | None = None
    check: Callable[[Sequence[Row]], None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A table with rows about a person, as the feature's export names it.

    ``person`` is the column with their id; it is empty where they are found by another table.
    ``title`` says what the rows are. ``back`` is how they come back, or a phrase why they do not.
    A milestone of the plan that counts ``counts`` counts its rows: the change of the milestone
    ``counted_as`` that did so has the number ``counted_number``.
    """

    table: type[Base]
    title: str
    back: Back | str
    person: str = "user_id"
    counts: str | None = None

    @property
    def name(self) -> str:
        """The table's name."""
        name: str = self.table.__tablename__
        return name


NamingPosts = Callable[[AsyncSession, int, int], Awaitable[Sequence[NamingPost]]]
"""``(session, guild_id, user_id)``: the messages that name the person there."""

LockFirst = Callable[[AsyncSession, int, int], Awaitable[None]]
"""``(session, guild_id, user_id)``: locks what the feature's acts lock before a member's row, of
all that is about the person; so forgetting them waits for such an act instead of standing in its
way.
"""

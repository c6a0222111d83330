"""What steps came of: told to the features that gave them, once the unit of work is over."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

_CHANGED = "changed origins"


def origin_changed(session: AsyncSession, guild_id: int, origin: str | None) -> None:
    """Keep that what a step came of has changed, to be told once the unit of work is over.

    None is of a step that came of nothing.
    """
    if origin is not None:
        session.info.setdefault(_CHANGED, set()).add((guild_id, origin))


def take_changed(session: AsyncSession) -> set[tuple[int, str]]:
    """What `origin_changed` has kept, each with its group; it is told once."""
    found: set[tuple[int, str]] = session.info.pop(_CHANGED, set())
    return found

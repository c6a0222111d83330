"""The log of a group's settings: who changed which when, from what to what (M4).

Whoever changes a setting records it here, in the transaction that changes it. It holds settings
alone: no words of members, and of a newsletter its title only.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Retention
from bot.groups.audit_rules import KEPT, MAX_VALUE, Change
from bot.groups.models import SettingChangeRow
from bot.inputs.text import cut


async def record(
    session: AsyncSession,
    guild_id: int,
    changes: Sequence[Change],
    *,
    by: int | None,
    now: datetime,
) -> None:
    """Put changes into the group's log; ``by`` None is whoever runs the bot. Nothing: no row."""
    if not changes:
        return
    rows = [
        {
            "guild_id": guild_id,
            "user_id": by,
            "by_operator": by is None,
            "setting": change.setting,
            "old": _short(change.old),
            "new": _short(change.new),
            "changed_at": now,
        }
        for change in changes
    ]
    await session.execute(insert(SettingChangeRow), rows)


RETENTION = Retention(since=SettingChangeRow.changed_at, kept=KEPT)
"""A change ends after its time."""


def _short(value: str | None) -> str | None:
    return None if value is None else cut(value, MAX_VALUE)

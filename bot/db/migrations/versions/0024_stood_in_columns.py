"""Snapshots that keep what was stored of a member column by column, and are packed quickly."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_SNAPSHOTS = sa.table(
    "cycle_snapshots",
    sa.column("guild_id", sa.BigInteger),
    sa.column("user_id", sa.BigInteger),
    sa.column("number", sa.BigInteger),
    sa.column("stood", sa.JSON),
)
_KEY = (_SNAPSHOTS.c.guild_id, _SNAPSHOTS.c.user_id, _SNAPSHOTS.c.number)


def upgrade() -> None:
    connection = op.get_bind()
    kept = sa.select(*_KEY, _SNAPSHOTS.c.stood).where(_SNAPSHOTS.c.stood.is_not(sa.null()))
    for *key, stood in connection.execute(kept).all():
        is_it = sa.tuple_(*_KEY) == sa.tuple_(*key)
        connection.execute(_SNAPSHOTS.update().where(is_it).values(stood=_in_columns(stood)))
    if connection.dialect.name == "postgresql" and _has_lz4(connection):
        op.execute("ALTER TABLE cycle_snapshots ALTER COLUMN stood SET COMPRESSION lz4")


def _in_columns(stood: list[Any]) -> list[Any]:
    path, started_on, pace_days, *tables = stood
    return [path, started_on, pace_days, *(list(zip(*rows, strict=True)) for rows in tables)]


def _has_lz4(connection: sa.Connection) -> bool:
    # A server can be built without it.
    known = sa.text("SELECT enumvals FROM pg_settings WHERE name = 'default_toast_compression'")
    return "lz4" in (connection.scalar(known) or ())

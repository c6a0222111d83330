"""Whole numbers of 64 bits everywhere: what a client may name as a number can then be looked for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """SQLite has one size of whole numbers; PostgreSQL writes each such table anew, once."""
    if op.get_bind().dialect.name != "postgresql":
        return
    inspector = sa.inspect(op.get_bind())
    for table in inspector.get_table_names():
        narrow = [
            column["name"]
            for column in inspector.get_columns(table)
            if isinstance(column["type"], sa.Integer)
            and not isinstance(column["type"], sa.BigInteger)
        ]
        if narrow:
            wider = ", ".join(f'ALTER COLUMN "{name}" TYPE BIGINT' for name in narrow)
            op.execute(f'ALTER TABLE "{table}" {wider}')

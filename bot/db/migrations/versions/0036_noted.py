"""A day's entry may be a note alone, without an answer."""

from __future__ import annotations

from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("entries") as table:
        table.drop_constraint(op.f("ck_entries_outcome"), type_="check")
        table.create_check_constraint("outcome", "outcome IN ('done', 'skipped', 'noted')")

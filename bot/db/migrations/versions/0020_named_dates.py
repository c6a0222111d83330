"""Reminders of every kind of thing in one table: what had one for milestones has their kind."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reminders",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("thing_id", sa.String(length=40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.Column("delivery_id", sa.BigInteger(), nullable=False),
        sa.Column("named_on", sa.Date(), nullable=False),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_reminders_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            *("guild_id", "user_id", "kind", "thing_id", "due_on", "stage"),
            name=op.f("pk_reminders"),
        ),
    )
    op.execute(
        "INSERT INTO reminders (guild_id, user_id, kind, thing_id, due_on, stage, delivery_id,"
        " named_on, alone) SELECT guild_id, user_id, 'milestone', milestone_id, due_on, stage,"
        " delivery_id, named_on, alone FROM milestone_reminders"
    )
    op.drop_table("milestone_reminders")

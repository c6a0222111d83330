"""Actions without an owner, with one who was asked, or as a step in the owner's plan."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db.types import UtcDateTime, WholeNumber
from bot.inputs.text import cut

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

_TITLE = 80
_WHOSE = (sa.column("guild_id", sa.BigInteger()), sa.column("user_id", sa.BigInteger()))
_ACTIONS = sa.table(
    "actions",
    sa.column("id", WholeNumber),
    sa.column("guild_id", sa.BigInteger()),
    sa.column("owner_id", sa.BigInteger()),
    sa.column("text", sa.String()),
    sa.column("due_on", sa.Date()),
    sa.column("status", sa.String()),
    sa.column("created_at", UtcDateTime()),
)
_OWN = sa.table(
    "own_milestones",
    *_WHOSE,
    sa.column("number", WholeNumber),
    sa.column("title", sa.String()),
    sa.column("added_at", UtcDateTime()),
    sa.column("origin", sa.String()),
)
_CHOICES = sa.table(
    "milestone_choices",
    *(sa.column(each.name, each.type) for each in _WHOSE),
    sa.column("milestone_id", sa.String()),
    sa.column("own_due", sa.Date()),
    sa.column("hidden", sa.Boolean()),
    sa.column("note", sa.String()),
)


def upgrade() -> None:
    with op.batch_alter_table("own_milestones") as table:
        table.add_column(sa.Column("origin", sa.String(40), nullable=True))
    owners = op.create_table(
        "action_owners",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("action_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("is_accepted", sa.Boolean(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("step", WholeNumber, nullable=True),
        sa.CheckConstraint("step IS NULL OR is_accepted", name=op.f("ck_action_owners_step")),
        sa.ForeignKeyConstraint(
            ["guild_id", "action_id"],
            ["actions.guild_id", "actions.id"],
            name=op.f("fk_action_owners_guild_id_action_id_actions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_action_owners_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "action_id", name=op.f("pk_action_owners")),
    )
    op.create_index("ix_action_owners_guild_id_user_id", "action_owners", ["guild_id", "user_id"])
    _keep_owners(owners)
    with op.batch_alter_table("actions") as table:
        table.add_column(sa.Column("channel_id", sa.BigInteger(), nullable=True))
        table.add_column(sa.Column("message_id", sa.BigInteger(), nullable=True))
        table.drop_constraint(op.f("fk_actions_guild_id_owner_id_members"), type_="foreignkey")
        table.drop_column("owner_id")
        table.create_check_constraint("message", "(channel_id IS NULL) = (message_id IS NULL)")


def _keep_owners(owners: sa.Table) -> None:
    """Whoever owned an action owns it still: what is open is a step in their plan from now on."""
    connection = op.get_bind()
    highest = {
        (row.guild_id, row.user_id): row.number
        for row in connection.execute(
            sa.select(
                _OWN.c.guild_id, _OWN.c.user_id, sa.func.max(_OWN.c.number).label("number")
            ).group_by(_OWN.c.guild_id, _OWN.c.user_id)
        )
    }
    kept, steps, dates = [], [], []
    for row in connection.execute(sa.select(_ACTIONS).order_by(_ACTIONS.c.id)):
        whose = (row.guild_id, row.owner_id)
        named = {"guild_id": row.guild_id, "user_id": row.owner_id}
        step = None
        if row.status == "open":
            step = highest[whose] = highest.get(whose, 0) + 1
            title = cut(row.text, _TITLE)
            origin = f"action-{row.id}"
            added = {"added_at": row.created_at, "origin": origin}
            steps.append({**named, "number": step, "title": title, **added})
            note = None if title == row.text else row.text
            chosen = {"own_due": row.due_on, "hidden": False, "note": note}
            dates.append({**named, "milestone_id": f"own-{step}", **chosen})
        accepted = {"is_accepted": True, "since": row.created_at, "step": step}
        kept.append({**named, "action_id": row.id, **accepted})
    for table, rows in ((owners, kept), (_OWN, steps), (_CHOICES, dates)):
        if rows:
            op.bulk_insert(table, rows)

"""What is in a figure is kept as it was counted, so that whoever says it again changed nothing."""

from __future__ import annotations

from collections import defaultdict

import sqlalchemy as sa
from alembic import op

from bot.db.types import WholeNumber

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

_MARKS = (
    "SELECT b.guild_id, b.round_id, b.user_id, m.arxiv_id, m.mark"
    " FROM paper_ballots b JOIN paper_marks m ON m.guild_id = b.guild_id"
    " AND m.round_id = b.round_id AND m.user_id = b.user_id WHERE b.is_counted"
)


def upgrade() -> None:
    _ratings()
    _ballots()


def _ratings() -> None:
    """What is not counted, or was changed since, is new as before."""
    op.add_column("paper_ratings", sa.Column("counted_stars", WholeNumber, nullable=True))
    op.execute("UPDATE paper_ratings SET counted_stars = stars WHERE is_counted")
    with op.batch_alter_table("paper_ratings") as table:
        table.drop_column("is_counted")


def _ballots() -> None:
    """Of a ballot that was changed since, it is not known what it said."""
    op.add_column("paper_ballots", sa.Column("counted", sa.JSON(), nullable=True))
    ballots = sa.table(
        "paper_ballots",
        *(sa.column(name, sa.BigInteger()) for name in ("guild_id", "round_id", "user_id")),
        sa.column("is_counted", sa.Boolean()),
        sa.column("counted", sa.JSON()),
    )
    changed = sa.update(ballots).where(ballots.c.is_counted == sa.false())
    op.execute(changed.values(counted={}))
    said: dict[tuple[int, int, int], dict[str, int]] = defaultdict(dict)
    for guild_id, round_id, user_id, paper, mark in op.get_bind().execute(sa.text(_MARKS)):
        said[guild_id, round_id, user_id][paper] = mark
    for (guild_id, round_id, user_id), marks in said.items():
        op.execute(
            sa.update(ballots)
            .where(ballots.c.guild_id == guild_id, ballots.c.round_id == round_id)
            .where(ballots.c.user_id == user_id)
            .values(counted=marks)
        )
    with op.batch_alter_table("paper_ballots") as table:
        table.drop_column("is_counted")

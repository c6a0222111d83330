"""Papers with their venue and with authors to search by; feeds know since when they fail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db.types import UtcDateTime, WholeNumber

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_PAPERS = sa.table(
    "papers",
    sa.column("arxiv_id", sa.String),
    sa.column("title", sa.Text),
    sa.column("folded_title", sa.Text),
    sa.column("authors", sa.JSON),
    sa.column("folded_authors", sa.Text),
)


def upgrade() -> None:
    op.add_column(
        "papers", sa.Column("folded_authors", sa.Text(), nullable=False, server_default="")
    )
    op.add_column("papers", sa.Column("venue", sa.String(80), nullable=True))
    op.add_column("papers", sa.Column("described_version", WholeNumber, nullable=True))
    op.add_column("feeds", sa.Column("failing_since", UtcDateTime(), nullable=True))
    _fold(op.get_bind())


def _fold(connection: sa.Connection) -> None:
    # It loads much, and every start loads every migration.
    from bot.inputs.text import folded  # noqa: PLC0415

    kept = (_PAPERS.c.arxiv_id, _PAPERS.c.title, _PAPERS.c.authors)
    for key, title, authors in connection.execute(sa.select(*kept)).all():
        values = {"folded_title": folded(title), "folded_authors": folded(", ".join(authors))}
        connection.execute(_PAPERS.update().where(_PAPERS.c.arxiv_id == key).values(**values))

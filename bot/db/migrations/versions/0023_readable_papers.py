"""Papers in plain characters, with a title to search by, and whether they are withdrawn."""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op

from bot.db.types import WholeNumber

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_PAPERS = sa.table(
    "papers",
    sa.column("arxiv_id", sa.String),
    sa.column("title", sa.Text),
    sa.column("folded_title", sa.Text),
    sa.column("authors", sa.JSON),
    sa.column("abstract", sa.Text),
    sa.column("is_withdrawn", sa.Boolean),
)

# As most of them say it; what is announced from now on is read more closely.
_WITHDRAWN = re.compile(
    r"(?:this|the) (?:paper|article|submission|manuscript) (?:has been|is|was) withdrawn\b",
    re.IGNORECASE,
)


def upgrade() -> None:
    op.add_column("papers", sa.Column("folded_title", sa.Text(), nullable=False, server_default=""))
    op.add_column(
        "papers",
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column(
        "feeds", sa.Column("empty_answers", WholeNumber, nullable=False, server_default="0")
    )
    _make_readable(op.get_bind())


def _make_readable(connection: sa.Connection) -> None:
    # They load much, and every start loads every migration.
    from bot.inputs.tex import plain_line  # noqa: PLC0415
    from bot.inputs.text import folded  # noqa: PLC0415

    kept = (_PAPERS.c.arxiv_id, _PAPERS.c.title, _PAPERS.c.authors, _PAPERS.c.abstract)
    for key, raw_title, authors, raw_abstract in connection.execute(sa.select(*kept)).all():
        title, abstract = plain_line(raw_title) or raw_title, plain_line(raw_abstract)
        values = {
            "title": title,
            "folded_title": folded(title),
            "authors": [name for author in authors if (name := plain_line(author))],
            "abstract": abstract,
            "is_withdrawn": _WITHDRAWN.match(abstract) is not None,
        }
        connection.execute(_PAPERS.update().where(_PAPERS.c.arxiv_id == key).values(**values))

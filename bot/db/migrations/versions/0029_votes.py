"""Votes by other methods than approval: marks on papers, codes of ballots, how rounds are counted."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

from bot.db.types import WholeNumber

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_METHODS = ("approval", "runoff", "star")
_ALPHABET, _LENGTH = "BCDFGHJKLMNPQRSTVWXZ", 8

_BALLOTS = sa.table(
    "paper_ballots",
    sa.column("guild_id", sa.BigInteger),
    sa.column("round_id", sa.BigInteger),
    sa.column("user_id", sa.BigInteger),
    sa.column("code", sa.String),
)


def upgrade() -> None:
    for table, column in (("groups", "vote_method"), ("paper_rounds", "method")):
        _add_method(table, column)
        op.add_column(
            table, sa.Column("hides_totals", sa.Boolean(), nullable=False, server_default=sa.true())
        )
    op.add_column("paper_rounds", sa.Column("stages", sa.JSON(), nullable=True))
    op.add_column("paper_rounds", sa.Column("codes", sa.JSON(), nullable=True))
    op.add_column(
        "paper_ballots",
        sa.Column("code", sa.String(length=_LENGTH), nullable=False, server_default=""),
    )
    _give_codes(op.get_bind())
    op.create_index(
        "uq_paper_ballots_code", "paper_ballots", ["guild_id", "round_id", "code"], unique=True
    )
    _paper_marks()
    # An approval is a mark of 1.
    op.execute(
        "INSERT INTO paper_marks (guild_id, round_id, user_id, arxiv_id, mark)"
        " SELECT guild_id, round_id, user_id, arxiv_id, 1 FROM paper_approvals"
    )
    op.drop_table("paper_approvals")


def _add_method(table: str, column: str) -> None:
    values = ", ".join(f"'{value}'" for value in _METHODS)
    # In words: SQLite takes a CHECK with a new column, but not by Alembic.
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN {column} VARCHAR(32) NOT NULL DEFAULT '{_METHODS[0]}' "
        f"CONSTRAINT ck_{table}_{column} CHECK ({column} IN ({values}))"
    )


def _give_codes(connection: sa.Connection) -> None:
    keys = (_BALLOTS.c.guild_id, _BALLOTS.c.round_id, _BALLOTS.c.user_id)
    given: set[str] = set()
    for row in connection.execute(sa.select(*keys)).all():
        code = _code()
        while code in given:
            code = _code()
        given.add(code)
        mine = [key == value for key, value in zip(keys, row, strict=True)]
        connection.execute(_BALLOTS.update().where(*mine).values(code=code))


def _code() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))


def _paper_marks() -> None:
    op.create_table(
        "paper_marks",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("round_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("arxiv_id", sa.String(length=32), nullable=False),
        sa.Column("mark", WholeNumber, nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "round_id", "arxiv_id"],
            ["paper_shortlists.guild_id", "paper_shortlists.round_id", "paper_shortlists.arxiv_id"],
            name=op.f("fk_paper_marks_guild_id_round_id_arxiv_id_paper_shortlists"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "round_id", "user_id"],
            ["paper_ballots.guild_id", "paper_ballots.round_id", "paper_ballots.user_id"],
            name=op.f("fk_paper_marks_guild_id_round_id_user_id_paper_ballots"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "guild_id", "round_id", "user_id", "arxiv_id", name=op.f("pk_paper_marks")
        ),
    )

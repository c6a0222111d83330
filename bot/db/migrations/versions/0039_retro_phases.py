"""Retros have phases; anonymous cards can be changed by a secret; facts about the group."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db.types import UtcDateTime, WholeNumber

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

_PHASES = ("facts", "collect", "group", "vote", "discuss", "act", "closed")
# By value: the same on every database that this ran on, whatever the code says later.
_IN_PHASES = ", ".join(f"'{phase}'" for phase in _PHASES)
_PHASE = sa.String(32)


def upgrade() -> None:
    _phases()
    _secrets()
    _facts()
    _themes()
    _theme_cards()
    _votes()
    # What ended a retro ends its phase of cards now.
    op.execute(
        sa.text(
            "UPDATE schedules SET kind = 'retros.phase', subject = subject || '\\:collect'"
            " WHERE kind = 'retros.reveal'"
        )
    )


def _phases() -> None:
    """Open retros go on through all phases; those that are closed had been revealed by that."""
    with op.batch_alter_table("retros") as table:
        table.add_column(sa.Column("phase", _PHASE, nullable=True))
        table.add_column(sa.Column("phase_began_at", UtcDateTime(), nullable=True))
        table.add_column(sa.Column("phase_ends_at", UtcDateTime(), nullable=True))
        table.add_column(sa.Column("revealed_at", UtcDateTime(), nullable=True))
        table.add_column(sa.Column("shown_phase", _PHASE, nullable=True))
        table.add_column(sa.Column("is_quick", sa.Boolean(), nullable=True))
        table.add_column(sa.Column("days", WholeNumber, nullable=True))
        table.add_column(sa.Column("is_extended", sa.Boolean(), nullable=True))
        table.add_column(sa.Column("votes", WholeNumber, nullable=True))
        table.add_column(sa.Column("votes_per_theme", WholeNumber, nullable=True))
        table.add_column(sa.Column("own_votes", sa.Boolean(), nullable=True))
    op.execute(
        sa.text(
            "UPDATE retros SET"
            " phase = CASE WHEN closed_at IS NULL THEN 'collect' ELSE 'closed' END,"
            " phase_began_at = COALESCE(closed_at, opened_at),"
            " phase_ends_at = CASE WHEN closed_at IS NULL THEN reveal_at END,"
            " revealed_at = closed_at,"
            " shown_phase = CASE WHEN summary_id IS NOT NULL THEN 'closed' END,"
            " is_quick = (1 = 0), is_extended = (1 = 0), own_votes = (1 = 1),"
            " votes = 3, votes_per_theme = 1"
        )
    )
    _settled()


def _settled() -> None:
    with op.batch_alter_table("retros") as table:
        for name, kind in (
            ("phase", _PHASE),
            ("phase_began_at", UtcDateTime()),
            ("is_quick", sa.Boolean()),
            ("is_extended", sa.Boolean()),
            ("votes", WholeNumber),
            ("votes_per_theme", WholeNumber),
            ("own_votes", sa.Boolean()),
        ):
            table.alter_column(name, existing_type=kind, nullable=False)
        table.create_check_constraint("phase", f"phase IN ({_IN_PHASES})")
        table.create_check_constraint("shown_phase", f"shown_phase IN ({_IN_PHASES})")
        table.create_check_constraint("closed", "(phase = 'closed') = (closed_at IS NOT NULL)")
        table.create_check_constraint("deadline", "(phase = 'closed') = (phase_ends_at IS NULL)")
        table.create_check_constraint(
            "revealed", "(phase IN ('facts', 'collect')) = (revealed_at IS NULL)"
        )
        table.create_check_constraint("votes", "votes_per_theme BETWEEN 1 AND votes")
        table.create_check_constraint("own_votes", "own_votes OR anonymity = 'named'")


def _secrets() -> None:
    with op.batch_alter_table("retro_cards") as table:
        table.add_column(sa.Column("secret_hash", sa.String(64), nullable=True))
        table.create_unique_constraint(
            "uq_retro_cards_guild_id_retro_id_secret_hash", ["guild_id", "retro_id", "secret_hash"]
        )
        table.create_check_constraint(
            "secret_of_anonymous", "anonymity = 'anonymous' OR secret_hash IS NULL"
        )


def _facts() -> None:
    op.create_table(
        "retro_facts",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("retro_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", WholeNumber, autoincrement=False, nullable=False),
        sa.Column("text", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "retro_id"],
            ["retros.guild_id", "retros.id"],
            name=op.f("fk_retro_facts_guild_id_retro_id_retros"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "retro_id", "position", name=op.f("pk_retro_facts")),
    )


def _themes() -> None:
    op.create_table(
        "retro_themes",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("retro_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", WholeNumber, autoincrement=False, nullable=False),
        sa.Column("title", sa.String(200), nullable=True),
        sa.Column("votes", WholeNumber, nullable=True),
        sa.Column("rank", WholeNumber, nullable=True),
        sa.Column("channel_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("opening_id", sa.BigInteger(), nullable=True),
        sa.Column("trouble", sa.String(200), nullable=True),
        sa.CheckConstraint("length(title) >= 1", name=op.f("ck_retro_themes_title")),
        sa.CheckConstraint("votes >= 0", name=op.f("ck_retro_themes_votes")),
        sa.ForeignKeyConstraint(
            ["guild_id", "retro_id"],
            ["retros.guild_id", "retros.id"],
            name=op.f("fk_retro_themes_guild_id_retro_id_retros"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "retro_id", "number", name=op.f("pk_retro_themes")),
        sa.UniqueConstraint(
            "guild_id", "retro_id", "rank", name=op.f("uq_retro_themes_guild_id_retro_id_rank")
        ),
    )


def _theme_cards() -> None:
    op.create_table(
        "retro_theme_cards",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("card_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("retro_id", sa.BigInteger(), nullable=False),
        sa.Column("number", WholeNumber, nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "card_id"],
            ["retro_cards.guild_id", "retro_cards.id"],
            name=op.f("fk_retro_theme_cards_guild_id_card_id_retro_cards"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "retro_id", "number"],
            ["retro_themes.guild_id", "retro_themes.retro_id", "retro_themes.number"],
            name=op.f("fk_retro_theme_cards_guild_id_retro_id_number_retro_themes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "card_id", name=op.f("pk_retro_theme_cards")),
    )


def _votes() -> None:
    op.create_table(
        "retro_votes",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("retro_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", WholeNumber, autoincrement=False, nullable=False),
        sa.Column("votes", WholeNumber, nullable=False),
        sa.CheckConstraint("votes >= 1", name=op.f("ck_retro_votes_votes")),
        sa.ForeignKeyConstraint(
            ["guild_id", "retro_id", "number"],
            ["retro_themes.guild_id", "retro_themes.retro_id", "retro_themes.number"],
            name=op.f("fk_retro_votes_guild_id_retro_id_number_retro_themes"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_retro_votes_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "guild_id", "retro_id", "user_id", "number", name=op.f("pk_retro_votes")
        ),
    )

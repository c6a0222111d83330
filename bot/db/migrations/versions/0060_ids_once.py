"""SQLite gives no id of ours twice, as PostgreSQL never did."""

from __future__ import annotations

from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None

_TABLES = (
    "actions",
    "attended_events",
    "conferences",
    "contributions",
    "deliveries",
    "health_answers",
    "library_suggestions",
    "news_feeds",
    "paper_actions",
    "paper_reproductions",
    "paper_reviews",
    "paper_rounds",
    "partner_rounds",
    "projects",
    "retro_cards",
    "retros",
    "schedules",
    "session_meetings",
    "setting_changes",
    "shares",
    "study_sessions",
    "talk_feedback",
    "talks",
)


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    for name in _TABLES:
        with op.batch_alter_table(
            name, recreate="always", table_kwargs={"sqlite_autoincrement": True}
        ):
            pass

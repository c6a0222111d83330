"""The tables of the first version."""

from __future__ import annotations

from alembic import op

from bot.db.base import Base

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    import importlib, pkgutil, bot

    for m in pkgutil.walk_packages(bot.__path__, "bot."):
        if m.name.endswith((".models", "command_tree")):
            importlib.import_module(m.name)
    Base.metadata.create_all(op.get_bind())

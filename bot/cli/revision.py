"""Writing a migration: what the tables are now, against what the migrations make."""

from __future__ import annotations

import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import Connection

from bot.db.engine import create_engine
from bot.db.migrate import alembic_config, upgrade

VERSIONS = Path(__file__).parents[1] / "db" / "migrations" / "versions"

_HOOKS = {
    "hooks": "lint, format",
    "lint.type": "module",
    "lint.module": "ruff",
    "lint.options": "check --quiet --fix REVISION_SCRIPT_FILENAME",
    "format.type": "module",
    "format.module": "ruff",
    "format.options": "format --quiet REVISION_SCRIPT_FILENAME",
}


async def write_revision(message: str) -> None:
    """Add a numbered file to ``versions`` with the difference. Read it before it is committed.

    It is written as `make check` wants it, with ruff, which a contributor's environment has.
    """
    import cogs.features  # noqa: F401, PLC0415 - brings the tables of every feature

    number = 1 + max((int(path.name[:4]) for path in VERSIONS.glob("[0-9]*.py")), default=0)

    def write(connection: Connection) -> None:
        config = alembic_config(connection)
        for name, value in _HOOKS.items():
            config.set_section_option("post_write_hooks", name, value)
        command.revision(config, message, autogenerate=True, rev_id=f"{number:04}")

    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/schema.db"
        if number > 1:
            await upgrade(url)
        engine = create_engine(url)
        async with engine.begin() as connection:
            await connection.run_sync(write)
        await engine.dispose()

"""Run by Alembic; the connection comes from :mod:`bot.db.migrate`, already in a transaction."""

from alembic import context

from bot.db.base import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    user_module_prefix="",
)
context.run_migrations()

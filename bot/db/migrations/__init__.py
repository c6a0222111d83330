"""Alembic's scripts: one file a schema change, oldest first."""

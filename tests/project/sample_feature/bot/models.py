"""The table of books.

A real feature's table is a class of `bot.db.Base`, with a migration. This one keeps out of that
metadata, which the tests of migrations compare with the database.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, MetaData, String, Table

METADATA = MetaData()
BOOKS = Table(
    "books",
    METADATA,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("title", String(100), primary_key=True),
)

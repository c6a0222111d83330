"""Random text that the database makes, a new one for each row of a statement."""

from __future__ import annotations

from typing import Any

from sqlalchemy import String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction


class RandomText(GenericFunction[str]):
    """24 hexadecimal digits, of which at least 90 bits are random."""

    type = String(24)
    inherit_cache = True


@compiles(RandomText, "sqlite")
def _on_sqlite(_element: RandomText, _compiler: SQLCompiler, **_options: Any) -> str:
    return "lower(hex(randomblob(12)))"


@compiles(RandomText, "postgresql")
def _on_postgresql(_element: RandomText, _compiler: SQLCompiler, **_options: Any) -> str:
    return "left(replace(gen_random_uuid()::text, '-', ''), 24)"

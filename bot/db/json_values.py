"""JSON that the database makes of its columns, on both databases alike."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction


class JsonList(GenericFunction[Any]):
    """A list of the arguments' values. Dates and instants are in ISO's form."""

    type = JSON()
    inherit_cache = True


class JsonColumns(GenericFunction[Any]):
    """An aggregate: for each argument the list of its values, all in the same order of rows.

    Making a list for each row takes PostgreSQL half as long again.
    """

    type = JSON()
    inherit_cache = True


@compiles(JsonList, "sqlite")
def _list_on_sqlite(element: JsonList, compiler: SQLCompiler, **options: Any) -> str:
    # Put together as text: json_array would parse what comes out of a subquery, all of it again.
    parts = (
        f"coalesce({text}, 'null')" if isinstance(each.type, JSON) else f"json_quote({text})"
        for each in element.clauses
        for text in [compiler.process(each, **options)]
    )
    joined = " || ',' || ".join(parts)
    return f"('[' || {joined} || ']')"


@compiles(JsonList, "postgresql")
def _list_on_postgresql(element: JsonList, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_build_array({compiler.process(element.clauses, **options)})"


@compiles(JsonColumns, "sqlite")
def _columns_on_sqlite(element: JsonColumns, compiler: SQLCompiler, **options: Any) -> str:
    columns = (f"json_group_array({compiler.process(each, **options)})" for each in element.clauses)
    return f"json_array({', '.join(columns)})"


@compiles(JsonColumns, "postgresql")
def _columns_on_postgresql(element: JsonColumns, compiler: SQLCompiler, **options: Any) -> str:
    columns = (
        f"coalesce(json_agg({compiler.process(each, **options)}), '[]')" for each in element.clauses
    )
    return f"json_build_array({', '.join(columns)})"

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


class JsonRows(GenericFunction[Any]):
    """An aggregate: a list with one `JsonList` of the arguments' values for each row."""

    type = JSON()
    inherit_cache = True


@compiles(JsonList, "sqlite")
def _list_on_sqlite(element: JsonList, compiler: SQLCompiler, **options: Any) -> str:
    # What comes out of a subquery may have lost that it is JSON and not text.
    parts = (
        f"json({compiler.process(each, **options)})"
        if isinstance(each.type, JSON)
        else compiler.process(each, **options)
        for each in element.clauses
    )
    return f"json_array({', '.join(parts)})"


@compiles(JsonList, "postgresql")
def _list_on_postgresql(element: JsonList, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_build_array({compiler.process(element.clauses, **options)})"


@compiles(JsonRows, "sqlite")
def _rows_on_sqlite(element: JsonRows, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_group_array(json_array({compiler.process(element.clauses, **options)}))"


@compiles(JsonRows, "postgresql")
def _rows_on_postgresql(element: JsonRows, compiler: SQLCompiler, **options: Any) -> str:
    row = f"json_build_array({compiler.process(element.clauses, **options)})"
    return f"coalesce(json_agg({row}), '[]')"

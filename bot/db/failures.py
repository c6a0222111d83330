"""What goes wrong with a database: what passes by itself is told from what does not, and the texts
of errors are rid of what people wrote.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from sqlalchemy import exc

# By SQLSTATE, the most specific first: https://www.postgresql.org/docs/current/errcodes-appendix.html
_PASSING_STATES = {
    "53100": "its disk is full",
    "53300": "it has too many connections",
    "53": "it lacks resources",
    "55P03": "somebody else has locked it",
    "40": "two acts were in each other's way",
    "57P": "it is stopping or starting",
    "58": "it cannot use its disk",
    "08": "the connection to it is broken",
    "25006": "it takes no changes",
}
_PASSING_CODES = {
    sqlite3.SQLITE_BUSY: "another program has locked it",
    sqlite3.SQLITE_LOCKED: "another program has locked it",
    sqlite3.SQLITE_PROTOCOL: "another program has locked it",
    sqlite3.SQLITE_FULL: "its disk is full",
    sqlite3.SQLITE_IOERR: "it cannot use its disk",
    sqlite3.SQLITE_READONLY: "it takes no changes",
    sqlite3.SQLITE_CANTOPEN: "its file cannot be opened",
}
# An extended code has its kind in the lowest eight bits.
_KIND_OF_CODE = 0xFF
_DATA_STATE = "22"
_NO_DATA = "a value does not fit (its text is left out)"


def passing_reason(error: BaseException) -> str | None:
    """Why the database cannot be used for now; None for what would fail again just the same."""
    for each in (error, getattr(error, "orig", None), error.__cause__):
        code = getattr(each, "sqlite_errorcode", None)
        if code is not None:
            return _PASSING_CODES.get(code & _KIND_OF_CODE)
        state = getattr(each, "sqlstate", None)
        if state is not None:
            found = (reason for start, reason in _PASSING_STATES.items() if state.startswith(start))
            return next(found, None)
    if isinstance(error, TimeoutError | exc.TimeoutError):
        return "it takes too long"
    if isinstance(error, OSError):
        return "it cannot be reached"
    if isinstance(error, exc.DBAPIError) and error.connection_invalidated:
        return "the connection to it is broken"
    return None


def hide_data(error: BaseException) -> None:
    """Take out of ``error``, and all that led to it, what quotes values.

    That is PostgreSQL's DETAIL, which can be a whole row, and messages about a value's form.
    (Parameters are left out by the engine's ``hide_parameters``.)
    """
    for each in _chain(error):
        if _is_of_asyncpg(each):
            # The library's own __str__ appends these to the message.
            each.__dict__.update(detail=None, hint=None)
        if _quotes_a_value(each):
            for quoting in (each, getattr(each, "orig", None)):
                if quoting is not None:
                    quoting.args = (_NO_DATA,)


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen, left = set[int](), [error]
    while left:
        each = left.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        causes: list[Any] = [each.__cause__, each.__context__, getattr(each, "orig", None)]
        left += [cause for cause in causes if cause is not None]
        if isinstance(each, BaseExceptionGroup):
            left += each.exceptions


def _quotes_a_value(error: BaseException) -> bool:
    """Whether it is about a value that does not fit, before it was sent or after."""
    origin = getattr(error, "orig", None) or error
    state = getattr(origin, "sqlstate", None) or ""
    if state.startswith(_DATA_STATE) or isinstance(error, exc.DataError):
        return True
    # An enum's column names the value that it does not know.
    if isinstance(error, exc.StatementError) and isinstance(error.orig, LookupError):
        return True
    # What asyncpg refuses to send is both an error of its own and a ValueError.
    cause = origin.__cause__ or origin
    return _is_of_asyncpg(cause) and isinstance(cause, ValueError)


def _is_of_asyncpg(error: BaseException) -> bool:
    """Without an import: SQLite needs none of it."""
    return type(error).__module__.startswith("asyncpg")

"""What a test needs beyond its own process, found in what its code names.

``wire``: the test, one of its fixtures, or a helper in ``tests`` that these name begins a sandbox,
another server or a process. ``browser`` and ``postgres``: it uses that fixture. ``database``: one
of these opens a database, of either kind. Nothing is listed by hand, so a new test is in the right
group from the start; ``make quick`` runs what has no mark.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator
from types import CodeType, FunctionType, SimpleNamespace

import pytest

# Whoever names one of these listens on a port, or starts a process that does.
SERVERS = {"Sandbox", "running", "serving", "play_tour", "TCPSite", "TestServer"}
PROCESSES = {"create_subprocess_exec", "create_subprocess_shell", "Popen"}
DATABASES = {"Database", "upgrade", "create_engine", "create_async_engine", "connect", "invoke"}
FIXTURES = {
    "browser": "browser",
    "postgres_server": "postgres",
    "db_url": "database",
    "empty_db_url": "database",
}
NO_PARAMETERS = SimpleNamespace(params={})


def mark_needs(items: Iterable[pytest.Item]) -> None:
    """Mark each test by what it needs."""
    reach = {"wire": Reach(SERVERS | PROCESSES), "database": Reach(DATABASES)}
    for item in items:
        if not isinstance(item, pytest.Function):
            continue
        for fixture in FIXTURES.keys() & item.fixturenames:
            item.add_marker(FIXTURES[fixture])
        if "postgres" in getattr(item, "callspec", NO_PARAMETERS).params.values():
            item.add_marker("postgres")
        for mark, each in reach.items():
            if any(map(each.reaches, _functions(item))):
                item.add_marker(mark)


class Reach:
    """Follows names from function to function; each function is looked at once."""

    def __init__(self, wanted: set[str]) -> None:
        self._wanted = wanted
        self._known: dict[CodeType, bool] = {}

    def reaches(self, function: FunctionType) -> bool:
        """Whether calling this may come to something that has one of the names."""
        code = function.__code__
        if code not in self._known:
            self._known[code] = False  # for functions that call one another
            names = set(_names(code))
            self._known[code] = bool(names & self._wanted) or any(
                self.reaches(called)
                for name in names
                for called in _helpers(function.__globals__.get(name))
            )
        return self._known[code]


def _functions(item: pytest.Function) -> Iterator[FunctionType]:
    """The test's own function and those of all its fixtures."""
    # pytest offers the names of an item's fixtures in public, their functions only here.
    found = [definitions[-1].func for definitions in item._fixtureinfo.name2fixturedefs.values()]
    for function in (item.function, *found):
        unwrapped = inspect.unwrap(function)
        if isinstance(unwrapped, FunctionType):
            yield unwrapped


def _helpers(value: object) -> Iterator[FunctionType]:
    """The functions behind a name, if it is one of ours: itself, or the methods of a class."""
    if not getattr(value, "__module__", "").startswith("tests."):
        return
    candidates = vars(value).values() if inspect.isclass(value) else [value]
    for candidate in candidates:
        unwrapped = inspect.unwrap(candidate) if callable(candidate) else None
        if isinstance(unwrapped, FunctionType):
            yield unwrapped


def _names(code: CodeType) -> Iterator[str]:
    """What a function and the functions inside it name."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)

"""What every run of the tests begins with; the fixtures are in ``databases`` and ``live``."""

from __future__ import annotations

import asyncio
import gc
import os
import sqlite3

import hypothesis
import pytest

from tests.needs import mark_needs

# HYPOTHESIS_PROFILE=thorough looks longer than a run of the whole suite can, quick shorter.
hypothesis.settings.register_profile("quick", max_examples=10, deadline=None)
hypothesis.settings.register_profile("suite", max_examples=40, deadline=None)
hypothesis.settings.register_profile("thorough", max_examples=1000, deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

# As `bot.ranking.rank` has it, but before any test loads numpy.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Load the fixtures, but not in the process that only hands the tests out to others."""
    plugins = session.config.pluginmanager
    if not plugins.hasplugin("dsession"):
        for name in ("tests.databases", "tests.live"):
            plugins.import_plugin(name)


# Before pytest's own, which leaves out what -m does not ask for.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests that need the wire, a browser or a database; see ``tests/needs.py``."""
    mark_needs(items)


def pytest_collection_finish() -> None:
    """Keep the collector off what stays to the end: it would look through it again and again."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(autouse=True)
def _needs_are_marked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that listens or opens a database without its mark fails: `make quick` is true."""

    async def refuse_server(*_: object, **__: object) -> None:
        pytest.fail("This test begins a server: add what begins it to tests/needs.py")

    def refuse_file(*_: object, **__: object) -> None:
        pytest.fail("This test opens a database: add what opens it to tests/needs.py")

    if request.node.get_closest_marker("wire") is None:
        monkeypatch.setattr(asyncio.BaseEventLoop, "create_server", refuse_server)
        if request.node.get_closest_marker("database") is None:
            for module in (sqlite3, sqlite3.dbapi2):
                monkeypatch.setattr(module, "connect", refuse_file)

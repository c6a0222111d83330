"""A database that is locked, full or away: whoever acts is answered, and loses nothing."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url, text

from bot.db import engine
from cogs.common import deferral
from sandbox import ActingUser, Seen
from tests.live import Study, form_of

SETS = "theory-problem-sets"
CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"

on_sqlite = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
Act = Callable[[], Coroutine[Any, Any, Seen]]


@pytest.fixture
async def ana(study: Study, monkeypatch: pytest.MonkeyPatch) -> ActingUser:
    """A member; what other tests' database had of troubles is forgotten."""
    monkeypatch.setattr(study.db, "_writing", engine._Troubles("changed"))
    await listeners_heard_of_ready(study)
    return await study.person("Ana")


async def listeners_heard_of_ready(study: Study) -> None:
    """What the bot writes once it is ready is written: a lock would stop it in the middle."""
    await study.bot.wait_until_ready()
    await asyncio.gather(*(each for each in asyncio.all_tasks() if "on_ready" in each.get_name()))


@contextmanager
def locked(study: Study) -> Iterator[None]:
    """Another program holds the file's lock for writing."""
    path = make_url(study.db.url).database
    assert path is not None
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        other.close()


async def connections_closed(study: Study) -> None:
    """What opens the file next connects anew; no job is in the middle of using it."""
    await study.bot.jobs.stop()
    await study.db.close()


async def acts_of(ana: ActingUser) -> dict[str, Act]:
    """A writing act of each kind, and one in a form that a command opened."""
    today, listed = await ana.slash("today"), await ana.slash("milestone list")
    await ana.click(today, "Done")
    form = form_of(await ana.click(today, "Note"))
    start = f"milestone:start:{SETS}"
    options = {"milestone": SETS, "note": "Zebra finch"}
    return {
        "command": lambda: ana.slash("milestone note", options=options, timeout=30),
        "button": lambda: ana.click(listed, custom_id=start, forge=True, timeout=30),
        "form": lambda: ana.submit(form, {"note": "Zebra finch"}, timeout=30),
    }


@on_sqlite
@pytest.mark.parametrize("kind", ["command", "button", "form"])
async def test_an_answer_that_waits_for_a_lock_is_deferred_and_arrives(
    study: Study, ana: ActingUser, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """The lock is let go while the deferral is on its way: the answer comes after it, once."""
    acts = await acts_of(ana)
    monkeypatch.setattr(deferral, "_DEFER_AFTER_SECONDS", 0.05)
    deferring = study.sandbox.faults.hold("POST", CALLBACK)
    with locked(study):
        acting = asyncio.create_task(acts[kind]())
        await deferring.reached()
    deferring.release()
    seen = await acting
    assert seen.failed is None
    await ana.until(lambda: "cannot get" not in seen.text and seen.text)
    texts = {"command": "Zebra finch", "button": "Problem sets", "form": "Zebra finch"}
    assert texts[kind] in seen.text
    assert seen.followups == []


@on_sqlite
@pytest.mark.parametrize("kind", ["command", "button", "form"])
async def test_a_lock_that_stays_ends_in_a_kind_refusal_with_what_was_typed(
    study: Study,
    ana: ActingUser,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    kind: str,
) -> None:
    """For many at once, none of whom waits for the others; logged once."""
    acts = await acts_of(ana)
    await connections_closed(study)
    monkeypatch.setattr(deferral, "_DEFER_AFTER_SECONDS", 0.05)
    monkeypatch.setattr(engine, "_WAIT_SECONDS", 0.3)
    caplog.clear()
    with locked(study):
        answers = await asyncio.gather(*(acts[kind]() for _ in range(1 if kind == "form" else 8)))
    for seen in answers:
        assert seen.failed is None
        said = seen.text if kind != "button" and not seen.followups else seen.followups[0].text
        assert "I cannot get at my notes right now" in said
        assert "reference" not in said
        assert ("Zebra finch" in said) == (kind != "button")
    troubles = [r for r in caplog.records if r.levelno >= logging.ERROR]
    assert {record.name for record in troubles} <= {"bot.db.engine", "bot.scheduling.jobs"}
    assert sum(record.name == "bot.db.engine" for record in troubles) in (1, 2)
    if len(answers) > 1:
        assert "The database cannot be changed: it takes too long" in caplog.text, "in the queue"
    assert "Zebra" not in caplog.text
    done = await acts[kind]()
    assert done.failed is None
    assert "cannot get" not in done.text


@on_sqlite
async def test_a_full_disk_ends_in_a_kind_refusal_with_what_was_typed(
    study: Study, ana: ActingUser, caplog: pytest.LogCaptureFixture
) -> None:
    await study.organiser.slash("retro open")
    async with study.db.begin() as session:
        await session.execute(text("PRAGMA max_page_count = 1"))
    card = "Zebra finch " * 300
    for _ in range(50):
        seen = await ana.submit(await ana.slash("retro card"), {"Your card": card})
        if "cannot get at my notes" in seen.text:
            break
    (file,) = seen.files
    assert file.data.decode() == card.strip() or file.data.decode() == card
    told = [r.getMessage() for r in caplog.records if r.name == "bot.db.engine"]
    assert told == ["The database cannot be changed: its disk is full"]
    assert "Zebra" not in caplog.text
    assert (await ana.slash("me")).failed is None


@on_sqlite
@pytest.mark.parametrize("kind", ["command", "button", "form"])
async def test_an_answer_that_another_process_on_the_token_deferred_arrives(
    study: Study, ana: ActingUser, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """Of two that were told of an act either may defer it, and the other one do it and answer."""
    acts, interactions = await acts_of(ana), study.sandbox.interactions
    monkeypatch.setattr(deferral, "_DEFER_AFTER_SECONDS", 0.05)
    deferring = study.sandbox.faults.hold("POST", CALLBACK)
    with locked(study):
        acting = asyncio.create_task(acts[kind]())
        await deferring.reached()
        asked = interactions._order[-1]
        body = {"type": 5, "data": {"flags": 64}} if asked.message is None else {"type": 6}
        study.sandbox.answering.callback(asked, body, {})
    deferring.release()
    seen = await acting
    assert seen.failed is None
    (late,) = study.sandbox.requests.to("POST", CALLBACK)[-1:]
    assert late.response["code"] == 40060
    await ana.until(lambda: ("Problem sets" if kind == "button" else "Zebra finch") in seen.text)


@contextmanager
def away(study: Study) -> Iterator[None]:
    """The file is where nobody can open it."""
    path = Path(str(make_url(study.db.url).database))
    kept = path.parent.rename(path.parent.with_name("away"))
    try:
        yield
    finally:
        kept.rename(path.parent)


@on_sqlite
async def test_what_is_wrong_by_itself_is_said_while_the_database_is_away(
    study: Study, ana: ActingUser, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody can say then whether another process answers; one answer too many beats none."""
    await connections_closed(study)
    with away(study):
        seen = await ana.slash("join", time="25:99")
    assert seen.failed is None
    assert "25:99" in seen.text
    assert "reference" not in seen.text
    assert "Nobody knows whether another process answers" in caplog.text


@on_sqlite
async def test_suggestions_are_none_while_the_database_is_away_and_no_key_is_logged(
    study: Study, ana: ActingUser, caplog: pytest.LogCaptureFixture
) -> None:
    await connections_closed(study)
    with away(study):
        for typed in ("m", "ma", "mat"):
            assert await ana.autocomplete("milestone start", "milestone", typed) == []
        assert await ana.autocomplete("glossary", "term", "b") == []
        assert await ana.autocomplete("resources", "block", "b") == []
    assert "Reference" not in caplog.text

"""Nothing ties an anonymous card to who wrote it: not while writing, editing or voting (T3)."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import random
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Base, Database
from bot.retros import card_service, service, steering
from bot.retros.queries import hash_of
from bot.retros.values import Phase
from bot.themes import service as themes
from sandbox import ActingUser
from tests.live import Study, custom_ids
from tests.retros.acting import opened, posted, text_of, write
from tests.retros.circle import ANA, BEN, member, organiser, set_up_circle
from tests.themes.acting import on, vote

TEXT, EDITED = "Zebrafink im Garten", "Zaunkönig im Garten"


async def everything(db: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, in the order of the primary keys."""
    found = {}
    async with db.read() as session:
        for table in Base.metadata.sorted_tables:
            rows = await session.execute(select(table).order_by(*table.primary_key))
            found[table.name] = [tuple(row) for row in rows]
    return found


@contextmanager
def asked(db: Database) -> Iterator[list[tuple[str, str]]]:
    """Each statement with its parameters, written out."""
    seen: list[tuple[str, str]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        seen.append((statement, repr(parameters)))

    engines = [db.engine.sync_engine]
    engines += [db._reading_engine.sync_engine] if db.is_sqlite else []
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield seen
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


def backed_up(db: Database, to: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of a backup of SQLite's file, made beside the running bot into the file ``to``.

    Of PostgreSQL, whose copies are made with its own tools, there is none here.
    """
    if not db.is_sqlite:
        return {}
    with (
        closing(sqlite3.connect(str(db.engine.url.database))) as source,
        closing(sqlite3.connect(to)) as copy,
    ):
        source.backup(copy)
        tables = [name for (name,) in copy.execute("SELECT name FROM sqlite_master")]
        names = [name for name in tables if name in Base.metadata.tables]
        return {name: copy.execute(f"SELECT * FROM {name}").fetchall() for name in names}


async def taken_along(people: Iterable[ActingUser]) -> str:
    """All that `/export data` gives these people, its tables unpacked."""
    found = []
    for who in people:
        for file in (await who.slash("export data")).files:
            content = bytes(file.data)
            if not file.filename.endswith(".zip"):
                found.append(content)
                continue
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                found += [archive.read(name) for name in archive.namelist()]
    return b"\n".join(found).decode()


@dataclass
class Search:
    """Looks for what could tie a card to its writer, wherever anything is kept or given out."""

    study: Study
    writer: ActingUser
    folder: Path
    secret: str
    looked: int = 0

    async def look(self, *, is_revealed: bool) -> None:
        """In all tables, in a backup, and in what everybody takes along."""
        copy = self.folder / f"{self.looked}.db"
        self.looked += 1
        stored = await everything(self.study.db)
        in_copy = await asyncio.to_thread(backed_up, self.study.db, copy)
        for tables in (stored, in_copy):
            self._look_into(tables)
        kept = repr(stored["retro_cards"])
        assert (hash_of(self.secret) in kept) is not is_revealed
        if self.study.db.is_sqlite:
            assert in_copy["retro_cards"]
            assert self.secret.encode() not in copy.read_bytes()
        given = await taken_along(self.study.people.values())
        assert "milestone" in given, "there is something in what they take along"
        for private in (self.secret, hash_of(self.secret), TEXT, EDITED):
            assert private not in given

    def _look_into(self, tables: Mapping[str, Sequence[Sequence[Any]]]) -> None:
        card_ids = {str(row[0]) for row in tables.get("retro_cards", ())}
        for name, rows in tables.items():
            for row in rows:
                written = repr(row)
                assert self.secret not in written, name
                about = (TEXT, EDITED, *card_ids)
                is_of_card = any(each in written for each in about)
                assert not (is_of_card and str(self.writer.id) in written), name


async def test_t3_nothing_kept_or_given_out_ties_a_card_to_its_writer(
    study: Study, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    """T3: tables, backup, exports, statements, log and custom ids; over the wire, from writing it
    over editing it to a vote for it.
    """
    caplog.set_level(logging.INFO)
    ana, ben = await study.person("Ana"), await study.person("Ben")
    for who in (ana, ben):
        await who.slash("milestone start", milestone="theory-problem-sets")
    panel = await opened(study, "anonymous")
    with asked(study.db) as writing:
        answer = await write(ana, panel, "Adjust", TEXT)
        form = await ana.click(answer, "Edit")
    assert form.modal is not None
    secret = custom_ids(answer, "retro:edit-own")[0].rpartition(":")[2]
    search = Search(study, ana, tmp_path, secret)
    await search.look(is_revealed=False)
    with asked(study.db) as editing:
        edited = await ana.submit(form, {"Your card": EDITED})
        await write(ben, panel, "Adjust", "Another")
    assert EDITED in edited.text
    await search.look(is_revealed=False)
    with asked(study.db) as voting:
        for _ in range(3):
            await on(study)
        await vote(ana, posted(study)[-1], EDITED)
    await search.look(is_revealed=True)
    with asked(study.db) as counting:
        await on(study)
    statements = [*writing, *editing, *voting, *counting]
    of_card = [
        (statement, parameters)
        for statement, parameters in statements
        if "retro_cards" in statement or TEXT in parameters or EDITED in parameters
    ]
    assert len(of_card) > 8
    assert [each for each in of_card if str(ana.id) in each[1]] == []
    assert [each for each in statements if secret in each[1]] == []
    await search.look(is_revealed=True)
    for private in (secret, hash_of(secret), TEXT, EDITED):
        assert private not in caplog.text
    shown = [each for each in posted(study) if EDITED in text_of(each)]
    assert shown
    for message in posted(study):
        assert str(ana.id) not in json.dumps(message.components)
        assert secret not in json.dumps(message.components)
    read = (await ana.slash("me")).text + (await ben.click(shown[-1], "Read all")).text
    assert str(ana.id) not in read
    late = await ana.click(answer, custom_id=f"retro:edit-own:1:{secret}", forge=True)
    assert "revealed" in late.text


class _UndoneError(Exception):
    """Takes back what a story wrote, so that the next one finds the same."""


def _seed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same random numbers in each run."""
    chance = random.Random(7)
    monkeypatch.setattr("bot.retros.card_service.secrets.randbits", chance.getrandbits)
    monkeypatch.setattr(
        "bot.retros.card_service.secrets.token_urlsafe", lambda _n: f"{chance.random():.20f}"
    )
    monkeypatch.setattr(card_service, "_CHANCE", chance)


async def _story(db: Database, writers: tuple[int, int]) -> list[str]:
    """Cards by these writers, edited, removed, revealed; Ana votes. What is stored, twice."""
    found: list[str] = []
    first, second = writers
    try:
        async with db.begin() as session:
            retro = (await service.open_retro(session, organiser())).retro
            one, other = await member(session, first), await member(session, second)
            mine = await card_service.add_card(session, one, retro.id, 0, "First")
            await card_service.add_card(session, other, retro.id, 0, "Second")
            gone = await card_service.add_card(session, other, retro.id, 1, "Third")
            assert mine.secret is not None
            assert gone.secret is not None
            await card_service.edit_secret_card(session, one, retro.id, mine.secret, "Better")
            await card_service.remove_secret_card(session, other, retro.id, gone.secret)
            found.append(await _stored(session))
            for phase in (Phase.FACTS, Phase.COLLECT, Phase.GROUP):
                await steering.go_on(session, organiser(), retro.id, phase)
            await themes.cast(session, await member(session, ANA), retro.id, 0, 1)
            found.append(await _stored(session))
            raise _UndoneError
    except _UndoneError:
        return found


async def _stored(session: AsyncSession) -> str:
    """All rows, but for the numbers that each run counts on."""
    lines = []
    for table in Base.metadata.sorted_tables:
        counted = {"retro_id", "subject", *([] if table.name == "retro_cards" else ["id"])}
        kept = [column for column in table.columns if column.name not in counted]
        rows = await session.execute(select(*kept).order_by(*table.primary_key))
        lines += [f"{table.name} {tuple(row)}" for row in rows]
    return "\n".join(lines)


async def test_t3_the_database_is_the_same_whoever_wrote_which_anonymous_card(
    composed_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """T3: what is stored does not depend on the writers, so nothing in it can tell them."""
    await set_up_circle(composed_db)
    stories = []
    for writers in ((ANA, BEN), (BEN, ANA), (BEN, BEN)):
        _seed(monkeypatch)
        stories.append(await _story(composed_db, writers))
    hidden, revealed = stories[0]
    assert "Better" in hidden
    assert "retro_votes" in revealed
    assert stories[1:] == [[hidden, revealed]] * 2

"""Nothing ties an anonymous card to who wrote it: not while writing, editing or voting (T3)."""

from __future__ import annotations

import asyncio
import json
import logging
import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Base, Database
from bot.retros import card_service, service, steering
from bot.retros.queries import hash_of
from bot.retros.values import Phase
from bot.themes import service as themes
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


async def test_t3_no_table_statement_log_or_custom_id_ties_a_card_to_its_writer(
    study: Study, caplog: pytest.LogCaptureFixture
) -> None:
    """T3: over the wire, from writing it over editing it to a vote for it."""
    caplog.set_level(logging.INFO)
    ana, ben = await study.person("Ana"), await study.person("Ben")
    panel = await opened(study, "anonymous")
    with asked(study.db) as statements:
        answer = await write(ana, panel, "Adjust", TEXT)
        secret = custom_ids(answer, "retro:edit-own")[0].rpartition(":")[2]
        form = await ana.click(answer, "Edit")
        assert form.modal is not None
        edited = await ana.submit(form, {"Your card": EDITED})
        assert EDITED in edited.text
        await write(ben, panel, "Adjust", "Another")
        await asyncio.sleep(0)
        hidden = await everything(study.db)
        await on(study)
        await on(study)
        await on(study)
        await vote(ana, posted(study)[-1], EDITED)
        await on(study)
    of_card = [
        (statement, parameters)
        for statement, parameters in statements
        if "retro_cards" in statement or TEXT in parameters or EDITED in parameters
    ]
    assert len(of_card) > 8
    assert [each for each in of_card if str(ana.id) in each[1]] == []
    assert [each for each in statements if secret in each[1]] == []
    for tables in (hidden, await everything(study.db)):
        card_ids = {str(row[0]) for row in tables["retro_cards"]}
        for name, rows in tables.items():
            for row in rows:
                written = repr(row)
                assert secret not in written, name
                is_of_card = EDITED in written or any(each in written for each in card_ids)
                assert not (is_of_card and str(ana.id) in written), name
    assert any(hash_of(secret) in repr(row) for row in hidden["retro_cards"])
    assert hash_of(secret) not in repr(await everything(study.db))
    for private in (secret, hash_of(secret), TEXT, EDITED):
        assert private not in caplog.text
    shown = [each for each in posted(study) if EDITED in text_of(each)]
    assert shown
    for message in [*posted(study), *shown]:
        assert str(ana.id) not in json.dumps(message.components)
        assert secret not in json.dumps(message.components)
    exported = (await ana.slash("me")).text + (await ben.click(shown[-1], "Read all")).text
    assert str(ana.id) not in exported
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

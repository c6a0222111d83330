"""`/export data`: everything that is held about the member, as JSON and as tables."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.db import Database
from bot.export import service
from bot.export.archive import Taken, as_json, as_tables, files_of
from tests.forgetting.everything import ANA, BEN, GUILD, NOW, OTHER, data, make, words
from tests.live import Study

AT = datetime(2026, 3, 2, tzinfo=UTC)


def taken(*rows: dict[str, Any], tables: int = 1) -> Taken:
    return Taken(1, 2, AT, {"books": {f"books_{n}": list(rows) for n in range(tables)}})


async def test_d1_both_files_hold_every_table(composed_db: Database) -> None:
    await make(composed_db)
    async with composed_db.read() as session:
        found = await service.everything(session, GUILD, ANA, now=NOW)
    names = {each.name for feature in data() for each in feature.held}
    whole = json.loads(as_json(found))
    assert {name for tables in whole["features"].values() for name in tables} == names
    assert (whole["guild_id"], whole["user_id"], whole["format"]) == (GUILD, ANA, 1)
    assert {file.name for file in as_tables(found)} == {f"{name}.csv" for name in names}
    for content in (as_json(found), *(file.content for file in as_tables(found))):
        assert words(BEN).encode() not in content
        assert str(OTHER).encode() not in content
    entries = next(file for file in as_tables(found) if file.name == "entries.csv")
    (entry,) = csv.DictReader(io.StringIO(entries.content.decode()))
    assert entry["note"] == words(ANA)


@pytest.mark.parametrize("typed", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx"])
def test_d1_no_cell_is_a_formula(typed: str) -> None:
    (file,) = as_tables(taken({"note": typed}))
    (row,) = csv.DictReader(io.StringIO(file.content.decode(), newline=""))
    assert row["note"] == f"'{typed}"


@pytest.mark.parametrize("typed", ['a "b", c;\nd', "élan 🦉", ""])
def test_d1_a_cell_holds_any_text(typed: str) -> None:
    (file,) = as_tables(taken({"note": typed}))
    (row,) = csv.DictReader(io.StringIO(file.content.decode(), newline=""))
    assert row["note"] == typed


def test_d1_many_or_large_tables_are_zipped_and_what_is_too_much_is_said() -> None:
    few = files_of(taken({"note": "x"}, tables=9))
    assert few is not None
    assert len(few) == 10
    many = files_of(taken({"note": "x"}, tables=10))
    assert many is not None
    assert [file.name for file in many] == ["data.json", "tables.zip"]
    with zipfile.ZipFile(io.BytesIO(many[1].content)) as archive:
        assert len(archive.namelist()) == 10
        assert archive.read("books_9.csv") == b"note\r\nx\r\n"
    large = files_of(taken({"note": "x" * 5000}), most_bytes=4000)
    assert large is not None
    assert [file.name for file in large] == ["data.json.zip", "tables.zip"]
    assert files_of(taken({"note": "x" * 5000}), most_bytes=40) is None


async def test_d1_a_member_gets_the_files_alone(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    for who in (ana, ben):
        await who.slash("milestone done", milestone="projects-first-pr", note=f"By {who.name}")
    seen = await ana.slash("export data")
    assert seen.ephemeral
    whole = json.loads(seen.files[0].data)
    assert seen.files[0].filename == "data.json"
    (change,) = whole["features"]["milestones"]["milestone_changes"]
    assert change["note"] == "By Ana"
    assert all(b"By Ben" not in bytes(file.data) for file in seen.files)
    assert "- Changes of milestones: 1\n" in seen.text
    listed = [line for line in seen.text.splitlines() if line.startswith("- ")]
    assert (
        listed
        == [
            line for line in (await ana.slash("forget")).text.splitlines() if line.startswith("- ")
        ][: len(listed)]
    ), "as `/forget` calls them"
    again = await ana.slash("export data", dm=True)
    assert json.loads(again.files[0].data)["features"] == whole["features"]
    # Whoever has left still gets what is theirs, in direct messages too.
    await ana.click(await ana.slash("leave"), "Leave")
    left = await ana.slash("export data", dm=True)
    assert b"By Ana" in bytes(left.files[0].data)
    bea = await study.person("Bea", joined=False)
    assert "nothing stored about you" in (await bea.slash("export data")).text

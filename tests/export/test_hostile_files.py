"""Whatever a file says, it comes back as something sound or is refused, to nobody's harm (D1)."""

from __future__ import annotations

import copy
import json
import zipfile
from contextlib import suppress
from io import BytesIO
from random import Random
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.db import Database
from bot.errors import UserError
from bot.export import file_reading, restore
from bot.export.file_reading import Archive
from bot.files import File, zipped
from tests.export.test_restore import SOUND, Whole, forgotten, of_ben
from tests.forgetting.everything import ANA, BEN, GUILD, NOW, OTHER, rows_in, traces
from tests.groups import acting as groups

ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 2**31, 2**53 + 1, 2**63 - 1, 2**63, -(2**70), 10**400, 0.5),
    *("", " ", "\u0000", "a\u0000b", "\u202e", "\u2800", "x" * 5000, "😀" * 2000, "@everyone"),
    *("2026-03-20", "9999-12-31", "0001-01-01", "2026-02-30", "2026-W12-1", "20260320"),
    *("2026-03-20T09:30:15+00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"),
    *("12:00", "24:00", "12:00:00+01:00", "javascript:alert(1)", "http://[::1", "own-1", "a:b"),
    *([], {}, [[]], {"": ""}, [None], {"a": [1, {"b": []}]}, ["2026-03-20"]),
)
TURNS = 15


def odd(random: Random, whole: Whole) -> None:
    """Change a few values of the file into what they cannot be, or can just about be."""
    tables = [rows for of in whole["features"].values() for rows in of.values() if rows]
    for _ in range(random.randint(1, 3)):
        rows = random.choice(tables)
        row = random.choice(rows)
        name = random.choice(list(row))
        match random.randrange(6):
            case 0:
                del row[name]
            case 1:
                rows.append(dict(row))
            case 2:
                row[random.choice(("\u0000", "user_id", "x" * 99))] = random.choice(ODD)
            case _:
                row[name] = random.choice(ODD)
        if not row:
            rows.remove(row)
        if not rows:
            return


async def test_d1_a_value_that_was_changed_is_refused_or_harms_nobody(
    composed_db: Database,
) -> None:
    whole = await forgotten(composed_db)
    random = Random(20260320)
    for turn in range(TURNS):
        changed = copy.deepcopy(whole)
        odd(random, changed)
        with suppress(UserError):
            content = json.dumps(changed).encode()
            archive = file_reading.read_archive(content, guild_id=GUILD, user_id=ANA)
            await _comes_back(composed_db, archive, turn)


async def _comes_back(db: Database, archive: Archive, turn: int) -> None:
    """In a transaction that is taken back: nothing of anybody else has changed."""
    async with db.begin() as session:
        before = await rows_in(session)
        undone = await session.begin_nested()
        who = await groups.member(session, GUILD, ANA, now=NOW)
        try:
            await restore.restore(session, who, archive)
            after = await rows_in(session)
            assert of_ben(after) == of_ben(before), turn
            for guild_id, user_id in ((OTHER, BEN), (OTHER, ANA)):
                assert traces(after, guild_id, user_id) == traces(before, guild_id, user_id), turn
        finally:
            await undone.rollback()
            session.expunge_all()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def read(content: bytes) -> Archive | None:
    """The file, or None where it is refused; nothing else is raised."""
    with suppress(UserError):
        return file_reading.read_archive(content, guild_id=GUILD, user_id=ANA)
    return None


@given(JSON, st.sampled_from(["format", "guild_id", "user_id", "features", "routine", ""]))
@example(float("nan"), "features")
def test_d1_whatever_stands_somewhere_is_read_or_refused(value: Any, place: str) -> None:
    whole = {**SOUND, place: value} if place else value
    if place == "routine":
        whole = {**SOUND, "features": {"routine": value}}
    read(json.dumps(whole).encode())


@given(st.binary(max_size=300))
def test_d1_any_bytes_are_read_or_refused(content: bytes) -> None:
    read(content)
    read(b"PK\x03\x04" + content)


def bomb(times: int) -> bytes:
    """An archive of an archive, each of which holds much more than it is."""
    content = b" " * 10_000_000
    for _ in range(times):
        content = zipped([File("a.json", content)])
    return content


@pytest.mark.parametrize(
    "content",
    [
        b'{"format": 1, "guild_id": 1, "user_id": 1, "features": {"a": NaN}}',
        b'{"format": 1e999}',
        b'{"format": 1, "format": 1}',
        json.dumps({**SOUND, "features": {"routine": {"entries": [{"note": "\ud800"}]}}}).encode(),
        b"[" * 100_000 + b"]" * 100_000,
        b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
        b"\xef\xbb\xbf" + json.dumps(SOUND).encode()[:20],
        bomb(2),
        zipped([File("../../etc/passwd.json", b"{}")]),
        zipped([File("a.txt", b"{}")]),
    ],
)
def test_d1_hostile_forms_are_refused(content: bytes) -> None:
    assert read(content) is None


def test_d1_an_archive_that_lies_about_its_size_is_no_larger_for_it() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", b" " * (file_reading.MAX_BYTES + 99))
    content = bytearray(out.getvalue())
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.rindex(signature) + place
        content[at : at + 4] = (10).to_bytes(4, "little")
    assert read(bytes(content)) is None

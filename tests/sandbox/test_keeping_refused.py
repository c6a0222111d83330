"""Folders whose world cannot be brought back: refused with a kind word, and left as they are."""

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sandbox import Permissions, Sandbox, SettableClock, Upload
from sandbox.persistence import keeping
from sandbox.persistence.keeping import KeptWorldError
from sandbox.world.composing.compose import new_message
from tests.sandbox.rich_world import bring_back, contents, save

START = datetime(2026, 3, 2, 7, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A folder with a world of one message with a file."""
    sandbox = Sandbox(clock=SettableClock(START))
    channel = sandbox.world.create_guild("g").create_text_channel("c")
    files = {"0": Upload("../notes.txt", b"some notes")}
    none = Permissions.NONE
    sandbox.world.post(new_message(channel, sandbox.world.operator, {}, files, permissions=none))
    save(sandbox, tmp_path / "bare")
    return tmp_path / "bare"


def sealed(folder: Path, change: Callable[[Any], Any]) -> None:
    """Change a kept world as another version would: with a sum that fits."""
    path = folder / "world.json"
    head, _, rest = path.read_text().partition("\n")
    world = json.loads(rest.removeprefix('"world": ').removesuffix("}\n"))
    body = json.dumps(change(world) or world)
    marks = json.loads(head.removesuffix(",") + "}")
    marks["sha256"] = hashlib.sha256(body.encode()).hexdigest()
    path.write_text(f'{json.dumps(marks)[:-1]},\n"world": {body}}}\n')


def refused(folder: Path) -> str:
    """Why a folder is refused. Neither it nor the world that was to take its place changes."""
    before = contents(folder)
    sandbox = Sandbox(clock=SettableClock(START))
    sandbox.world.create_guild("mine")
    mine = keeping.capture(sandbox.world)
    with pytest.raises(KeptWorldError) as caught:
        bring_back(folder, sandbox)
    assert contents(folder) == before
    assert keeping.capture(sandbox.world) == mine
    text = str(caught.value)
    assert str(folder) in text
    assert "--fresh" in text
    return text


def test_an_empty_place_holds_no_world(tmp_path: Path) -> None:
    assert keeping.load(tmp_path) is None
    assert keeping.load(tmp_path / "nowhere") is None
    assert list(tmp_path.iterdir()) == []


def test_a_world_is_readable_json(bare: Path) -> None:
    world = json.loads((bare / "world.json").read_text())
    assert (world["format"], world["version"]) == ("sandbox-world", 2)
    assert datetime.fromisoformat(world["world"]["instant"]) == START


def test_every_damage_is_noticed(bare: Path) -> None:
    path = bare / "world.json"
    whole = path.read_bytes()
    for place in range(0, len(whole), 97):
        path.write_bytes(whole[:place])
        assert "is " in refused(bare)
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        refused(bare)
    path.write_bytes(whole)
    assert keeping.load(bare) is not None


@pytest.mark.parametrize(
    "alien",
    [b"", b"\n", b"hello", b"[]", b"{}", b"null", b"\xff\xfe\0", b'{"format": 1,\n}', b"[" * 9999],
)
def test_something_else_is_refused(tmp_path: Path, alien: bytes) -> None:
    (tmp_path / "world.json").write_bytes(alien)
    assert "something else than a kept world" in refused(tmp_path)


def test_another_form_is_refused(bare: Path) -> None:
    path = bare / "world.json"
    path.write_text(path.read_text().replace('"version": 2', '"version": 3'))
    assert "has form 3 and this version reads forms up to 2" in refused(bare)


def test_what_is_not_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "world.json").mkdir()
    assert "cannot be read" in refused(tmp_path)


def _forget_ana(world: Any) -> None:
    world["users"] = world["users"][1:]


@pytest.mark.parametrize(
    "change",
    [
        lambda world: world.pop("users") and None,
        lambda world: world.pop("instant") and None,
        lambda world: world.update(instant="soon"),
        lambda world: world.update(users=[{"id": "one"}]),
        lambda world: world.update(operator_id=7),
        lambda world: world.update(application_id=7),
        lambda world: world["users"][0].update(guild_ids=[7]),
        lambda world: world["uploads"].append(_file("../../../etc/passwd")),
        lambda world: world["uploads"].append(_file(None)),
        lambda world: _message(world).update(author_id=7),
        lambda world: _message(world).update(mention_ids=[7]),
        _forget_ana,
        lambda world: [1],
        lambda world: 1,
    ],
)
def test_unknown_things_are_refused(bare: Path, change: Callable[[Any], Any]) -> None:
    sealed(bare, change)
    assert "no world that this version can read" in refused(bare)


def _message(world: Any) -> Any:
    (channel,) = world["guilds"][0]["channels"].values()
    return channel["messages"][0]


def _file(number: object) -> dict[str, Any]:
    names = {"filename": "f", "content_type": None, "path": "f"}
    return {"id": 1, "data": [number, 1], **names}


def test_versions_that_differ_by_a_field_get_along(bare: Path) -> None:
    def older_and_newer(world: Any) -> None:
        for user in world["users"]:
            del user["dms_open"]
            user["badge"] = {"shape": "round"}

    sealed(bare, older_and_newer)
    assert "badge" in (bare / "world.json").read_text()
    sandbox = Sandbox(clock=SettableClock(START))
    bring_back(bare, sandbox)
    assert all(user.dms_open for user in sandbox.world.users.values())


@pytest.mark.parametrize(("data", "why"), [(None, "cannot be read"), (b"cut", "is damaged")])
def test_a_file_that_is_gone_is_named(bare: Path, data: bytes | None, why: str) -> None:
    (path,) = (bare / "files").iterdir()
    path.unlink()
    if data is not None:
        path.write_bytes(data)
    assert f"{path} {why}" in refused(bare)

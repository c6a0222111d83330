"""Folders that were kept in form 1 still open: a real one, made by the last version that wrote it.

``kept/form_one.tar.xz`` holds such a folder, and in ``told.json`` all that its world told of
itself then.
"""

import hashlib
import json
import tarfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sandbox import Sandbox, SettableClock
from sandbox.persistence import keeping
from sandbox.persistence.keeping import KeptWorldError
from tests.sandbox.rich_world import bring_back, contents, save, told

START = datetime(2026, 3, 2, 7, 0, 0, 123456, tzinfo=UTC)
ARCHIVE = Path(__file__).parent / "kept" / "form_one.tar.xz"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder, unpacked."""
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(tmp_path, filter="data")
    return tmp_path


def opened(folder: Path) -> Sandbox:
    sandbox = Sandbox(clock=SettableClock(START))
    bring_back(folder, sandbox)
    return sandbox


def test_all_that_it_told_it_tells_again(folder: Path) -> None:
    before = json.loads((folder / "told.json").read_text())
    after = json.loads(json.dumps(told(opened(folder)), default=repr))
    assert after.keys() == before.keys()
    for what, said in before.items():
        assert after[what] == said, what
        assert said


def test_its_clock_goes_on(folder: Path) -> None:
    kept = keeping.load(folder)
    assert kept is not None
    assert kept.instant == START


def test_opening_leaves_it_as_it_is_and_saving_moves_it_to_the_present_form(folder: Path) -> None:
    before = contents(folder)
    sandbox = opened(folder)
    assert contents(folder) == before
    save(sandbox, folder)
    assert json.loads((folder / "world.json").read_text())["version"] == 2
    files = [name for name in before if name.startswith("files/")]
    assert {name: before[name] for name in files} == {
        name: data for name, data in contents(folder).items() if name.startswith("files/")
    }
    assert told(opened(folder)) == told(sandbox)


@pytest.mark.parametrize(
    "change",
    [
        lambda graph: graph.update(root={"$": 10**9}),
        lambda graph: graph.update(root={"$": 1}),
        lambda graph: graph.update(root={}),
        lambda graph: graph.pop("rows"),
        lambda graph: graph["rows"].__setitem__(0, ["Popen", ["true"]]),
        lambda graph: graph["classes"]["_Contents"].remove("users"),
        lambda graph: graph["rows"].__setitem__(1, ["User", {"$": 1}]),
    ],
)
def test_a_broken_one_is_refused_with_a_sentence(folder: Path, change: Any) -> None:
    path = folder / "world.json"
    head, _, rest = path.read_text().partition("\n")
    world = json.loads(rest.removeprefix('"world": ').removesuffix("}\n"))
    change(world["graph"])
    body = json.dumps(world)
    marks = json.loads(head.removesuffix(",") + "}")
    marks["sha256"] = hashlib.sha256(body.encode()).hexdigest()
    path.write_text(f'{json.dumps(marks)[:-1]},\n"world": {body}}}\n')
    before = contents(folder)
    with pytest.raises(KeptWorldError, match="no world that this version can read"):
        opened(folder)
    assert contents(folder) == before

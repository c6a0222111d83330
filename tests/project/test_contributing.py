"""CONTRIBUTING followed to the letter adds the sample as a feature: folders, lines, a migration."""

from __future__ import annotations

import asyncio
import re
import shutil
import sys
from pathlib import Path

import pytest

from tests.project.tracked import ROOT, tracked

TESTS = (
    "tests/project/test_naming.py",
    "tests/project/test_sample_feature.py",
    "tests/db/test_migrations.py::test_migrations_and_models_agree",
)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The tracked files, in a folder of their own with this environment."""
    for path in tracked():
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    (tmp_path / ".venv").symlink_to(Path(sys.executable).parents[1])
    return tmp_path


async def run(checkout: Path, *command: str) -> str:
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=checkout,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output = (await process.communicate())[0].decode()
    assert process.returncode == 0, output
    return output


def insert_before(path: Path, mark: str, line: str) -> None:
    text = path.read_text()
    assert text.count(mark) == 1
    path.write_text(text.replace(mark, line + mark))


async def test_what_contributing_says_adds_the_sample_feature(checkout: Path) -> None:
    python = str(checkout / ".venv" / "bin" / "python")
    section = (checkout / "CONTRIBUTING.md").read_text().split("## Add a feature")[1]
    begin = re.search(r"```sh\n(.+?)```", section, re.DOTALL)
    assert begin is not None
    await run(checkout, "sh", "-ec", begin[1])
    insert_before(checkout / "cogs" / "features.py", "    checkins,\n", "    books,\n")
    insert_before(
        checkout / "cogs" / "features.py", "    export.FEATURE,\n", "    books.FEATURE,\n"
    )
    insert_before(checkout / "pyproject.toml", '  "bot.cycle_reports",\n', '  "bot.books",\n')

    # What `make migration NAME="Books"` runs.
    await run(checkout, python, "-m", "bot", "db", "revision", "Books")
    (written,) = (checkout / "bot" / "db" / "migrations" / "versions").glob("*_books.py")
    assert 'op.create_table(\n        "books",' in written.read_text()

    for check in ("ruff check .", "ruff format --check .", "pytest -n 0 -p no:cacheprovider"):
        await run(checkout, python, "-m", *check.split(), *(TESTS if "pytest" in check else ()))
    await run(checkout, str(checkout / ".venv" / "bin" / "lint-imports"), "--no-cache")

"""What the package says of itself, and what the locked requirements and tracked files keep out."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

import bot
from bot.cli import app
from tests.project.tracked import ROOT, text_of, tracked_texts

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKS = ("requirements.txt", "requirements-dev.txt")
# Folders that exist on one developer's machine alone, and nowhere in a description of a machine.
MACHINE_PATH = re.compile(r"(?<![\w.:/{}-])/(?:work|root|home|Users|opt)/[\w.-]+")


def test_the_version_is_written_once() -> None:
    """``bot.__version__`` is the one place; the build and ``syllabot --version`` read it there."""
    assert "version" in PYPROJECT["project"]["dynamic"]
    assert PYPROJECT["tool"]["hatch"]["version"]["path"] == "bot/__init__.py"
    assert re.fullmatch(r"\d+\.\d+\.\d+", bot.__version__)
    result = CliRunner().invoke(app, ["--version"])
    assert (result.exit_code, result.output) == (0, f"syllabot {bot.__version__}\n")
    written = re.compile(rf"""version\w*\W{{1,4}}{re.escape(bot.__version__)}["']""")
    places = [
        path.relative_to(ROOT).as_posix()
        for path in tracked_texts()
        if path.suffix in (".py", ".toml") and written.search(text_of(path))
    ]
    assert places == ["bot/__init__.py"]


def test_the_changelog_knows_the_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text()
    headings = re.findall(r"^## \[(.+?)\]", changelog, re.MULTILINE)
    assert headings[0] == "Unreleased"
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", heading) for heading in headings[1:])


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_and_hashes_everything_and_names_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert "--index-url" not in text
    requirements = re.split(r"\n(?=\S)", text.strip())
    for requirement in requirements:
        assert re.match(r"[\w.\[\],-]+==\S+", requirement), requirement[:60]
        assert "--hash=sha256:" in requirement, requirement[:60]


def test_the_locks_hold_what_the_project_asks_for() -> None:
    """Every direct dependency is locked, those for developers in the longer file alone."""

    def names(requirements: list[str]) -> set[str]:
        return {re.split(r"[^\w.-]", one)[0].lower().replace(".", "-") for one in requirements}

    project = PYPROJECT["project"]
    extras = project["optional-dependencies"]
    to_run, to_develop = (names((ROOT / lock).read_text().splitlines()) for lock in LOCKS)
    assert names(project["dependencies"] + extras["build"]) <= to_run <= to_develop
    assert names(extras["dev"]) <= to_develop


def test_no_tracked_file_names_a_folder_of_one_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in tracked_texts()
        if path != Path(__file__)
        for match in MACHINE_PATH.finditer(text_of(path))
    ]
    assert found == []

"""``syllabot demo`` as a visitor starts it: kept between runs, killed, started over."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from click.testing import CliRunner

from bot.cli import app
from bot.cli.demo import running
from sandbox import SettableClock

COMMAND = [sys.executable, "-m", "bot", "demo", "--no-open"]
PLAN = (Path(__file__).parents[2] / "bot" / "plans" / "ml-engineer.toml").read_text()


class Visit:
    """A running ``syllabot demo`` with what it printed until its address."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said = ""
        assert process.stdout is not None
        while "demo runs at" not in self.said:
            line = process.stdout.readline()
            assert line, f"the demo ended: {self.said}"
            self.said += line
        self.address = re.findall(r"http://127\.0\.0\.1:\d+/", self.said)[0]

    def status(self, path: str = "", **headers: str) -> int:
        """What the server answers."""
        try:
            with urlopen(Request(self.address + path, headers=headers), timeout=5) as answer:
                return int(answer.status)
        except HTTPError as refused:
            refused.close()
            return refused.code

    def end(self) -> int:
        """End it as Ctrl-C does; gives the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=10)


@contextmanager
def demo(*arguments: str) -> Iterator[Visit]:
    """A demo in a process of its own."""
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "COLUMNS": "200"},
    )
    try:
        yield Visit(process)
    finally:
        process.kill()
        process.communicate()


def test_a_demo_goes_on_where_it_was_killed(tmp_path: Path) -> None:
    """Kept with ``--data``, also over a kill; ``--fresh`` starts over; Ctrl-C ends with 0."""
    (tmp_path / "mine.txt").write_text("not the demo's")
    with demo("--data", str(tmp_path)) as first:
        assert "Setting up" in first.said
        assert first.status() == 200
        assert first.status(Host="evil.test") == 403
        first.process.kill()
        first.process.wait()
    with demo("--data", str(tmp_path)) as again:
        assert "Setting up" not in again.said
        assert again.end() == 0
    with demo("--data", str(tmp_path), "--fresh") as fresh:
        assert "Setting up" in fresh.said
        assert fresh.end() == 0
    assert (tmp_path / "mine.txt").read_text() == "not the demo's"


def test_a_damaged_world_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "world.json").write_text("{}")
    result = CliRunner().invoke(app, ["demo", "--no-open", "--data", str(tmp_path)])
    assert result.exit_code == 2
    assert "--fresh" in result.stderr
    assert (tmp_path / "world.json").read_text() == "{}"


def test_a_plan_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text("title = 1")
    result = CliRunner().invoke(app, ["demo", "--no-open", "--plan", str(path)])
    assert result.exit_code == 2
    assert "line 1, plan: this key is required" in result.stderr
    result = CliRunner().invoke(app, ["demo", "--no-open", "--plan", str(tmp_path / "none.toml")])
    assert result.exit_code == 2
    assert "none.toml: No such file" in result.stderr


async def test_a_plan_of_ones_own_is_rehearsed(tmp_path: Path) -> None:
    """The group follows the plan, and the agenda says what will happen, in words."""
    title = re.findall(r'^title = "(.*)"', PLAN, re.MULTILINE)[0]
    async with running(tmp_path, SettableClock()) as made:
        await made.set_up(PLAN.replace(title, "Ten weeks of knots", 1))
        (ines, *_others) = made.sandbox.world.guilds.copy().popitem()[1].members.values()
        seen = await made.sandbox.acting(ines.user).slash("plan show")
        assert "Ten weeks of knots" in seen.text
        titles = [due.title for due in await made.due()]
        assert "Daily prompt" in titles
        assert not [title for title in titles if "." in title]


@pytest.mark.parametrize("words", [["--data", "/proc/nowhere"]])
def test_a_folder_that_cannot_be_used_is_a_sentence(words: list[str]) -> None:
    result = CliRunner().invoke(app, ["demo", "--no-open", *words])
    assert result.exit_code == 2
    assert "Traceback" not in result.output

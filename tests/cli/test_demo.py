"""``syllabot demo`` as a visitor starts it: kept between runs, killed, started over."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from click.testing import CliRunner

from bot.cli import app
from bot.cli.demo import DATABASE, running
from bot.cli.demo_group import gather
from sandbox import Permissions, Sandbox, SettableClock
from sandbox.persistence import keeping

COMMAND = [sys.executable, "-m", "bot", "demo", "--no-open"]
FIRST_DAY = "--beginning=first-day"
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

    def status(self, path: str = "", data: bytes | None = None, **headers: str) -> int:
        """What the server answers."""
        try:
            asked = Request(self.address + path, data, headers)
            with urlopen(asked, timeout=5) as answer:
                return int(answer.status)
        except HTTPError as refused:
            refused.close()
            return refused.code

    def act(self, act: str, who: str, **given: object) -> Any:
        """Do something on the page as somebody; gives what came of it, once it is answered."""
        url = f"{self.address}page/act/{act}?as={who}"
        with urlopen(Request(url, data=json.dumps(given).encode()), timeout=10) as answer:
            return json.load(answer)

    def end(self) -> int:
        """End it as Ctrl-C does; gives the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=30)


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
    with demo("--data", str(tmp_path), FIRST_DAY) as first:
        assert "Setting up" in first.said
        assert first.status() == 200
        assert first.status(Host="evil.test") == 403
        second = CliRunner().invoke(app, ["demo", "--no-open", "--data", str(tmp_path), "--fresh"])
        assert second.exit_code == 2
        assert "is in use by another one" in second.stderr
        yuki = answered_and_killed(first, tmp_path)
    # World and database agree: an answer leaves only when the world that shows it is kept.
    world = (tmp_path / keeping.WORLD_FILE).read_text()
    assert world.count("You are in") == 1 + 3, "Ines has joined before"
    with closing(sqlite3.connect(tmp_path / DATABASE)) as database:
        members = database.execute("SELECT user_id FROM members").fetchall()
    assert (int(yuki),) in members
    with demo("--data", str(tmp_path)) as again:
        assert "Setting up" not in again.said
        assert "Choose" not in again.said
        assert again.end() == 0
    with demo("--data", str(tmp_path), "--fresh", FIRST_DAY) as fresh:
        assert "Setting up" in fresh.said
        assert fresh.end() == 0
    assert (tmp_path / "mine.txt").read_text() == "not the demo's"


def answered_and_killed(visit: Visit, folder: Path) -> str:
    """Let Yuki join three times, and kill the demo in the moment of the last answer."""
    kept = keeping.load(folder)
    assert kept is not None
    users = {each["global_name"]: str(each["id"]) for each in kept.document["users"]}
    channel = str(next(iter(kept.document["guilds"][0]["channels"])))
    for _ in range(3):
        visit.act("slash", users["Yuki"], channel=channel, name="join", options={})
    visit.process.kill()
    visit.process.wait()
    return users["Yuki"]


def test_the_page_asks_how_to_begin(tmp_path: Path) -> None:
    """What is chosen there is prepared; a page that is late learns that, and nothing is lost."""
    with demo("--data", str(tmp_path)) as visit:
        assert visit.status("page/live") == 404
        assert [visit.status("page/opening/0", data=b"") for _ in range(2)] == [200, 422]
        assert visit.process.stdout is not None
        while "First day is ready" not in visit.said:
            visit.said += visit.process.stdout.readline()
        assert visit.status("page/live") == 400
        assert visit.end() == 0
    assert keeping.load(tmp_path) is not None


def test_stopped_before_a_choice_nothing_is_kept(tmp_path: Path) -> None:
    with demo("--data", str(tmp_path)) as visit:
        assert visit.end() == 0
    assert not (tmp_path / keeping.WORLD_FILE).exists()


def test_week_six_follows_no_plan_of_ones_own() -> None:
    words = ["demo", "--beginning", "week-six", "--plan", "bot/plans/marathon.toml"]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 2
    assert "follows the plan that ships" in result.output


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


def test_the_demo_lets_the_bot_do_what_an_invitation_asks_for() -> None:
    """So study partners have their threads there, and sessions their events."""
    sandbox = Sandbox()
    group = gather(sandbox)
    bot = sandbox.world.application.bot_user
    asked = Permissions.CREATE_PRIVATE_THREADS | Permissions.CREATE_EVENTS
    assert group.channels["announcements"].can(bot, asked)

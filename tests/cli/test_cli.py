"""The command line: what an operator types and reads."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import app
from sandbox import Sandbox

runner = CliRunner()
TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GaBcDe.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def test_wrong_settings_end_with_sentences_and_exit_code_2(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYLLABOT_LOG__LEVEL", "LOUD")
    monkeypatch.setenv("SYLLABOT_DISCORD__API_URL", "nowhere")
    result = runner.invoke(app, ["run"])
    assert result.exit_code == 2
    assert "log.level:" in result.stderr
    assert "discord.api_url:" in result.stderr
    assert "Traceback" not in result.output


def test_run_without_a_token_says_how_to_give_one() -> None:
    result = runner.invoke(app, ["run"])
    assert result.exit_code == 2
    assert "SYLLABOT_DISCORD__TOKEN" in result.stderr


def test_database_is_made_and_named() -> None:
    before = runner.invoke(app, ["db", "current"])
    assert "none (empty)" in before.output
    assert runner.invoke(app, ["db", "upgrade"]).exit_code == 0
    assert "up to date" in runner.invoke(app, ["db", "current"]).output
    assert Path("data/syllabot.db").exists()


@pytest.mark.parametrize(
    "url", ["sqlite:////proc/nowhere/x.db", "postgresql://u:hunter2@127.0.0.1:1/x"]
)
def test_a_database_out_of_reach_is_a_sentence(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYLLABOT_DATABASE__URL", url)
    result = runner.invoke(app, ["db", "upgrade"])
    assert result.exit_code == 2
    assert "cannot be opened" in result.stderr
    assert "hunter2" not in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://bot:hunter2@db.example:abc/x",
        "postgresql://bot:hunter2@db.example:99999/x",
        "postgresql://bot:hun:ter2@[::1/x",
        "postgresql://bot@127.0.0.1/x?password=hunter2&colour=red",
        "postgresql://bot@127.0.0.1/x?port=hunter2",
        "postgresql://bot:hunter2@127.0.0.1/x?prepared_statement_cache_size=many",
        "sqlite:///x.db?timeout=hunter2",
        "sqlite:///file:x.db?mode=hunter2&uri=true",
    ],
)
@pytest.mark.parametrize("command", ["run", "check", "db upgrade"])
def test_a_database_url_that_cannot_be_used_is_a_sentence_that_does_not_quote_it(
    url: str, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SYLLABOT_DATABASE__URL", url)
    monkeypatch.setenv("SYLLABOT_DISCORD__TOKEN", TOKEN)
    monkeypatch.setenv("SYLLABOT_DISCORD__API_URL", "http://127.0.0.1:1")
    result = runner.invoke(app, command.split())
    assert result.exit_code == (1 if command == "check" and "database.url" in result.stdout else 2)
    assert "database.url: " in result.output
    for secret in ("hunter2", "ter2", "db.example", "Traceback"):
        assert secret not in result.output


def test_run_refuses_a_database_newer_than_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before any connection to Discord, and without a change to the file."""
    monkeypatch.setenv("SYLLABOT_DISCORD__TOKEN", TOKEN)
    monkeypatch.setenv("SYLLABOT_DISCORD__API_URL", "http://127.0.0.1:1/api/v10")
    assert runner.invoke(app, ["db", "upgrade"]).exit_code == 0
    with closing(sqlite3.connect("data/syllabot.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = 'tomorrow'")
    result = runner.invoke(app, ["run"])
    assert result.exit_code == 2
    assert "The database cannot be used:" in result.stderr
    assert "newer than this version" in result.stderr
    assert "Traceback" not in result.output
    assert "tomorrow" in runner.invoke(app, ["db", "current"]).output


def test_plan_check_counts_or_names_every_problem() -> None:
    shipped = Path(__file__).parents[2] / "bot/plans/ml-engineer.toml"
    result = runner.invoke(app, ["plan", "check", str(shipped)])
    assert result.exit_code == 0
    assert "6 blocks" in result.output
    broken = Path("broken.toml")
    broken.write_text(shipped.read_text().replace("[plan]", "[plan]\nbogus = 1\nworse = 2", 1))
    result = runner.invoke(app, ["plan", "check", str(broken)])
    assert result.exit_code == 1
    assert "bogus" in result.stderr
    assert "worse" in result.stderr
    assert runner.invoke(app, ["plan", "check", "gone.toml"]).exit_code == 1


async def test_check_asks_discord_about_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.cli.check import check_all
    from bot.config import load

    async with Sandbox() as sandbox:
        monkeypatch.setenv("SYLLABOT_DISCORD__API_URL", sandbox.api_url)
        monkeypatch.setenv("SYLLABOT_DISCORD__TOKEN", sandbox.world.application.token)
        assert all(result.passed for result in await check_all(load()))
        monkeypatch.setenv("SYLLABOT_DISCORD__TOKEN", TOKEN)
        failed = [result.text for result in await check_all(load()) if not result.passed]
        assert failed == ["discord.token: Discord refuses this token."]
    failed = [result.text for result in await check_all(load()) if not result.passed]
    assert failed
    assert "no answer" in failed[0]

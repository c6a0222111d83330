"""Settings: the example, the environment, and every problem at once."""

from __future__ import annotations

import json
import os
import re
import tomllib
from pathlib import Path

import msgspec
import pytest

from bot import config
from bot.errors import ConfigError

ROOT = Path(__file__).parents[2]
TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GaBcDe.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"


@pytest.fixture(autouse=True)
def _no_settings_around(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith(config.PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def write(text: str) -> Path:
    path = Path("settings.toml")
    path.write_text(text, encoding="utf-8")
    return path


def uncommented_example() -> str:
    """The example file with each commented setting switched on."""
    text = (ROOT / "config.example.toml").read_text(encoding="utf-8")
    return re.sub(r"^# (?=\w+ = )", "", text, flags=re.MULTILINE)


def test_example_loads_as_it_stands() -> None:
    assert config.load(ROOT / "config.example.toml") == config.load()


def test_example_documents_every_key_and_shows_the_defaults() -> None:
    example = tomllib.loads(uncommented_example())
    keys = {section: set(values) for section, values in example.items()}
    assert keys == {
        section: set(values.__struct_fields__)
        for section, values in msgspec.structs.asdict(config.Settings()).items()
    }
    # These have no default; the example shows one that a person might choose.
    for section, key in [
        ("discord", "token"),
        ("discord", "token_file"),
        ("discord", "gateway_url"),
        ("discord", "shard_count"),
        ("discord", "shard_ids"),
        ("news", "feeds"),
    ]:
        del example[section][key]
    path = write(
        "".join(
            f"[{section}]\n"
            + "".join(f"{key} = {json.dumps(value)}\n" for key, value in values.items())
            for section, values in example.items()
        )
    )
    assert config.load(path) == config.load()


def test_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    path = write('[log]\nlevel = "ERROR"\nformat = "json"\n')
    monkeypatch.setenv("SYLLABOT_LOG__LEVEL", "DEBUG")
    monkeypatch.setenv("SYLLABOT_DISCORD__TOKEN", TOKEN)
    settings = config.load(path)
    assert (settings.log.level, settings.log.format) == ("DEBUG", "json")
    assert settings.discord.read_token() == TOKEN


def test_every_problem_is_reported_at_once_by_key(monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(
        '[discord]\napi_url = "ftp://x"\ntokn = "a"\n[log]\nlevel = "LOUD"\n'
        '[papers]\nrss_url = "https://example.org/rss"\n[typo]\n'
    )
    monkeypatch.setenv("SYLLABOT_LGO__LEVEL", "DEBUG")
    with pytest.raises(ConfigError) as caught:
        config.load(path)
    problems = "\n".join(caught.value.problems)
    for key in (
        "discord.api_url",
        "discord.tokn",
        "log.level",
        "papers.rss_url",
        "typo",
        "SYLLABOT_LGO__LEVEL",
    ):
        assert f"{key}:" in problems
    assert len(caught.value.problems) == 6


@pytest.mark.parametrize("text", ["[discord\n", "\x00", '[log]\nlevel = "INFO"\nlevel = "INFO"'])
def test_broken_toml_is_named(text: str) -> None:
    with pytest.raises(ConfigError, match=r"settings\.toml: not valid TOML"):
        config.load(write(text))


def test_missing_file_says_what_to_do() -> None:
    with pytest.raises(ConfigError, match=r"config\.example\.toml"):
        config.load(Path("nowhere.toml"))


def test_token_from_a_file() -> None:
    Path("token.txt").write_text(f"{TOKEN}\n", encoding="utf-8")
    settings = config.load(write('[discord]\ntoken_file = "token.txt"\n'))
    assert settings.discord.read_token() == TOKEN


@pytest.mark.parametrize(
    ("settings", "key"),
    [
        ("", "discord.token:"),
        ('token_file = "gone.txt"', "discord.token_file:"),
        ('token_file = "empty.txt"', "discord.token_file:"),
    ],
)
def test_no_token_says_which_setting(settings: str, key: str) -> None:
    Path("empty.txt").touch()
    with pytest.raises(ConfigError, match=re.escape(key)):
        config.load(write(f"[discord]\n{settings}\n")).discord.read_token()


def test_secrets_show_in_no_repr_and_no_error() -> None:
    path = write(f'[discord]\ntoken = "{TOKEN}"\n[database]\nurl = "postgresql://u:hunter2@h/d"\n')
    settings = config.load(path)
    assert TOKEN not in repr(settings)
    assert "hunter2" not in repr(settings)
    bad = write(f'[discord]\ntoken = ["{TOKEN}"]\n[database]\nurl = "mysql://u:hunter2@h/d"\n')
    with pytest.raises(ConfigError) as caught:
        config.load(bad)
    assert TOKEN not in str(caught.value)
    assert "hunter2" not in str(caught.value)
    assert caught.value.__cause__ is None or TOKEN not in str(caught.value.__cause__)

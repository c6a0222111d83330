"""Files as editors save them: with a byte order mark, or in another encoding."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import DiscordSettings, load
from bot.errors import ConfigError
from bot.inputs.files import NotUtf8, decode
from bot.plans.loader import PlanError, load_bytes, load_path, starter_text

BOM = b"\xef\xbb\xbf"
LOG = '[log]\nlevel = "DEBUG"\n'


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert decode(BOM + b"a\r\n") == "a\r\n"
    assert decode("ä".encode()) == "ä"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("x".encode("utf-16"), "UTF-16"),
        (b"\xfe\xff\0x", "UTF-16"),
        (b"\xff", "not UTF-8"),
    ],
)
def test_other_encodings_are_named(content: bytes, reason: str) -> None:
    with pytest.raises(NotUtf8, match=reason):
        decode(content)


def test_settings_and_token_may_begin_with_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SYLLABOT_DISCORD__TOKEN", "made.up.token")
    config, token = tmp_path / "config.toml", tmp_path / "token.txt"
    config.write_bytes(BOM + LOG.encode())
    token.write_bytes(BOM + b"made.up.token\r\n")
    assert load(config).log.level == "DEBUG"
    settings = DiscordSettings(token_file=token)
    assert settings.read_token() == "made.up.token"
    for file in (config, token):
        file.write_bytes(LOG.encode("utf-16"))
    for read in (lambda: load(config), settings.read_token):
        with pytest.raises(ConfigError, match="UTF-8"):
            read()


def test_a_plan_may_begin_with_one(tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_bytes(BOM + starter_text().encode())
    assert load_path(file).title
    with pytest.raises(PlanError, match="UTF-16"):
        load_bytes(starter_text().encode("utf-16"))

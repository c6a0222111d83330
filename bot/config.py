"""Settings from a TOML file and the environment.

Every key is documented in ``config.example.toml``. The environment wins over the file:
``SYLLABOT_DISCORD__TOKEN`` sets ``[discord] token``. Unknown keys are refused, and every problem is
reported at once, by the key's name.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import ConfigError

PREFIX = "SYLLABOT_"
DEFAULT_PATH = Path("config.toml")


class _Section(BaseModel):
    """A table of the file. Unknown keys are refused; input is hidden, for it may be a secret."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


HttpUrl = Annotated[str, Field(pattern=r"^https?://[^\s]+$")]
SocketUrl = Annotated[str, Field(pattern=r"^wss?://[^\s]+$")]


class DiscordSettings(_Section):
    """How to reach Discord. Any compatible server or proxy can be named."""

    token: SecretStr | None = None
    token_file: Path | None = None
    api_url: HttpUrl = "https://discord.com/api/v10"
    gateway_url: SocketUrl | None = None
    cdn_url: HttpUrl = "https://cdn.discordapp.com"
    shard_count: Annotated[int, Field(ge=1)] | None = None
    shard_ids: list[Annotated[int, Field(ge=0)]] | None = None

    @field_validator("api_url", "cdn_url")
    @classmethod
    def _no_trailing_slash(cls, value: str) -> str:
        return value.rstrip("/")

    def read_token(self) -> str:
        """The token, from ``token`` or the file that ``token_file`` names.

        Raises:
            ConfigError: neither is set, or the file cannot be read or is empty.
        """
        if self.token is not None and self.token.get_secret_value().strip():
            return self.token.get_secret_value().strip()
        if self.token_file is None:
            raise ConfigError(
                ["discord.token: no token. Set SYLLABOT_DISCORD__TOKEN or [discord] token_file."]
            )
        try:
            token = self.token_file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not a text file"
            raise ConfigError([f"discord.token_file: {self.token_file}: {reason}."]) from None
        if not token:
            raise ConfigError([f"discord.token_file: {self.token_file} is empty."])
        return token


class DatabaseSettings(_Section):
    """Where everything is kept. The default is a SQLite file beside the bot."""

    url: SecretStr = SecretStr("sqlite:///data/syllabot.db")

    @field_validator("url")
    @classmethod
    def _usable(cls, value: SecretStr) -> SecretStr:
        text = value.get_secret_value()
        if not text.startswith(
            ("sqlite://", "sqlite+aiosqlite://", "postgresql://", "postgresql+asyncpg://")
        ):
            raise ValueError("must begin with sqlite:// or postgresql://")
        try:
            port = make_url(text).port
        except (ArgumentError, ValueError):
            # What these say quotes the URL, and so its password.
            raise ValueError(
                "cannot be read. It looks like sqlite:///folder/file.db or "
                "postgresql://user:password@host:5432/name, with a number for the port"
            ) from None
        if port is not None and not 0 < port < 2**16:
            raise ValueError("its port must be between 1 and 65535")
        return value


class DeliverySettings(_Section):
    """How scheduled messages leave."""

    requests_per_second: Annotated[int, Field(ge=1, le=50)] = 50
    concurrency: Annotated[int, Field(ge=1, le=50)] = 10
    lease_seconds: Annotated[float, Field(gt=0, le=600)] = 60.0


class PapersSettings(_Section):
    """Where papers come from. ``{category}`` in ``rss_url`` is replaced."""

    rss_url: HttpUrl = "https://rss.arxiv.org/rss/{category}"
    api_url: HttpUrl = "https://export.arxiv.org/api/query"
    request_gap_seconds: Annotated[float, Field(ge=0, le=60)] = 3.0

    @field_validator("rss_url")
    @classmethod
    def _has_category(cls, value: str) -> str:
        if "{category}" not in value:
            raise ValueError("must contain {category}")
        return value


class NewsSettings(_Section):
    """Newsletter feeds behind Monday's prompt."""

    feeds: list[HttpUrl] = []


class LogSettings(_Section):
    """What the log shows, and how."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    format: Literal["text", "json"] = "text"


class Settings(_Section):
    """All settings, checked. :func:`load` reads them; made by hand, nothing else plays a part."""

    discord: DiscordSettings = DiscordSettings()
    database: DatabaseSettings = DatabaseSettings()
    delivery: DeliverySettings = DeliverySettings()
    papers: PapersSettings = PapersSettings()
    news: NewsSettings = NewsSettings()
    log: LogSettings = LogSettings()


class _Loaded(Settings, BaseSettings):
    """Settings with the environment over what the file says."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_nested_delimiter="__")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The file's values come as arguments."""
        return env_settings, init_settings


def load(path: Path | None = None) -> Settings:
    """Read ``path`` (default ``config.toml`` where it exists) and the environment.

    Raises:
        ConfigError: a named file is missing, the TOML is broken, or keys are wrong or unknown.
    """
    values: dict[str, Any] = {}
    if path is not None or DEFAULT_PATH.exists():
        values = _read_toml(path or DEFAULT_PATH)
    problems = _unknown_variables()
    try:
        settings = _Loaded(**values)
    except ValidationError as error:
        problems += [_sentence(e["loc"], e["msg"], e["type"]) for e in error.errors()]
    if problems:
        raise ConfigError(problems)
    return settings


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(
            [f"{path}: {error.strerror}. Copy config.example.toml to begin."]
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError([f"{path}: not valid TOML: {error}."]) from None


def _unknown_variables() -> list[str]:
    """Environment names with our prefix but no section of ours, which pydantic would pass over."""
    sections = {f"{PREFIX}{section}".upper() for section in Settings.model_fields}
    return [
        f"{name}: no such setting. In the environment they are named {PREFIX}SECTION__KEY, "
        "after config.example.toml."
        for name in sorted(os.environ)
        if name.upper().startswith(PREFIX) and name.upper().split("__")[0] not in sections
    ]


def _sentence(loc: tuple[int | str, ...], message: str, kind: str) -> str:
    key = ".".join(str(part) for part in loc)
    if kind == "extra_forbidden":
        return f"{key}: no such setting. See config.example.toml for the names."
    return f"{key}: {message.removeprefix('Value error, ')}."
